"""A frozen volume: everything a set of pages depends on, in one file that can be set again to the same bytes.

The file is gzip'd JSON lines: a header (profile, texts, holders, what the title page says, the press's colour
profile), one line a record in printing order, and a closing line with their number, so that a file cut short is
noticed. Records are kept whole, as stated, because the volume must be the same after they have moved on; with them,
what reviewers had waived.

It is written in gzip members of a thousand records, as RFC 1952 allows, so that a volume of a province's set is read
from where it begins (:mod:`catalog_export.volumes.register.members`).
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from catalog_export.typeset import ColourProfileError, OutputIntent
from catalog_export.volumes.profile import Profile, ProfileError, profile_from_data
from catalog_export.volumes.register.entry import Holder
from catalog_export.volumes.register.front import PartFacts, VolumeFacts
from catalog_export.volumes.register.members import DamagedError, MemberWriter, read_lines
from guji.data import BookData

FORMAT = 2
DEFAULTS = {item.name: item.default for item in dataclasses.fields(BookData) if item.name != "details"}


class SnapshotError(ValueError):
    """A snapshot file that cannot be read: not one, of another format, or cut short."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a reviewer let stand: the check, the field, and the text it was about."""

    check: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class FrozenRecord:
    """One record as it was when the volume was frozen.

    ``derived`` holds ``dynasty`` and ``edition_type`` as the house knew them, corrections by hand included; what it
    lacks is derived from the statements.
    """

    record_id: str
    version: int
    state: str
    data: BookData
    waivers: tuple[Waived, ...] = ()
    derived: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """What a volume is, beside its records. ``texts`` holds the editor's own front texts by name."""

    facts: VolumeFacts
    profile: Profile
    texts: Mapping[str, str] = field(default_factory=dict)
    output_intent: OutputIntent | None = None

    def to_data(self) -> dict[str, Any]:
        """Return the header as JSON-ready data."""
        facts = dataclasses.asdict(self.facts)
        facts["stated_on"] = self.facts.stated_on.isoformat() if self.facts.stated_on else None
        data = {"format": FORMAT, "facts": facts, "profile": self.profile.to_data(), "texts": dict(self.texts)}
        if self.output_intent is not None:
            data["output_intent"] = base64.b64encode(self.output_intent.data).decode("ascii")
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Header:
        """Return the header that :meth:`to_data` wrote. Raises :class:`SnapshotError` for another format."""
        if not isinstance(data, Mapping) or data.get("format") != FORMAT:
            raise SnapshotError(f"不是本系统所读写的快照格式 {FORMAT}")
        facts = dict(data["facts"])
        facts["holders"] = tuple(Holder(**holder) for holder in facts["holders"])
        facts["parts"] = tuple(PartFacts(**part) for part in facts["parts"])
        facts["stated_on"] = date.fromisoformat(facts["stated_on"]) if facts["stated_on"] else None
        intent = data.get("output_intent")
        return cls(
            VolumeFacts(**facts),
            profile_from_data(data["profile"]),
            dict(data["texts"]),
            OutputIntent(base64.b64decode(intent)) if intent else None,
        )


def data_to_json(data: BookData) -> dict[str, Any]:
    """Return a record's data with everything left out that has its default."""
    kept = {name: value for name, default in DEFAULTS.items() if (value := getattr(data, name)) != default}
    if data.details:
        kept["details"] = data.details
    return kept


def write_snapshot(
    path: Path,
    header: Header,
    records: Iterable[FrozenRecord],
    note: Callable[[FrozenRecord, int], None] = lambda record, place: None,
) -> tuple[int, str]:
    """Write a snapshot and return the number of records and the SHA-256 of its content.

    ``note`` is told of each record and of the offset at which its member of the file begins.

    The file appears under its name only when it is complete. The digest is of the uncompressed lines, so it does
    not depend on the compressor.
    """
    count = 0
    with _whole(path) as file:
        lines = _LineWriter(file)
        lines.put(header.to_data())
        for record in records:
            note(record, lines.place)
            lines.put(_record_to_json(record))
            count += 1
        lines.put({"end": count})
        return count, lines.close()


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write, which appears under its name when it is complete, and not at all if anything fails."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


class _LineWriter:
    """Writes values as lines of JSON, their names in order, and keeps the digest of all that was written."""

    def __init__(self, file: BinaryIO) -> None:
        self._members = MemberWriter(file)
        self._digest = hashlib.sha256()
        self._encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode

    @property
    def place(self) -> int:
        """The offset of the member to which the next line goes."""
        return self._members.place

    def put(self, value: object) -> None:
        """Write one value."""
        line = self._encode(value).encode() + b"\n"
        self._digest.update(line)
        self._members.add(line)

    def close(self) -> str:
        """Write what has not been written; return the digest."""
        self._members.close()
        return self._digest.hexdigest()


def _record_to_json(record: FrozenRecord) -> dict[str, Any]:
    line: dict[str, Any] = {"id": record.record_id, "version": record.version, "state": record.state}
    line["data"] = data_to_json(record.data)
    if derived := {name: value for name, value in record.derived.items() if value}:
        line["derived"] = derived
    if record.waivers:
        line["waived"] = [dataclasses.astuple(waiver) for waiver in record.waivers]
    return line


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot file, opened: its header, and its records as often as they are asked for."""

    path: Path
    header: Header

    @classmethod
    def open(cls, path: Path) -> Snapshot:
        """Read the header. Raises :class:`SnapshotError` if ``path`` is no snapshot."""
        try:
            _place, line = next(read_lines(path))
            return cls(path, Header.from_data(json.loads(line)))
        except _UNREADABLE as error:
            raise SnapshotError(f"{path.name} 不是书目快照，或已损坏：{_reason(error)}") from error

    def records(self, *, start: int = 0) -> Iterator[FrozenRecord]:
        """Yield the records in printing order. Raises :class:`SnapshotError` if the file was cut short.

        ``start`` is the offset of a member, from :meth:`placed`, with which reading begins.
        """
        return (record for _place, record in self.placed(start=start))

    def placed(self, *, start: int = 0) -> Iterator[tuple[int, FrozenRecord]]:
        """Yield the records with the offset of the member in which each stands."""
        count = 0
        end = None
        try:
            for place, line in read_lines(self.path, start):
                row = json.loads(line)
                if "data" in row:
                    count += 1
                    yield place, _record_from_json(row)
                elif "end" in row:
                    end = row["end"]
        except (*_UNREADABLE,) as error:
            raise SnapshotError(f"{self.path.name} 不完整：读到 {count} 条后中断（{_reason(error)}）") from error
        if end is None:
            raise SnapshotError(f"{self.path.name} 不完整：读到 {count} 条后中断")
        if end != count and not start:
            raise SnapshotError(f"{self.path.name} 不完整：应有 {end} 条，只有 {count} 条")


_UNREADABLE = (
    OSError,
    StopIteration,
    DamagedError,
    json.JSONDecodeError,
    UnicodeDecodeError,
    KeyError,
    TypeError,
    ProfileError,
    ColourProfileError,
)


def _reason(error: BaseException) -> str:
    return str(error) or "空文件"


def _record_from_json(row: Mapping[str, Any]) -> FrozenRecord:
    waived = tuple(Waived(*waiver) for waiver in row.get("waived", ()))
    return FrozenRecord(
        row["id"], row["version"], row["state"], BookData(**row["data"]), waived, row.get("derived", {})
    )
