"""Statements made up from their structure, written, and read again: the reader must find what the writer meant."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from authority.han import fold
from guji.notation import (
    PROFILES,
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
    Note,
    Number,
    Place,
    Point,
    Range,
    Responsibility,
    Section,
    Title,
    TitleUnit,
    parse_edition,
    parse_entry,
    parse_extent,
    parse_responsibility,
    parse_title,
    render_edition,
    render_entry,
    render_extent,
    render_responsibility,
    render_title,
)
from guji.notation.numbers import write_number


def number(n: int) -> Number:
    """A number as catalogues write it."""
    return Number(n, write_number(Number(n), None))


def juan(n: int) -> Count:
    """So many 卷."""
    return Count(number(n), "卷")


def simplified(text: str) -> str:
    """The text as it would be typed in simplified characters, its punctuation untouched."""
    return "".join(fold(char) if "\u3400" <= char <= "\u9fff" else char for char in text)


# --- 題名卷數 ------------------------------------------------------------------------------------------------------

names = st.sampled_from(
    [
        "周易述",
        "尚書後案",
        "毛詩稽古編",
        "春秋大事表",
        "水經注釋",
        "越中金石記",
        "鮚埼亭集",
        "茶香室叢鈔",
        "札迻",
        "東甌詩存",
    ]
)
further = st.sampled_from(["易漢學", "易例", "今文尚書考證", "讀左漫筆", "漢石例", "句餘土音", "越諺"])
labels = st.sampled_from(["首", "末", "附錄", "補遺", "目錄", "外集", "年譜", "續編", "圖說", "校勘記"])
extras = st.lists(st.builds(lambda label, n: Extra(label, (juan(n),)), labels, st.integers(1, 60)), max_size=3)
reigns = st.sampled_from(["", "嘉泰", "寶慶", "萬曆", "康熙", "光緒"])


@st.composite
def titles(draw: st.DrawFn) -> Title:
    """A work, perhaps with its reign, its additions, and a further work printed with it."""
    reign = draw(reigns)
    first = TitleUnit(
        draw(names),
        prefix=reign,
        brackets="［］" if reign else "",
        counts=(juan(draw(st.integers(1, 400))),),
        extras=tuple(draw(extras)),
    )
    more = draw(st.lists(further, max_size=2, unique=True))
    return Title((first, *(TitleUnit(name, counts=(juan(draw(st.integers(1, 99))),)) for name in more)))


@given(titles())
def test_titles(title: Title) -> None:
    assert parse_title(render_title(title)).structure == title


# --- 著者 ----------------------------------------------------------------------------------------------------------

people = st.sampled_from(
    ["惠棟", "王鳴盛", "陳啟源", "顧棟高", "趙一清", "杜春生", "全祖望", "俞樾", "孫詒讓", "曾唯", "齊召南", "盛百二"]
)
monks = st.sampled_from(["智旭", "袾宏", "元賢", "祩宏"])
roles = st.sampled_from(["撰", "輯", "注", "編", "校", "校補", "纂修", "箋釋", "輯並注", "撰並書", "評點", "筆述"])
nations = st.sampled_from(["日本", "朝鮮", "英國", "美國"])
dynasties = st.sampled_from(["漢", "三國魏", "晉", "南朝梁", "唐", "五代", "宋", "遼", "金", "元", "明", "清"])


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """People of one dynasty or country with one role, a monk at times, 等 at times."""
    found = [Name(name) for name in draw(st.lists(people, min_size=1, max_size=3, unique=True))]
    if draw(st.booleans()):
        found[0] = Name(draw(monks), "釋")
    abroad = draw(st.booleans()) and draw(st.booleans())
    return Group(
        tuple(found),
        dynasty="" if abroad else draw(dynasties),
        nation=draw(nations) if abroad else "",
        role=draw(roles),
        etc=draw(st.sampled_from(["", "", "等"])),
        ascribed=draw(st.sampled_from(["", "", "", "題", "舊題"])),
        brackets=draw(st.sampled_from(["（）", "〔〕", "()"])),
    )


@given(st.lists(groups(), min_size=1, max_size=4), st.lists(groups(), max_size=2), further, st.integers(1, 40))
def test_people(main: list[Group], more: list[Group], name: str, n: int) -> None:
    sections = [Section((replace(main[0], lead=""), *main[1:]), lead="")]
    if more:
        sections.append(Section(tuple(more), Title((TitleUnit(name, counts=(juan(n),)),))))
    written = Responsibility(tuple(sections))
    parsed = parse_responsibility(render_responsibility(written))
    assert parsed.structure == written
    assert parsed.unplaced == ()


# --- 版本 ----------------------------------------------------------------------------------------------------------

eras = st.sampled_from(
    [
        ("宋", "淳熙", 1174, 16),
        ("元", "大德", 1297, 11),
        ("明", "成化", 1465, 23),
        ("明", "崇禎", 1628, 17),
        ("清", "雍正", 1723, 13),
        ("清", "道光", 1821, 30),
        ("清", "宣統", 1909, 3),
        ("日本", "元祿", 1688, 17),
    ]
)
makers = st.sampled_from(
    [
        "",
        "內府",
        "浙江書局",
        "毛氏汲古閣",
        "慎獨齋",
        "鮑氏知不足齋",
        "郎奎金",
        "胡文煥",
        "孫氏詒善祠塾",
        "朱氏槐廬家塾",
    ]
)
towns = st.sampled_from(["", "杭州", "金陵", "建陽", "常熟", "吳興", "湖南新化"])
first_acts = st.sampled_from(["刻", "抄", "影抄", "木活字印", "石印", "鉛印", "珂羅版印", "彩繪", "精抄"])
later_acts = st.sampled_from(["重修", "遞修", "補刻", "增修", "後印", "重印", "校補"])
sets = st.sampled_from(["", "雅雨堂藏書", "抱經堂叢書", "通志堂經解", "徑山藏"])
remarks = st.sampled_from(
    [(), (Note("卷三配抄本", supplement=True),), (Note("有缺葉", supplement=True),), (Note("四庫底本"),)]
)


@st.composite
def dates(draw: st.DrawFn, bare: bool = False) -> Date:
    """A year of an era, with its Gregorian year or without, a span of years, or the era alone."""
    dynasty, era, start, last = draw(eras)
    dynasty = "" if bare else dynasty
    kind = draw(st.sampled_from(["year", "counted", "span", "era", "phase"]))
    if kind in ("era", "phase"):
        return Date(Point(dynasty, era, suffix="", phase="間" if kind == "phase" else ""))
    n = draw(st.integers(1, last - 1))
    year = Number(n, "元") if n == 1 else number(n)
    ce = CommonEra(start + n - 1, brackets=draw(st.sampled_from(["()", "（）"])))
    if kind == "span":
        until = draw(st.integers(n + 1, last))
        whole = replace(ce, last=start + until - 1)
        return Date(Point(dynasty, era, year), Point(year=number(until), ce=whole))
    return Date(Point(dynasty, era, year, ce=ce if kind == "year" else None))


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """An edition of one or two layers, with place, maker, set and remark as they come."""
    maker = draw(makers)
    town = draw(towns)
    first = Layer(draw(first_acts), (draw(dates()),), town, (Maker(maker),) if maker else ())
    layers = [first]
    if first.action == "刻" and draw(st.booleans()):
        layers.append(Layer(draw(later_acts), (Date(Point("清", "光緒", number(draw(st.integers(2, 33))))),)))
    elif first.action == "刻":
        layers[0] = replace(first, series=draw(sets))
    return Edition(tuple(layers), ending="本", notes=draw(remarks))


@settings(max_examples=300)
@given(editions())
def test_editions(edition: Edition) -> None:
    text = render_edition(edition)
    parsed = parse_edition(text)
    assert parsed.unplaced == ()
    assert render_edition(parsed.structure) == text
    assert _said(parsed.structure) == _said(edition)


def _said(edition: Edition) -> list[tuple[object, ...]]:
    """What each layer says."""
    return [(layer.action, layer.dates, layer.place, layer.makers, layer.series) for layer in edition.layers]


# --- 存缺卷 --------------------------------------------------------------------------------------------------------

part_names = st.sampled_from(["", "前集", "後集", "文集", "詩集", "周禮", "列傳", "外編"])


@st.composite
def parts(draw: st.DrawFn, label: str) -> tuple[ExtentGroup, int]:
    """One part's places in ascending order, and how many juan they are."""
    cuts = sorted(draw(st.sets(st.integers(1, 300), min_size=2, max_size=6)))
    ranges: list[Range] = []
    total = 0
    for first, last in zip(cuts[::2], cuts[1::2], strict=False):
        single = draw(st.booleans())
        lead = "、" if ranges else ""
        ranges.append(Range(Place(number(first)), None if single else Place(number(last)), lead=lead))
        total += 1 if single else last - first + 1
    return ExtentGroup(label, tuple(ranges)), total


