"""What is typed into a grid is kept and checked, change by change, and nothing that is sent harms it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from authority.models import Institution
from guji.actions import CreateBook
from guji.data import BookData
from guji.grid.limits import LONGEST_CELL, MOST_GRIDS, MOST_ROWS
from guji.models import Grid, GridRow
from tests.guji.grid.conftest import GUOYU, SHIJI, Window

#: Queries that keeping and checking may make beside the inserts, of which one takes about 160 rows.
CHECKING = 24


def levels(said: dict[str, Any]) -> dict[str, str]:
    return {key: one["level"] for key, one in said["said"].items()}


def test_a_changed_row_is_kept_and_judged_as_an_import_would(window: Window) -> None:
    said = window.keep({"c1": GUOYU, "c2": {**SHIJI, "edition": "明崇禎十七年(1641)毛氏汲古閣刻本"}})
    assert window.rows()[0]["cells"] == GUOYU
    assert levels(said)["c2"] == "error"
    note = next(note for note in said["said"]["c2"]["notes"] if note["level"] == "error")
    assert note["column"] == "edition"
    assert "明崇禎十七年(1641)毛氏汲古閣刻本"[note["offset"] :][: note["length"]] == "明崇禎十七年(1641)"


def test_only_what_changed_and_whom_it_concerns_is_said_anew(window: Window) -> None:
    window.keep({"c1": GUOYU, "c2": SHIJI, "c3": {**SHIJI, "shelf_mark": "善3"}})
    assert set(window.keep({"c1": {**GUOYU, "shelf_mark": "善2"}})["said"]) == {"c1", "c2"}
    again = window.keep({"c1": GUOYU})
    assert set(again["said"]) == {"c1", "c2"}, "who shared a mark is told that he shares it no longer"


def test_two_rows_with_one_census_number_name_each_other_by_their_places(window: Window) -> None:
    number = {"census_no": "330000-1701-0000001"}
    said = window.keep({"c1": {**GUOYU, **number}, "c2": {**SHIJI, **number}})
    texts = [note["text"] for note in said["said"]["c1"]["notes"]]
    assert any("第 2 行" in text for text in texts)
    assert not said["said"]["c1"]["fit"]


def test_a_row_is_told_of_the_record_that_has_its_shelf_mark(window: Window, zhejiang: Institution) -> None:
    quiet = window.keep({"c1": GUOYU})["said"]["c1"]["notes"]
    CreateBook(BookData(institution="1701", shelf_mark="善1", title="史記一百三十卷"), None, trusted=True).execute()
    told = window.keep({}, check=["c1"])["said"]["c1"]["notes"]
    assert [note["column"] for note in told if note not in quiet] == ["shelf_mark"]


def test_a_whole_entry_falls_apart_and_is_blamed_where_it_is_wrong(window: Window) -> None:
    line = "說文解字十五卷　（漢）許慎撰　清初毛氏汲古閣刻本　6冊　存十四卷（一至十三）"
    said = window.keep({"c1": {"entry": line}})["said"]["c1"]
    assert ["题名卷数", "說文解字十五卷"] in said["parts"]
    error = next(note for note in said["notes"] if note["level"] == "error")
    assert error["column"] == "entry"
    assert line[error["offset"] :][: error["length"]] in ("十四", "存十四卷", "存十四卷（一至十三）", "一至十三")


def test_columns_that_stand_apart_are_joined_before_they_are_checked(window: Window) -> None:
    cells = {"title": "國語", "title.juan": "21", "responsibility": "韋昭", "responsibility.dynasty": "三國吳"}
    said = window.keep({"c1": {**cells, "responsibility.role": "注", "edition": "清刻本", "volumes": "6"}})
    assert all("著者" not in note["text"] for note in said["said"]["c1"]["notes"] if note["level"] == "error")
    window.save()
    record = GridRow.objects.get(key="c1").record_id
    page = window.client.get(reverse("record", args=[record])).content.decode()
    assert "國語二十一卷" in page
    assert "（三國吳）韋昭注" in page


def test_the_same_window_may_send_again_what_it_got_no_answer_to(window: Window) -> None:
    stamp = window.stamp
    window.keep({"c1": GUOYU})
    window.stamp = stamp
    window.keep({"c1": GUOYU, "c2": SHIJI})
    assert [row["key"] for row in window.rows()] == ["c1", "c2"]


def test_another_window_is_told_and_may_insist(
    window: Window, client_of: Callable[[User], Client], cataloguer: User
) -> None:
    other = Window(client_of(cataloguer), window.grid, "w2")
    window.keep({"c1": GUOYU})
    refused = other.keep({"c1": SHIJI}, status=409)
    assert refused["stale"]
    assert window.rows()[0]["cells"] == GUOYU
    other.keep({"c1": SHIJI}, force=True)
    assert window.rows()[0]["cells"] == SHIJI


def test_rows_have_the_order_of_the_window_and_blank_ones_keep_their_places(window: Window) -> None:
    window.keep({"c1": GUOYU, "c2": SHIJI}, order=["c2", "c9", "c1"])
    assert [row["key"] for row in window.rows()] == ["c2", "c9", "c1"]
    window.keep({}, order=["c1"])
    assert [row["key"] for row in window.rows()] == ["c1"]
    assert not GridRow.objects.filter(key="c2").exists()


def test_a_row_that_was_saved_and_taken_out_comes_back_as_the_same_record(window: Window) -> None:
    window.keep({"c1": GUOYU, "c2": SHIJI})
    window.save()
    record = GridRow.objects.get(key="c1").record_id
    window.keep({}, order=["c2"])
    window.keep({"c1": GUOYU}, order=["c1", "c2"])
    window.save()
    assert GridRow.objects.get(key="c1").record_id == record


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "[]",
        "null",
        '"rows"',
        "{",
        '{"stamp": "x"}',
        '{"stamp": 0, "rows": []}',
        '{"stamp": 0, "rows": {"<b>": {}}}',
        '{"stamp": 0, "rows": {"c1": "text"}}',
        '{"stamp": 0, "order": 3}',
        '{"stamp": 0, "order": [["c1"]]}',
        '{"stamp": 1e999}',
        b"\xff\xfe",
        "[" * 100_000,
    ],
)
def test_what_no_window_sends_is_refused_in_words(window: Window, body: Any) -> None:
    for name in ("keep", "save", "paste", "split", "settle", "columns"):
        answer = window.client.post(
            reverse(f"grid-{name}", args=[window.grid.pk]), body, content_type="application/json"
        )
        assert answer.status_code in (200, 409)
        if name == "keep":
            assert "过时" in answer.json()["message"]
    assert not GridRow.objects.exists()


def test_too_many_rows_are_refused_and_what_was_there_stays(window: Window) -> None:
    window.keep({"c1": GUOYU})
    refused = window.keep({}, status=409, order=["c1", *(f"x{number}" for number in range(MOST_ROWS))])
    assert str(MOST_ROWS) in refused["message"]
    assert [row["key"] for row in window.rows()] == ["c1"]


def test_a_cell_longer_than_any_is_kept_and_said_to_keep_the_row_out(window: Window) -> None:
    said = window.keep({"c1": {**GUOYU, "note": "字" * (LONGEST_CELL + 1)}})["said"]["c1"]
    assert not said["fit"]
    assert [note["column"] for note in said["notes"] if "至多" in note["text"]] == ["note"]
    assert len(window.rows()[0]["cells"]["note"]) == LONGEST_CELL + 1


def test_what_no_database_holds_is_replaced_and_blamed(window: Window) -> None:
    said = window.keep({"c1": {**GUOYU, "title": "國\0語二十一卷", "note": "\ud842"}})["said"]["c1"]
    assert window.rows()[0]["cells"]["title"] == "國\ufffd語二十一卷"
    assert "title" in {note["column"] for note in said["notes"]}


def test_more_than_can_be_sent_at_once_is_said_in_words(window: Window, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    for name in ("keep", "paste"):
        assert "太多" in window.ask(name, {"text": "字" * 1000}, status=409)["message"]


def test_unknown_columns_are_passed_over(window: Window) -> None:
    window.keep({"c1": {**GUOYU, "state": "published", "__class__": "x"}})
    assert window.rows()[0]["cells"] == GUOYU


def test_a_grid_is_its_owners_alone(window: Window, client_of: Callable[[User], Client], zhejiang: Institution) -> None:
    from census.models import Role
    from tests.guji.grid.conftest import person

    colleague = Window(client_of(person("colleague", Role.CATALOGUER, zhejiang)), window.grid)
    for name in ("grid", "grid-rows"):
        assert colleague.client.get(reverse(name, args=[window.grid.pk])).status_code == 404
    answer = colleague.client.post(reverse("grid-keep", args=[window.grid.pk]), "{}", content_type="application/json")
    assert answer.status_code == 404
    reader = client_of(person("reader2", Role.EDITOR, None))
    assert reader.get(reverse("grid-list")).status_code == 403


def test_queries_of_two_hundred_and_a_thousand_rows_differ_by_the_writes_alone(window: Window) -> None:
    counts = []
    for number in (200, 1000):
        rows = {f"k{number}x{index}": {**GUOYU, "shelf_mark": f"善{number}.{index}"} for index in range(number)}
        with CaptureQueriesContext(connection) as queries:
            said = window.keep(rows)
        assert len(said["said"]) == number
        assert len([one for one in queries if "INSERT" not in one["sql"]]) <= CHECKING
        counts.append(len([one for one in queries if "INSERT" not in one["sql"]]))
    assert counts[0] == counts[1]


def test_a_person_has_so_many_grids_and_is_told_so(window: Window, cataloguer: User, zhejiang: Institution) -> None:
    Grid.objects.bulk_create(
        Grid(user=cataloguer, institution=zhejiang, name=str(number)) for number in range(MOST_GRIDS)
    )
    page = window.client.post(reverse("grid-list"), {"act": "new", "name": "又一個"}).content.decode()
    assert "请先删去不用的" in page
    assert not Grid.objects.filter(name="又一個").exists()
