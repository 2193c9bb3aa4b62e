"""A grid saved as drafts: whole or the good rows, once whatever is sent twice, never over somebody else's change."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from authority.models import Institution
from census.models import Revision, State
from guji.actions import CreateBook, EditBook, SubmitBook, WithdrawBook
from guji.data import BookData
from guji.grid.lines import lines_of
from guji.models import Book, Grid, GridRow
from guji.storage import merged, to_data
from tests.guji.grid.conftest import GUOYU, SHIJI, Window

BAD = {**SHIJI, "census_no": "330000-17-1"}
#: Statements that saving may make; one that writes many rows counts once.
SAVING = 48


def book_of(key: str) -> Book:
    found: Book = Book.objects.get(pk=GridRow.objects.get(key=key).record_id)
    return found


def test_rows_become_drafts_of_the_one_who_typed_them(window: Window, cataloguer: User) -> None:
    window.keep({"c1": GUOYU, "c2": SHIJI})
    said = window.save()
    assert said["done"]
    assert "新增 2 部" in said["message"]
    book = book_of("c1")
    assert (book.title, book.state, book.created_by) == ("國語二十一卷", State.DRAFT, cataloguer)
    revision = Revision.objects.get(record_id=book.pk)
    assert (revision.action, revision.actor) == ("create", cataloguer)
    assert "善本" in revision.reason
    assert len({one.group for one in Revision.objects.all()}) == 1, "one saving is one group of changes"


def test_sending_twice_makes_nothing_twice(window: Window) -> None:
    window.keep({"c1": GUOYU, "c2": SHIJI})
    window.save()
    window.save()
    assert Book.objects.count() == 2
    assert Revision.objects.count() == 2


def test_a_saved_row_knows_its_record_and_later_changes_edit_it(window: Window) -> None:
    window.keep({"c1": GUOYU})
    window.save()
    window.keep({"c1": {**GUOYU, "volumes": "8冊", "extent": "存十卷（一至十）"}})
    assert "修改 1 部" in window.save()["message"]
    book = book_of("c1")
    assert (book.volumes, book.extent, book.version) == ("8冊", "存十卷（一至十）", 2)
    window.keep({"c1": {**GUOYU, "volumes": "8冊", "extent": ""}})
    window.save()
    assert book_of("c1").extent == "", "what is emptied is emptied"


def test_what_the_grid_does_not_show_of_a_record_stays(window: Window) -> None:
    window.keep({"c1": GUOYU})
    window.save()
    book = book_of("c1")
    full = merged(to_data(book), series="四部叢刊", details={"seals": [{"text": "八千卷樓"}]})
    EditBook(book, full, None, trusted=True).execute()
    window.ask("settle", {"key": "c1", "which": "theirs"})
    window.keep({"c1": {**window.rows()[0]["cells"], "volumes": "8冊"}})
    window.save()
    data = to_data(book_of("c1"))
    assert (data.volumes, data.series, data.details) == ("8冊", "四部叢刊", {"seals": [{"text": "八千卷樓"}]})


def test_one_row_that_no_record_can_hold_keeps_the_set_out_and_is_named(window: Window) -> None:
    window.keep({"c1": GUOYU, "c2": BAD})
    said = window.save()
    assert not said["done"]
    assert "第 2 行" in said["message"]
    assert list(said["refused"]) == ["c2"]
    assert not Book.objects.exists()


def test_only_the_good_rows_are_saved_where_one_asks_for_them(window: Window) -> None:
    window.keep({"c1": GUOYU, "c2": BAD, "c3": {**SHIJI, "extent": "存二卷（一至三）"}, "c4": {"note": "合計"}})
    said = window.save("good")
    assert list(said["rows"]) == ["c1"]
    assert "留下 3 行" in said["message"]
    assert [book.title for book in Book.objects.all()] == ["國語二十一卷"]


def test_errors_that_a_draft_may_have_do_not_keep_the_set_out(window: Window) -> None:
    window.keep({"c1": {**SHIJI, "extent": "存二卷（一至三）"}})
    assert window.save()["done"]


def test_blank_rows_are_no_records(window: Window) -> None:
    window.keep({"c1": {"title": " "}, "c2": GUOYU, "c3": {}})
    assert window.save()["done"]
    assert Book.objects.count() == 1


def test_somebody_elses_change_is_not_overwritten_and_both_are_shown(window: Window) -> None:
    window.keep({"c1": GUOYU, "c2": SHIJI})
    window.save()
    book = book_of("c1")
    EditBook(book, merged(to_data(book), volumes="7冊"), None, trusted=True).execute()
    window.keep({"c1": {**GUOYU, "volumes": "8冊"}, "c2": {**SHIJI, "volumes": "21冊"}})
    said = window.save()
    assert not said["done"]
    assert said["conflicts"]["c1"]["theirs"] == {"volumes": "7冊"}
    assert book_of("c2").volumes == "20冊", "the set is saved as a whole"
    said = window.save("good")
    assert list(said["rows"]) == ["c2"]
    assert book_of("c1").volumes == "7冊"


@pytest.mark.parametrize(("which", "volumes"), [("theirs", "7冊"), ("mine", "8冊")])
def test_a_conflict_is_settled_by_the_one_who_has_it(window: Window, which: str, volumes: str) -> None:
    window.keep({"c1": GUOYU})
    window.save()
    book = book_of("c1")
    EditBook(book, merged(to_data(book), volumes="7冊", note="重裝"), None, trusted=True).execute()
    window.keep({"c1": {**GUOYU, "volumes": "8冊"}})
    assert not window.save()["done"]
    assert window.ask("settle", {"key": "c1", "which": which})["cells"]["volumes"] == volumes
    assert window.save()["done"]
    assert book_of("c1").volumes == volumes


def test_a_record_that_has_gone_on_is_changed_no_more(window: Window, cataloguer: User) -> None:
    window.keep({"c1": GUOYU})
    window.save()
    SubmitBook(book_of("c1"), cataloguer).execute()
    window.keep({"c1": {**GUOYU, "volumes": "8冊"}})
    said = window.save()
    assert not said["done"]
    assert list(said["refused"]) + list(said["conflicts"]) == ["c1"]
    assert book_of("c1").volumes == "6冊"


def test_a_record_that_was_withdrawn_is_changed_no_more(window: Window, cataloguer: User) -> None:
    window.keep({"c1": GUOYU})
    window.save()
    WithdrawBook(book_of("c1"), cataloguer, reason="重複").execute()
    window.keep({"c1": {**GUOYU, "volumes": "8冊"}})
    said = window.save()
    assert not said["done"]
    assert set(said["refused"]) | set(said["conflicts"]) == {"c1"}


def test_a_record_that_is_gone_is_told_and_its_row_can_be_had_again_as_new(window: Window) -> None:
    window.keep({"c1": GUOYU})
    window.save()
    GridRow.objects.filter(key="c1").update(record_id="0198f000-0000-7000-8000-000000000000")
    window.keep({"c1": {**GUOYU, "volumes": "8冊"}})
    assert "已经不在库中" in window.save()["refused"]["c1"]


def test_a_number_that_another_record_has_is_refused(window: Window, zhejiang: Institution) -> None:
    number = "330000-1701-0000001"
    CreateBook(BookData(institution="1701", census_no=number, title=SHIJI["title"]), None, trusted=True).execute()
    window.keep({"c1": {**GUOYU, "census_no": number}})
    said = window.save()
    assert not said["done"]
    assert number in said["refused"]["c1"]


def test_a_row_of_another_institution_is_refused(window: Window, wenzhou: Institution) -> None:
    window.keep({"c1": {**GUOYU, "institution": "溫州市圖書館"}})
    assert not window.save()["done"]
    assert not Book.objects.exists()


def test_an_entry_that_no_longer_says_a_statement_takes_it_from_the_record(window: Window) -> None:
    window.keep({"c1": {"entry": "國語二十一卷　（三國吳）韋昭注　清刻本　6冊　存十卷（一至十）"}})
    window.save()
    assert book_of("c1").extent == "存十卷（一至十）"
    window.keep({"c1": {"entry": "國語二十一卷　（三國吳）韋昭注　清刻本　6冊"}})
    window.save()
    assert (book_of("c1").extent, book_of("c1").volumes) == ("", "6冊")


def test_who_has_lost_the_right_saves_nothing(
    window: Window, cataloguer: User, client_of: Callable[[User], Client]
) -> None:
    from census.models import Membership, Role

    window.keep({"c1": GUOYU})
    other = Institution.objects.create(code="1799", name="別館")
    Membership.objects.filter(user=cataloguer).update(institution=other, role=Role.CATALOGUER)
    assert not window.save()["done"]
    assert not Book.objects.exists()


def test_a_record_that_has_moved_out_of_sight_is_told_no_more_of(window: Window, cataloguer: User) -> None:
    from census.models import Membership, Role

    window.keep({"c1": GUOYU})
    window.save()
    book = book_of("c1")
    EditBook(book, merged(to_data(book), note="密"), None, trusted=True).execute()
    other = Institution.objects.create(code="1799", name="別館")
    Membership.objects.filter(user=cataloguer).update(institution=other, role=Role.CATALOGUER)
    window.keep({"c1": {**GUOYU, "volumes": "8冊", "note": ""}})
    said = [window.save(), window.ask("settle", {"key": "c1", "which": "theirs"})]
    said.append(window.ask("columns", {"columns": ["title", "series"]}))
    assert "密" not in str(said)
    assert book_of("c1").volumes == "6冊"


def test_queries_of_saving_are_bounded_whatever_the_number_of_rows(window: Window) -> None:
    counts = []
    for number in (200, 1000):
        window.keep({f"k{number}x{i}": {**GUOYU, "shelf_mark": f"善{number}.{i}"} for i in range(number)})
        with CaptureQueriesContext(connection) as queries:
            assert window.save()["done"]
        counts.append(len(queries))
    assert max(counts) <= SAVING
    assert counts[0] == counts[1]
    assert Book.objects.count() == 1200


def test_a_grid_changed_while_it_is_judged_is_judged_again(
    window: Window, monkeypatch: pytest.MonkeyPatch, grid: Grid
) -> None:
    """A number typed in another window must not slip past the checks."""
    window.keep({"c1": GUOYU})
    calls: list[int] = []

    def meddled(present: Grid) -> list[object]:
        found = lines_of(present)
        if not calls:
            calls.append(1)
            GridRow.objects.filter(key="c1").update(cells={**GUOYU, "volumes": "9冊"})
            Grid.objects.update(stamp=99)
        return list(found)

    monkeypatch.setattr("guji.grid.saving.lines_of", meddled)
    assert window.save()["done"]
    assert book_of("c1").volumes == "9冊"
