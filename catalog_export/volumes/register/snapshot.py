"""A frozen volume: everything a set of pages depends on, in one file that can be set again to the same bytes.

The file is gzip'd JSON lines: a header (profile, texts, holders, what the title page says), one line a record in
printing order, and a closing line with their number, so that a file cut short is noticed. Records are kept whole, as
stated, because the volume must be the same after they have moved on.
"""

from __future__ import annotations

import dataclasses
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from catalog_export.volumes.profile import Profile, profile_from_data
from catalog_export.volumes.register.entry import Holder
from catalog_export.volumes.register.front import VolumeFacts
from guji.data import BookData

FORMAT = 1


class SnapshotError(ValueError):
    """A snapshot file that cannot be read: not one, of another format, or cut short."""


@dataclass(frozen=True, slots=True)
class StandingFinding:
    """A finding that stood, unwaived, when the record was frozen."""

    check: str
    level: str
    field: str
    message: str


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
    findings: tuple[StandingFinding, ...] = ()
    derived: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """What a volume is, beside its records. ``texts`` holds the editor's own front texts by name."""

    facts: VolumeFacts
    profile: Profile
    texts: Mapping[str, str] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Return the header as JSON-ready data."""
        facts = dataclasses.asdict(self.facts)
        facts["stated_on"] = self.facts.stated_on.isoformat() if self.facts.stated_on else None
        return {"format": FORMAT, "facts": facts, "profile": self.profile.to_data(), "texts": dict(self.texts)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Header:
        """Return the header that :meth:`to_data` wrote. Raises :class:`SnapshotError` for another format."""
        if not isinstance(data, Mapping) or data.get("format") != FORMAT:
            raise SnapshotError(f"不是本系统所读写的快照格式 {FORMAT}")
        facts = dict(data["facts"])
        facts["holders"] = tuple(Holder(**holder) for holder in facts["holders"])
        facts["stated_on"] = date.fromisoformat(facts["stated_on"]) if facts["stated_on"] else None
        return cls(VolumeFacts(**facts), profile_from_data(data["profile"]), dict(data["texts"]))


def data_to_json(data: BookData) -> dict[str, Any]:
    """Return a record's data with everything left out that has its default."""
    kept = {}
    for item in dataclasses.fields(data):
        value = getattr(data, item.name)
        if value:
            kept[item.name] = value
    return kept


def write_snapshot(path: Path, header: Header, records: Iterable[FrozenRecord]) -> tuple[int, str]:
    """Write a snapshot and return the number of records and the SHA-256 of its content.

    The file appears under its name only when it is complete. The digest is of the uncompressed lines, so it does
    not depend on the compressor.
    """
    part = path.with_name(path.name + ".part")
    digest = hashlib.sha256()
    count = 0
    with part.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=6) as packed:

        def put(value: object) -> None:
            line = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode() + b"\n"
            digest.update(line)
            packed.write(line)

        put(header.to_data())
        for record in records:
            put(_record_to_json(record))
            count += 1
        put({"end": count})
    part.replace(path)
    return count, digest.hexdigest()


def _record_to_json(record: FrozenRecord) -> dict[str, Any]:
    line: dict[str, Any] = {"id": record.record_id, "version": record.version, "state": record.state}
    line["data"] = data_to_json(record.data)
    if derived := {name: value for name, value in record.derived.items() if value}:
        line["derived"] = derived
    if record.findings:
        line["findings"] = [dataclasses.astuple(finding) for finding in record.findings]
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
            with gzip.open(path, "rb") as lines:
                return cls(path, Header.from_data(json.loads(next(lines))))
        except (OSError, EOFError, StopIteration, json.JSONDecodeError, KeyError, TypeError) as error:
            raise SnapshotError(f"{path.name} 不是书目快照，或已损坏：{error}") from error

    def records(self) -> Iterator[FrozenRecord]:
        """Yield the records in printing order. Raises :class:`SnapshotError` if the file was cut short."""
        count = 0
        try:
            with gzip.open(self.path, "rb") as lines:
                next(lines)
                for line in cast("IO[bytes]", lines):
                    row = json.loads(line)
                    if "end" in row:
                        break
                    count += 1
                    yield _record_from_json(row)
                else:
                    raise SnapshotError(f"{self.path.name} 不完整：读到 {count} 条后中断")
        except (OSError, EOFError, json.JSONDecodeError) as error:
            raise SnapshotError(f"{self.path.name} 不完整：读到 {count} 条后中断（{error}）") from error
        if row["end"] != count:
            raise SnapshotError(f"{self.path.name} 不完整：应有 {row['end']} 条，只有 {count} 条")


def _record_from_json(row: Mapping[str, Any]) -> FrozenRecord:
    findings = tuple(StandingFinding(*finding) for finding in row.get("findings", ()))
    return FrozenRecord(
        row["id"], row["version"], row["state"], BookData(**row["data"]), findings, row.get("derived", {})
    )
