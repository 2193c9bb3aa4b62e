"""On the administration site: what came with the system is changed or retired, never renamed away or deleted."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.urls import reverse

from authority.actions.class_tree import AddNode
from authority.actions.loading import LoadAuthority
from authority.checks.tree import inspect_trees
from authority.models import (
    ClassMapping,
    ClassNode,
    ClassScheme,
    DynastyEntry,
    EraEntry,
    Institution,
    InstitutionName,
    Region,
    Term,
    Vocabulary,
)

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture
def admin(loaded: Any) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client


def url(row: models.Model | type[models.Model], act: str) -> str:
    arguments = [row.pk] if isinstance(row, models.Model) else []
    return reverse(f"admin:authority_{row._meta.model_name}_{act}", args=arguments)


def fields_of(page: Any) -> dict[str, Any]:
    """Return the values that a browser would send back with the form as it is shown."""
    form = page.context["adminform"].form
    sent = {}
    for name in form.fields:
        if not form.fields[name].disabled:
            value = form[name].value()
            if value not in (None, False):
                sent[name] = "on" if value is True else value
    for formset in page.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        sent |= {f"{management.prefix}-{name}": value for name, value in management.initial.items()}
        for inline in formset.formset.forms:
            for name in inline.fields:
                value = inline[name].value()
                if not inline.fields[name].disabled and value not in (None, False):
                    sent[inline.add_prefix(name)] = "on" if value is True else value
    return sent


def saved(admin: Client, row: models.Model, **changes: Any) -> Any:
    page = admin.get(url(row, "change"))
    assert page.status_code == 200
    return admin.post(url(row, "change"), {**fields_of(page), **changes})


DELIVERED: dict[type[models.Model], dict[str, Any]] = {
    Region: {"code": "330200"},
    Institution: {"code": "1705"},
    Vocabulary: {"key": "binding"},
    Term: {"vocabulary_id": "binding", "position": 10},
    DynastyEntry: {"name": "清"},
    EraEntry: {"dynasty_id": "清", "name": "康熙"},
    ClassScheme: {"key": "hanwen-guji"},
    ClassNode: {"code": "10202"},
}


@pytest.mark.parametrize("model", DELIVERED)
def test_what_came_with_the_system_is_not_deleted(admin: Client, model: type[models.Model]) -> None:
    row = model._default_manager.get(**DELIVERED[model])
    assert admin.post(url(row, "delete"), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", DELIVERED)
def test_nor_many_at_once_from_the_list(admin: Client, model: type[models.Model]) -> None:
    before = model._default_manager.count()
    keys = [row.pk for row in model._default_manager.all()[:3]]
    admin.post(
        url(model, "changelist"), {"action": "delete_selected", "_selected_action": keys, "post": "yes"}, follow=True
    )
    assert model._default_manager.count() == before


@pytest.mark.parametrize(
    ("model", "key", "other"),
    [
        (Region, "code", "339999"),
        (Institution, "code", "1999"),
        (Vocabulary, "key", "other"),
        (Term, "code", "other"),
        (ClassScheme, "key", "other"),
        (ClassScheme, "version", "2099"),
        (ClassNode, "code", "99999"),
    ],
)
def test_its_key_stays_whatever_is_sent(admin: Client, model: type[models.Model], key: str, other: str) -> None:
    row = model._default_manager.get(**DELIVERED[model])
    before = getattr(row, key)
    saved(admin, row, **{key: other})
    row.refresh_from_db()
    assert getattr(row, key) == before


@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (Region, "name", "甬城"),
        (Institution, "short_name", "范氏書樓"),
        (Vocabulary, "note", "本省另有說明"),
        (Term, "name_hans", "改"),
        (ClassScheme, "title", "漢籍分類表"),
        (ClassNode, "name_hant", "易傳之屬"),
    ],
)
def test_other_words_of_it_are_changed_and_stay_through_the_next_load(
    admin: Client, model: type[models.Model], field: str, value: str
) -> None:
    row = model._default_manager.get(**DELIVERED[model])
    answer = saved(admin, row, **{field: value})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    LoadAuthority().execute()
    row = model._default_manager.get(pk=row.pk)
    assert getattr(row, field) == value
    assert not getattr(row, "is_local")  # noqa: B009  the models differ
    assert inspect_trees() == []


def test_what_was_made_here_may_go(admin: Client) -> None:
    scheme = ClassScheme.objects.get()
    rows: list[models.Model] = [
        Region.objects.create(code="339999", name="某地", kind="county"),
        Institution.objects.create(code="1999", name="某館"),
        Term.objects.create(vocabulary_id="binding", code="local", name_hant="龍鱗裝"),
        Vocabulary.objects.create(key="local", name="本地值表"),
        DynastyEntry.objects.create(name="某政權"),
        ClassScheme.objects.create(key="local", version="1", title="本地分類"),
        ClassMapping.objects.create(old=scheme.nodes.get(code="102"), new=scheme.nodes.get(code="103")),
    ]
    for row in rows:
        assert admin.post(url(row, "delete"), {"post": "yes"}).status_code == 302, row
        assert not type(row)._default_manager.filter(pk=row.pk).exists(), row


def test_a_scheme_with_classes_does_not_go(admin: Client) -> None:
    scheme = ClassScheme.objects.create(key="local", version="1", title="本地分類")
    AddNode(scheme, None, "1", "某部").execute()
    assert admin.post(url(scheme, "delete"), {"post": "yes"}).status_code == 403


def test_a_row_made_here_keeps_its_key_once_others_point_to_it(admin: Client) -> None:
    dynasty = DynastyEntry.objects.create(name="某政權", start=1500, end=1520)
    saved(admin, dynasty, name="某國")
    dynasty.refresh_from_db()
    assert dynasty.name == "某國"
    EraEntry.objects.create(dynasty=dynasty, name="某元", start=1501, end=1510)
    assert saved(admin, dynasty, name="又名", note="記").status_code == 302
    dynasty.refresh_from_db()
    assert (dynasty.name, dynasty.note) == ("某國", "記")


def test_a_variant_that_came_with_the_system_is_stopped_not_renamed(admin: Client) -> None:
    library = Institution.objects.get(code="1705")
    variants = list(InstitutionName.objects.filter(institution=library, kind="variant").order_by("kind", "name"))
    first = variants[0]
    page = admin.get(url(library, "change"))
    sent = fields_of(page)
    ids = {value: name for name, value in sent.items() if name.endswith("-id")}
    prefix = ids[first.pk].removesuffix("-id")
    del sent[f"{prefix}-active"]
    answer = admin.post(url(library, "change"), {**sent, f"{prefix}-name": "改寫的異稱"})
    assert answer.status_code == 302
    first.refresh_from_db()
    assert (first.name, first.active) == (variants[0].name, False)
    assert not Institution.objects.by_any_name(first.name).filter(code="1705").exists()
    LoadAuthority().execute()
    first.refresh_from_db()
    assert not first.active


@pytest.mark.parametrize(
    ("model", "sent", "told"),
    [
        (Institution, {"code": "17", "name": "某館", "system": "other"}, "四位"),
        (Institution, {"code": "1701", "name": "又一館", "system": "other"}, "已存在"),
        (Region, {"code": "33000", "name": "某地", "kind": "city"}, "六位数字"),
        (EraEntry, {"dynasty": "", "name": "某元", "start": 1501, "end": 1500, "kind": "era"}, "末年早于元年"),
        (DynastyEntry, {"name": "某朝", "start": 0, "kind": "dynasty"}, "没有公元 0 年"),
        (ClassScheme, {"key": "hanwen-guji", "version": "2", "title": "又表", "is_current": "on"}, "只有一个现行版本"),
        (ClassScheme, {"key": "hanwen-guji", "version": "2025-draft", "title": "又表"}, "已有这个版本"),
    ],
)
def test_what_cannot_be_is_told_on_the_form(
    admin: Client, model: type[models.Model], sent: dict[str, Any], told: str
) -> None:
    if model is EraEntry:
        sent = {**sent, "dynasty": DynastyEntry.objects.get(name="清").name}
    before = model._default_manager.count()
    empty = {f"{name}-{count}_FORMS": 0 for name in ("names", "terms") for count in ("TOTAL", "INITIAL")}
    page = admin.post(url(model, "add"), {**empty, **sent})
    assert page.status_code == 200
    assert told in page.content.decode()
    assert model._default_manager.count() == before


@pytest.mark.parametrize("who", [None, "reader", "staff"])
@pytest.mark.parametrize("model", DELIVERED)
def test_nobody_else_gets_in(who: str | None, model: type[models.Model]) -> None:
    client = Client()
    if who:
        client.force_login(User.objects.create_user(who, is_staff=who == "staff"))
    row = model._default_manager.get(**DELIVERED[model])
    for address in (url(model, "changelist"), url(model, "add"), url(row, "change"), url(row, "delete")):
        answer = client.get(address)
        assert answer.status_code == (403 if who == "staff" else 302), address
        if who != "staff":
            assert reverse("admin:login") in answer["Location"]