@st.composite
def extents(draw: st.DrawFn) -> Extent:
    """What is extant of one to three parts, with the sum that is right."""
    found: list[ExtentGroup] = []
    total = 0
    for label in draw(st.lists(part_names, min_size=1, max_size=3, unique=True).map(sorted)):
        group, size = draw(parts(label))
        found.append(replace(group, lead="，" if found else ""))
        total += size
    brackets = draw(st.sampled_from(["（）", "()", "："]))
    return Extent(draw(st.sampled_from("存缺")), (juan(total),), groups=tuple(found), brackets=brackets)


@given(extents())
def test_extents(extent: Extent) -> None:
    parsed = parse_extent(render_extent(extent))
    assert parsed.structure == extent
    assert parsed.issues == ()


@given(extents(), st.integers(1, 9))
def test_a_sum_that_is_wrong_is_found_in_any_notation(extent: Extent, off: int) -> None:
    wrong = replace(extent, counts=(juan((extent.count or 0) + off),))
    for profile in PROFILES.values():
        text = render_extent(wrong, profile)
        assert "extent_sum_mismatch" in [issue.check for issue in parse_extent(text).issues]


# --- whole entries -------------------------------------------------------------------------------------------------

holders = st.sampled_from(["", "浙江圖書館", "天一閣博物院", "溫州市圖書館", "紹興圖書館", "浙江大學圖書館"])


