"""What changed since an earlier run: records added and withdrawn, statements reworded, pages that differ.

Two snapshots are compared record by record in memory that does not grow with the province: digests of the earlier
one, then the few records that differ. Which pages differ is read from the lists of places that each run wrote.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalog_export.volumes.register.snapshot import FrozenRecord, Snapshot, data_to_json
from catalog_export.volumes.register.statements import FIELDS
from guji.data import DETAIL_GROUPS

ADDED, WITHDRAWN, CHANGED = "新增", "撤销", "改动"
LABELS = {
    "institution": "收藏单位",
    "census_no": "普查编号",
    "shelf_mark": "索书号",
    **{name: label for name, label in FIELDS.items() if name != "sub_works"},
    "is_republican": "民国线装",
    "is_foreign": "域外本",
    "derived": "版本朝代、类型",
}
#: Said where an earlier snapshot was kept without the list of its places.
UNPAGED = "早先那次的页码表（places.json.gz）不在快照旁，没有比较各页"
#: Stated fields that no register prints.
UNPRINTED = frozenset(("title_source", "class_code", "series", "is_series", "edition_basis", "note"))


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what happened to which record; for a reworded field what it said and says."""

    kind: str
    record_id: str
    number: str
    title: str
    field: str = ""
    old: str = ""
    new: str = ""
    page_before: str = ""
    page_after: str = ""


@dataclass(slots=True)
class Changes:
    """All differences between two runs; ``pages`` are those of the later run that do not show what they showed.

    ``paged`` says whether it is known where everything stood in the earlier run; else no page can be said to differ.
    """

    changes: list[Change] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    paged: bool = True

    def count(self, kind: str) -> int:
        """Return how many records were added, withdrawn or changed."""
        return len({change.record_id for change in self.changes if change.kind == kind})

    def counts(self) -> dict[str, int]:
        """Return how many records of each kind, and how many pages."""
        counts = {kind: self.count(kind) for kind in (ADDED, WITHDRAWN, CHANGED)}
        return counts | ({"pages": len(self.pages)} if self.paged else {})

    @property
    def records(self) -> frozenset[str]:
        """The records of the later run that are new or say something else."""
        return frozenset(change.record_id for change in self.changes if change.kind != WITHDRAWN)


@dataclass(slots=True)
class PlaceBook:
    """Where everything stood in one run: the page of each record, and what each page showed."""

    entries: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, stem_folder: Path, stem: str) -> PlaceBook:
        """Read what a run left beside its snapshot: one list, or one for each volume.

        Nothing there, or nothing that can be read, gives nothing: what changed is known from the snapshots alone.
        """
        try:
            return cls._read(stem_folder, stem)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, zlib.error):
            return cls()

    @classmethod
    def _read(cls, stem_folder: Path, stem: str) -> PlaceBook:
        book = cls()
        single, listing = stem_folder / f"{stem}.places.json.gz", stem_folder / f"{stem}.volumes.json"
        if single.is_file():
            book._add(single, "")
        elif listing.is_file():
            for row in json.loads(listing.read_text(encoding="utf-8")):
                if "places" in row:
                    book._add(stem_folder / Path(row["places"]).name, f"{row['label']}·")
        return book

    def _add(self, path: Path, volume: str) -> None:
        data = json.loads(gzip.decompress(path.read_bytes()))
        self.entries |= {record: f"{volume}{page}" for record, page in data["entries"]}
        self.pages |= {f"{volume}{label}": digest for label, digest in data["pages"]}


def compare(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return the differences between two snapshots: changed and new records in the later one's order, then the gone."""
    unseen = {record.record_id: _digest(record) for record in before.records()}
    differing: list[FrozenRecord] = []
    changed: set[str] = set()
    for record in after.records():
        digest = unseen.pop(record.record_id, None)
        if digest != _digest(record):
            differing.append(record)
            changed |= {record.record_id} if digest else set()
    old, gone = _earlier_records(before, changed, unseen)
    found: list[Change] = []
    for record in differing:
        found += _reworded(old[record.record_id], record) if record.record_id in old else [_change(ADDED, record)]
    return found + [_change(WITHDRAWN, record) for record in gone]


def _earlier_records(
    before: Snapshot, changed: Container[str], gone: Container[str]
) -> tuple[dict[str, FrozenRecord], list[FrozenRecord]]:
    """Return the records that say something else now, by their keys, and those that are gone, as they were."""
    old: dict[str, FrozenRecord] = {}
    withdrawn: list[FrozenRecord] = []
    for record in before.records():
        if record.record_id in changed:
            old[record.record_id] = record
        elif record.record_id in gone:
            withdrawn.append(record)
    return old, withdrawn


def _digest(record: FrozenRecord) -> bytes:
    """Return a digest of what may be printed of a record."""
    words = json.dumps(_printed(record), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(words.encode(), digest_size=12).digest()


def _printed(record: FrozenRecord) -> dict[str, str]:
    stated = data_to_json(record.data)
    details = stated.pop("details", {})
    printed = {name: _words(value) for name, value in stated.items() if name not in UNPRINTED}
    printed |= {f"details.{group}": _words(rows) for group, rows in details.items() if group == "sub_works"}
    derived = "　".join(value for value in record.derived.values() if value)
    return printed | ({"derived": derived} if derived else {})


def _words(value: object) -> str:
    if value is True:
        return "是"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _change(kind: str, record: FrozenRecord, name: str = "", old: str = "", new: str = "") -> Change:
    data = record.data
    return Change(kind, record.record_id, data.census_no, data.title, name, old, new)


def _reworded(before: FrozenRecord, after: FrozenRecord) -> list[Change]:
    old, new = _printed(before), _printed(after)
    return [
        _change(CHANGED, after, field_label(name), old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys((*old, *new))
        if old.get(name, "") != new.get(name, "")
    ]


def field_label(name: str) -> str:
    """Return what a field is called."""
    if name.startswith("details."):
        return DETAIL_GROUPS.get(name.removeprefix("details."), name)
    return LABELS.get(name, name)


def placed(changes: Iterable[Change], before: PlaceBook, after: PlaceBook) -> Changes:
    """Return the differences with the pages on which the records stood and stand, and the pages that differ."""
    found = [
        Change(
            change.kind,
            change.record_id,
            change.number,
            change.title,
            change.field,
            change.old,
            change.new,
            before.entries.get(change.record_id, ""),
            after.entries.get(change.record_id, "") if change.kind != WITHDRAWN else "",
        )
        for change in changes
    ]
    paged = bool(before.pages)
    pages = [page for page, shown in after.pages.items() if before.pages.get(page) != shown] if paged else []
    return Changes(found, pages, paged)


def to_lines(changes: Changes) -> Iterator[str]:
    """Yield the differences as lines of text."""
    counts = "　".join(f"{kind} {changes.count(kind)} 条" for kind in (ADDED, WITHDRAWN, CHANGED))
    yield f"{counts}　" + (f"有变动的页 {len(changes.pages)}" if changes.paged else UNPAGED)
    yield from map(_line, changes.changes)
    if changes.pages:
        yield "有变动的页：" + "、".join(changes.pages)


def _line(change: Change) -> str:
    """Return one difference as a line: which record, on which page it stood and stands, what it said and says."""
    where = f"（{change.page_before or '—'} → {change.page_after or '—'}）"
    head = f"{change.kind}　{change.number or change.record_id}　{change.title}{where}"
    return f"{head}　{change.field}：“{change.old}” → “{change.new}”" if change.field else head
