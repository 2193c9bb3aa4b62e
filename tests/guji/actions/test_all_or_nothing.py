"""A step that fails in the middle of an action leaves nothing behind: no column, no row, no history, no number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from census.errors import ActionRefused
from census.models import Waiver
from guji.actions import (
    ApproveByInstitution,
    ApproveByProvince,
    CorrectPublished,
    CreateBook,
    EditBook,
    OverrideStructure,
    PublishBook,
    RemoveOverride,
    RestoreBook,
    ReturnBook,
    RevokeWaiver,
    SubmitBook,
    WaiveFinding,
    WithdrawBook,
)
from guji.models import Book
from guji.storage import to_data
from tests.guji.actions.action_samples import ZHOUYI, changed

People = dict[str, User]
Act = Callable[[Any, People], Any]
SPOILT = changed(ZHOUYI, title="杜工部集二十卷", extent="存二十五卷（一至二十五）")


class MidwayError(Exception):
    """What goes wrong in the middle."""


def everything() -> dict[str, list[Any]]:
    """Return every row of the records' tables and of all that is kept beside them."""
    models = [*apps.get_app_config("guji").get_models(), *apps.get_app_config("census").get_models()]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def drafted(people: People) -> Book:
    return CreateBook(SPOILT, people["cataloguer"]).execute()


def first_finding(book: Book) -> tuple[str, str]:
    from guji.findings import standing_errors

    error = standing_errors(to_data(book), book.pk)[0]
    return error.check, error.field


def waived(book: Book, people: People) -> Waiver:
    WaiveFinding(book, people["institution_reviewer"], *first_finding(book), reason="原書如此").execute()
    return Waiver.objects.get()


#: Verb → the fixture with the record it starts from, and the act.
ACTS: dict[str, tuple[str, Act]] = {
    "create": ("people", lambda _, p: CreateBook(ZHOUYI, p["cataloguer"])),
    "create with a number": (
        "people",
        lambda _, p: CreateBook(changed(ZHOUYI, census_no="330000-1701-0000041"), p["cataloguer"]),
    ),
    "edit": ("draft", lambda b, p: EditBook(b, changed(ZHOUYI, title="周易十卷", note="改"), p["cataloguer"])),
    "edit the groups": ("draft", lambda b, p: EditBook(b, changed(ZHOUYI, details={}), p["cataloguer"])),
    "submit": ("draft", lambda b, p: SubmitBook(b, p["cataloguer"])),
    "return": (
        "submitted",
        lambda b, p: ReturnBook(b, p["institution_reviewer"], reason="核", comments=[("edition", "牌記在卷末")]),
    ),
    "approve": ("submitted", lambda b, p: ApproveByInstitution(b, p["institution_reviewer"])),
    "approve and number": ("institution_approved", lambda b, p: ApproveByProvince(b, p["province_reviewer"])),
    "publish": ("approved", lambda b, p: PublishBook(b, p["editor"])),
    "correct": (
        "published",
        lambda b, p: CorrectPublished(b, changed(to_data(b), volumes="5冊"), p["editor"], reason="漏數一冊"),
    ),
    "withdraw": ("draft", lambda b, p: WithdrawBook(b, p["cataloguer"], reason="重複")),
    "restore": (
        "draft",
        lambda b, p: RestoreBook(
            WithdrawBook(b, p["cataloguer"], reason="重複").execute(), p["province_reviewer"], reason="實為兩部"
        ),
    ),
    "waive": ("spoilt", lambda b, p: WaiveFinding(b, p["institution_reviewer"], *first_finding(b), reason="原書如此")),
    "revoke": (
        "spoilt",
        lambda b, p: RevokeWaiver(b, p["institution_reviewer"], waived(b, p), reason="誤豁免"),
    ),
    "override": ("draft", lambda b, p: OverrideStructure(b, p["cataloguer"], "maker", "毛氏", reason="讀錯")),
    "trust again": (
        "draft",
        lambda b, p: RemoveOverride(
            OverrideStructure(b, p["cataloguer"], "maker", "毛氏", reason="讀錯").execute(), p["cataloguer"], "maker"
        ),
    ),
}
#: What fails: the history, and the very last thing written.
STEPS = ("census.models.Revision.objects.create", "census.actions.base.OutboxEntry.objects.create")


@pytest.fixture
def spoilt(people: People) -> Book:
    return drafted(people)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("verb", ACTS)
def test_nothing_is_left_of_an_action_that_fails_in_the_middle(
    verb: str, step: str, request: pytest.FixtureRequest, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixture, act = ACTS[verb]
    action = act(request.getfixturevalue(fixture), people)
    before = everything()

    def fail(*args: object, **kwargs: object) -> None:
        raise MidwayError

    monkeypatch.setattr(step, fail)
    with pytest.raises(MidwayError):
        action.execute()
    monkeypatch.undo()
    assert everything() == before


@pytest.mark.parametrize("verb", ACTS)
def test_every_action_leaves_one_revision_and_one_line_for_the_index(
    verb: str, request: pytest.FixtureRequest, people: People
) -> None:
    fixture, act = ACTS[verb]
    action = act(request.getfixturevalue(fixture), people)
    before = everything()
    book = action.execute()
    after = everything()
    for table in ("Revision", "OutboxEntry"):
        new = [row for row in after[table] if row not in before[table]]
        assert [row["record_id"] for row in new] == [book.pk], table
    revision = next(row for row in after["Revision"] if row not in before["Revision"])
    assert revision["number"] == book.version == Book.objects.get(pk=book.pk).version
    assert revision["diff"]
    assert revision["reason"] == getattr(action, "reason", "")


@pytest.mark.parametrize("verb", [verb for verb, (fixture, _) in ACTS.items() if fixture != "people"])
def test_what_somebody_else_stored_meanwhile_is_not_overwritten(
    verb: str, request: pytest.FixtureRequest, people: People
) -> None:
    fixture, act = ACTS[verb]
    action = act(request.getfixturevalue(fixture), people)
    present = Book.objects.get(pk=action.given.pk).version
    action.version = present
    Book.objects.filter(pk=action.given.pk).update(version=present + 1)
    before = everything()
    with pytest.raises(ActionRefused) as refusal:
        action.execute()
    assert "版本" in refusal.value.message or str(present + 1) in refusal.value.message
    assert everything() == before


@pytest.mark.parametrize("verb", [verb for verb, (fixture, _) in ACTS.items() if fixture != "people"])
def test_a_record_that_is_gone_is_said_to_be_gone(verb: str, request: pytest.FixtureRequest, people: People) -> None:
    fixture, act = ACTS[verb]
    action = act(request.getfixturevalue(fixture), people)
    Waiver.objects.all().delete()
    Book.objects.filter(pk=action.given.pk).delete()
    with pytest.raises(ActionRefused, match="不在库中"):
        action.execute()
