"""A record as the fields of a form, and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guji.data import BookData
from guji.details import normalise
from guji.forms import MOST_ROWS, fields_of, read, rows_in
from guji.sample import sample_books
from guji.storage import clean

WHOLE = BookData(
    institution="1701",
    shelf_mark="善0012",
    title="皇清經解一千四百卷",
    responsibility="（清）阮元輯",
    edition="清道光九年(1829)廣東學海堂刻本",
    is_series=True,
    details=normalise(
        {
            "layouts": [{"frame_height": "20.10", "frame_width": "13.5", "lines": "9", "characters": "20"}],
            "seals": [{"text": "八千卷樓", "style": "朱文"}, {"text": "□□藏書", "institutional": True}],
            "damages": [{"level": "三級", "kinds": ["蟲蛀", "水漬"], "percent": "30"}],
            "sub_works": [
                {"title": "春秋說一卷", "children": [{"title": "附錄一卷", "children": [{"title": "跋一卷"}]}]},
                {"title": "尚書說一卷"},
            ],
        }
    ),
)


def test_every_sample_record_comes_back_as_it_was() -> None:
    for data in map(clean, sample_books()):
        assert read(fields_of(data)) == (data, [])


def test_a_whole_record_has_one_field_for_each_thing_stated() -> None:
    fields = fields_of(WHOLE)
    assert fields["layouts.0.frame_height"] == "20.1"
    assert fields["seals.1.institutional"] == "1"
    assert fields["damages.0.kinds"] == "蟲蛀、水漬"
    assert [fields.get(f"sub_works.{number}.depth", "0") for number in range(4)] == ["0", "1", "2", "0"]
    assert read(fields) == (WHOLE, [])


def test_rows_keep_their_order_whatever_their_numbers() -> None:
    sent = {"seals.40.text": "後", "seals.7.text": "前", "seals.9.text": "", "seals.x.text": "無", "seal.1.text": "無"}
    data, problems = read(sent)
    assert ([row["text"] for row in data.details["seals"]], problems) == (["前", "後"], [])
    assert list(rows_in(sent)) == ["seals"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("layouts.3.frame_height", "二十"), ("bindings.3.ce", "1.5"), ("seals.3.institutional", "也許"), ("title", "")],
)
def test_what_cannot_be_stored_is_said_with_its_field_and_the_rest_stays(field: str, value: str) -> None:
    data, problems = read({"seals.1.text": "八千卷樓", "volumes": "6冊", field: value})
    assert [(problem.field, problem.value) for problem in problems] == ([(field, value)] if value else [])
    assert data.details["seals"][0] == {"text": "八千卷樓"}
    assert data.volumes == "6冊"


def test_a_decimal_is_read_as_it_is_measured() -> None:
    data, _ = read({"layouts.0.frame_height": " 20.10 "})
    assert data.details["layouts"] == [{"frame_height": Decimal("20.10")}]


def test_a_work_deeper_than_what_stands_above_it_hangs_as_deep_as_it_can() -> None:
    data, _ = read({"sub_works.0.title": "甲", "sub_works.1.title": "乙", "sub_works.1.depth": "5"})
    assert data.details["sub_works"] == [{"title": "甲", "children": [{"title": "乙"}]}]


def test_a_form_of_endless_rows_is_cut_and_says_so() -> None:
    data, problems = read({f"seals.{number}.text": "印" for number in range(MOST_ROWS + 5)})
    assert len(data.details["seals"]) == MOST_ROWS
    assert [problem.field for problem in problems] == [f"seals.{MOST_ROWS}"]


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=30), max_size=20))
def test_no_form_is_too_odd_to_read(sent: dict[str, str]) -> None:
    data, _ = read(sent)
    again, problems = read(fields_of(data))
    assert (again, problems) == (data, [])
