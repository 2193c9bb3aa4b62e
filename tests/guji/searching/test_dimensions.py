"""The dimensions of a book as people read and write them: names, order, trees, words for values."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from authority.models import Institution
from guji.searching.dimensions import FACET_FIELDS
from guji.searching.facets import centuries, grades, initial
from guji.searching.orders import sound_key

FIELDS = {field.name: field for field in FACET_FIELDS}


def described(name: str, values: list[str]) -> dict[str, str]:
    describe = FIELDS[name].describe
    assert describe is not None
    return {value: str(label) for value, label in describe(values).items()}


def found(name: str, words: str) -> list[str]:
    find = FIELDS[name].find
    assert find is not None
    return list(find(words))


def above(name: str, values: list[str]) -> dict[str, str]:
    parents = FIELDS[name].parents
    assert parents is not None
    return dict(parents(values))


@pytest.mark.parametrize(
    ("name", "values", "shown"),
    [
        ("dynasty", ["清", "日本", "宋", "明", "某朝"], ["宋", "明", "清", "日本", "某朝"]),
        ("completeness", ["incomplete", "complete"], ["全", "残缺"]),
        ("state", ["withdrawn", "draft", "published"], ["草稿", "已出版", "已撤销"]),
        ("flags", ["sealed", "series", "nonsense"], ["丛书", "有钤印"]),
        ("pictures", ["seal", "nonsense", "opening"], ["卷端", "钤印"]),
        ("century", ["19", "9", "-1", "16"], ["公元前1世纪", "9世纪", "16世纪", "19世纪"]),
        ("strokes", ["12", "3"], ["3画", "12画"]),
        ("initial", ["#", "Z", "A"], ["A", "Z", "#"]),
        (
            "grade",
            ["文物一級", "普通古籍", "二級", "一級乙等", "一級", "一級甲等", "國家珍貴古籍名錄"],
            ["一級", "一級甲等", "一級乙等", "二級", "國家珍貴古籍名錄", "普通古籍", "文物一級"],
        ),
    ],
)
def test_values_are_shown_in_the_order_of_their_own(name: str, values: list[str], shown: list[str]) -> None:
    assert list(described(name, values).values()) == shown


def test_labels_speak_the_readers_language() -> None:
    with translation.override("en"):
        assert described("completeness", ["complete"]) != {"complete": "全"}


@pytest.mark.parametrize(
    ("value", "english"),
    [
        ("16", "16th century"),
        ("1", "1st century"),
        ("2", "2nd century"),
        ("3", "3rd century"),
        ("11", "11th century"),
        ("12", "12th century"),
        ("13", "13th century"),
        ("20", "20th century"),
        ("-2", "2nd century BC"),
    ],
)
def test_centuries_are_counted_in_english_as_english_counts(value: str, english: str) -> None:
    with translation.override("en"):
        assert described("century", [value]) == {value: english}


def test_tables_name_classes_holders_and_regions(authority_tables: None) -> None:
    assert list(described("class", ["402", "10202", "1", "nowhere"])) == ["1", "10202", "402"]
    assert described("class", ["10202"]) == {"10202": "傳説之屬"}
    assert above("class", ["1", "102", "10202"]) == {"102": "1", "10202": "102"}
    assert described("institution", ["1705", "1701"])["1701"] == "浙江圖書館"
    assert list(described("institution", ["1705", "1701"])) == ["1701", "1705"]
    assert described("region", ["330100", "330000"]) == {"330000": "浙江省", "330100": "杭州市"}
    assert above("region", ["330000", "330100"]) == {"330100": "330000"}
    assert above("edition_type", ["刻本", "影宋抄本", "翻宋刻本"]) == {"影宋抄本": "抄本", "翻宋刻本": "刻本"}


def test_trees_that_need_no_table() -> None:
    assert above("dynasty", ["南宋", "宋", "清"]) == {"南宋": "宋"}
    assert above("grade", ["一級", "一級甲等", "普通古籍"]) == {"一級甲等": "一級"}


@pytest.mark.parametrize(
    ("name", "words", "values"),
    [
        ("class", "易類", ["102"]),
        ("class", "经部/易类", ["102"]),
        ("class", "天書類", []),
        ("dynasty", "明代", ["明"]),
        ("dynasty", "清朝", ["清"]),
        ("dynasty", "某", []),
        ("edition_type", "抄", ["抄本"]),
        ("edition_type", "木活字印本", ["木活字印本"]),
        ("edition_type", "某本", []),
        ("institution", "浙江图书馆", ["1701"]),
        ("institution", "某館", []),
        ("region", "温州", ["330300"]),
        ("region", "杭州市", ["330100"]),
        ("grade", "一级", ["一級"]),
        ("grade", "二級甲", ["二級甲等"]),
        ("grade", "普通古籍", ["普通古籍"]),
        ("grade", "国家珍贵古籍名录", ["國家珍貴古籍名錄"]),
        ("grade", "天字", []),
        ("state", "草稿", ["draft"]),
        ("state", "published", ["published"]),
        ("completeness", "殘缺", ["incomplete"]),
        ("flags", "有鈐印", ["sealed"]),
        ("century", "17世紀", ["17"]),
        ("century", "十七", []),
    ],
)
def test_words_of_a_query_find_values(authority_tables: None, name: str, words: str, values: list[str]) -> None:
    assert found(name, words) == values


@pytest.mark.parametrize(
    ("name", "words", "values"),
    [("flags", "有書影", ["images"]), ("pictures", "牌記", ["colophon"]), ("pictures", "封面", [])],
)
def test_words_for_pictures_are_found_without_tables(name: str, words: str, values: list[str]) -> None:
    assert found(name, words) == values


def test_a_region_is_found_by_the_beginning_of_its_name_only(library: Institution) -> None:
    assert found("region", "杭") == ["330100"]
    assert found("region", "州") == []


def grading(**stated: Any) -> list[str]:
    return list(grades({"standard": "", "level": "", "grade_class": "", **stated}))


@pytest.mark.parametrize(
    ("stated", "values"),
    [
        ({"standard": "WH/T 20-2006", "level": "一級", "grade_class": "甲"}, ["一級甲等", "一級"]),
        ({"standard": "WH/T 20-2006", "level": "二级乙等"}, ["二級乙等", "二級"]),
        ({"standard": "WH/T 20-2006", "level": "3"}, ["三級"]),
        ({"standard": "WH/T 20-2006", "level": "四級"}, ["四級"]),
        ({"standard": "GB/T 31076.1-2014", "level": "普通古籍"}, ["普通古籍"]),
        ({"standard": "國家珍貴古籍名錄", "catalogue_no": "00191"}, ["國家珍貴古籍名錄"]),
        ({"standard": "浙江省珍贵古籍名录"}, ["省珍貴古籍名錄"]),
        ({"standard": "文物級別", "level": "一級"}, ["文物一級"]),
        ({"standard": "WH/T 20-2006"}, []),
    ],
)
def test_gradings_as_they_are_counted(stated: dict[str, str], values: list[str]) -> None:
    """The same word means another thing by another standard: a relic of the first grade is no book of the first."""
    assert grading(**stated) == values


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (None, []),
        ((1600, 1600), [16]),
        ((1601, 1601), [17]),
        ((1573, 1620), [16, 17]),
        ((1, 100), [1]),
        ((-206, 8), [-3, -2, -1, 1]),
    ],
)
def test_centuries(years: tuple[int, int] | None, expected: list[int]) -> None:
    assert list(centuries(years)) == expected


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("說文解字", "S"),
        ("［萬曆］金華府志", "W"),
        ("□□集", "#"),
        ("Catalogue of books", "C"),
        ("二十四史", "E"),
        ("", "#"),
    ],
)
def test_the_letter_under_which_a_title_stands(title: str, letter: str) -> None:
    assert initial(title) == letter


def test_titles_by_sound_go_syllable_by_syllable() -> None:
    assert sorted(["先賢傳", "西安志", "希夷集", "杏花集"], key=sound_key) == ["西安志", "希夷集", "先賢傳", "杏花集"]


@pytest.mark.parametrize(
    ("dimension", "word", "values"),
    [
        ("class", "經部", ["1"]),
        ("class", "经部", ["1"]),
        ("class", "孝經類", ["117"]),
        ("class", "孝經", []),
        ("dynasty", "明代", ["明"]),
        ("dynasty", "清朝", ["清"]),
        ("dynasty", "明", []),
        ("dynasty", "絶代", []),
        ("dynasty", "代", []),
        ("institution", "温州市图书馆", ["1704"]),
        ("institution", "圖書館", []),
        ("region", "杭州市", ["330100"]),
        ("region", "杭州", []),
    ],
)
def test_a_word_names_a_value_by_itself_only_where_it_means_little_else(
    authority_tables: None, dimension: str, word: str, values: list[str]
) -> None:
    naming = FIELDS[dimension].named
    assert naming is not None
    assert list(naming(word)) == values


def test_a_name_of_classes_names_them_all(authority_tables: None) -> None:
    naming = FIELDS["class"].named
    assert naming is not None
    assert len(naming("傳説之屬")) > 5
    assert naming("傳說之屬") == naming("傳説之屬")
