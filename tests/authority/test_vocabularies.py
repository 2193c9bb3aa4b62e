"""The vocabularies hold the words that the forms, the checks and the printed volumes use."""

from __future__ import annotations

from collections import defaultdict

import pytest

from authority import tables
from authority.models import Term, Vocabulary

WORDS = {
    "binding": "綫裝 蝴蝶裝 包背裝 經折裝 卷軸裝 梵夾裝 旋風裝 毛裝 冊頁裝 推篷裝 黃裝 平裝 精裝 散葉 單幅",
    "case": "函套 四合套 六合套 夾板 木匣 紙盒 書帙 無",
    "book_mouth": "白口 黑口 大黑口 小黑口 綫黑口 花口 上白口下黑口 上黑口下白口",
    "fishtail": "無魚尾 單黑魚尾 雙黑魚尾 雙對黑魚尾 雙順黑魚尾",
    "border": "四周單邊 四周雙邊 左右雙邊 上下雙邊 四周花邊 無邊欄",
    "ruled": "有格 烏絲欄 朱絲欄 藍格 綠格 無格",
    "seal_style": "朱文 白文 朱白文 墨印 藍印",
    "seal_shape": "方 長方 圓 橢圓 葫蘆 鼎 連珠 隨形 肖形",
    "provenance_method": "購買 捐贈 移交 調撥 交換 呈繳 舊藏 抄錄 複製 抄家清退 不詳",
    "attachment": "夾簽 書札 照片 剪報 地圖",
    "preface_kind": "序 自序 後序 跋 題辭 凡例",
    "annotation_mode": "批 校 注 評 點 圈點 題 跋 題跋 識 題款 觀款 錄 過錄",
    "engraver_role": "寫 刻 印 繪",
    "document_type": "漢文古籍 少數民族文字古籍 甲骨 簡帛 敦煌遺書 碑帖拓本 古地圖 其他",
    "title_source": "卷端 內封 目錄 序 版心 書簽 自擬",
    "unit": "部 種 冊 函 卷 軸 葉 開 件 套 幅 張 片 塊 通 對 條 屏 幀 方 枚 封 盒 宗 份 版",
    "damage_kind": "酸化 老化 霉蝕 粘連 蟲蛀 鼠嚙 絮化 撕裂 缺損 燼毀 綫斷 污漬 糟朽 褪色 洇化",
    "extent_kind": "存 缺 全",
    "grade_class": "甲 乙 丙",
    "edition_type": "稿本 寫本 抄本 刻本 活字印本 木活字印本 銅活字印本 聚珍版印本 套印本 餖版印本 藍印本 朱印本"
    " 彩繪本 鈐印本 拓本 石印本 影印本 珂羅版印本 油印本 鉛印本 百衲本 和刻本 朝鮮本",
    "role": "撰 著 輯 編 纂修 修 注 箋 疏 集解 校 訂 評 批點 繪 書 篆 譯 口譯 筆述 填詞 敕撰",
}
CODES = {
    "script": "zho mnc mon bod txg uig iii san jpn kor vie",
    "identifier_scheme": "census precious precious-province",
    "grade_standard": "WH/T|20-2006 GB/T|31076.1-2014 文物級別",
    "damage_standard": "WH/T|22-2006 GB/T|42468.1-2023",
}
LEVELS = {
    ("grade_level", "WH/T 20-2006"): "一級 二級 三級 四級",
    ("grade_level", "GB/T 31076.1-2014"): "一級 二級 三級 普通古籍",
    ("grade_level", "文物級別"): "一級 二級 三級 一般 未定級",
    ("damage_level", "WH/T 22-2006"): "一級 二級 三級 四級 五級",
    ("damage_level", "GB/T 42468.1-2023"): "特殘 嚴重 中度 輕度",
}


def names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in tables.terms():
        found[row["vocabulary_id"]].append(row["name_hant"])
    return found


@pytest.mark.parametrize("key", WORDS)
def test_a_vocabulary_holds_the_words_of_the_trade(key: str) -> None:
    assert set(WORDS[key].split()) - set(names()[key]) == set()


@pytest.mark.parametrize("key", CODES)
def test_a_vocabulary_holds_the_codes(key: str) -> None:
    held = {row["code"] for row in tables.terms() if row["vocabulary_id"] == key}
    assert {code.replace("|", " ") for code in CODES[key].split()} - held == set()


@pytest.mark.parametrize(("key", "standard"), LEVELS)
def test_the_levels_of_a_standard_in_order(key: str, standard: str) -> None:
    rows = [row for row in tables.terms() if (row["vocabulary_id"], row["parent_code"]) == (key, standard)]
    assert [row["name_hant"] for row in rows] == LEVELS[key, standard].split()


@pytest.mark.parametrize("key", sorted(row["key"] for row in tables.vocabularies()))
def test_no_word_stands_twice_in_a_vocabulary(key: str) -> None:
    rows = [row for row in tables.terms() if row["vocabulary_id"] == key]
    assert len({(row["parent_code"], row["name_hant"]) for row in rows}) == len(rows)
    assert all(row["name_hans"] for row in rows)


def test_every_vocabulary_names_its_source() -> None:
    assert [row["key"] for row in tables.vocabularies() if not row["source"]] == []


@pytest.mark.usefixtures("loaded")
def test_what_a_form_offers() -> None:
    offered = [term.name_hant for term in Term.objects.of("binding")]
    assert offered[:4] == ["綫裝", "蝴蝶裝", "包背裝", "經折裝"]
    assert Vocabulary.objects.get(key="binding").terms.count() == len(offered)


@pytest.mark.usefixtures("loaded")
def test_a_retired_word_is_not_offered_but_stays() -> None:
    Term.objects.filter(vocabulary__key="binding", code="huangzhuang").update(active=False)
    assert "黃裝" not in [term.name_hant for term in Term.objects.of("binding")]
    assert str(Term.objects.get(vocabulary__key="binding", code="huangzhuang")) == "黃裝"
