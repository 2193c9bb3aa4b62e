"""What became of a record's pictures, in words: who did what, when, why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from census.models import ImageAct, ImageChange, ImageRole, ImageStatus

#: What one person does within so long is told in one line: twenty files are brought in one by one.
SITTING: Final = timedelta(minutes=15)
#: As many pictures are named in one line.
NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One line of history: when, who, what, why."""

    at: datetime
    who: str
    what: str
    why: str


def told_changes(kind: str, record_id: UUID, most: int | None = None) -> list[ToldChange]:
    """Return the changes of a record's pictures, the newest first; ``most`` are read at most.

    Files that were not taken have no history: nothing of them was ever among the pictures.
    """
    rows = ImageChange.objects.filter(kind=kind, record_id=record_id).select_related("actor", "image")
    rows = rows.exclude(image__status=ImageStatus.REFUSED)
    return [_told(sitting) for sitting in _sittings(rows.order_by("-at", "-id")[:most])]


def _sittings(rows: Iterable[ImageChange]) -> Iterator[list[ImageChange]]:
    """Yield changes that one person made one after another in one way, the newest first."""
    sitting: list[ImageChange] = []
    for row in rows:
        if sitting and not _goes_with(sitting[-1], row):
            yield sitting
            sitting = []
        sitting.append(row)
    if sitting:
        yield sitting


def _goes_with(later: ImageChange, earlier: ImageChange) -> bool:
    same = (later.action, later.actor_id, later.reason) == (earlier.action, earlier.actor_id, earlier.reason)
    return same and later.at - earlier.at <= SITTING


def _told(sitting: list[ImageChange]) -> ToldChange:
    newest = sitting[0]
    what = str(ImageAct(newest.action).label)
    if pictures := list(dict.fromkeys(_picture(row) for row in reversed(sitting) if row.image)):
        what = f"{what}：{_few(pictures)}"
    return ToldChange(newest.at, str(newest.actor or _("系统")), what, newest.reason)


def _few(pictures: list[str]) -> str:
    words = "、".join(pictures[:NAMED])
    if len(pictures) <= NAMED:
        return words
    return _("{some}等 {count} 幅").format(some=words, count=len(pictures))


def _picture(row: ImageChange) -> str:
    """Return which picture it was, and what was changed of it."""
    assert row.image is not None  # noqa: S101  asked for by the caller
    changes = list(_described(row))
    return f"{row.image.name}（{'；'.join(changes)}）" if changes else row.image.name


def _described(row: ImageChange) -> Iterator[str]:
    if row.action != ImageAct.DESCRIBE:
        return
    if role := row.diff.get("role"):
        before, after = (str(ImageRole(value).label) for value in role)
        yield f"{before}→{after}"
    if caption := row.diff.get("caption"):
        before, after = caption
        yield f"“{before}”→“{after}”" if before else f"“{after}”"
