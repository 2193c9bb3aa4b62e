"""The table files: whole, consistent with one another, and read strictly."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from authority import tables

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def test_zhejiang_has_its_eleven_cities_and_ninety_counties() -> None:
    regions = {row["code"]: row for row in tables.regions()}
    assert Counter(row["kind"] for row in regions.values()) == {"province": 34, "city": 11, "county": 90}
    assert all(row["parent_id"] in regions for row in regions.values() if row["kind"] != "province")
    assert regions["331082"]["name"] == "臨海市"
    assert regions["330203"]["parent_id"] == "330200"


def test_institutions_stand_in_known_regions_under_distinct_codes() -> None:
    rows = tables.institutions()
    regions = {row["code"] for row in tables.regions()}
    assert len({row["code"] for row in rows}) == len(rows)
    assert {row["region_id"] for row in rows if row["region_id"]} <= regions
    zhejiang = [row for row in rows if row["census_prefix"] == "330000"]
    assert len(zhejiang) >= 25
    assert all(row["short_name"] and row["region_id"].startswith("33") for row in zhejiang)


def test_no_short_name_or_variant_means_two_institutions() -> None:
    names: Counter[str] = Counter()
    for row in tables.institutions():
        names.update({row["name"], *row["variants"]} | ({row["short_name"]} if row["short_name"] else set()))
    assert [name for name, count in names.items() if count > 1] == []


def test_terms_belong_to_vocabularies_and_codes_are_distinct() -> None:
    keys = {row["key"] for row in tables.vocabularies()}
    terms = tables.terms()
    assert {row["vocabulary_id"] for row in terms} == keys
    assert len({(row["vocabulary_id"], row["code"]) for row in terms}) == len(terms)
    by_vocabulary = {(row["vocabulary_id"], row["code"]) for row in terms}
    standards = {("grade_level", "grade_standard"), ("damage_level", "damage_standard")}
    for row in terms:
        if row["parent_code"]:
            home = dict(standards).get(row["vocabulary_id"], row["vocabulary_id"])
            assert (home, row["parent_code"]) in by_vocabulary, row


def test_damage_runs_from_first_and_worst_to_fifth() -> None:
    levels = [row for row in tables.terms() if row["vocabulary_id"] == "damage_level"]
    assert [row["name_hant"] for row in levels[:5]] == ["一級", "二級", "三級", "四級", "五級"]
    assert levels[0]["note"] == "最重"


def test_the_class_table_has_six_divisions_in_order() -> None:
    lines = list(tables.class_lines(tables.SCHEMES[0].path))
    assert len(lines) == 786
    assert [line.name_hant for line in lines if not line.parent] == [
        "經部",
        "史部",
        "子部",
        "集部",
        "類叢部",
        "附新學類",
    ]
    assert all(line.code.startswith(line.parent) for line in lines)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("1\t經部\n    101\t易類\n", ":2:"),
        ("1\t經部\n 101\t易類\n", ":2:"),
        ("1\t經部\n1\t史部\n", ":2:"),
        ("# 表\n1\n", ":2:"),
        ("  1\t經部\n", ":1:"),
    ],
)
def test_a_spoiled_tree_file_is_refused(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "spoiled.tree"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(tables.TreeFileError, match=where):
        list(tables.class_lines(path))


def test_a_tree_file_comes_back_to_a_higher_level(tmp_path: Path) -> None:
    path = tmp_path / "small.tree"
    path.write_text("1\t經部\n  101\t易類\n    10101\t正文\t正文\t註\n  102\t書類\n2\t史部\n", encoding="utf-8")
    lines = list(tables.class_lines(path))
    assert [(line.code, line.parent, line.position) for line in lines] == [
        ("1", "", 10),
        ("101", "1", 10),
        ("10101", "101", 10),
        ("102", "1", 20),
        ("2", "", 20),
    ]
    assert lines[2].note == "註"


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.exists(), reason="the shared data are not beside the project")
def test_class_names_agree_with_the_draft() -> None:
    with (SHARED / "authority" / "classification.csv").open(encoding="utf-8") as file:
        draft = [(row["code"], row["name_hant"], row["name_hans"]) for row in csv.DictReader(file)]
    ours = [(line.code, line.name_hant, line.name_hans) for line in tables.class_lines(tables.SCHEMES[0].path)]
    assert ours == draft
