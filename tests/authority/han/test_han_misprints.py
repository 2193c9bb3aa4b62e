"""Simplified slips in Traditional records, look-alikes, 干支 gone wrong."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import LOOKALIKES, ganzhi_correction, lookalikes, simplified_only

NATIONAL_LIST = Path(__file__).resolve().parents[4] / "shared/data/books/national_list.csv"
SEXAGENARY = ["甲乙丙丁戊己庚辛壬癸"[n % 10] + "子丑寅卯辰巳午未申酉戌亥"[n % 12] for n in range(60)]


@pytest.mark.parametrize("simple", list("国为书图经说诗谱传录礼刘补词义宋"[:-1]) + list("楼库庆间从钟体与"))
def test_finds_simplified_characters(simple: str) -> None:
    found = simplified_only(f"某{simple}集")
    assert [(offset, ch) for offset, ch, _ in found] == [(1, simple)]
    assert found[0][2]


@pytest.mark.parametrize(
    ("simple", "traditional"),
    [("国", "國"), ("为", "爲"), ("书", "書"), ("体", "體"), ("录", "錄"), ("钟", "鐘"), ("锺", "鍾")],
)
def test_names_the_traditional_form(simple: str, traditional: str) -> None:
    assert traditional in simplified_only(simple)[0][2]


def test_names_every_traditional_form_of_one_simplified() -> None:
    assert {"發", "髮"} <= set(simplified_only("发")[0][2])


@pytest.mark.parametrize(
    "ch",
    list("后云余干里于谷台松沈姜范丑几斗曲朴征系舍升卜冲郁向只咸制御党种适术表杰岳万"[:-1])
    + list("説録内别户税温衆吕綫黄青真教清册彦静强叙禄冲無无粮"),
)
def test_leaves_characters_with_a_traditional_life_of_their_own(ch: str) -> None:
    assert simplified_only(ch) == []


@pytest.mark.parametrize(
    "text",
    [
        "萬俟詠撰",
        "万俟卨撰",
        "（清）洪适撰",
        "周易无妄卦",
        "太平廣記五百卷　（宋）李昉等輯　明嘉靖四十五年（1566）談愷刻本　浙江圖書館",
        "［雍正］浙江通志二百八十卷首三卷　（清）嵇曾筠　李衛等修　（清）沈翼機　傅王露等纂　清乾隆元年（1736）刻本",
        "後山詩注十二卷　（宋）陳師道撰　（宋）任淵注　明弘治十年（1497）袁宏刻本　丁丙跋　南京圖書館",
        "説文解字篆韻譜五卷　（南唐）徐鍇撰　清同治三年（1864）吳縣馮桂芬影宋刻本",
        "仁庵山人余氏干里松谷台集　姜夔范成大沈括撰",
    ],
)
def test_leaves_traditional_records(text: str) -> None:
    assert simplified_only(text) == []


def test_the_surname_moqi_is_spared_but_not_the_number() -> None:
    assert [offset for offset, _, _ in simplified_only("万俟氏万卷樓")] == [3]


def test_reports_every_place_in_order() -> None:
    assert [(offset, ch) for offset, ch, _ in simplified_only("汉书一百卷　后汉书")] == [
        (0, "汉"),
        (1, "书"),
        (7, "汉"),
        (8, "书"),
    ]


@pytest.mark.shared_data
@pytest.mark.skipif(not NATIONAL_LIST.exists(), reason="the national list is not beside the project")
def test_finds_next_to_nothing_in_a_proofread_traditional_list() -> None:
    with NATIONAL_LIST.open(encoding="utf-8", newline="") as lines:
        rows = [row["raw"] for row in csv.DictReader(lines) if row["doc_type"] == "漢文古籍"]
    assert len(rows) > 8000
    flagged = [row for row in rows if simplified_only(row)]
    assert len(flagged) <= 15
    assert any("集庆路" in row for row in flagged)


@pytest.mark.parametrize(
    ("ch", "other"),
    [
        ("己", "已"),
        ("巳", "己"),
        ("戌", "戍"),
        ("祐", "佑"),
        ("禎", "禛"),
        ("日", "曰"),
        ("曆", "歷"),
        ("鈔", "抄"),
        ("未", "末"),
    ],
)
def test_lookalikes_of_a_catalogue(ch: str, other: str) -> None:
    assert other in lookalikes(ch)
    assert ch in lookalikes(other)
    assert ch not in lookalikes(ch)


def test_no_lookalikes_known() -> None:
    assert lookalikes("龘") == frozenset()


def test_lookalike_sets_hold_several_characters_each() -> None:
    assert all(len(group) >= 2 for group in LOOKALIKES)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("丁已", "丁巳"),
        ("乙己", "乙巳"),
        ("已巳", "己巳"),
        ("已已", "己巳"),
        ("已丑", "己丑"),
        ("巳亥", "己亥"),
        ("戊戍", "戊戌"),
        ("戍戌", "戊戌"),
        ("庚戍", "庚戌"),
        ("戌子", "戊子"),
        ("王子", "壬子"),
        ("癸末", "癸未"),
        ("幸酉", "辛酉"),
    ],
)
def test_the_sexagenary_pair_that_was_meant(wrong: str, right: str) -> None:
    assert ganzhi_correction(wrong) == right


@pytest.mark.parametrize("pair", SEXAGENARY)
def test_lawful_pairs_need_no_correction(pair: str) -> None:
    assert ganzhi_correction(pair) is None


@pytest.mark.parametrize("pair", ["甲丑", "光緒", "子", "", "甲子年", "己未年"])
def test_what_cannot_be_mended_is_left(pair: str) -> None:
    assert ganzhi_correction(pair) is None


@given(st.text(alphabet="己已巳戊戌戍壬王未末子午甲申", min_size=2, max_size=2))
def test_a_correction_is_always_lawful(pair: str) -> None:
    corrected = ganzhi_correction(pair)
    assert corrected is None or (corrected in SEXAGENARY and corrected != pair)


@given(st.text(max_size=30))
def test_any_text_can_be_checked(text: str) -> None:
    for offset, ch, traditional in simplified_only(text):
        assert text[offset] == ch
        assert ch not in traditional
