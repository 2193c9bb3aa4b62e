"""What leads on from a query that nothing meets: counted on a shelf of a few titles, no more often than allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from search.loosening import MOST_COUNTS, MOST_PIECES, Piece, loosen

SHELF = (
    "說文解字注三十卷 （清）段玉裁撰 經韻樓刻本",
    "說文解字十五卷 （漢）許慎撰 汲古閣刻本",
    "周易九卷 （三國魏）王弼撰 明刻本",
)


def found(text: str) -> int:
    """Return how many books of the shelf have all words."""
    return sum(all(word in book for word in text.split()) for book in SHELF)


def asked(count: Callable[[str], int | None] = found) -> tuple[list[str], Callable[[str], int | None]]:
    """Return a list of what is counted, and what counts."""
    log: list[str] = []

    def counting(text: str) -> int | None:
        log.append(text)
        return count(text)

    return log, counting


def test_a_word_that_is_nowhere_is_left_out_and_named() -> None:
    loose = loosen(["說文解字注", "段玉裁", "16冊"], found)
    assert loose.closest == Piece("說文解字注 段玉裁", 1)
    assert loose.left_out == ("16冊",)
    assert loose.lost == ["16冊"]
    assert loose.found == [Piece("說文解字注", 1), Piece("段玉裁", 1)]


def test_words_written_together_are_parted_where_the_first_ends() -> None:
    loose = loosen(["說文解字注段玉裁"], found)
    assert loose.closest == Piece("說文解字注 段玉裁", 1)
    assert loose.left_out == ()


def test_a_whole_entry_written_together_comes_apart_with_few_questions() -> None:
    log, counting = asked()
    loose = loosen(["說文解字注三十卷段玉裁撰經韻樓刻本"], counting)
    assert [piece.text for piece in loose.pieces] == ["說文解字注三十卷", "段玉裁撰", "經韻樓刻本"]
    assert loose.closest == Piece("說文解字注三十卷 段玉裁撰 經韻樓刻本", 1)
    assert len(log) <= 16


def test_a_word_of_which_only_the_first_two_characters_are_anywhere_is_cut_there() -> None:
    assert loosen(["周易無此書"], found).pieces == (Piece("周易", 1), Piece("無此書", 0))


def test_one_character_too_many_at_the_end_does_not_cut_a_name_in_two() -> None:
    assert loosen(["段玉裁著"], found).pieces == (Piece("段玉裁", 1), Piece("著", 0))


def test_a_word_that_finds_something_is_never_cut() -> None:
    assert loosen(["說文解字注三十卷"], found).pieces == (Piece("說文解字注三十卷", 1),)


def test_fields_numbers_and_foreign_words_are_never_cut() -> None:
    typed = ["題名:無此書名", "330000-1701-0000012", "shuowenxyz", '"無此書名"']
    assert [piece.text for piece in loosen(typed, found).pieces] == typed


def test_words_that_are_only_apart_have_no_closest_query() -> None:
    loose = loosen(["王弼", "段玉裁"], found)
    assert loose.closest is None
    assert loose.found == [Piece("王弼", 1), Piece("段玉裁", 1)]


def test_one_wrong_piece_at_the_beginning_does_not_hide_what_the_others_agree_on() -> None:
    loose = loosen(["王弼", "說文解字", "許慎", "汲古閣"], found)
    assert loose.closest == Piece("說文解字 許慎 汲古閣", 1)
    assert loose.left_out == ("王弼",)


def test_the_closest_query_keeps_the_order_typed() -> None:
    loose = loosen(["無此書", "周易", "明刻本", "王弼"], found)
    assert loose.closest == Piece("周易 明刻本 王弼", 1)


def test_where_there_is_no_time_to_count_nothing_is_said_to_be_missing() -> None:
    loose = loosen(["說文解字注", "段玉裁"], lambda text: None)
    assert loose.pieces == ()
    assert loose.lost == []


def test_a_pasted_page_is_looked_at_from_its_beginning_only() -> None:
    log, counting = asked()
    loose = loosen([f"第{number}" for number in range(100)], counting)
    assert len(loose.pieces) == MOST_PIECES
    assert len(log) <= MOST_COUNTS


@given(st.lists(st.text(alphabet="說文解字注段玉裁周易王弼明無", min_size=1, max_size=12), max_size=10, unique=True))
def test_the_closest_query_finds_what_it_says_and_is_asked_for_within_bounds(clauses: Sequence[str]) -> None:
    log, counting = asked()
    loose = loosen(clauses, counting)
    assert len(log) == len(set(log)) <= MOST_COUNTS
    assert all(piece.total == found(piece.text) for piece in loose.pieces)
    if loose.closest is not None:
        kept = loose.closest.text.split(" ")
        assert loose.closest.total == found(loose.closest.text) > 0
        assert (
            sorted([*kept, *loose.left_out]) == sorted(piece.text for piece in loose.pieces) or len(log) == MOST_COUNTS
        )
