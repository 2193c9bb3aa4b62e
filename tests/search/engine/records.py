"""Records with real titles, as documents, for tests of the index."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from census.searching import Document, TextPart
from search.engine.protocol import Request, Scope
from search.engine.whoosh_store import WhooshStore
from search.language.tree import Everything, Node, Term
from tests.search.engine.made_up import LAYOUT

EVERYTHING = Scope(everywhere=True)
TITLES = (
    "說文解字注三十卷",
    "說文解字十五卷",
    "段氏說文注訂八卷",
    "史記一百三十卷",
    "樂府詩集一百卷目錄二卷",
    "［康熙］金華府志三十卷",
    "周易本義十二卷",
)


def record(number: int, title: str = "", person: str = "", edition: str = "清刻本", *, public: bool = True) -> Document:
    """Return a record of a number, by default with one of a few real titles."""
    texts = {"title": title or TITLES[number % len(TITLES)], "edition": edition, "person": person}
    return Document(
        kind="book",
        record_id=UUID(int=number),
        institution=1 + number % 2,
        public=public,
        texts={name: (TextPart(text),) for name, text in texts.items() if text},
        numbers=(f"330000-1701-{number:07}",),
        facets={"type": ("刻本",)},
        sorts={"number": f"330000-1701-{number:07}".encode()},
        years=(1662, 1722),
        same=f"edition {number % 3}",
    )


def store_of(folder: Path, documents: Iterable[Document]) -> WhooshStore:
    """Return a store whose current index holds some documents."""
    store = WhooshStore(folder, LAYOUT)
    store.swap(store.build(documents))
    return store


def found(store: WhooshStore, tree: Node | str = "", scope: Scope = EVERYTHING, limit: int = 1000) -> list[int]:
    """Return the numbers of the records found, in order."""
    asked = Term(tree) if isinstance(tree, str) and tree else Everything() if isinstance(tree, str) else tree
    hits = store.open().search(Request(asked, scope, limit=limit)).hits
    return [hit.record_id.int for hit in hits]
