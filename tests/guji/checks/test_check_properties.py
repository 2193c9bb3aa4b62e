"""What holds of every check on every record: it never fails, blames what is there, and says so in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from census.checks import Check, Context, Finding, Registry
from guji.checks import BOOK_CHECKS
from guji.data import DETAIL_GROUPS, BookData
from guji.sample import sample_books
from tests.guji.checks.record_samples import RIGHT

#: Pieces of which statements are made, right and wrong, that the checks look for.
PIECES = [
    *(
        "國語",
        "二十一卷",
        "卷首",
        "卷一至三",
        "不分卷",
        "□□卷",
        "附錄三卷",
        "五種",
        "首",
        "末",
        "上",
        "至",
        "宗譜",
        "府志",
        "𤣥",
    ),
    *(
        "存",
        "缺",
        "（",
        "）",
        "［萬曆］",
        "(",
        "[",
        "《",
        "》",
        "、",
        "，",
        "　",
        " ",
        "？",
        "?",
        "〇",
        "○",
        "〓",
        "&KR0958;",
    ),
    *(
        "明",
        "清",
        "日本",
        "民國",
        "（清）",
        "（三國吳）",
        "韋昭",
        "玄燁",
        "玄奘",
        "佚名",
        "撰",
        "注",
        "等",
        "奉敕",
        "校並跋",
    ),
    *(
        "嘉靖七年",
        "萬歷",
        "崇禛",
        "寬永三年",
        "（1528）",
        "1528",
        "1911",
        "戊戌",
        "已巳",
        "刻",
        "抄",
        "鈔",
        "本",
        "遞修",
    ),
    *(
        "石印本",
        "活字",
        "配清抄本",
        "合刻",
        "18冊",
        "2函",
        "6",
        "六冊",
        "国",
        "后漢書",
        "曰本",
        "\u200b",
        "\ue000",
        "\uf9dc",
    ),
]
STATEMENT = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=12)
VALUE = STATEMENT | st.integers(-5, 10**6) | st.none() | st.floats(allow_nan=False) | st.booleans()
KEYS = ("title", "extent", "responsibility", "edition", "author", "dynasty", "date_text", "kind", "standard", "level")
MORE_KEYS = ("grade_class", "percent", "ph", "ce", "height", "width", "frame_height", "frame_width", "scheme", "value")
ROW = st.dictionaries(st.sampled_from(KEYS + MORE_KEYS), VALUE, max_size=4)
SUB_WORK = st.recursive(
    ROW, lambda rows: st.builds(lambda row, kids: {**row, "children": kids}, ROW, st.lists(rows, max_size=2))
)
DETAILS = st.dictionaries(
    st.sampled_from(sorted(set(DETAIL_GROUPS) - {"sub_works"})), st.lists(ROW, min_size=1, max_size=2), max_size=3
)
TEXT_FIELDS = (
    "title",
    "responsibility",
    "edition",
    "annotation",
    "volumes",
    "extent",
    "series",
    "note",
    "edition_basis",
)
RECORDS = st.builds(
    lambda texts, marks, flags, details, works: BookData(
        **dict(zip(TEXT_FIELDS, texts, strict=True)),
        **dict(zip(("institution", "census_no", "shelf_mark", "class_code"), marks, strict=True)),
        **dict(zip(("is_series", "is_republican", "is_foreign"), flags, strict=True)),
        details=details | ({"sub_works": works} if works else {}),
    ),
    st.tuples(*[STATEMENT] * len(TEXT_FIELDS)),
    st.tuples(
        *[st.sampled_from(["", "1701", "330000-1701-0000012", "善1", "50201", "20401", "3月4日"]) | st.text(max_size=4)]
        * 4
    ),
    st.tuples(*[st.booleans()] * 3),
    DETAILS,
    st.lists(SUB_WORK, max_size=2),
)
CONTEXT = Context(
    numbers={"330000-1701-0000012": 1},
    shelf_marks={("1701", "善1"): 2},
    settings={
        "class_codes": {"20401"},
        "institution_codes": {"1701"},
        "extent_shorter": True,
        "anonymous_omitted": True,
    },
)
THOROUGH = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def field_text(record: BookData, field: str) -> str | None:
    """Return the text of a field, None for a flag or a group of the full record."""
    value: Any = getattr(record, field, None)
    return value if isinstance(value, str) else None


def sound(record: BookData, finding: Finding) -> bool:
    """Say whether a finding's span lies in its field; a flag or a group of rows has no span."""
    text = field_text(record, finding.field)
    inside = finding.offset == finding.length == 0 if text is None else finding.offset + finding.length <= len(text)
    return (
        inside and min(finding.offset, finding.length) >= 0 and "{" not in finding.template.format(**finding.params)[:0]
    )


@THOROUGH
@given(RECORDS)
def test_no_check_fails_and_every_span_lies_in_its_field(record: BookData) -> None:
    for finding in BOOK_CHECKS.run(record, CONTEXT):
        check = BOOK_CHECKS[finding.check]
        assert sound(record, finding), finding
        assert finding.field in check.fields, finding
        assert finding.message


@THOROUGH
@given(RECORDS)
def test_asking_first_what_a_record_has_leaves_no_finding_out(record: BookData) -> None:
    every = Registry.run(BOOK_CHECKS, record, CONTEXT, [check.id for check in BOOK_CHECKS])
    assert BOOK_CHECKS.run(record, CONTEXT) == every


@THOROUGH
@given(RECORDS)
def test_checking_changes_nothing_and_finds_the_same_again(record: BookData) -> None:
    fresh = BookData(**{name: getattr(record, name) for name in record.__dataclass_fields__})
    assert BOOK_CHECKS.run(record, CONTEXT) == BOOK_CHECKS.run(fresh, CONTEXT)
    assert record == fresh


@pytest.mark.parametrize("name", RIGHT)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_said_of_one_field_stays_when_another_changes(name: str, data: st.DataObject) -> None:
    """Checks of one field alone do not hang on the others."""
    record = RIGHT[name]
    note = data.draw(st.text(max_size=5))
    changed = BookData(**{**{f: getattr(record, f) for f in record.__dataclass_fields__}, "note": note})
    alone = [
        check.id for check in BOOK_CHECKS if "note" not in check.fields and check.id not in ("shelf_mark_duplicate",)
    ]
    assert BOOK_CHECKS.run(record, CONTEXT, alone) == BOOK_CHECKS.run(changed, CONTEXT, alone)


def test_every_record_of_the_sample_is_judged_within_its_fields() -> None:
    for record in sample_books():
        for finding in BOOK_CHECKS.run(record, CONTEXT):
            assert sound(record, finding), finding


def test_an_id_can_be_taken_once() -> None:
    registry: Registry[BookData] = Registry()
    check: type[Check[BookData]] = type(BOOK_CHECKS["title_missing"])
    registry.register(check)
    with pytest.raises(ValueError, match="title_missing"):
        registry.register(check)
