"""The JSON of ``check_notation`` by the words of its specification, for a reader who knows only those."""

import json
from typing import Any

import pytest

from guji.notation import parse_entry
from guji.notation.as_json import entry_json

LINE = (
    "［嘉靖］定海縣志十三卷首一卷　（明）張時徹　陳沂等纂修　附錄二卷　（清）繆燧撰　"
    "明嘉靖四十二年（1563）寧波何愈刻清康熙二十年至二十三年（1681-1684）繆燧重修天一閣叢書本（卷一至二配清抄本）　"
    "清全祖望校並跋　浙江圖書館　存九卷（一至五、志餘一至四）"
)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(json.dumps(entry_json(parse_entry(LINE)), ensure_ascii=False))
    return value


def test_the_line_and_what_is_left_of_it(found: dict[str, Any]) -> None:
    assert found["raw"] == LINE
    assert found["rendered"] == LINE
    assert found["unplaced"] == []
    assert entry_json(parse_entry("論語十卷　明不知何人所為刻本　浙江圖書館"))["unplaced"] == ["明不知何人所為刻本"]


def test_title_is_a_list_of_units_with_name_juan_and_extras(found: dict[str, Any]) -> None:
    unit = found["title"][0]
    assert (unit["name"], unit["juan"]) == ("定海縣志", 13)
    assert unit["prefix"] == "嘉靖"
    assert [(extra["label"], extra["juan"]) for extra in unit["extras"]] == [("首", 1)]


def test_responsibility_is_a_list_with_dynasty_names_role_others_and_work(found: dict[str, Any]) -> None:
    first, second = found["responsibility"]
    assert (first["dynasty"], first["names"], first["role"]) == ("明", ["張時徹", "陳沂"], "纂修")
    assert first["等"] is True
    assert first["work"] is None
    assert (second["dynasty"], second["names"], second["role"], second["等"]) == ("清", ["繆燧"], "撰", False)
    assert second["work"] == "附錄"


def test_a_nation_stands_where_a_dynasty_would() -> None:
    (group,) = entry_json(parse_entry("論語古訓外傳二十卷　（日本）太宰純撰　日本刻本"))["responsibility"]
    assert (group["dynasty"], group["nation"], group["names"]) == ("", "日本", ["太宰純"])


def test_edition_has_every_key_named(found: dict[str, Any]) -> None:
    edition = found["edition"]
    assert {key: edition[key] for key in ("dynasty", "era", "year", "year_from", "year_to")} == {
        "dynasty": "明",
        "era": "嘉靖",
        "year": 42,
        "year_from": 1563,
        "year_to": 1563,
    }
    assert (edition["place"], edition["maker"], edition["type"]) == ("寧波", "何愈", "刻本")
    assert [layer["action"] for layer in edition["layers"]] == ["刻", "重修"]
    assert (edition["layers"][1]["year_from"], edition["layers"][1]["year_to"]) == (1681, 1684)
    assert edition["series"] == "天一閣叢書"
    assert edition["supplement"] == "卷一至二配清抄本"
    assert edition["exemplar"] == ""
    assert entry_json(parse_entry("列子八卷　日本延享二年(1745)翻刻明世德堂本"))["edition"]["exemplar"] == "明世德堂"


def test_annotations_and_holder(found: dict[str, Any]) -> None:
    (annotation,) = found["annotations"]
    assert (annotation["dynasty"], annotation["names"], annotation["mode"]) == ("清", ["全祖望"], "校並跋")
    assert found["holder"] == "浙江圖書館"


def test_extent_has_kind_count_and_ranges_by_part(found: dict[str, Any]) -> None:
    extent = found["extent"]
    assert (extent["kind"], extent["count"], extent["unit"]) == ("存", 9, "卷")
    assert extent["ranges"] == {"": [[1, 5]], "志餘": [[1, 4]]}
    assert entry_json(parse_entry("論語十卷　明刻本"))["extent"] is None


def test_issues_have_check_offset_length_and_message() -> None:
    found = entry_json(parse_entry("論語十卷　明萬曆三十九年（1612）刻本　浙江圖書館　存三卷（一至四）"))
    year, extent = found["issues"]
    assert {"check", "offset", "length", "message"} <= set(year)
    assert (year["check"], extent["check"]) == ("era_year_mismatch", "extent_sum_mismatch")
    assert found["raw"][year["offset"] :][: year["length"]] == "明萬曆三十九年（1612）"
    assert "1611" in year["message"]


@pytest.mark.parametrize("line", [LINE, "論語", "", "存", "清刻本", "論語十卷　明刻本"])
def test_the_keys_are_always_the_same(line: str) -> None:
    assert set(entry_json(parse_entry(line))) >= {
        "raw",
        "rendered",
        "unplaced",
        "title",
        "responsibility",
        "edition",
        "annotations",
        "holder",
        "extent",
        "issues",
    }
