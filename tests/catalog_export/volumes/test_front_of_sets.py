"""What a set's volumes say of themselves and of each other, and that the 凡例 are true of every profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from catalog_export.typeset import Compositor, Typefaces
from catalog_export.volumes.profile import (
    IndexSettings,
    PageSettings,
    Profile,
    StyleSettings,
    VerticalSettings,
    builtin_profiles,
)
from catalog_export.volumes.register import front_pages
from catalog_export.volumes.register.front import Part, PartFacts, VolumeFacts, front_texts, part_label, text_values
from catalog_export.volumes.register.sections import Sections
from catalog_export.volumes.register.statistics import count
from tests.catalog_export.volumes.register_samples import WENZHOU, ZHEJIANG, entry

PARTS = (
    PartFacts(1, "浙江圖書館", "330000-1701-0000001", "330000-1701-0009999", 9000),
    PartFacts(2, "溫州市圖書館、寧波市圖書館", "330000-1713-0000001", "330000-1720-0000300", 450),
)
ALONE = VolumeFacts("浙江省", "浙江省", (ZHEJIANG, WENZHOU), date(2026, 11, 26))
FIRST = replace(ALONE, number=1, parts=PARTS)
SECOND = replace(ALONE, number=2, parts=PARTS, holders=(WENZHOU,))


def said(facts: VolumeFacts, profile: Profile | None = None, **own: str) -> str:
    statistics = count([entry(1, "周易九卷")])
    values = text_values(facts, statistics, profile or Profile())
    return "\n".join(line.text for text in front_texts(facts, values, own) for line in text)


def titles(facts: VolumeFacts, **own: str) -> list[str]:
    values = text_values(facts, count([entry(1, "周易九卷")]), Profile())
    return [line.text for text in front_texts(facts, values, own) for line in text if line.part is Part.TITLE]


def test_volumes_are_numbered_in_chinese_and_a_lone_one_not_at_all() -> None:
    assert [part_label(number) for number in (1, 10, 21, 100)] == ["第一冊", "第十冊", "第二十一冊", "第一百冊"]
    assert SECOND.full_title == "浙江省古籍普查登記目錄　第二冊"
    assert ALONE.full_title == ALONE.title


def test_the_preface_opens_the_first_volume_the_conventions_every_one() -> None:
    assert titles(ALONE) == titles(FIRST) == ["前言", "凡例"]
    assert titles(SECOND) == ["凡例"]
    assert titles(replace(SECOND, sample=True, proof=True)) == ["校樣說明", "樣例聲明", "凡例"]


def test_the_preface_of_a_set_speaks_of_all_its_volumes() -> None:
    words = said(FIRST)
    assert "計九千四百五十條，分爲二冊" in words
    assert "一單位之著錄儘量不分隸兩冊" in words
    assert "分爲" not in said(ALONE)
    assert "{" not in words + said(ALONE) + said(SECOND)


def test_an_editors_preface_takes_the_place_of_either() -> None:
    own = "# 序\n本省藏書。"
    assert titles(FIRST, preface=own) == titles(ALONE, preface=own) == ["序", "凡例"]
    assert titles(SECOND, preface=own) == ["凡例"]


def test_the_librarys_own_preface_follows_the_general_one_and_opens_no_other_volume() -> None:
    own = "# 本館前言\n嘉業堂舊藏最富。"
    assert titles(ALONE, library=own) == titles(FIRST, library=own) == ["前言", "本館前言", "凡例"]
    assert titles(SECOND, library=own) == titles(SECOND, library="") == ["凡例"]
    assert titles(FIRST, library="") == ["前言", "凡例"]


CLAUSES = {
    "titles": (
        IndexSettings(),
        "書後附《書名筆畫索引》，前有《書名筆畫字頭索引》以便檢字。書名依首字筆畫數排列，筆畫數相同者依起筆橫、豎、撇、點、折"
        "爲序，首字相同者依次字，以下類推。冠於題名前之年號、地名不計。一條之中有數種題名者，分別立目。書名之後注正文頁碼。",
    ),
    "persons": (
        IndexSettings(titles=False, persons=True),
        "書後附《著者筆畫索引》。人名依首字筆畫數排列，筆畫數相同者依起筆橫、豎、撇、點、折爲序，首字相同者依次字，以下類推。"
        "著者朝代括注於姓名之後，僧人以“釋”字立目。人名之後注正文頁碼。",
    ),
    "both": (
        IndexSettings(persons=True, heads=False, reference="number"),
        "書後附《書名筆畫索引》與《著者筆畫索引》。書名、人名依首字筆畫數排列，筆畫數相同者依起筆橫、豎、撇、點、折爲序，"
        "首字相同者依次字，以下類推。冠於題名前之年號、地名不計。一條之中有數種題名者，分別立目。著者朝代括注於姓名之後，"
        "僧人以“釋”字立目。書名、人名之後注單位代碼與編號末七位。",
    ),
}


@pytest.mark.parametrize("kind", CLAUSES)
def test_what_the_conventions_say_of_the_indexes_is_whole_and_in_order(kind: str) -> None:
    settings, words = CLAUSES[kind]
    values = text_values(ALONE, count([entry(1, "周易九卷")]), Profile(index=settings))
    assert values["index_clause"] == words


@pytest.mark.parametrize(
    ("index", "facts", "there", "absent"),
    [
        (
            IndexSettings(),
            ALONE,
            ["書後附《書名筆畫索引》，前有《書名筆畫字頭索引》", "書名之後注正文頁碼"],
            ["著者筆畫", "總索引"],
        ),
        (IndexSettings(heads=False), ALONE, ["書後附《書名筆畫索引》。"], ["字頭索引"]),
        (
            IndexSettings(persons=True),
            ALONE,
            ["《書名筆畫索引》與《著者筆畫索引》", "書名、人名依首字筆畫數", "著者朝代括注"],
            [],
        ),
        (
            IndexSettings(titles=False, persons=True),
            ALONE,
            ["書後附《著者筆畫索引》。人名依"],
            ["書名筆畫", "字頭", "年號、地名不計"],
        ),
        (IndexSettings(titles=False), ALONE, ["不附索引。"], ["筆畫"]),
        (IndexSettings(reference="number"), ALONE, ["注單位代碼與編號末七位"], ["正文頁碼"]),
        (
            IndexSettings(reference="number"),
            replace(ALONE, holders=(ZHEJIANG,)),
            ["注普查登記編號末七位"],
            ["單位代碼與"],
        ),
        (IndexSettings(), SECOND, ["每冊後附", "全書之末另編總索引，先注冊次，冒號之後爲頁碼"], ["書後附"]),
    ],
)
def test_the_conventions_tell_of_the_indexes_there_are(
    index: IndexSettings, facts: VolumeFacts, there: list[str], absent: list[str]
) -> None:
    words = said(facts, Profile(index=index))
    for part in there:
        assert part in words
    for part in absent:
        assert part not in words.partition("五、索引")[2].partition("六、")[0]


def test_the_conventions_tell_how_entries_run_in_either_direction() -> None:
    across, down = said(ALONE), said(ALONE, Profile(style=StyleSettings(direction="vertical")))
    assert "每條依次著錄：古籍普查登記編號、索書號" in across
    assert "每條以題名卷數領起" in down
    assert "末附古籍普查登記編號與索書號" in down
    assert "用阿拉伯數字" in across
    assert "用漢字" in down
    pairs = Profile(style=StyleSettings(direction="vertical"), vertical=VerticalSettings(digits="pairs"))
    assert "用阿拉伯數字" in said(ALONE, pairs)


def test_the_conventions_tell_whether_works_of_a_set_are_printed() -> None:
    assert "子目附列其下" in said(ALONE)
    assert "不列子目" in said(ALONE, Profile(style=StyleSettings(sub_works="none")))


SMALLEST = PageSettings(width=100, height=95, top=15, bottom=15, inner=15, outer=15, columns=1)
PAGES = [profile.page for profile in builtin_profiles().values()] + [SMALLEST]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.width:g}x{page.height:g}-{page.columns}")
def test_the_title_page_is_one_page_on_every_sheet(page: PageSettings, main_faces: Typefaces) -> None:
    facts = replace(
        FIRST, subject="浙江大學圖書館等兩家收藏單位", proof=True, sample=True, publisher="國家圖書館出版社"
    )
    profile = Profile(page=page, index=IndexSettings(columns=1))
    sections = Sections(profile, Compositor(main_faces.fresh()), proof=True)
    composed = sections.display(front_pages.title_page(facts, profile, "書名筆畫總索引"), 1, "middle")
    assert len(composed.pages) == 1


def test_the_list_of_volumes_names_holders_spans_and_counts() -> None:
    styles = Sections(Profile(), Compositor.__new__(Compositor)).styles
    items = list(front_pages.parts_items(PARTS, styles))
    words = ["".join(run.text for run in item.runs) for item in items]  # type: ignore[union-attr]
    assert words == [
        "分冊目錄",
        "第一冊　浙江圖書館",
        "330000-1701-0000001—0009999　計九千條",
        "第二冊　溫州市圖書館、寧波市圖書館",
        "330000-1713-0000001—330000-1720-0000300　計四百五十條",
    ]
