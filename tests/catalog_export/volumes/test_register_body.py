"""Entries become paragraphs, and what the other parts of the volume need is noted on the way."""

from dataclasses import replace

import pytest

from catalog_export.typeset.model import Furniture, Item, PageFacts, Paragraph
from catalog_export.volumes.profile import Profile, StyleSettings
from catalog_export.volumes.register.body import PROOF, Body, RunningHead, shorten
from catalog_export.volumes.register.entry import RegisterEntry, SubEntry
from catalog_export.volumes.register.sections import display_furniture
from catalog_export.volumes.register.styles import styles_of
from tests.catalog_export.volumes.register_samples import WENZHOU, ZHEJIANG, entry


def body(profile: Profile | None = None) -> Body:
    profile = profile or Profile()
    return Body(profile, styles_of(profile), {holder.code: holder for holder in (ZHEJIANG, WENZHOU)})


def words(item: Item) -> str:
    assert isinstance(item, Paragraph)
    return "".join(run.text for run in item.runs)


def styled(**style: str) -> Profile:
    return Profile(style=replace(StyleSettings(), **style))


ZHOUYI = entry(12, "周易九卷略例一卷", "（三國魏）王弼注", "明刻本", "2冊")
GUOYU = entry(21, "國語二十一卷", "（三國吳）韋昭注", "明嘉靖七年（1528）刻本", "6冊", "存二卷（一至二）")
WENXUAN = entry(3, "文選六十卷", "日本寬永二年（1625）活字印本", "30冊", institution="1713")
SET = replace(
    entry(30, "十三經注疏三百三十三卷", "明刻本", "160冊"),
    sub_entries=(
        SubEntry(1, ("周易兼義九卷", "（唐）孔穎達疏")),
        SubEntry(2, ("略例一卷",)),
        SubEntry(1, ("附考一卷",)),
    ),
)


def test_an_entry_is_number_and_shelf_mark_then_its_statements() -> None:
    heading, first = list(body().items([ZHOUYI]))
    assert words(heading) == "浙江圖書館"
    assert words(first) == "330000-1701-0000012　善12\n周易九卷略例一卷　（三國魏）王弼注　明刻本　2冊"
    assert isinstance(first, Paragraph)
    assert first.runs[0].weight == 700
    assert first.anchor == ZHOUYI.record_id


def test_run_in_numbers_stand_on_the_titles_line() -> None:
    items = list(body(styled(number_line="run_in")).items([ZHOUYI]))
    assert words(items[1]).startswith("330000-1701-0000012　善12　周易九卷")
    assert items[1].style.first_indent < 0  # type: ignore[union-attr]


def test_whatever_the_profile_no_word_of_an_entry_is_lost() -> None:
    for number_line in ("own", "run_in"):
        for one in (ZHOUYI, GUOYU, WENXUAN, SET):
            paragraph = list(body(styled(number_line=number_line)).items([one]))[1]
            assert words(paragraph).replace("\n", "　") == one.text


def test_an_entry_without_number_says_so() -> None:
    nameless = replace(ZHOUYI, key="", number="")
    assert words(list(body().items([nameless]))[1]).startswith("［無編號］　善12\n")


def test_an_entry_without_shelf_mark_has_no_dangling_space() -> None:
    bare = replace(ZHOUYI, shelf_mark="")
    assert words(list(body().items([bare]))[1]).startswith("330000-1701-0000012\n周易")


@pytest.mark.parametrize(
    ("wanted", "lines"),
    [
        ("run_in", ["子目　周易兼義九卷　（唐）孔穎達疏：略例一卷；附考一卷"]),
        ("lines", ["周易兼義九卷　（唐）孔穎達疏", "　略例一卷", "附考一卷"]),
        ("none", []),
    ],
)
def test_works_of_a_set(wanted: str, lines: list[str]) -> None:
    items = list(body(styled(sub_works=wanted)).items([SET]))
    assert [words(item) for item in items[2:]] == lines
    assert all(item.mark == items[1].mark for item in items[2:])  # type: ignore[union-attr]


