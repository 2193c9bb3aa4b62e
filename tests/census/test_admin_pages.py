"""The administration site of this room: roles are given, everything else is looked at, and only by those who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin as site
from django.contrib.auth.models import Permission, User
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from authority.models import Institution
from census.identifiers import new_key
from census.models import (
    Comment,
    Erratum,
    Image,
    ImageAct,
    ImageChange,
    ImageQuota,
    ImportBatch,
    Job,
    Membership,
    NumberCounter,
    Revision,
    Role,
    Waiver,
)

pytestmark = pytest.mark.django_db
KEY = new_key()
#: What an administrator gives: roles, and room for pictures.
GIVEN = (ImageQuota, Membership)
LOOKED_AT = (Comment, Erratum, Image, ImageChange, ImportBatch, Job, NumberCounter, Revision, Waiver)


@pytest.fixture
def root(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.fixture
def rows(library: Institution, user: User) -> dict[type[models.Model], models.Model]:
    now = timezone.now()
    of_record: dict[str, Any] = {"kind": "book", "record_id": KEY}
    picture = Image.objects.create(**of_record, institution=library, name="卷端.jpg", bytes=9, created_at=now)
    return {
        Comment: Comment.objects.create(**of_record, text="行款請核", version=1, by=user, at=now),
        Erratum: Erratum.objects.create(
            **of_record, version=3, census_no="330000-1701-0000012", field="title", reason="誤", by=user, at=now
        ),
        Image: picture,
        ImageChange: ImageChange.objects.create(**of_record, image=picture, action=ImageAct.ADD, at=now),
        ImageQuota: ImageQuota.objects.create(institution=library, bytes=2**40),
        ImportBatch: ImportBatch.objects.create(kind="book", file_name="浙圖普查.xlsx", sha256="0" * 64),
        Job: Job.objects.create(kind="typeset_register", title="排印浙圖登記目錄", created_by=user),
        Membership: Membership.objects.create(user=user, institution=library, role=Role.CATALOGUER),
        NumberCounter: NumberCounter.objects.create(kind="book", institution=library, last=12),
        Revision: Revision.objects.create(
            **of_record, number=1, action="create", diff={"title": [None, "周易"]}, at=now
        ),
        Waiver: Waiver.objects.create(
            **of_record, check_id="extent_over", field="extent", reason="原書如此", by=user, at=now
        ),
    }


def url(target: Any, act: str) -> str:
    arguments = [target.pk] if isinstance(target, models.Model) else []
    return reverse(f"admin:census_{target._meta.model_name}_{act}", args=arguments)


def test_every_table_is_shown_or_left_out_on_purpose() -> None:
    registered = {model for model in apps.get_app_config("census").get_models() if site.site.is_registered(model)}
    assert registered == {*LOOKED_AT, *GIVEN}


@pytest.mark.parametrize("model", [*LOOKED_AT, *GIVEN])
def test_lists_and_rows_can_be_seen(root: Client, rows: Any, model: type[models.Model]) -> None:
    assert str(rows[model]) in root.get(url(rows[model], "change")).content.decode()
    assert root.get(url(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", LOOKED_AT)
def test_what_actions_write_is_neither_added_changed_nor_deleted(
    root: Client, rows: Any, model: type[models.Model]
) -> None:
    row = rows[model]
    before = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    assert root.get(url(model, "add")).status_code == 403
    assert root.post(url(row, "change"), {"text": "改", "title": "改", "reason": "改"}).status_code == 403
    assert root.post(url(row, "delete"), {"post": "yes"}).status_code == 403
    root.post(url(model, "changelist"), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    row.refresh_from_db()
    assert before == {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}


def test_history_is_found_by_the_record(root: Client, rows: Any) -> None:
    page = root.get(url(Revision, "changelist"), {"q": str(KEY)}).content.decode()
    assert "create" in page
    none = root.get(url(Revision, "changelist"), {"q": str(new_key())})
    assert list(none.context["cl"].result_list) == []


@pytest.mark.parametrize("asked", ["周易", "\0", "zzz", "%", "' OR 1=1 --"])
@pytest.mark.parametrize("model", [Revision, Membership])
def test_any_word_may_be_looked_for(root: Client, rows: Any, model: type[models.Model], asked: str) -> None:
    assert root.get(url(model, "changelist"), {"q": asked}).status_code in (200, 302)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"role": "cataloguer"}, "著录员和馆审须属于一个单位"),
        ({"role": "editor", "institution": "own"}, "省审和编辑是全省的角色"),
        ({"role": "cataloguer", "institution": "own"}, "这位用户在这个单位已有这个角色"),
        ({"role": "director", "institution": "own"}, "director"),
    ],
)
def test_a_role_that_cannot_be_given_is_told(
    root: Client, rows: Any, user: User, library: Institution, sent: dict[str, str], told: str
) -> None:
    data = {"user": user.pk, **sent, **({"institution": library.pk} if "institution" in sent else {})}
    page = root.post(url(Membership, "add"), data)
    assert page.status_code == 200
    assert told in page.content.decode()
    assert Membership.objects.count() == 1


def test_a_role_is_given_and_taken_away(root: Client, rows: Any, user: User) -> None:
    assert root.post(url(Membership, "add"), {"user": user.pk, "role": "editor"}).status_code == 302
    given = Membership.objects.get(role="editor")
    assert root.post(url(given, "delete"), {"post": "yes"}).status_code == 302
    assert not Membership.objects.filter(role="editor").exists()


@pytest.mark.parametrize("role", [None, *Role])
def test_no_role_of_the_census_opens_this_site(rows: Any, library: Institution, role: Role | None) -> None:
    person = User.objects.create_user("person")
    if role:
        local = role in (Role.CATALOGUER, Role.INSTITUTION_REVIEWER)
        Membership.objects.create(user=person, role=role, institution=library if local else None)
    client = Client()
    client.force_login(person)
    for model in (*LOOKED_AT, Membership):
        for address in (url(model, "changelist"), url(rows[model], "change"), url(rows[model], "delete")):
            answer = client.get(address)
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("admin:login"))


def test_staff_see_what_they_were_given_and_no_more(rows: Any) -> None:
    person = User.objects.create_user("helper", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_job"))
    client = Client()
    client.force_login(person)
    assert client.get(url(Job, "changelist")).status_code == 200
    for model in (*LOOKED_AT, Membership):
        if model is not Job:
            assert client.get(url(model, "changelist")).status_code == 403


def test_strangers_are_sent_to_the_login(rows: Any) -> None:
    for model in (*LOOKED_AT, Membership):
        for address in (url(model, "changelist"), url(model, "add"), url(rows[model], "change")):
            answer = Client().get(address)
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("admin:login"))
