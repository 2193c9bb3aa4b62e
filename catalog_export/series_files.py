"""What a set of volumes leaves behind: its files by name, and the list that says what each volume is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalog_export.setting_worker import SetIndex, SetPart
from catalog_export.typesetting import PLACES, VOLUMES
from catalog_export.volumes.register.front import PartFacts, part_label
from catalog_export.volumes.series.spines import spine_width


def part_stem(stem: str, number: int) -> str:
    """Return the name, without its end, of a volume's files."""
    return f"{stem}-{number:02d}"


def write_listing(folder: Path, stem: str, listing: list[dict[str, Any]]) -> None:
    """Write the list of a set's volumes beside them."""
    words = json.dumps(listing, ensure_ascii=False, indent=1) + "\n"
    (folder / f"{stem}.{VOLUMES}").write_text(words, encoding="utf-8")


def listing_of(
    parts: list[SetPart], indexes: list[SetIndex], facts: tuple[PartFacts, ...], leaf: float
) -> list[dict[str, Any]]:
    """Return what each volume is, for programs: number, file, kind, records, pages, first and last number, digest.

    ``leaf`` is how thick the paper is: with it goes the width of the spine, in millimetres.
    """
    rows = [
        _row(
            part,
            "register",
            leaf,
            {"places": f"{part.stem}.{PLACES}", "records": part.records},
            {"first": fact.first, "last": fact.last, "holders": fact.names},
        )
        for part, fact in zip(parts, facts, strict=True)
    ]
    return rows + [_row(index, index.kind, leaf, {"lines": index.lines}, {}) for index in indexes]


def _row(
    volume: SetPart | SetIndex, kind: str, leaf: float, holds: Mapping[str, Any], spans: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what one volume is: what all have, how much it ``holds``, from where to where it ``spans``."""
    return {
        "number": volume.number,
        "label": part_label(volume.number),
        "kind": kind,
        "file": f"{volume.stem}.pdf",
        **holds,
        "pages": volume.pages,
        "spine": spine_width(volume.pages, leaf),
        "findings": dict(volume.report.counts()),
        **spans,
        "digest": volume.digest,
    }
