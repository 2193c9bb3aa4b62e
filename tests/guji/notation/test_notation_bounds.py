"""Where one rule ends and the next begins: each case fails if the rule beside it is broken."""

import pytest

from guji.notation import (
    Act,
    parse_annotations,
    parse_edition,
    parse_entry,
    parse_extent,
    parse_responsibility,
    parse_title,
)


@pytest.mark.parametrize(
    ("text", "title", "checks"),
    [
        ("存二卷（上、下）", "論語二卷", []),
        ("存一卷（上、下）", "論語二卷", ["extent_sum_mismatch"]),
        ("存一卷（上、下）", "論語十卷", []),
        ("存三卷（一至三）", "論語二卷", ["extent_count_beyond_total", "extent_beyond_total"]),
        ("存三卷（外集一至三）", "論語二卷", []),
        ("存五卷（一至五，卷二殘）", "論語十卷", []),
        ("存五卷（三、一至二、四至五）", "論語十卷", ["extent_range_order"]),
        ("存五卷（三至四、一至二、五）", "論語十卷", ["extent_range_order"]),
        ("存四卷（一至三、二至四）", "論語十卷", ["extent_overlap"]),
    ],
)
def test_places_against_the_work(text: str, title: str, checks: list[str]) -> None:
    """Halves are juan of their own only in a work of two; parts that the title does not name may go beyond it."""
    found = parse_extent(text, parse_title(title).structure)
    assert [issue.check for issue in found.issues] == checks


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("六十種曲一百二十卷", ["六十種曲"]),
        ("千百年眼十二卷", ["千百年眼"]),
        ("百卷樓書目", ["百卷樓書目"]),
        ("三百千", ["三百千"]),
        ("前集一卷後集二卷", ["前集"]),
    ],
)
def test_numbers_that_belong_to_the_name(text: str, names: list[str]) -> None:
    assert [unit.name for unit in parse_title(text).structure.units] == names


def test_a_first_part_leaves_a_name() -> None:
    """文前集 has too little before 前集 to be a work with parts; 劍南詩前集 has enough."""
    (short,) = parse_title("文前集六卷後集八卷").structure.units
    (long,) = parse_title("劍南詩前集六卷後集八卷").structure.units
    assert (short.name, short.part) == ("文前集", "")
    assert (long.name, long.part) == ("劍南詩", "前集")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("詩集二卷　（清）徐本撰　徐本　清刻本　浙江圖書館", "title responsibility edition holder"),
        ("論語十卷　清刻本　惠棟　某某物件　浙江圖書館", "title edition annotation unplaced holder"),
        ("論語十卷　明刻本（卷一（抄　補）　卷二）　浙江圖書館", "title edition unplaced holder"),
        ("論語十卷　明刻本（卷一　卷二抄補）　浙江圖書館", "title edition holder"),
    ],
)
def test_kinds_of_pieces(text: str, kinds: str) -> None:
    """A name that ends in 本 is no edition; a bracket in which another opens does not hold the separators."""
    assert " ".join(part.kind for part in parse_entry(text).parts) == kinds


@pytest.mark.parametrize(("text", "items"), [("清刻本　惠棟", 0), ("清刻本　惠棟跋", 1)])
def test_only_an_act_makes_an_annotation_behind_an_edition(text: str, items: int) -> None:
    parsed = parse_edition(text)
    annotations = parsed.structure.annotations
    assert (len(annotations.items) if annotations else 0) == items
    assert parsed.complete is (items > 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("錄何焯批校　惠棟跋", [("錄", "批校", ""), ("跋", "", "惠棟")]),
        ("吳騫等　周春跋", [("", "", "吳騫"), ("跋", "", "周春")]),
        ("吳騫等　跋", [("跋", "", "吳騫")]),
    ],
)
def test_whose_act_it_is(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Copied notes that are named end the list of those copied; behind 等 a name begins anew."""
    found = []
    for item in parse_annotations(text).structure.items:
        act = item.acts[0] if item.acts else Act("")
        found.append((act.verb, act.copied, "".join(name.name for name in item.names)))
    assert found == expected


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("介休梁錫璵撰", [("介休", "梁錫璵", "撰")]),
        ("（清）張玉書　陳廷敬等纂", [("", "張玉書", "纂"), ("", "陳廷敬", "纂")]),
        ("（明）吳騫等　周春　陳鱣撰", [("", "吳騫", ""), ("", "周春", "撰"), ("", "陳鱣", "撰")]),
        ("題桃花扇", []),
    ],
)
def test_who_shares_a_role(text: str, people: list[tuple[str, str, str]]) -> None:
    """張玉書 is no writer of 張玉; behind 等 a further name is a group of its own; 題 alone names nobody."""
    groups = parse_responsibility(text).structure.groups
    assert [(name.origin, name.name, group.role) for group in groups for name in group.names] == people


@pytest.mark.parametrize("text", ["明汪道昆萬曆刻本", "明毛晉崇禎刻本", "清·鉛印本", "明藏刻本"])
def test_what_is_no_maker_is_left_over(text: str) -> None:
    """An era that stands behind the maker, a dot and 藏 alone are for the cataloguer to see."""
    parsed = parse_edition(text)
    assert [span.text for span in parsed.unplaced] == [text]
    assert [issue.check for issue in parsed.issues] == ["unplaced_text"]
