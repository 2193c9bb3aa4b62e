"""Every form of statement that cataloguers meet stands somewhere in the sample: one named case a form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from guji.data import DETAIL_GROUPS, BookData
from guji.notation import (
    AS_WRITTEN,
    render_annotations,
    render_edition,
    render_extent,
    render_responsibility,
    render_title,
)
from guji.sample import sample_books

NUM = "[一二三四五六七八九十百千]+"
YEAR = r"（\d{3,4}）"

#: Form of 題名卷數 → pattern in the title.
TITLES = {
    "several juan units": rf"卷\D{{2,}}{NUM}卷",
    "卷首": rf"首{NUM}卷",
    "卷末": rf"末{NUM}卷",
    "附録": rf"附録{NUM}卷",
    "目録": rf"目録{NUM}卷",
    "年譜": rf"年譜{NUM}卷",
    "補遺": rf"補遺{NUM}卷",
    "外集": rf"外集{NUM}卷",
    "别集": rf"别集{NUM}卷",
    "後集": rf"後集{NUM}卷",
    "續集": rf"續集{NUM}卷",
    "札記 or 考異": r"攷一卷|考一卷|札記|考異",
    "不分卷": r"不分卷$",
    "□□卷": r"□□卷",
    "□卷": r"[^□]□卷",
    "回": rf"{NUM}回",
    "種": rf"{NUM}種",
    "折": rf"{NUM}折",
    "齣": rf"{NUM}齣",
    "集": rf"{NUM}集{NUM}種",
    "juan over one thousand": r"千.*卷",
    "juan over ten thousand": r"一萬卷",
    "gazetteer with its era": r"^［(雍正|康熙|嘉靖|萬曆|光緒|嘉慶|弘治|正德|成化|同治)］",
    "Song or Yuan gazetteer": r"^［(咸淳|淳祐|乾道|嘉泰|寶慶|嘉定|淳熙|景定|延祐|至元)］",
    "genealogy with its place": r"^［浙江..］",
}

#: Form of 著者 → pattern in the responsibility.
AUTHORS = {
    "shared dynasty and role": r"）[^（　]+　[^（　]+(撰|輯|修|纂)",
    "several roles": r"注　（.*疏",
    "修 and 纂": r"修　（..?）.*纂",
    "等": r"等(撰|輯|修|纂|注|編|評)",
    "Italian": r"（意大利）利瑪竇",
    "Englishman": r"（英國）",
    "Japanese": r"（日本）",
    "Korean": r"（朝鮮）",
    "Vietnamese": r"（越南）",
    "monk": r"）釋",
    "emperor": r"(玄宗李隆基|高宗弘曆)",
    "appended work with its own author": rf"撰　[^（　]+{NUM}卷　（",
    "appended work without author": rf"{NUM}卷$",
    "題某某撰": r"^題（",
    "題 inside": r"　題（",
    "period with its state": r"（(三國魏|南朝宋|北魏|後蜀|五代)）",
    "Taiping author": r"（太平天國）",
    "Republican author": r"（民國）",
    "口譯 and 筆述": r"口譯　.*筆(述|受)",
    "評點": r"批點|評點",
    "篆": r"篆",
    "繪": r"繪",
}

#: Form of 版本 → pattern in the edition.
EDITIONS = {
    "dynasty only": r"^明刻本$",
    "dynasty and 初": r"^(明|清)初",
    "dynasty and 末": r"^(明|清)末",
    "era only": r"^明(嘉靖|萬曆|崇禎)刻本$",
    "two eras": r"(同治光緒|正德嘉靖|嘉慶道光)",
    "間": r"間",
    "era and year": rf"年{YEAR}",
    "range of years": r"年至.*（\d{4}-\d{4}）",
    "era before the first dynasty's own numbering, 後至元": r"後至元",
    "place 杭州": r"杭州",
    "place 金陵": r"金陵",
    "place 吴興": r"吴興",
    "place 上海": r"上海",
    "maker 汲古閣": r"汲古閣",
    "maker 嘉業堂": r"嘉業堂",
    "maker 浙江書局": r"浙江書局",
    "maker 知不足齋": r"知不足齋|鮑廷博",
    "maker 武英殿": r"武英殿",
    "maker 凌濛初": r"凌濛初",
    "maker 閔齊伋": r"閔齊伋",
    "maker 胡正言十竹齋": r"胡正言十竹齋",
    "maker 天一閣": r"天一閣",
    "maker 嘉惠堂": r"嘉惠堂",
    "several makers": r"、.*刻本|劉日升陳道亨",
    "刻 and 重修": r"刻.*重修",
    "遞修": r"遞修",
    "刻 and 印": r"刻.*印本",
    "補刻": r"補刻",
    "增修": r"增修",
    "刻本": r"刻本$",
    "抄本": r"抄本$",
    "稿本": r"^稿本$",
    "木活字": r"木活字印",
    "銅活字": r"銅活字",
    "泥活字": r"泥活字",
    "朱墨套印": r"朱墨套印",
    "套印 in several colours": r"[三四五]色套印|彩色套印",
    "餖版": r"餖版",
    "石印": r"石印",
    "鉛印": r"鉛印",
    "影印": r"影印",
    "鈐印": r"鈐印",
    "拓本": r"拓本$",
    "朱印": r"朱印",
    "藍印": r"藍印",
    "series copy": r"刻.+叢書本$",
    "series of another name": r"(經解|注疏|秘書|天學初函|十七史)本$",
    "影宋": r"影宋",
    "影刻 with its exemplar": r"影刻(宋|元)",
    "翻刻 with its exemplar": r"翻刻",
    "抄配": r"（.*抄配）$",
    "Japanese": r"^日本",
    "Korean": r"^朝鮮",
    "Vietnamese": r"^越南",
    "Taiping": r"^太平天國",
    "Republican": r"^民國",
    "Song": r"^(北)?宋",
    "Yuan": r"^元",
    "five dynasties": r"^五代",
}

#: Form of 存缺卷 → pattern in the extent.
EXTENTS = {
    "one range": rf"^存{NUM}卷（{NUM}至{NUM}）$",
    "several ranges": r"至.*、.*至",
    "single juan": rf"（{NUM}）$",
    "缺": r"^缺",
    "sub-works": r"，",
    "全": r"全",
    "卷首 in the list": r"首.卷",
    "目録 in the list": r"目録.卷",
    "冊": rf"^存{NUM}冊$",
    "種": rf"^存{NUM}種",
    "over one hundred": r"百",
}

#: Form of 批校題跋 → pattern in the annotation.
ANNOTATIONS = {
    "校": r"校$",
    "跋": r"跋$",
    "批": r"批$",
    "校並跋": r"校並跋",
    "批校": r"批校",
    "批點": r"批點",
    "圈點": r"圈點",
    "題識": r"題識",
    "題款": r"題款",
    "觀款": r"觀款",
    "佚名": r"佚名",
    "録": r"録清",
    "several hands": r"　",
    "without dynasty": r"^(馮貞群|馬浮|葉銘|余紹宋)",
}

FORMS = [
    pytest.param(field, pattern, id=f"{field}: {name}")
    for field, forms in (
        ("title", TITLES),
        ("responsibility", AUTHORS),
        ("edition", EDITIONS),
        ("extent", EXTENTS),
        ("annotation", ANNOTATIONS),
    )
    for name, pattern in forms.items()
]


@cache
def books() -> tuple[BookData, ...]:
    return tuple(sample_books())


def count(field: str, pattern: str) -> int:
    return sum(bool(re.search(pattern, getattr(book, field))) for book in books())


def is_rare(char: str) -> bool:
    """Whether a character lies outside the ideographs every font has: Ext A, or beyond the BMP."""
    return "㐀" <= char <= "䶿" or ord(char) > 0xFFFF


def levels(rows: list[dict[str, Any]]) -> int:
    return 1 + max((levels(row["children"]) for row in rows if "children" in row), default=0)


def size(rows: list[dict[str, Any]]) -> int:
    return sum(1 + size(row.get("children", [])) for row in rows)


@pytest.mark.parametrize(("field", "pattern"), FORMS)
def test_form_occurs(field: str, pattern: str) -> None:
    assert count(field, pattern) > 0


@pytest.mark.parametrize(
    ("field", "statement"),
    [
        ("title", "周易九卷"),
        ("title", "［雍正］浙江通志二百八十卷首三卷"),
        ("responsibility", "（三國魏）王弼　（晉）韓康伯注　周易略例一卷　（三國魏）王弼撰　（唐）邢璹注"),
        ("edition", "元至正二十年至二十四年（1360-1364）休寧商山義塾刻明弘治六年（1493）高忠重修本"),
        ("edition", "宋寶祐五年（1257）趙與𥲅刻元明遞修本"),
        ("extent", "存一百二十一卷（一至十二、二十二至一百三十）"),
        ("annotation", "清全祖望校　佚名録清何焯批"),
    ],
)
def test_statement_stands_as_written(field: str, statement: str) -> None:
    assert statement in {getattr(book, field) for book in books()}


STATEMENTS = [
    pytest.param("title", "parsed_title", render_title, id="title"),
    pytest.param("responsibility", "parsed_responsibility", render_responsibility, id="responsibility"),
    pytest.param("edition", "parsed_edition", render_edition, id="edition"),
    pytest.param("extent", "parsed_extent", render_extent, id="extent"),
    pytest.param("annotation", "parsed_annotations", render_annotations, id="annotation"),
]


@pytest.mark.parametrize(("field", "parsed", "render"), STATEMENTS)
class TestUnderstood:
    def test_the_grammar_places_every_character(self, field: str, parsed: str, render: Callable[..., str]) -> None:
        unplaced = [(getattr(book, field), span.text) for book in books() for span in getattr(book, parsed).unplaced]
        assert unplaced == []

    def test_the_structure_gives_the_statement_back(self, field: str, parsed: str, render: Callable[..., str]) -> None:
        for book in books():
            text = getattr(book, field)
            assert not text or render(getattr(book, parsed).structure, AS_WRITTEN) == text


class TestFeatures:
    def test_incomplete_copies_are_about_one_in_six(self) -> None:
        share = sum(bool(book.extent) for book in books()) / len(books())
        assert 0.12 <= share <= 0.2

    def test_annotated_copies_are_about_one_in_nine(self) -> None:
        share = sum(bool(book.annotation) for book in books()) / len(books())
        assert 0.08 <= share <= 0.15

    def test_annotated_copies_say_by_whom_in_their_details_too(self) -> None:
        assert all("annotations" in book.details for book in books() if book.annotation)

    def test_books_from_abroad(self) -> None:
        foreign = [book for book in books() if book.is_foreign]
        assert len(foreign) >= 15
        assert all(re.match("日本|朝鮮|越南", book.edition) for book in foreign)

    def test_republican_books(self) -> None:
        republican = [book for book in books() if book.is_republican]
        assert len(republican) >= 15
        assert all(book.edition.startswith("民國") for book in republican)

    def test_single_titles_of_series_name_their_series(self) -> None:
        copies = [book for book in books() if book.series]
        assert len(copies) >= 40
        assert all(book.series in book.edition for book in copies)

    def test_rare_characters(self) -> None:
        rare = [book for book in books() if any(map(is_rare, json.dumps(book.details, ensure_ascii=False) + str(book)))]
        assert len(rare) >= 40


class TestSets:
    def test_at_least_eight_sets_with_their_works(self) -> None:
        sets = [book for book in books() if book.is_series]
        assert len(sets) >= 8
        assert all(book.details["sub_works"] for book in sets)

    def test_one_set_has_a_hundred_works(self) -> None:
        assert max(size(book.details.get("sub_works", [])) for book in books()) >= 100

    def test_one_set_is_nested_two_levels_below_its_parts(self) -> None:
        assert max(levels(book.details["sub_works"]) for book in books() if book.is_series) >= 3

    def test_series_classes_hold_only_sets(self) -> None:
        assert all(book.is_series for book in books() if book.class_code.startswith("502"))


class TestDetails:
    @pytest.mark.parametrize("group", DETAIL_GROUPS)
    def test_group_is_filled(self, group: str) -> None:
        assert sum(group in book.details for book in books()) >= 10

    def test_sixty_records_are_full(self) -> None:
        assert sum(len(book.details) >= 9 for book in books()) >= 60

    def test_another_hundred_and_fifty_are_partly_filled(self) -> None:
        assert sum(1 <= len(book.details) < 9 for book in books()) >= 150

    def test_gradings_come_by_several_standards(self) -> None:
        several = [book for book in books() if len(book.details.get("gradings", [])) >= 3]
        assert len(several) >= 40

    def test_damage_is_told_in_levels_of_its_standard(self) -> None:
        rows = [row for book in books() for row in book.details.get("damages", [])]
        assert {row["standard"] for row in rows} == {"WH/T 22-2006"}
        assert {row["level"] for row in rows} <= {"一級", "二級", "三級", "四級", "五級"}
        assert all(row["kinds"] for row in rows)

    @pytest.mark.parametrize("binding", ["綫裝", "經折裝", "卷軸裝", "蝴蝶裝", "毛裝"])
    def test_binding_occurs(self, binding: str) -> None:
        assert any(row["binding"] == binding for book in books() for row in book.details.get("bindings", []))

    def test_transcribed_notes_name_whose_they_are(self) -> None:
        rows = [row for book in books() for row in book.details.get("annotations", [])]
        transcribed = [row for row in rows if row.get("transcribed")]
        assert len(transcribed) >= 4
        assert all(row["original_author"] for row in transcribed)

    def test_seals_of_institutions_are_marked(self) -> None:
        rows = [row for book in books() for row in book.details.get("seals", [])]
        assert any(row.get("institutional") for row in rows)
        assert any(not row.get("institutional") for row in rows)

    def test_a_record_in_two_scripts(self) -> None:
        assert any(len(book.details.get("scripts", [])) > 1 for book in books())

    @pytest.mark.parametrize("kind", ["序", "自序", "跋", "後序"])
    def test_kind_of_preface_occurs(self, kind: str) -> None:
        assert any(row["kind"] == kind for book in books() for row in book.details.get("prefaces", []))
