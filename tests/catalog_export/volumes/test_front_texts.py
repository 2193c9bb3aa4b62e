"""The texts before and behind: they say what this volume holds and how it is set."""

import re
from dataclasses import replace
from datetime import date

import pytest

from catalog_export.volumes.profile import IndexSettings, Profile, StyleSettings
from catalog_export.volumes.register.entry import Facts, Holder
from catalog_export.volumes.register.front import (
    TEXT_DIR,
    Part,
    VolumeFacts,
    front_texts,
    han_date,
    name_holders,
    text_lines,
    text_values,
)
from catalog_export.volumes.register.statistics import Statistics, count
from tests.catalog_export.volumes.register_samples import WENZHOU, ZHEJIANG, entry

FACTS = VolumeFacts("浙江圖書館", "浙江省", (ZHEJIANG,), date(2026, 11, 23))


def figures(*found: Facts) -> Statistics:
    return count(entry(i, "周易二卷", facts=item) for i, item in enumerate(found))


def all_words(facts: VolumeFacts = FACTS, profile: Profile | None = None, statistics: Statistics | None = None) -> str:
    values = text_values(facts, statistics or figures(Facts(volumes=(("冊", 2),))), profile or Profile())
    return "\n".join(line.text for text in front_texts(facts, values, {}) for line in text)


def test_no_place_is_left_unfilled_in_any_default_text() -> None:
    values = text_values(FACTS, figures(Facts()), Profile())
    for path in TEXT_DIR.glob("*.txt"):
        words = "".join(line.text for line in text_lines(path.read_text(encoding="utf-8"), values))
        assert not re.search(r"[{}]", words), path.name
        assert not re.search(r"，。|，，|。。|、。", words), path.name


def test_default_texts_are_traditional() -> None:
    simplified = set("图书馆编号题录数页检这时为说与东见长门问间阅种历书国")
    for path in TEXT_DIR.glob("*.txt"):
        assert not simplified & set(path.read_text(encoding="utf-8")), path.name


def test_lines_know_their_part() -> None:
    lines = text_lines("# 前言\n\n  本冊{x}{y}\n## 一、用字", {"x": "甲"})
    assert [(line.part, line.text) for line in lines] == [
        (Part.TITLE, "前言"),
        (Part.PARAGRAPH, "本冊甲{y}"),
        (Part.SECTION, "一、用字"),
    ]


def test_an_editors_own_preface_takes_the_defaults_place() -> None:
    texts = front_texts(FACTS, {}, {"preface": "# 序\n本館舊藏。"})
    assert [text[0].text for text in texts] == ["序", "凡例"]


def test_sample_and_proof_say_so_first() -> None:
    facts = replace(FACTS, sample=True, proof=True)
    titles = [text[0].text for text in front_texts(facts, {}, {})]
    assert titles == ["校樣說明", "樣例聲明", "前言", "凡例"]
    assert "虛擬" in all_words(facts)
    assert "虛擬" not in all_words()


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (Profile(), "書名之後注正文頁碼"),
        (Profile(index=IndexSettings(reference="number")), "書名之後注普查登記編號末七位"),
        (Profile(style=StyleSettings(numerals="han")), "爲據，用漢字"),
        (Profile(style=StyleSettings(extent="colon")), "卷次列於冒號之後"),
        (Profile(style=StyleSettings(dynasty="tortoise")), "朝代外加六角括號"),
        (Profile(style=StyleSettings(glyphs="old")), "字形從舊印刷字形"),
    ],
)
def test_the_conventions_say_what_the_profile_does(profile: Profile, words: str) -> None:
    assert words in all_words(profile=profile)


def test_no_head_index_no_mention_of_it() -> None:
    assert "字頭索引" in all_words()
    assert "字頭索引" not in all_words(profile=Profile(index=IndexSettings(heads=False)))


def test_kinds_are_named_only_where_they_occur() -> None:
    assert "域外本" not in all_words()
    words = all_words(statistics=figures(Facts(), Facts(foreign=True), Facts(republican=True, volumes=(("軸", 3),))))
    assert "古籍一部、域外本一部、民國傳統裝幀一部" in words
    assert "另有不以冊計者三軸" in words
    assert "兼收民國時期傳統裝幀書籍、域外本" in words


def test_several_holders_are_ordered_by_code() -> None:
    assert "先依單位代碼分列" not in all_words()
    assert "先依單位代碼分列" in all_words(replace(FACTS, holders=(ZHEJIANG, WENZHOU)))


def test_many_holders_are_counted_not_named() -> None:
    holders = tuple(Holder(f"17{i:02d}", f"第{i}圖書館") for i in range(95))
    assert name_holders(holders) == "第0圖書館、第1圖書館、第2圖書館等九十五家單位"
    assert name_holders((ZHEJIANG, WENZHOU)) == "浙江圖書館、溫州市圖書館"
    assert name_holders(holders[:6]).count("、") == 5
    assert name_holders(holders[:7]) == "第0圖書館、第1圖書館、第2圖書館等七家單位"


def test_dates_are_written_in_han_digits() -> None:
    assert han_date(date(2026, 11, 30)) == "二〇二六年十一月三十日"
    assert han_date(date(2020, 10, 1)) == "二〇二〇年十月一日"
