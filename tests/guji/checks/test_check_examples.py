"""The examples shown beside a field: each wrong way is found by its check, each right way left alone by it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from census.checks import Context
from guji.checks import BOOK_CHECKS
from guji.checks.examples import Example, bearing_on, examples
from guji.data import BookData
from tests.guji.checks.record_samples import GOOD, spoil

STATEMENTS = ("title", "responsibility", "edition", "volumes", "extent")
NAMES = {column.name for column in fields(BookData)}


def findings(example: Example, text: str) -> list[str]:
    value = bool(text) if example.is_flag else text
    record = spoil(GOOD, **{**example.rest, example.field: value})
    return [finding.field for finding in BOOK_CHECKS[example.check].run(record, Context())]


@pytest.mark.parametrize("example", examples(), ids=lambda one: f"{one.check}-{one.field}")
def test_the_wrong_way_is_found_and_the_right_one_left_alone(example: Example) -> None:
    assert findings(example, example.wrong)
    assert not findings(example, example.right)
    assert example.wrong != example.right


def test_each_check_has_one_example_a_field() -> None:
    pairs = [(example.check, example.field) for example in examples()]
    assert len(set(pairs)) == len(pairs)
    assert {field for _check, field in pairs} <= NAMES


@pytest.mark.parametrize("field", STATEMENTS)
def test_every_printed_statement_has_examples_and_they_stand_first(field: str) -> None:
    bearing = list(bearing_on(field))
    assert len(bearing) == len({check.id for check, _example in bearing})
    of_field = [example is not None and example.field == field for _check, example in bearing]
    assert sum(of_field) >= 5
    with_example = of_field.index(False) if False in of_field else len(of_field)
    assert with_example >= 5


def test_what_bears_on_one_field_is_not_told_of_another() -> None:
    of_volumes = {check.id for check, _example in bearing_on("volumes")}
    assert "volumes_numeral" in of_volumes
    assert not {"era_year_mismatch", "extent_sum_mismatch", "juan_missing"} & of_volumes
    assert "frame_size" in {check.id for check, _example in bearing_on("details.layouts")}
    assert not list(bearing_on("nonsense"))
