"""Long work of searching: the index built anew."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from census.errors import ActionRefused
from census.jobs import JobContext, job
from search.engine.choice import chosen_store
from search.indexing.folder import Busy, Folder, words_of
from search.indexing.healing import KIND, why_rebuild
from search.indexing.rebuild import Rebuild


@job(KIND, idempotent=True)
def rebuild_index(context: JobContext, *, reason: str = "", automatic: bool = False) -> dict[str, Any]:
    """Build the index anew; where nobody asked for it, only if that is still due when the job's turn comes."""
    store, folder = chosen_store(), Folder()
    if not store.keeps_index or (automatic and not why_rebuild(store, folder)):
        context.log(_("索引已是好的，不必重建"))
        return {}
    if reason:
        context.log(reason)
    try:
        rebuilt = Rebuild(store, folder, _teller(context)).execute()
    except Busy as busy:
        raise ActionRefused(gettext_noop("另一次重建正在进行，这一次不必了")) from busy
    except OSError as error:
        raise ActionRefused("{reason}", reason=words_of(error)) from error
    context.log(_("已索引 %(documents)s 条，未能索引 %(failed)s 条，用时 %(seconds)s 秒") % _figures(rebuilt))
    return {"documents": rebuilt.documents, "failed": rebuilt.failed}


def _figures(rebuilt: Any) -> dict[str, str]:
    return {
        "documents": f"{rebuilt.documents:,}",
        "failed": f"{rebuilt.failed:,}",
        "seconds": f"{rebuilt.seconds:.1f}",
    }


def _teller(context: JobContext) -> Any:
    def tell(done: int, total: int) -> None:
        context.progress(done, total, _("已读 %(done)s / %(total)s 条") % {"done": f"{done:,}", "total": f"{total:,}"})

    return tell
