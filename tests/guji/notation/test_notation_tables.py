"""The tables of cases: every form of statement that catalogues use, each line judged by a person."""

from collections.abc import Callable
from typing import Any

import pytest

from guji.notation import (
    PROFILES,
    Parsed,
    parse_annotations,
    parse_edition,
    parse_entry,
    parse_extent,
    parse_responsibility,
    parse_title,
    render,
    render_entry,
)
from guji.notation.as_json import (
    annotations_json,
    edition_json,
    entry_json,
    extent_json,
    responsibility_json,
    title_json,
)
from tests.guji.notation import summary
from tests.guji.notation.cases import Block, Case, blocks, cases, label

#: What reads, tells and sums up each kind of statement.
KINDS: dict[str, tuple[Callable[[str], Parsed[Any]], Callable[[Any], Any], Callable[[Any], str]]] = {
    "editions": (parse_edition, edition_json, summary.edition),
    "extents": (parse_extent, extent_json, summary.extent),
    "titles": (parse_title, title_json, summary.title),
    "people": (parse_responsibility, responsibility_json, summary.people),
    "annotations": (parse_annotations, annotations_json, summary.annotations),
}
ALL = [(kind, case) for kind in KINDS for case in cases(kind)]
every_case = pytest.mark.parametrize(("kind", "case"), ALL, ids=[f"{kind} {label(case)}" for kind, case in ALL])


@every_case
def test_says_what_it_should(kind: str, case: Case) -> None:
    parse, tell, sum_up = KINDS[kind]
    parsed = parse(case.text)
    assert parsed.unplaced == ()
    assert sum_up(tell(parsed.structure)) == case.expected
    assert tuple(sorted({issue.check for issue in parsed.issues})) == case.checks


@every_case
def test_comes_back_byte_for_byte(kind: str, case: Case) -> None:
    assert render(KINDS[kind][0](case.text)).lstrip("\u3000") == case.text


@pytest.mark.parametrize("kind", KINDS)
def test_no_case_stands_twice(kind: str) -> None:
    texts = [case.text for case in cases(kind)]
    assert len(texts) == len(set(texts))


ENTRIES = blocks()
every_entry = pytest.mark.parametrize("block", ENTRIES, ids=[f"{block.trap}: {block.line[:30]}" for block in ENTRIES])


@every_entry
def test_every_part_of_an_entry_says_what_it_should(block: Block) -> None:
    assert summary.entry(entry_json(parse_entry(block.line))) == block.expected


@every_entry
def test_an_entry_comes_back_byte_for_byte(block: Block) -> None:
    assert render_entry(parse_entry(block.line)) == block.line


@every_entry
def test_an_entry_is_understood_alike_in_every_catalogue(block: Block) -> None:
    """Written in another catalogue's notation it reads back to the same people, years and places."""
    known = entry_json(parse_entry(block.line))
    for profile in PROFILES.values():
        again = entry_json(parse_entry(render_entry(parse_entry(block.line), profile)))
        assert again["unplaced"] == []
        assert [unit["name"] for unit in again["title"]] == [unit["name"] for unit in known["title"]]
        assert _attributed(again) == _attributed(known)
        assert [layer["action"] for layer in again["edition"]["layers"]] == [
            layer["action"] for layer in known["edition"]["layers"]
        ]
        assert (again["edition"]["year_from"], again["edition"]["place"], again["edition"]["maker"]) == (
            known["edition"]["year_from"],
            known["edition"]["place"],
            known["edition"]["maker"],
        )
        assert (again["extent"] or {}).get("ranges") == (known["extent"] or {}).get("ranges")


def _attributed(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """Every name with the role that covers it, whether or not its dynasty is repeated before it."""
    return [(name, group["role"]) for group in entry["responsibility"] for name in group["names"]]
