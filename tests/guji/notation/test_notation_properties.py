"""Properties: nothing raises, nothing leaks, what is rendered reads back as it was meant."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from guji.notation import (
    AS_WRITTEN,
    PROFILES,
    Annotation,
    Annotations,
    CommonEra,
    Count,
    Date,
    Edition,
    Extent,
    ExtentGroup,
    Extra,
    Group,
    Layer,
    Maker,
    Name,
    Number,
    Parsed,
    Place,
    Point,
    Range,
    Responsibility,
    Section,
    Title,
    TitleUnit,
    parse_annotations,
    parse_edition,
    parse_entry,
    parse_extent,
    parse_responsibility,
    parse_title,
    parse_volumes,
    render,
    render_annotations,
    render_edition,
    render_entry,
    render_extent,
    render_responsibility,
    render_title,
)
from guji.notation.as_json import entry_json
from guji.notation.numbers import write_number

PARSERS = [parse_title, parse_responsibility, parse_edition, parse_annotations, parse_extent, parse_volumes]
#: Characters that matter to the grammar, so that random texts come near it.
TELLING = (
    "一二三十百卷回種不分□首附錄存缺至、，；：（）()[]［］〔〕　 明清宋"
    "萬曆嘉靖元年刻抄印本稿修撰輯等題釋並跋校錄王李朱氏堂閣冊〓?𢎞𤣥\0\n"
)
fragments = st.text(st.sampled_from(TELLING), max_size=60)
anything = st.text(max_size=80)
texts = fragments | anything

numbers = st.integers(1, 999).map(lambda n: Number(n, write_number(Number(n), None)))
juan = numbers.map(lambda number: Count(number, "卷"))
works = st.sampled_from(
    ["周易", "尚書大傳", "鮚埼亭集", "越絕書", "寶慶四明志", "武林舊事", "夢溪筆談", "剡源戴先生文集"]
)
people = st.sampled_from(["黃宗羲", "全祖望", "萬斯同", "朱彝尊", "章學誠", "李慈銘", "孫詒讓", "俞樾", "王守仁"]).map(
    Name
)


def inside(parsed: Parsed[object]) -> None:
    """Every offset lies inside the text, every span is the text's own words."""
    for span in parsed.unplaced:
        assert parsed.text[span.offset : span.offset + span.length] == span.text
    for issue in parsed.issues:
        assert 0 <= issue.offset <= issue.offset + issue.length <= len(parsed.text)
        assert issue.message


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(texts)
@example("")
@example("卷")
@example("（")
@example("□" * 40)
@example("\ud7ff\U0002a6d6")
@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
def test_no_text_raises(parser: object, text: str) -> None:
    assert callable(parser)
    inside(parser(text))


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(texts)
def test_no_line_raises_and_its_parts_cover_it(text: str) -> None:
    entry = parse_entry(text)
    if entry.parts:
        assert "".join(part.lead + part.text for part in entry.parts) == text
    for span in entry.unplaced:
        assert text[span.offset : span.offset + span.length] == span.text
    for issue in entry.issues:
        assert 0 <= issue.offset <= issue.offset + issue.length <= len(text)
    assert entry_json(entry)["raw"] == text
    for profile in PROFILES.values():
        assert isinstance(render_entry(entry, profile), str)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(texts)
