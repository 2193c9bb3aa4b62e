"""The grid without scripts, and what surrounds it: lists, columns, drafts, sheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from authority.models import Institution
from census.models import Membership
from guji.actions import CreateBook, EditBook, SubmitBook
from guji.data import BookData
from guji.forms import fields_of
from guji.grid.keeping import choose_columns
from guji.models import Book, Grid, GridRow
from guji.storage import merged, to_data
from tests.guji.grid.conftest import GUOYU, SHIJI, Window

PASTED = "索書號\t書名\t版本\t冊數\t批語\n善1\t國語二十一卷\t清刻本\t6冊\t佳\n善2\t史記一百三十卷\t清刻本\t20冊\t"


@pytest.fixture
def client(client_of: Callable[[User], Client], cataloguer: User) -> Client:
    return client_of(cataloguer)


class Form:
    """The form of a grid as a browser without scripts sends it."""

    def __init__(self, client: Client, grid: Grid) -> None:
        self.client, self.address, self.grid = client, reverse("grid", args=[grid.pk]), grid

    def send(self, act: str, cells: dict[str, dict[str, str]] | None = None, **more: Any) -> str:
        self.grid.refresh_from_db()
        sent: dict[str, Any] = {"act": act, "stamp": self.grid.stamp, **more}
        for key, said in (cells or {}).items():
            sent |= {f"c.{key}.{column}": text for column, text in said.items()}
        answer = self.client.post(self.address, sent)
        assert answer.status_code in (200, 409)
        return answer.content.decode()


@pytest.fixture
def form(client: Client, grid: Grid) -> Form:
    return Form(client, grid)


def kept(grid: Grid) -> list[dict[str, str]]:
    rows = dict(GridRow.objects.filter(grid=grid).values_list("key", "cells"))
    grid.refresh_from_db()
    return [rows.get(key, {}) for key in grid.order]


def test_twenty_rows_are_there_to_be_filled(client: Client, grid: Grid) -> None:
    page = client.get(reverse("grid", args=[grid.pk])).content.decode()
    assert page.count('name="row"') == 20
    assert page.count("<textarea name=") == 20 * len(grid.columns)


def test_a_filled_row_is_kept_checked_and_saved(form: Form) -> None:
    page = form.send("look", {"p1": {**GUOYU, "extent": "存十四卷（一至十三）"}, "p2": {"title": ""}})
    assert "<mark>" in page
    assert "卷次合计13" in page
    assert kept(form.grid) == [{**GUOYU, "extent": "存十四卷（一至十三）"}]
    assert "已保存：新增 1 部" in form.send("save", {"p1": {**GUOYU, "extent": "存十三卷（一至十三）"}})
    assert Book.objects.get().extent == "存十三卷（一至十三）"
    form.send("save", {"p1": {**GUOYU, "extent": ""}})
    assert [(book.extent, book.version) for book in Book.objects.all()] == [("", 2)]


def test_only_good_rows_or_none(form: Form) -> None:
    rows = {"p1": GUOYU, "p2": {**SHIJI, "census_no": "1"}}
    assert "第 2 行存不下" in form.send("save", rows)
    assert not Book.objects.exists()
    assert "留下 1 行没有存" in form.send("good", rows)
    assert Book.objects.get().title == GUOYU["title"]


def test_what_is_pasted_comes_after_what_is_there_with_its_columns(form: Form) -> None:
    form.send("look", {"p1": GUOYU})
    page = form.send("paste", pasted=PASTED)
    assert "没有读入的列：批語" in page
    assert [row["title"] for row in kept(form.grid)] == ["國語二十一卷", "國語二十一卷", "史記一百三十卷"]
    form.send("paste", pasted="書名\t行款\n左傳\t九行十八字")
    assert "layouts.format" in form.grid.columns or "layouts.format" in Grid.objects.get().columns
    assert kept(form.grid)[3] == {"title": "左傳", "layouts.format": "九行十八字"}


def test_a_paste_that_is_too_wide_is_refused_and_nothing_changes(form: Form) -> None:
    assert "请移到左边的列" in form.send("paste", pasted="\t".join("甲" * 11))
    assert kept(form.grid) == []


def test_ticked_rows_are_filled_doubled_and_taken_out(form: Form) -> None:
    form.send("look", {"p1": GUOYU, "p2": {"shelf_mark": "善2"}, "p3": SHIJI})
    form.send("fill", row=["p2"])
    assert kept(form.grid)[1] == {**GUOYU, "shelf_mark": "善2"}
    form.send("double", row=["p2"])
    assert [row["shelf_mark"] for row in kept(form.grid)] == ["善1", "善2", "善2", "善2"]
    form.send("remove", row=["p1", "p3"])
    assert [row["title"] for row in kept(form.grid)] == ["國語二十一卷"] * 2


def test_a_form_older_than_the_grid_is_told_and_keeps_what_was_typed(form: Form, window: Window) -> None:
    stamp = form.grid.stamp
    window.keep({"c1": SHIJI})
    sent = {"act": "look", "stamp": stamp, "c.p2.title": GUOYU["title"]}
    assert form.client.post(form.address, sent).status_code == 409
    page = form.send("look", {"p2": GUOYU}, stamp=stamp)
    assert "在别的窗口改过" in page
    assert "國語二十一卷" in page
    assert len(kept(form.grid)) == 1


def test_a_conflict_is_settled_in_the_form(form: Form) -> None:
    form.send("save", {"p1": GUOYU})
    book = Book.objects.get()
    EditBook(book, merged(to_data(book), volumes="7冊"), None, trusted=True).execute()
    assert "已被别人改过" in form.send("save", {"p1": {**GUOYU, "volumes": "8冊"}})
    form.send("theirs", row=["p1"])
    assert kept(form.grid)[0]["volumes"] == "7冊"
    form.send("save", {"p1": {**GUOYU, "volumes": "9冊"}})
    assert Book.objects.get().volumes == "9冊"


def test_the_conflict_of_one_row_is_settled_and_what_is_typed_in_others_stays(form: Form) -> None:
    form.send("save", {"p1": GUOYU, "p2": SHIJI})
    for book in Book.objects.all():
        EditBook(book, merged(to_data(book), volumes="7冊"), None, trusted=True).execute()
    typed = {"p1": {**GUOYU, "volumes": "8冊"}, "p2": {**SHIJI, "volumes": "21冊"}}
    form.send("theirs", typed, row=["p1"])
    assert [row["volumes"] for row in kept(form.grid)] == ["7冊", "21冊"]
    form.send("mine", row=["p2"])
    form.send("save")
    assert sorted(Book.objects.values_list("title", "volumes")) == [("史記一百三十卷", "21冊"), ("國語二十一卷", "7冊")]


@pytest.mark.parametrize(
    ("start", "ways"),
    [
        ("", {"21"}),
        ("1", {"21"}),
        ("10", {"1", "30"}),
        ("26", {"6", "46"}),
        ("27", {"7"}),
        ("41", {"21"}),
        ("46", {"26"}),
    ],
)
def test_each_page_of_a_grid_leads_twenty_rows_back_and_on(
    start: str, ways: set[str], client: Client, form: Form, window: Window
) -> None:
    window.keep({f"k{number}": {"title": f"書{number}"} for number in range(45)})
    page = client.get(form.address, {"from": start}).content.decode()
    assert set(re.findall(r'href="\?from=(\d+)"', page)) == ways


def test_more_rows_are_asked_for_and_come_after_those_there_are(form: Form, window: Window) -> None:
    window.keep({f"k{number}": {"title": f"書{number}"} for number in range(25)})
    form.grid.refresh_from_db()
    sent = {"act": "more", "stamp": form.grid.stamp, "from": "21", "c.p26.title": "書二十六"}
    answer = form.client.post(form.address, sent)
    assert answer["Location"] == f"{form.address}?from=27"
    assert kept(form.grid)[25:] == [{"title": "書二十六"}]


def at(start: str) -> dict[str, Any]:
    """Where the page that is sent begins."""
    return {"from": start}


def test_what_is_wrong_is_marked_on_the_page_that_is_sent(form: Form, window: Window) -> None:
    window.keep({f"k{number}": {**GUOYU, "shelf_mark": f"善{number}"} for number in range(45)})
    wrong = {"k20": {"extent": "存十四卷（一至十三）"}}
    assert "卷次合计13" in form.send("look", wrong, **at("21"))
    assert "卷次合计13" not in form.send("look", **at("1"))
    assert "卷次合计13" in form.send("look", **at("20"))
    assert "卷次合计13" not in form.send("look", **at("22"))


def test_who_may_make_no_records_any_more_has_no_grids(client: Client, window: Window, cataloguer: User) -> None:
    window.keep({"c1": GUOYU})
    Membership.objects.filter(user=cataloguer).delete()
    for name in ("grid", "grid-rows"):
        assert client.get(reverse(name, args=[window.grid.pk])).status_code == 403
    for name in ("grid-keep", "grid-save", "grid-drop"):
        assert client.post(reverse(name, args=[window.grid.pk])).status_code == 403
    assert Grid.objects.exists()


def test_pages_of_a_long_grid_lead_on_and_back(client: Client, form: Form, window: Window) -> None:
    window.keep({f"k{number}": {"title": f"書{number}"} for number in range(45)})
    page = client.get(form.address, {"from": "21"}).content.decode()
    assert "書20" in page
    assert "書19</textarea>" not in page
    assert "?from=1" in page
    assert "?from=41" in page
    assert client.get(form.address, {"from": "99999999999999999999999"}).status_code == 200
    beyond = client.get(form.address, {"from": "5000"}).content.decode()
    assert ">46</label>" in beyond, "what is beyond the end is where one goes on"


@pytest.mark.parametrize(
    "name", ["c.", "c..", "c.x", "c.p1.", "c.p1.no_such", "c.<b>.title", "c." + "p" * 99 + ".title"]
)
def test_names_that_no_form_of_ours_has_do_no_harm(client: Client, form: Form, name: str) -> None:
    answer = client.post(form.address, {"act": "look", "stamp": "0", name: "x"})
    assert answer.status_code in (200, 409)


def test_columns_are_chosen_and_remembered_for_the_next_grid(client: Client, grid: Grid) -> None:
    chosen = ["title", "shelf_mark", "seals", "no_such"]
    client.post(reverse("grid-columns", args=[grid.pk]), {"column": chosen, "name": "鈐印"})
    grid.refresh_from_db()
    assert (grid.columns, grid.name) == (["shelf_mark", "title", "seals"], "鈐印")
    client.post(reverse("grid-list"), {"act": "new", "name": "又一個"})
    assert Grid.objects.get(name="又一個").columns == ["shelf_mark", "title", "seals"]
    client.post(reverse("grid-columns", args=[grid.pk]), {"preset": "entries"})
    grid.refresh_from_db()
    assert "entry" in grid.columns


def test_a_column_added_later_shows_what_the_record_says_and_takes_nothing_away(
    window: Window, cataloguer: User
) -> None:
    window.keep({"c1": GUOYU})
    window.save()
    book = Book.objects.get()
    seals = [{"text": "八千卷樓", "owner": "丁丙"}]
    EditBook(book, merged(to_data(book), series="四部叢刊", details={"seals": seals}), None, trusted=True).execute()
    window.ask("settle", {"key": "c1", "which": "theirs"})
    said = window.ask("columns", {"columns": [*window.grid.columns, "series", "seals"]})
    assert (said["rows"][0]["cells"]["series"], said["rows"][0]["cells"]["seals"]) == ("四部叢刊", "八千卷樓｜丁丙")
    window.keep({"c1": {**said["rows"][0]["cells"], "volumes": "8冊"}})
    window.save()
    data = to_data(Book.objects.get())
    assert (data.volumes, data.series, data.details["seals"]) == ("8冊", "四部叢刊", seals)


def test_what_a_cell_cannot_say_is_locked_and_left_alone(window: Window, grid: Grid) -> None:
    window.keep({"c1": GUOYU})
    window.save()
    book = Book.objects.get()
    odd = {"seals": [{"text": "甲；乙"}]}
    EditBook(book, merged(to_data(book), details=odd), None, trusted=True).execute()
    window.ask("settle", {"key": "c1", "which": "theirs"})
    window.ask("columns", {"columns": [*grid.columns, "seals"]})
    row = window.rows()[0]
    assert row["locked"] == ["seals"]
    window.keep({"c1": {**row["cells"], "volumes": "8冊"}})
    window.save()
    assert to_data(Book.objects.get()).details == odd


def test_ones_own_drafts_are_opened_and_mended(
    client: Client, cataloguer: User, zhejiang: Institution, wenzhou: Institution
) -> None:
    mine = CreateBook(BookData(institution="1701", title="國語二十一卷", note="重裝"), cataloguer).execute()
    sent = CreateBook(BookData(institution="1701", title="左傳三十卷", edition="清刻本", volumes="1冊"), cataloguer)
    SubmitBook(sent.execute(), cataloguer).execute()
    CreateBook(BookData(institution="1701", title="史記一百三十卷"), None, trusted=True).execute()
    client.post(reverse("grid-list"), {"act": "drafts", "institution": "1701"})
    grid = Grid.objects.get()
    window = Window(client, grid)
    (row,) = window.rows()
    assert (row["cells"]["title"], row["cells"]["note"], row["changed"]) == ("國語二十一卷", "重裝", False)
    window.keep({row["key"]: {**row["cells"], "edition": "清刻本"}})
    window.save()
    mine.refresh_from_db()
    assert (mine.edition, mine.note, mine.version) == ("清刻本", "重裝", 2)
    assert Book.objects.count() == 3


def test_only_the_latest_drafts_are_opened_where_there_are_very_many_and_that_is_said(
    client: Client, cataloguer: User, zhejiang: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("guji.grid.opening", "guji.views.grid"):
        monkeypatch.setattr(f"{module}.MOST_OPENED", 1)
    for title in ("國語二十一卷", "史記一百三十卷"):
        CreateBook(BookData(institution="1701", title=title), cataloguer).execute()
    page = client.post(reverse("grid-list"), {"act": "drafts"}, follow=True).content.decode()
    assert "只打开了最近的 1 条草稿" in page
    assert [row["title"] for row in kept(Grid.objects.get())] == ["史記一百三十卷"]


def test_opening_drafts_where_there_are_none_says_so(client: Client, cataloguer: User) -> None:
    page = client.post(reverse("grid-list"), {"act": "drafts"}).content.decode()
    assert "没有草稿" in page
    assert not Grid.objects.exists()


def test_a_deleted_grid_leaves_its_records(client: Client, window: Window) -> None:
    window.keep({"c1": GUOYU})
    window.save()
    page = client.post(reverse("grid-drop", args=[window.grid.pk]), follow=True).content.decode()
    assert "表格“善本”已删去；已保存的著录不变" in page
    assert not Grid.objects.exists()
    assert not GridRow.objects.exists()
    assert Book.objects.count() == 1


def test_the_sheet_holds_what_the_grid_holds_and_no_formula_runs(client: Client, window: Window) -> None:
    window.keep({"c1": {**GUOYU, "note": "=1+1", "series": "四部叢刊"}, "c2": {}, "c3": {"title": "史記\n二"}})
    address = reverse("grid-sheet", args=[window.grid.pk, "xlsx"])
    answer = client.get(address)
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert (rows[0][:2], rows[0][-1]) == (["古籍普查登记编号", "索书号"], "所属丛书")
    assert [row[3] for row in rows[1:]] == ["國語二十一卷", "史記\n二"]
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('善本')}.xlsx"
    assert "=1+1" in rows[1]
    assert all(cell.data_type == "s" for cell in sheet[2] if cell.value)
    text = b"".join(client.get(address.replace("xlsx", "csv")).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert [row[3] for row in csv.reader(io.StringIO(text))][1] == "國語二十一卷"
    assert '="=1+1"' in text.replace('""', '"')
    assert client.get(address.replace("xlsx", "exe")).status_code == 404


def test_whole_entries_are_taken_apart_for_their_columns(window: Window) -> None:
    lines = ["說文解字十五卷　（漢）許慎撰　清初毛氏汲古閣刻本　6冊", "", "\0"]
    said = window.ask("split", {"entries": lines})["entries"]
    assert said[0] == {
        "title": "說文解字十五卷",
        "responsibility": "（漢）許慎撰",
        "edition": "清初毛氏汲古閣刻本",
        "volumes": "6冊",
    }
    assert window.ask("split", {"entries": ["書"] * 501}, status=409)["message"]


def test_the_same_checks_speak_in_the_grid_as_on_the_entry_page(window: Window, client: Client) -> None:
    cells = {**SHIJI, "edition": "明崇禎十七年(1641)毛氏汲古閣刻本", "extent": "存二卷（一至三）", "class_code": ""}
    notes = window.keep({"c1": cells})["said"]["c1"]["notes"]
    errors = {note["text"] for note in notes if note["level"] == "error"}
    sent = fields_of(BookData(institution="1701", **{key: text for key, text in cells.items() if text}))  # type: ignore[arg-type]
    page = client.post(reverse("record-understand"), sent).json()["said"]
    assert errors
    assert all(any(text in piece for piece in page.values()) for text in errors)


def test_columns_past_the_most_are_left_out(grid: Grid) -> None:
    from guji.grid.columns import offered
    from guji.grid.limits import MOST_COLUMNS

    assert len(choose_columns(grid, [key for key, _, _ in offered()]).columns) == MOST_COLUMNS


def test_every_heading_is_said_in_english_and_a_sheet_keeps_its_own(client: Client, window: Window) -> None:
    from guji.grid.columns import label_of, offered

    with translation.override("en"):
        assert [label for _, label, _ in offered() if not label.isascii()] == []
    window.keep({"c1": GUOYU})
    client.cookies["django_language"] = "en"
    assert label_of("title") == "题名卷数"
    page = client.get(reverse("grid", args=[window.grid.pk])).content.decode()
    assert "题名卷数" not in page
    sheet = client.get(reverse("grid-sheet", args=[window.grid.pk, "csv"]))
    assert "题名卷数" in b"".join(sheet.streaming_content).decode()  # type: ignore[attr-defined]
