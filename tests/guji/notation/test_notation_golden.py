"""Golden lines, each named for the trap it carries. Lines and expectations are the project's own."""

import json
from pathlib import Path
from typing import Any

import pytest

from guji.notation import PROFILES, parse_entry, render_entry
from guji.notation.as_json import entry_json

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


def holds(expected: Any, found: Any) -> bool:
    """Whether ``found`` says all that is expected: mappings may hold more, lists must be as long."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and holds(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(expected) == len(found)
            and all(holds(one, other) for one, other in zip(expected, found, strict=True))
        )
    return bool(expected == found)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_trap(path: Path) -> None:
    golden = json.loads(path.read_text(encoding="utf-8"))
    found = entry_json(parse_entry(golden["line"]))
    for key, expected in golden["expect"].items():
        assert holds(expected, found[key]), f"{golden['trap']}: {key} is {found[key]}"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_line_comes_back(path: Path) -> None:
    line = json.loads(path.read_text(encoding="utf-8"))["line"]
    entry = parse_entry(line)
    if entry.complete:
        assert render_entry(entry) == line


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=list(PROFILES))
@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_every_profile_is_stable(path: Path, profile: Any) -> None:
    line = json.loads(path.read_text(encoding="utf-8"))["line"]
    once = render_entry(parse_entry(line), profile)
    assert render_entry(parse_entry(once), profile) == once


def test_there_are_enough_traps() -> None:
    assert len(GOLDEN) >= 35
    assert len({path.stem for path in GOLDEN}) == len(GOLDEN)
