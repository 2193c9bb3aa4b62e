"""Where one volume of a set ends and the next begins."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_export.volumes.profile import IndexSettings, Profile, StyleSettings
from catalog_export.volumes.register.snapshot import FrozenRecord
from catalog_export.volumes.register.title_index import heading_of, sort_text
from catalog_export.volumes.series.division import NEW_PAGE, OTHER_PAGES, BudgetError, divide, divide_heads
from catalog_export.volumes.series.ledger import Ledger, Sizer
from guji.data import BookData

LONG = "欽定古今圖書集成" * 40
ROOMY = 40


class FixedSizer(Sizer):
    """Takes the pages of a record from its shelf mark."""

    def __init__(self) -> None:
        super().__init__(Profile())

    def pages(self, data: BookData, *, repeated: bool = False, known: int = 0) -> float:
        return float(data.shelf_mark)


def ledger_of(*holders: list[float]) -> Ledger:
    """A ledger of holders, each with the pages of its records; ten records to a member of the file."""
    ledger = Ledger(FixedSizer())
    for code, sizes in enumerate(holders, 1701):
        for serial, size in enumerate(sizes):
            data = BookData(institution=str(code), census_no=f"330000-{code}-{serial:07d}", shelf_mark=str(size))
            ledger.note(FrozenRecord("", 1, "", data), 100 * (len(ledger) // 10))
    return ledger


def spans(ledger: Ledger, limit: int, **more: float | bool) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in divide(ledger, limit, **more)]  # type: ignore[arg-type]


def test_without_a_limit_all_is_one_volume() -> None:
    assert spans(ledger_of([1.0] * 500, [2.0] * 300), 0) == [(0, 800)]


def test_volumes_end_between_two_holders() -> None:
    ledger = ledger_of([1.0] * 10, [1.0] * 10, [1.0] * 10)
    assert spans(ledger, OTHER_PAGES + 22) == [(0, 20), (20, 30)]
    assert spans(ledger, OTHER_PAGES + 12) == [(0, 10), (10, 20), (20, 30)]


def test_a_holder_is_parted_only_if_it_fills_more_than_a_volume_and_then_evenly() -> None:
    assert spans(ledger_of([1.0] * 100), OTHER_PAGES + 40) == [(0, 33), (33, 67), (67, 100)]


def test_a_small_holder_follows_the_last_part_of_a_large_one() -> None:
    found = spans(ledger_of([1.0] * 50, [1.0] * 5), OTHER_PAGES + 40)
    assert found == [(0, 25), (25, 55)]


def test_a_large_holder_begins_in_a_volume_hardly_begun() -> None:
    assert spans(ledger_of([1.0] * 5, [1.0] * 60), OTHER_PAGES + 40)[0] == (0, 32)
    assert spans(ledger_of([1.0] * 25, [1.0] * 60), OTHER_PAGES + 40)[0] == (0, 25)


def test_what_fell_short_before_is_reckoned_in() -> None:
    ledger = ledger_of([1.0] * 10, [1.0] * 10)
    assert spans(ledger, OTHER_PAGES + 22) == [(0, 20)]
    assert spans(ledger, OTHER_PAGES + 22, factor=1.2) == [(0, 10), (10, 20)]


def test_a_holder_run_on_needs_no_new_page() -> None:
    ledger = ledger_of([1.0] * 10, [1.0] * 10)
    limit = OTHER_PAGES + 20
    assert spans(ledger, limit, new_page=False) == [(0, 20)]
    assert spans(ledger, limit, new_page=True) == [(0, 10), (10, 20)]


@pytest.mark.parametrize(("limit", "largest"), [(OTHER_PAGES, 0.1), (OTHER_PAGES - 3, 0.1), (OTHER_PAGES + 2, 3.0)])
def test_a_limit_that_leaves_no_room_is_refused(limit: int, largest: float) -> None:
    with pytest.raises(BudgetError, match=f"每册至多 {limit} 页"):
        divide(ledger_of([0.1, largest]), limit)


def test_nothing_gives_no_volume_under_a_limit() -> None:
    assert spans(ledger_of(), 100) == []


@given(
    st.lists(st.lists(st.floats(0.01, 3), min_size=1, max_size=60), min_size=1, max_size=12),
    st.integers(4, ROOMY),
)
def test_every_record_stands_in_one_volume_that_has_room_for_it(holders: list[list[float]], room: int) -> None:
    ledger = ledger_of(*holders)
    pieces = divide(ledger, OTHER_PAGES + room)
    assert [pieces[0].start, *(piece.end for piece in pieces)] == [
        *(piece.start for piece in pieces),
        len(ledger),
    ]
    for before, after in pairwise(pieces):
        assert before.end == after.start
    for piece in pieces:
        assert piece.end > piece.start
        assert sum(ledger.sizes[piece.start : piece.end]) <= room + 1e-6
    for piece in pieces[1:]:
        if piece.start not in ledger.firsts:
            holder = max(first for first in ledger.firsts if first < piece.start)
            end = next((first for first in ledger.firsts if first > piece.start), len(ledger))
            assert sum(ledger.sizes[holder:end]) + NEW_PAGE > room, "a holder that fits is never parted"


def pages(profile: Profile | None = None, **stated: object) -> float:
    values: dict[str, object] = {"institution": "1701", "title": "周易九卷", "edition": "明刻本", "volumes": "1冊"}
    return Sizer(profile or Profile()).pages(BookData(**(values | stated)))  # type: ignore[arg-type]


def test_more_words_take_more_room() -> None:
    assert pages() < pages(responsibility="（三國魏）王弼　（晉）韓康伯注　（唐）邢璹注略例") < pages(title=LONG)


def test_works_of_a_set_take_room_unless_they_are_not_printed() -> None:
    works = {"sub_works": [{"title": "略例一卷", "children": [{"title": "音義一卷"}] * 20}] * 10}
    assert pages(details=works) > 3 * pages()
    assert pages(Profile(style=StyleSettings(sub_works="none")), details=works) == pages()
    assert pages(Profile(style=StyleSettings(sub_works="lines")), details=works) > pages(details=works)


def test_a_further_copy_takes_little_room_in_the_index_of_its_holder() -> None:
    def sizes(*holders: str) -> list[float]:
        ledger = Ledger(Sizer(Profile()))
        for code in holders:
            ledger.note(FrozenRecord("", 1, "", BookData(institution=code, title="周易九卷")), 0)
        return list(ledger.sizes)

    first, copy, elsewhere = sizes("1701", "1701", "1702")
    assert copy < first == elsewhere


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_a_person_who_is_in_the_index_already_takes_little_room(direction: str) -> None:
    """A province has few authors for its many records: each a line, with a reference for every book."""
    records = (("1701", "（宋）朱熹撰"), ("1701", "（宋）朱熹撰　（明）胡廣輯"), ("1702", "（宋）朱熹撰"))
    ledgers = []
    for listed in (True, False):
        profile = Profile(style=StyleSettings(direction=direction), index=IndexSettings(titles=False, persons=listed))
        ledgers.append(Ledger(Sizer(profile)))
        for code, persons in records:
            data = BookData(institution=code, title="書", responsibility=persons)
            ledgers[-1].note(FrozenRecord("", 1, "", data), 0)
    sizes = zip(*(ledger.sizes for ledger in ledgers), strict=True)
    line, both, elsewhere = (size - bare for size, bare in sizes)
    assert both == pytest.approx(1.3 * line)
    assert elsewhere == pytest.approx(line)


def test_indexes_take_room_only_where_there_are_any() -> None:
    none = pages(Profile(index=IndexSettings(titles=False)), responsibility="（宋）朱熹撰")
    titles = pages(responsibility="（宋）朱熹撰")
    both = pages(Profile(index=IndexSettings(persons=True)), responsibility="（宋）朱熹撰")
    assert none < titles < both


HEADS = "一丁七三大小王元天太中文五四古史左白石司西朱在江宋孝周尚明易金春皇後御唐書"


@given(st.dictionaries(st.sampled_from(["", *HEADS]), st.integers(1, 400), max_size=40), st.integers(17, 200))
def test_every_first_character_stands_in_one_index_volume_in_its_order(counts: dict[str, int], limit: int) -> None:
    room = 50 * (limit - OTHER_PAGES)
    groups = divide_heads(counts, 50, limit)
    if len(groups) < 2:
        assert groups in ([], [frozenset()], [frozenset(counts)])
        assert len(counts) < 2 or sum(counts.values()) <= room or len({heading_of(head) for head in counts}) == 1
        return
    assert all(groups)
    assert sorted(head for group in groups for head in group) == sorted(counts)
    for before, after in pairwise(groups):
        assert max(map(sort_text, before)) < min(map(sort_text, after))
        for heading in {heading_of(head) for head in before} & {heading_of(head) for head in after}:
            assert sum(lines for head, lines in counts.items() if heading_of(head) == heading) > room, "needs parting"


def test_a_heading_that_fills_more_than_a_volume_is_parted_between_first_characters() -> None:
    counts = {"大": 500, "三": 400, "土": 300, "小": 100}
    groups = divide_heads(counts, 50, OTHER_PAGES + 12)
    assert [sorted(group) for group in groups] == [["三"], ["土"], ["大", "小"]] or all(
        sum(counts[head] for head in group) <= 700 for group in groups
    )
    assert len(groups) == 3


def test_index_volumes_that_came_out_too_long_are_made_more() -> None:
    counts = dict.fromkeys(HEADS, 100)
    plain = divide_heads(counts, 50, OTHER_PAGES + 40)
    assert len(divide_heads(counts, 50, OTHER_PAGES + 40, factor=1.5)) > len(plain)


def test_an_index_without_limit_is_one_volume_and_none_without_lines() -> None:
    assert divide_heads({"三": 10**6}, 50, 0) == [frozenset()]
    assert divide_heads({}, 50, 0) == []


def test_volumes_are_as_even_as_their_holders_allow() -> None:
    """Filled one after the other, the last of them would hold ten pages."""
    assert spans(ledger_of(*[[1.0] * 10] * 9), OTHER_PAGES + 46) == [(0, 30), (30, 60), (60, 90)]
    assert spans(ledger_of(*[[1.0] * 10] * 5), OTHER_PAGES + 43) == [(0, 30), (30, 50)]


FOLLOWING = ("330000-1702-0000001", "330000-1702-0000002", "330000-1702-0000003")


def test_a_span_of_numbers_passes_over_records_without_one() -> None:
    ledger = Ledger(FixedSizer())
    for number in ("330000-1701-0000001", "", "330000-1701-0000003", "", *FOLLOWING):
        ledger.note(FrozenRecord("", 1, "", BookData(institution="1701", census_no=number, shelf_mark="1")), 0)
    assert ledger.span(0, 4) == ("330000-1701-0000001", "330000-1701-0000003")
    assert ledger.span(1, 3) == ("330000-1701-0000003", "330000-1701-0000003")
    assert ledger.span(3, 4) == ("", "")
    assert ledger.span(4, 7) == (FOLLOWING[0], FOLLOWING[2])
