"""Values that a column of one engine or the other cannot hold: refused with the field's name, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from census.errors import InvalidData, WrongState
from census.models import Comment, ImportRow, Revision
from guji.actions import (
    AddComment,
    CreateBook,
    EditBook,
    OverrideStructure,
    ReturnBook,
    SubmitBook,
    WaiveFinding,
    WithdrawBook,
)
from guji.models import Book
from guji.storage import WRITTEN
from tests.guji.actions.action_samples import ZHOUYI, changed
from tests.guji.imports.book_sheets import counts, take, xlsx

People = dict[str, User]
HALF = "\ud842"


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("character", ["\0", HALF])
def test_no_statement_takes_what_cannot_be_stored(people: People, name: str, character: str) -> None:
    with pytest.raises(InvalidData) as refused:
        CreateBook(changed(ZHOUYI, **{name: f"周{character}易"}), people["root"]).execute()
    assert refused.value.field == name
    assert "第 2 个字符" in refused.value.message
    assert not Book.objects.exists()


@pytest.mark.parametrize(
    ("group", "row", "field"),
    [
        ("seals", {"text": "錢唐\0丁氏"}, "details.seals.text"),
        ("damages", {"kinds": ["蟲蛀", "水\0漬"]}, "details.damages.kinds"),
        ("sub_works", {"title": "易傳", "children": [{"title": "繫\0辭"}]}, "details.sub_works.title"),
    ],
)
def test_no_detail_takes_what_cannot_be_stored(people: People, group: str, row: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidData) as refused:
        CreateBook(changed(ZHOUYI, details={group: [row]}), people["cataloguer"]).execute()
    assert refused.value.field == field


def test_an_edit_with_such_a_character_leaves_the_record_as_it_was(draft: Book, people: People) -> None:
    with pytest.raises(InvalidData, match="不能保存"):
        EditBook(draft, changed(ZHOUYI, note="殘\0"), people["cataloguer"], version=1).execute()
    draft.refresh_from_db()
    assert (draft.version, draft.note) == (1, ZHOUYI.note)


Act = Callable[[Book, People], Any]


@pytest.mark.parametrize(
    "act",
    [
        lambda book, people: SubmitBook(book, people["cataloguer"], reason="送\0").execute(),
        lambda book, people: WithdrawBook(book, people["cataloguer"], reason="重\0出").execute(),
        lambda book, people: WaiveFinding(book, people["root"], "any", "title", reason="\0如此").execute(),
        lambda book, people: CreateBook(ZHOUYI, people["cataloguer"], reason="補\0").execute(),
        lambda book, people: AddComment(book, people["cataloguer"], "請\0核").execute(),
    ],
)
def test_no_reason_or_remark_takes_it_either(draft: Book, people: People, act: Act) -> None:
    with pytest.raises(InvalidData, match="U\\+0000 不能保存"):
        act(draft, people)
    assert Revision.objects.count() == 1
    assert not Comment.objects.exists()


def test_remarks_given_with_a_return_are_looked_at_too(submitted: Book, people: People) -> None:
    reviewer = people["institution_reviewer"]
    with pytest.raises(InvalidData, match="不能保存"):
        ReturnBook(submitted, reviewer, reason="請改", comments=[("title", "卷\0數")]).execute()
    assert not Comment.objects.exists()


def test_a_class_code_longer_than_its_column_is_refused(people: People) -> None:
    with pytest.raises(InvalidData, match="超过 40 字") as refused:
        CreateBook(changed(ZHOUYI, class_code="經部易類傳說之屬" * 6), people["cataloguer"]).execute()
    assert refused.value.field == "class_code"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("era_year", 40_000),
        ("year_from", 70_000),
        ("year_to", -40_000),
        ("juan_total", -1),
        ("volumes_count", 2**31),
        ("dynasty", "明" * 41),
        ("place", "吳\0郡"),
        ("units", [{"name": "周易", "juan": "九"}]),
        ("units", [{"name": "周易", "juan": -9}]),
        ("units", [{"name": "周易", "source": "看" * 17}]),
        ("agents", [{"name": "王弼", "dynasty": "魏" * 41}]),
        ("agents", [{"name": "王\0弼"}]),
        ("agents", [{"name": HALF}]),
    ],
)
def test_an_override_that_no_column_holds_is_refused(draft: Book, people: People, field: str, value: Any) -> None:
    with pytest.raises(InvalidData) as refused:
        OverrideStructure(draft, people["cataloguer"], field, value, reason="據書影").execute()
    assert refused.value.field == field
    assert not draft.overrides.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("era_year", 12),
        ("year_from", -221),
        ("juan_total", 2**31 - 1),
        ("dynasty", "明" * 40),
        ("units", [{"name": "周易", "juan": 9}, {"name": "略例", "juan": None}]),
        ("agents", [{"name": "王弼", "dynasty": "魏" * 40}]),
    ],
)
def test_an_override_up_to_the_edge_is_stored(draft: Book, people: People, field: str, value: Any) -> None:
    OverrideStructure(draft, people["cataloguer"], field, value, reason="據書影").execute()
    assert draft.overrides.get().value == value


def test_a_record_that_is_gone_is_a_refusal_not_a_crash(draft: Book, people: People) -> None:
    stale = Book.objects.get(pk=draft.pk)
    Book.objects.filter(pk=draft.pk).delete()
    for action in (EditBook(stale, ZHOUYI, people["root"]), SubmitBook(stale, people["root"])):
        with pytest.raises(WrongState, match="已经不在库中"):
            action.execute()


@pytest.mark.usefixtures("libraries")
def test_a_sheet_with_such_characters_is_told_row_by_row(tmp_path: Path) -> None:
    row = ["", "1701", "善1", "周易_x0000_九卷", "（魏）王弼注", "清刻本", "2冊", "_xD842_"]
    outcome = take(xlsx(tmp_path / "普查.xlsx", [row]), mode="draft")
    assert counts(outcome) == {"create": 1}
    told = {(found["check"], found["field"]) for stored in ImportRow.objects.all() for found in stored.findings}
    assert {("lost_character_mark", "title"), ("lost_character_mark", "extent")} <= told
    assert Book.objects.get().title == "周易\ufffd九卷"


@pytest.mark.usefixtures("libraries")
def test_every_unfit_value_of_a_row_is_told_at_once(tmp_path: Path) -> None:
    row = ["", "1701", "善1", "周易九卷", "清刻本", "經" * 41, "廿公分"]
    header = ["古籍普查登记编号", "单位", "索书号", "题名卷数", "版本", "分类", "版框高"]
    outcome = take(xlsx(tmp_path / "普查.xlsx", [row], header), mode="draft")
    assert counts(outcome) == {"refuse": 1}
    told = {(told.finding.check, told.finding.field) for told in outcome.first}
    assert told >= {("stored_unfit", "class_code"), ("cell_unreadable", "layouts.frame_height")}
