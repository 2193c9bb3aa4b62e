"""The folding key: what must meet, what must stay apart, and that a key is stable."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import FOLD_VERSION, fold, fold_char, fold_with_offsets
from authority.han._tables import read_lines

HAN_TEXT = st.text(
    st.one_of(
        st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0x20000, max_codepoint=0x323AF),
        st.sampled_from("（）［］、，　卷一二三ABCａｂ１２□〓㈱が\ufa0e\uf9d1\U000e0100"),
    ),
    max_size=30,
)


def pairs(text: str) -> list[tuple[str, str]]:
    return [(pair[0], pair[1]) for pair in text.split()]


@pytest.mark.parametrize(
    ("a", "b"),
    pairs("易昜 清淸 稾稿 鈔抄 歷歴 叢樷 畧略 攷考 彝彜 着著 甯寧 秋龝 冊册 説說 録錄 衆眾 爲為 刊刋 羣群 峯峰"),
)
def test_pairs_that_general_tools_miss(a: str, b: str) -> None:
    assert fold(a) == fold(b) != ""


@pytest.mark.parametrize(
    ("a", "b"),
    pairs(
        "尅剋 剋克 尅克 卷巻 贊讚 讚賛 秘祕 墻牆 蘇蘓 税稅 温溫 綫線 别別 户戶 内內 吕呂 吴吳 强強 眞真 鄕鄉 靑青 "
        "敎教 黃黄 卽即 旣既 缐線 锺鍾 钜鉅 "
        "録录 説说 鈔钞 國国 圖图 書书 學学 為为 葉叶 體体 禮礼 㑹會 㓜幼 㫖旨 㳺游 竒奇 夀壽 逺遠 逹達 扵於 "
        "窓窗 槀槁 濓濂 彚彙 亷廉 菴庵 盦庵 箋牋 撰譔 叙敘 敍敘 冊册 鐫鎸"
    ),
)
def test_glyphs_of_catalogues_and_of_both_shores(a: str, b: str) -> None:
    assert fold(a) == fold(b) != ""


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("漑堂集", "溉堂集"),
        ("喩林", "喻林"),
        ("粉楡書屋", "粉榆書屋"),
        ("大雲山房巓末", "大雲山房巔末"),
        ("曁陽書院", "暨陽書院"),
        ("逬珠集", "迸珠集"),
        ("筓屋詩鈔", "笄屋詩鈔"),
    ],
)
def test_old_forms_of_print_that_no_general_table_joins(written: str, asked: str) -> None:
    assert fold(written) == fold(asked)


VARIANT_SETS = (
    "年秊 前歬 享亯 善譱 夜亱 集雧 船舩 歡懽讙驩 稿槀槁藁 劍劔劒劎 畝畞畮 浙淛 柳栁桺 盞琖醆 仙仚僊 俯俛頫 禍旤 崖厓崕 "
    "岩巖喦嵒 災灾烖菑 皓皜暠 匆怱悤 剿勦 劫刧刦刼 華蕐 櫃匱 慎昚 祀禩 鮮鱻尠 斫斲斵 櫓艣艪樐 疆壃畺 更叓 草艸 斃獘"
)


@pytest.mark.parametrize("variants", VARIANT_SETS.split())
def test_variants_of_the_1955_table_and_of_old_script_meet(variants: str) -> None:
    assert len({fold(char) for char in variants}) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    pairs("玄元 玄𤣥 弘宏 曄煜 曄燁 丘邱 胤允 寧甯 寧寕 曆歷 禛禎 淳湻 洛雒 校挍 弘𢎞"),
    ids=lambda ch: str(ch),
)
def test_taboo_forms_are_found_under_the_true_character(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("a", "b"), pairs("后後 余餘 谷穀 范範 云雲 于於 干乾 干幹 里裏 鐘鍾 徵征 松鬆 姜薑 台臺 丑醜 祐佑 閒間 曆歷")
)
def test_simplification_makes_one_of_several_words_for_recall(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("a", "b"),
    pairs(
        "卷券 己已 已巳 戊戌 日曰 末未 土士 予豫 芸藝 弁辨 浜濱 缶罐 欠缺 王玉 太大 刻克 宋宗 庵廣 吳吾 券巻 花蒼 協葉"
    ),
)
def test_other_characters_stay_apart(a: str, b: str) -> None:
    assert fold(a) != fold(b)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("［萬曆］會稽縣志十六卷", "万历会稽县志十六卷"),
        ("太元經十卷", "太玄经 十卷"),
        ("後漢書", "后汉书"),
        ("說文解字繫傳", "说文解字系传"),
        ("范煜", "范曄"),
        ("邱濬", "丘浚"),
        ("宏治刻本", "弘治刻本"),
        ("王士禎", "王士禛"),
        ("寕波府志", "宁波府志"),
        ("花閒集", "花间集"),
        ("Ａｂｃ（１２３）", "abc123"),
        ("續資治通鑑", "续资治通鉴"),
        ("禮記\ufe00集説", "礼记集说"),
        ("葛\U000e0100洪", "葛洪"),
        ("\uf914府", "樂府"),
    ],
)
def test_titles_meet_however_they_are_typed(written: str, asked: str) -> None:
    assert fold(written) == fold(asked)


@pytest.mark.parametrize("text", ["", "　", "（）［］〔〕「」《》", "，。、；：·—…", "\u200b\ufeff\n\t"])
def test_punctuation_and_space_vanish(text: str) -> None:
    assert fold(text) == ""


@pytest.mark.parametrize(("mark", "key"), [("□", "□"), ("〓", "□"), ("\ufffd", "□"), ("○", "〇")])
def test_a_missing_character_keeps_its_place(mark: str, key: str) -> None:
    assert fold(f"某{mark}集") == f"某{key}集"


def test_a_broken_surrogate_keeps_its_place() -> None:
    assert fold("某\udc00集") == "某□集"


def test_private_use_and_description_characters_stay() -> None:
    assert fold("\ue000⿰木某") == "\ue000⿰木某"


def test_kana_and_accents_meet_their_plain_forms() -> None:
    assert fold("ガ") == fold("ｶﾞ") == fold("カ")
    assert fold("Élan") == fold("E\u0301lan") == "elan"


def test_offsets_point_to_the_source() -> None:
    key, offsets = fold_with_offsets("（清）㈱葉 A")
    assert key == fold("（清）㈱葉 A")
    assert [("（清）㈱葉 A")[offset] for offset in offsets] == ["清", "㈱", "葉", "A"]


def test_one_source_character_may_give_several() -> None:
    key, offsets = fold_with_offsets("第⑫冊")
    assert (key, offsets) == ("第12册", [0, 1, 1, 2])


def test_the_version_names_table_and_unicode() -> None:
    assert re.fullmatch(r"1-[0-9a-f]{8}-\d+\.\d+\.\d+", FOLD_VERSION)
    assert FOLD_VERSION.endswith(unicodedata.unidata_version)


@given(HAN_TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=20))
def test_any_text_has_a_stable_key(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(HAN_TEXT, HAN_TEXT)
def test_a_part_of_a_text_folds_to_a_part_of_its_key(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@given(HAN_TEXT)
def test_offsets_rise_and_agree_with_the_key(text: str) -> None:
    key, offsets = fold_with_offsets(text)
    assert key == fold(text)
    assert len(key) == len(offsets)
    assert offsets == sorted(offsets)
    assert all(key[i] in fold_char(text[offset]) for i, offset in enumerate(offsets))


def test_each_character_belongs_to_one_class_only() -> None:
    members = [ch for line in read_lines("fold.txt") for ch in line[1:]]
    assert len(members) == len(set(members))
    assert not set(members) & {line[0] for line in read_lines("fold.txt")}


def test_every_hand_kept_set_folds_to_one() -> None:
    apart: list[str] = []
    for line in read_lines("variants.txt"):
        if line == "[apart]":
            break
        if line and line[0] not in "#[" and len({fold(ch) for ch in line}) != 1:
            apart.append(line)
    assert apart == []


def test_every_simplified_form_meets_its_traditional_ones() -> None:
    wrong = [line for line in read_lines("simplified.txt") if len({fold(ch) for ch in line}) != 1]
    assert wrong == []


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("泮宮禮樂疏", "頖宮禮樂疏"),
        ("檇李詩繫", "槜李诗系"),
        ("重刊宋本", "重栞宋本"),
        ("章炳麟著", "章炳麟箸"),
        ("陳浩集説", "陳澔集説"),
        ("題跋", "題䟦"),
        ("藝文", "萟文"),
        ("邢昺疏", "邢昞疏"),
        ("揚榷", "揚𣙜"),
        ("散曲", "㪚曲"),
    ],
)
def test_forms_met_in_old_lists_of_books(typed: str, stated: str) -> None:
    assert fold(typed) == fold(stated)