@pytest.mark.parametrize("wanted", ["run_in", "lines"])
def test_the_name_of_a_set_comes_again_only_if_the_profile_says_so(wanted: str) -> None:
    plain = list(body(styled(sub_works=wanted, sub_head="none")).items([SET]))[2:]
    again = list(body(styled(sub_works=wanted)).items([SET]))[2:]
    assert all(item.again == () for item in plain)  # type: ignore[union-attr]
    heads = {"".join(run.text for run in item.again) for item in again}  # type: ignore[union-attr]
    assert heads == {f"{SET.number}　{SET.title}"}


def test_a_part_that_holds_works_is_set_bold() -> None:
    sub = list(body().items([SET]))[2]
    assert isinstance(sub, Paragraph)
    assert [run.weight for run in sub.runs] == [700, 700, None, None, None, None, None]


def test_each_institution_has_its_heading_and_span() -> None:
    volume = body()
    items = list(volume.items([ZHOUYI, GUOYU, WENXUAN]))
    headings = [item for item in items if isinstance(item, Paragraph) and item.outline]
    assert [words(item) for item in headings] == ["浙江圖書館", "溫州市圖書館"]
    assert [item.break_before for item in headings] == ["", "page"]
    assert [(span.first[-2:], span.last[-2:], span.entries) for span in volume.spans] == [
        ("12", "21", 2),
        ("03", "03", 1),
    ]
    assert volume.statistics.total.copies == 3
    assert [(title.text, place) for title, place in volume.titles] == [
        ("周易九卷略例一卷", 0),
        ("國語二十一卷", 1),
        ("文選六十卷", 2),
    ]


def test_institutions_may_follow_on_one_page() -> None:
    items = list(body(styled(institution="run_in")).items([ZHOUYI, WENXUAN]))
    assert all(item.break_before == "" for item in items if isinstance(item, Paragraph))


def test_an_unknown_institution_goes_by_its_code() -> None:
    stranger: RegisterEntry = entry(1, "周易二卷", institution="9999")
    assert words(next(iter(body().items([stranger])))) == "9999"


def test_numbers_of_one_group_are_shortened() -> None:
    assert shorten("330000-1701-0000021", "330000-1701-0000042") == "330000-1701-0000021—0000042"
    assert shorten("330000－1701－0000021", "330000－1701－0000042") == "330000－1701－0000021—0000042"
    assert shorten("330000-1701-0000021", "330000-1713-0000001") == "330000-1701-0000021—330000-1713-0000001"
    assert shorten("330000-1701-0000021", "330000-1701-0000021") == "330000-1701-0000021"
    assert shorten("", "330000-1701-0000021") == "330000-1701-0000021"
    assert shorten("", "") == ""


def facts(*, recto: bool) -> PageFacts:
    first, last = (f"330000-1701-00000{n}\x1f浙江圖書館" for n in (12, 21))
    return PageFacts("7", 7, recto, first, last, opening=False)


def test_the_number_stands_outside_the_name_inside() -> None:
    head = RunningHead("both", 9)
    recto, verso = head(facts(recto=True)), head(facts(recto=False))
    assert (recto.head_left, recto.head_right, recto.foot_right) == ("浙江圖書館", "330000-1701-0000012—0000021", "7")
    assert (verso.head_right, verso.head_left, verso.foot_left) == ("浙江圖書館", "330000-1701-0000012—0000021", "7")
    assert recto.head_rule > 0


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [("numbers", "", "330000-1701-0000012—0000021"), ("institution", "浙江圖書館", ""), ("none", "", "")],
)
def test_the_profile_chooses_what_the_head_shows(kind: str, left: str, right: str) -> None:
    furniture = RunningHead(kind, 9)(facts(recto=True))
    assert (furniture.head_left, furniture.head_right) == (left, right)
    assert bool(furniture.head_rule) == bool(left or right)


def test_every_page_of_a_proof_says_so() -> None:
    assert RunningHead("both", 9, proof=True)(facts(recto=True)).foot_centre == PROOF
    assert display_furniture(9, proof=True)(facts(recto=True)) == Furniture(foot_centre=PROOF, size=9)
    assert display_furniture(9, proof=False)(facts(recto=True)).foot_centre == ""
