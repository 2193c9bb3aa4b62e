"""Copies of one edition have one key, whoever holds and catalogues them; different editions never do."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from guji.data import BookData
from guji.derivation import derive
from guji.searching.rows import BookRow, PersonRow, UnitRow
from guji.searching.same import same_edition_key

TONGZHITANG: dict[str, Any] = {
    "title": "漢上易傳十一卷",
    "responsibility": "（宋）朱震撰",
    "edition": "清康熙十五年（1676）通志堂刻本",
}
JIGUGE: dict[str, Any] = {
    "title": "說文解字十五卷",
    "responsibility": "（漢）許慎撰　（宋）徐鉉等校定",
    "edition": "清初毛氏汲古閣刻本",
}


def key(**stated: Any) -> str:
    data = BookData(**stated)
    derived, book = derive(data), uuid4()
    columns: dict[str, Any] = {name: getattr(data, name, derived.columns.get(name)) for name in BookRow._fields}
    columns |= {name: value for name, value in derived.columns.items() if name in BookRow._fields} | {"id": book}
    units = [UnitRow(book, *(getattr(unit, name) for name in UnitRow._fields[1:])) for unit in derived.units]
    people = [PersonRow(book, *(getattr(one, name) for name in PersonRow._fields[1:])) for one in derived.agents]
    return same_edition_key(BookRow(**columns), units, people)


@pytest.mark.parametrize(
    ("copy", "changes"),
    [
        pytest.param(TONGZHITANG, {"title": "汉上易传十一卷"}, id="simplified"),
        pytest.param(TONGZHITANG, {"edition": "清康熙十五年通志堂刻本"}, id="without the Gregorian year"),
        pytest.param(TONGZHITANG, {"edition": "康熙十五年（1676）通志堂刻本"}, id="without the dynasty"),
        pytest.param(TONGZHITANG, {"edition": "清康熙15年（1676）通志堂刻本"}, id="year in digits"),
        pytest.param(TONGZHITANG, {"responsibility": "（宋）朱震撰　（清）納蘭性德校"}, id="a later name"),
        pytest.param(TONGZHITANG, {"extent": "存三卷（一至三）", "volumes": "2冊"}, id="incomplete copy"),
        pytest.param(TONGZHITANG, {"annotation": "（清）丁丙跋", "shelf_mark": "善7"}, id="annotated copy"),
        pytest.param(
            TONGZHITANG, {"edition": "清康熙十五年（1676）通志堂刻本（卷一至三配清抄本）"}, id="supplied by hand"
        ),
        pytest.param(JIGUGE, {"edition": "清初毛氏汲古閣刊本"}, id="another word for cutting"),
    ],
)
def test_copies_of_one_edition_agree(copy: dict[str, Any], changes: dict[str, Any]) -> None:
    assert key(**copy, institution="1701") == key(**{**copy, **changes}, institution="1705") != ""


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"title": "漢上易傳九卷"}, id="juan"),
        pytest.param({"title": "漢上易傳十一卷卦圖三卷"}, id="printed with another work"),
        pytest.param({"title": "漢上易圖十一卷"}, id="title"),
        pytest.param({"responsibility": "（宋）朱熹撰"}, id="author"),
        pytest.param({"edition": "清康熙十九年（1680）通志堂刻本"}, id="year"),
        pytest.param({"edition": "清康熙十五年（1676）納蘭成德刻本"}, id="maker"),
        pytest.param({"edition": "清康熙十五年（1676）通志堂活字印本"}, id="kind"),
        pytest.param({"edition": "清康熙十五年（1676）通志堂刻乾隆五十年（1785）重修本"}, id="repaired later"),
    ],
)
def test_other_editions_differ(changes: dict[str, Any]) -> None:
    assert key(**{**TONGZHITANG, **changes}) not in ("", key(**TONGZHITANG))


@pytest.mark.parametrize(
    "edition",
    [
        "清刻本",
        "清康熙刻本",
        "刻本",
        "",
        "清通志堂",
        "稿本",
        "清康熙十五年（1676）抄本",
        "清乾隆四庫全書寫本",
        "明拓本",
    ],
)
def test_too_little_or_unique_has_no_key(edition: str) -> None:
    assert key(**{**TONGZHITANG, "edition": edition}) == ""


def test_without_a_title_nothing_is_the_same() -> None:
    assert key(**{**TONGZHITANG, "title": ""}) == ""


def test_repairs_agree_when_the_whole_statement_does() -> None:
    repaired = {**TONGZHITANG, "edition": "清康熙十五年（1676）通志堂刻乾隆五十年（1785）重修本"}
    assert key(**repaired) == key(**{**repaired, "edition": "清康熙十五年通志堂刻乾隆五十年重修本"}) != ""
