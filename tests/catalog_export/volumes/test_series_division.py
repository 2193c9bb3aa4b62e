"""Where one volume of a set ends and the next begins."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import FIRST_STROKES
from catalog_export.volumes.profile import IndexSettings, Profile, StyleSettings
from catalog_export.volumes.register.snapshot import FrozenRecord
from catalog_export.volumes.series.division import NEW_PAGE, OTHER_PAGES, BudgetError, divide, divide_headings
from catalog_export.volumes.series.ledger import Ledger, Sizer
from catalog_export.volumes.series.runs import Heading
from guji.data import BookData

LONG = "欽定古今圖書集成" * 40
ROOMY = 40


class FixedSizer(Sizer):
    """Takes the pages of a record from its shelf mark."""

    def __init__(self) -> None:
        super().__init__(Profile())

    def pages(self, data: BookData, *, repeated: bool = False) -> float:
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


def test_indexes_take_room_only_where_there_are_any() -> None:
    none = pages(Profile(index=IndexSettings(titles=False)), responsibility="（宋）朱熹撰")
    titles = pages(responsibility="（宋）朱熹撰")
    both = pages(Profile(index=IndexSettings(persons=True)), responsibility="（宋）朱熹撰")
    assert none < titles < both


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 30), st.sampled_from(("", *FIRST_STROKES))), st.integers(1, 400), max_size=40
    ),
    st.integers(OTHER_PAGES + 1, 200),
)
def test_every_heading_stands_in_one_index_volume_in_its_order(counts: dict[Heading, int], limit: int) -> None:
    groups = divide_headings(counts, 50, limit)
    if len(groups) < 2:
        assert groups in ([], [frozenset()], [frozenset(counts)])
        assert len(counts) < 2 or sum(counts.values()) <= 50 * (limit - OTHER_PAGES)
        return
    assert all(groups)
    assert sorted(heading for group in groups for heading in group) == sorted(counts)
    for before, after in pairwise(groups):
        assert max((count or 99, count) for count, _ in before) <= min((count or 99, count) for count, _ in after)


def test_an_index_without_limit_is_one_volume_and_none_without_lines() -> None:
    assert divide_headings({(3, "一"): 10**6}, 50, 0) == [frozenset()]
    assert divide_headings({}, 50, 0) == []


FOLLOWING = ("330000-1702-0000001", "330000-1702-0000002", "330000-1702-0000003")


def test_a_span_of_numbers_passes_over_records_without_one() -> None:
    ledger = Ledger(FixedSizer())
    for number in ("330000-1701-0000001", "", "330000-1701-0000003", "", *FOLLOWING):
        ledger.note(FrozenRecord("", 1, "", BookData(institution="1701", census_no=number, shelf_mark="1")), 0)
    assert ledger.span(0, 4) == ("330000-1701-0000001", "330000-1701-0000003")
    assert ledger.span(1, 3) == ("330000-1701-0000003", "330000-1701-0000003")
    assert ledger.span(3, 4) == ("", "")
    assert ledger.span(4, 7) == (FOLLOWING[0], FOLLOWING[2])