@example("宋? ，")
@example("清王士禛（漁洋）撰")
@example("題清王士禛（漁洋）撰")
@example("王某錄李某等 張某")
@example("王某、李某等 校")
@example("王某錄李某（明） 張某跋")
@example("王某錄李某、 題並跋")
@example("王某錄李某、陳某 張某跋")
@example("王某　李某、張某")
@example("王某、李某　張某；陳某撰")
@pytest.mark.parametrize(
    "parser", [parse_title, parse_responsibility, parse_edition, parse_annotations], ids=lambda parser: parser.__name__
)
def test_what_is_printed_as_written_keeps_every_word(parser: object, text: str) -> None:
    """With nothing left over, the text comes back whole (outer spaces and stray separators aside)."""
    assert callable(parser)
    parsed = parser(text)
    if parsed.complete:
        strip = str.maketrans("", "", " \u3000\t\xa0")
        assert render(parsed, AS_WRITTEN).translate(strip) == text.translate(strip)


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
@pytest.mark.parametrize(
    "unit",
    ["明萬曆刻", "（", "存一至二、", "一", "卷", "王", "　", "[", "論語十卷", "刻", "□", "跋並錄", "a", "清", "、"],
)
def test_long_texts_are_read_in_time(parser: object, unit: str) -> None:
    assert callable(parser)
    text = unit * (100_000 // len(unit))
    begin = time.process_time()
    inside(parser(text))
    assert time.process_time() - begin < 10


@pytest.mark.parametrize("unit", ["論語十卷　", "（明）王　", "（　", "跋　", "清抄本（"])
def test_long_lines_are_read_in_time(unit: str) -> None:
    begin = time.process_time()
    parse_entry(unit * (100_000 // len(unit)))
    assert time.process_time() - begin < 20


# --- structures made at random, written, and read again ----------------------------------------------------------

extras = st.lists(
    st.builds(Extra, st.sampled_from(["首", "末", "附錄", "補遺", "外集", "年譜", "圖"]), juan.map(lambda c: (c,))),
    max_size=3,
    unique_by=lambda extra: extra.label,
)


@given(works, juan, extras)
def test_titles_come_back(name: str, count: Count, added: list[Extra]) -> None:
    title = Title((TitleUnit(name, counts=(count,), extras=tuple(added)),))
    assert parse_title(render_title(title)).structure == title


roles = st.sampled_from(["撰", "輯", "編", "注", "纂修", "校並跋", "輯並評", "譯"])
dynasties = st.sampled_from(["漢", "三國吳", "唐", "南朝宋", "宋", "元", "明", "清", "後秦"])
groups = st.builds(
    lambda names, dynasty, role, etc: Group(tuple(names), dynasty, role=role, etc=etc, brackets="（）"),
    st.lists(people, min_size=1, max_size=3, unique_by=lambda name: name.name),
    dynasties,
    roles,
    st.sampled_from(["", "等"]),
)


@given(st.lists(groups, min_size=1, max_size=3), st.lists(groups, max_size=2), works, juan)
def test_people_come_back(main: list[Group], more: list[Group], name: str, count: Count) -> None:
    sections = [Section((replace(main[0], lead=""), *main[1:]), lead="")]
    if more:
        sections.append(Section(tuple(more), Title((TitleUnit(name, counts=(count,)),))))
    responsibility = Responsibility(tuple(sections))
    assert parse_responsibility(render_responsibility(responsibility)).structure == responsibility


eras = st.sampled_from(
    [("明", "萬曆", 1573, 48), ("明", "嘉靖", 1522, 45), ("清", "康熙", 1662, 61), ("清", "光緒", 1875, 34)]
)
makers = st.sampled_from(
    [
        (),
        (Maker("毛氏汲古閣"),),
        (Maker("王獻"),),
        (Maker("鄭達"), Maker("黃仕達", "、")),
        (Maker("內府"),),
        (Maker("浙江書局"),),
    ]
)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """An edition with a dated first layer and perhaps an undated second."""
    dynasty, era, start, last = draw(eras)
    n = draw(st.integers(1, last))
    number = Number(n, "元" if n == 1 else write_number(Number(n), None))
    point = Point(dynasty, era, number, ce=CommonEra(start + n - 1, brackets=draw(st.sampled_from(["()", "（）"]))))
    action = draw(st.sampled_from(["刻", "抄", "活字印", "石印", "彩繪"]))
    first = Layer(action, (Date(point),), makers=draw(makers))
    later = draw(st.sampled_from([(), (Layer("重修", (Date(Point("清", suffix="")),)),)])) if action == "刻" else ()
    return Edition((first, *later), ending="本")


@given(editions())
def test_editions_come_back(edition: Edition) -> None:
    parsed = parse_edition(render_edition(edition))
    assert parsed.unplaced == ()
    assert parsed.issues == ()
    assert render_edition(parsed.structure) == render_edition(edition)
    assert (parsed.structure.year, parsed.structure.maker) == (edition.year, edition.maker)
    assert [layer.action for layer in parsed.structure.layers] == [layer.action for layer in edition.layers]


@st.composite
def extents(draw: st.DrawFn) -> Extent:
    """An extent whose ranges ascend, with the count that they add up to."""
    places = sorted(draw(st.sets(st.integers(1, 200), min_size=2, max_size=8)))
    ranges: list[Range] = []
    total = 0
    for index in range(0, len(places) - 1, 2):
        first, last = places[index], places[index + 1]
        lead = "、" if ranges else ""
        ranges.append(Range(Place(_number(first)), Place(_number(last)), lead=lead))
        total += last - first + 1
    counts = (Count(_number(total), "卷"),)
    return Extent(draw(st.sampled_from("存缺")), counts, groups=(ExtentGroup(ranges=tuple(ranges)),), brackets="（）")


def _number(n: int) -> Number:
    return Number(n, write_number(Number(n), None))


@given(extents())
def test_extents_come_back_and_add_up(extent: Extent) -> None:
    parsed = parse_extent(render_extent(extent))
    assert parsed.structure == extent
    assert parsed.issues == ()


@given(extents(), st.integers(1, 50))
def test_wrong_count_is_always_found(extent: Extent, off: int) -> None:
    count = extent.counts[0]
    assert count.value is not None
    wrong = replace(extent, counts=(Count(_number(count.value + off), "卷"),))
    assert "extent_sum_mismatch" in [issue.check for issue in parse_extent(render_extent(wrong)).issues]


@given(
    st.lists(people, min_size=1, max_size=3, unique_by=lambda name: name.name),
    st.sampled_from(["跋", "校並跋", "題詩", "批校"]),
)
def test_annotators_come_back(names: list[Name], mode: str) -> None:
    text = "　".join(name.name for name in names) + mode
    item: Annotation = parse_annotations(text).structure.items[0]
    assert (list(item.names), item.mode) == (names, mode)
    assert render_annotations(Annotations((item,))) == text


@given(st.integers(0, 99_999))
def test_numbers_are_written_as_they_are_read(n: int) -> None:
    written = write_number(Number(n), None)
    assert write_number(Number(n, written), None) == written
    assert write_number(Number(n + 1, written), None) != written