@st.composite
def entries(draw: st.DrawFn) -> tuple[str, Title, list[Group], Edition]:
    """A line with its title, people and edition, and perhaps a holder and an extent."""
    title, edition = draw(titles()), draw(editions())
    found = draw(st.lists(groups(), min_size=1, max_size=2))
    people_text = render_responsibility(Responsibility((Section((replace(found[0], lead=""), *found[1:])),)))
    pieces = [render_title(title), people_text, render_edition(edition), draw(holders)]
    pieces += [render_extent(draw(extents()))] if draw(st.booleans()) else []
    return "\u3000".join(piece for piece in pieces if piece), title, found, edition


@settings(max_examples=150)
@given(entries())
def test_entries(made: tuple[str, Title, list[Group], Edition]) -> None:
    line, title, found, edition = made
    entry = parse_entry(line)
    assert entry.complete
    assert render_entry(entry) == line
    assert entry.title == title
    assert [group.names for group in entry.responsibility.groups] == [group.names for group in found]
    assert _said(entry.edition) == _said(edition)


@settings(max_examples=150)
@given(entries())
def test_entries_typed_with_half_width_spaces(made: tuple[str, Title, list[Group], Edition]) -> None:
    line, title, found, edition = made
    entry = parse_entry(line.replace("\u3000", " "))
    assert entry.complete
    assert entry.title == title
    assert [group.role for group in entry.responsibility.groups] == [group.role for group in found]
    assert _said(entry.edition) == _said(edition)


@settings(max_examples=150)
@given(entries())
def test_entries_typed_in_simplified_characters_say_the_same(made: tuple[str, Title, list[Group], Edition]) -> None:
    line, _, _, edition = made
    entry = parse_entry(simplified(line))
    assert entry.complete
    assert [part.kind for part in entry.parts] == [part.kind for part in parse_entry(line).parts]
    assert (entry.edition.year_from, entry.edition.year_to) == (edition.year_from, edition.year_to)
    assert entry.edition.type == simplified(edition.type)
    assert entry.extent.count == parse_entry(line).extent.count
