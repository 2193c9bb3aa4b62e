"""Whether the index in the folder is this database's: what a reader asks before each page, without any indexer."""

from __future__ import annotations

from search.engine.protocol import IndexUnusable
from search.indexing.drain import STRANGE
from search.indexing.folder import Folder
from search.models import IndexMark

#: The database's token and the folder's note change one after the other: who comes between looks again.
LOOKS = 3


def require_fit() -> None:
    """Raise :class:`IndexUnusable` if the folder's note names another database; without a note nothing is said.

    A database brought back from a backup, or a folder of another one, is told so at once; that the index is then kept
    from readers and built anew is the indexer's business.
    """
    for _ in range(LOOKS):
        tokens = IndexMark.objects.filter(pk=1).values_list("token", "rebuild").first() or ("", "")
        origin = Folder().origin()
        if origin is None or any(token and origin.fits(token) for token in tokens):
            return
    raise IndexUnusable(STRANGE)
