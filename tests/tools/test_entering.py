"""The measure of entry: what counts as a key, and which ten records are entered."""

from __future__ import annotations

import pytest

from benchmarks.entry import another_copy, ten_books
from benchmarks.hand import RARE, Effort, K, M, P, keys_of, words


def test_ideographs_are_typed_two_at_a_time_and_all_else_by_itself() -> None:
    assert list(words("明嘉靖七年（1528）刻本")) == ["明嘉", "靖七", "年", "（", "1", "5", "2", "8", "）", "刻本"]
    assert list(words("")) == []


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("嘉靖", len("jiajing") + 1),
        ("年", len("nian") + 1),
        ("会稽", len("kuaiji") + 1),
        ("（", 2),
        ("A", 2),
        ("7", 1),
        ("　", 1),
        ("\U0002b73f", RARE),
        ("年\U0002b73f", len("nian") + 1 + RARE),
    ],
)
def test_a_word_costs_its_letters_and_one_key_to_select_it(word: str, keys: int) -> None:
    assert keys_of(word) == keys


def test_a_click_is_a_pointing_and_a_key_and_waits_are_as_measured() -> None:
    effort = Effort(keys=10, clicks=2, looks=1, waited=3.0) + Effort(keys=1)
    assert effort.seconds == pytest.approx(13 * K + 2 * P + M + 3.0)


def test_the_ten_records_are_of_every_kind_and_each_has_a_shelf_mark_of_its_own() -> None:
    books = ten_books()
    assert len({data.shelf_mark for data in books}) == len(books) == 10
    assert all(data.institution == "1701" and not data.census_no and data.title and data.edition for data in books)
    assert sum(bool(data.details.get("sub_works")) for data in books) == 1
    assert sum(len(data.details.get("seals", ())) >= 2 for data in books) >= 2
    assert sum(bool(data.annotation) for data in books) >= 3
    assert sum(bool(data.extent) for data in books) >= 2
    assert sum(len(data.people) >= 3 for data in books) >= 1


def test_another_copy_is_the_same_edition_without_what_is_the_first_copys_own() -> None:
    for data in ten_books():
        other = another_copy(data)
        assert (other.title, other.responsibility, other.edition) == (data.title, data.responsibility, data.edition)
        assert other.shelf_mark != data.shelf_mark
        assert (other.annotation, other.extent) == ("", "")
        assert other.details.keys() <= {"sub_works"}
