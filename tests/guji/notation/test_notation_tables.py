"""The tables of cases: every form of statement that catalogues use, each line judged by a person."""

from collections.abc import Callable
from typing import Any

import pytest

from guji.notation import (
    Parsed,
    parse_edition,
    parse_extent,
    parse_responsibility,
    parse_title,
    render,
)
from guji.notation.as_json import edition_json, extent_json, responsibility_json, title_json
from tests.guji.notation import summary
from tests.guji.notation.cases import Case, cases, label

#: What reads, tells and sums up each kind of statement.
KINDS: dict[str, tuple[Callable[[str], Parsed[Any]], Callable[[Any], Any], Callable[[Any], str]]] = {
    "editions": (parse_edition, edition_json, summary.edition),
    "extents": (parse_extent, extent_json, summary.extent),
    "titles": (parse_title, title_json, summary.title),
    "people": (parse_responsibility, responsibility_json, summary.people),
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
    assert render(KINDS[kind][0](case.text)) == case.text


@pytest.mark.parametrize("kind", KINDS)
def test_no_case_stands_twice(kind: str) -> None:
    texts = [case.text for case in cases(kind)]
    assert len(texts) == len(set(texts))
