"""The administrator's pages: what can be seen, added and changed there."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from authority.checks.tree import inspect_trees
from authority.models import ClassNode, ClassScheme, DynastyEntry, EraEntry, Institution

Nodes = dict[str, ClassNode]


@pytest.fixture
def admin(db: None, settings: Any) -> Client:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "secret"))
    return client


def url(model: str, action: str, *args: Any) -> str:
    return reverse(f"admin:authority_{model}_{action}", args=args)


#: Names are proposed and decided on pages of their own, the others belong to a row or to nobody.
ELSEWHERE = {"institutionname", "name", "tablemark"}
MODELS = sorted(model._meta.model_name or "" for model in apps.get_app_config("authority").get_models())


@pytest.mark.parametrize("model", [name for name in MODELS if name not in ELSEWHERE])
@pytest.mark.usefixtures("loaded")
def test_every_table_can_be_seen_and_added_to(admin: Client, model: str) -> None:
    assert admin.get(url(model, "changelist")).status_code == 200
    assert admin.get(url(model, "add")).status_code == 200


def form(node: ClassNode, **changes: Any) -> dict[str, Any]:
    fields = ("name_hant", "name_hans", "printed_heading", "note")
    values = {name: getattr(node, name) for name in fields} | {"parent": node.parent_id or "", "active": "on"}
    return values | changes


def test_a_class_is_added_where_it_should_stand(admin: Client, scheme: ClassScheme, nodes: Nodes) -> None:
    data = {
        "scheme": scheme.pk,
        "parent": nodes["1"].pk,
        "code": "1015",
        "name_hant": "易緯",
        "after": nodes["101"].pk,
        "active": "on",
    }
    assert admin.post(url("classnode", "add"), data).status_code == 302
    assert [node.code for node in nodes["1"].get_children()] == ["101", "1015", "102"]
    assert inspect_trees() == []


def test_a_class_is_renamed_moved_and_retired(admin: Client, nodes: Nodes) -> None:
    node = nodes["101"]
    data = form(node, name_hant="周易類", parent=nodes["2"].pk)
    del data["active"]
    assert admin.post(url("classnode", "change", node.pk), data).status_code == 302
    fresh = ClassNode.objects.get(pk=node.pk)
    assert (fresh.path(), fresh.code, fresh.active) == ("史部/周易類", "101", False)
    assert inspect_trees() == []


def test_an_impossible_move_is_told_and_changes_nothing(admin: Client, nodes: Nodes) -> None:
    data = form(nodes["1"], parent=nodes["101"].pk, name_hant="改名")
    page = admin.post(url("classnode", "change", nodes["1"].pk), data)
    assert page.status_code == 200
    assert "类目不能移到自身之下" in page.content.decode()
    assert ClassNode.objects.get(pk=nodes["1"].pk).name_hant == "經部"


def test_a_class_is_not_deleted(admin: Client, nodes: Nodes) -> None:
    assert admin.post(url("classnode", "delete", nodes["10101"].pk), {"post": "yes"}).status_code == 403
    assert ClassNode.objects.filter(pk=nodes["10101"].pk).exists()


@pytest.mark.usefixtures("loaded")
def test_eras_of_the_table_are_read_only_and_local_ones_not(admin: Client) -> None:
    kangxi = EraEntry.objects.get(dynasty__name="清", name="康熙")
    assert admin.post(url("eraentry", "change", kangxi.pk), {"name": "改"}).status_code == 403
    assert admin.get(url("eraentry", "change", kangxi.pk)).status_code == 200
    local = DynastyEntry.objects.create(name="某政權")
    data = {"name": "某國", "kind": "dynasty"}
    assert admin.post(url("dynastyentry", "change", local.pk), data).status_code == 302
    assert DynastyEntry.objects.get(pk=local.pk).name == "某國"


@pytest.mark.usefixtures("loaded")
def test_a_variant_name_given_to_an_institution_is_found(admin: Client) -> None:
    library = Institution.objects.get(code="1705")
    variants = list(library.names.filter(kind="variant"))
    data = {
        "code": library.code,
        "name": library.name,
        "short_name": library.short_name,
        "region": library.region_id or "",
        "system": library.system,
        "census_prefix": library.census_prefix,
        "active": "on",
        "names-TOTAL_FORMS": len(variants) + 1,
        "names-INITIAL_FORMS": len(variants),
        f"names-{len(variants)}-name": "范氏天一閣",
    }
    for n, variant in enumerate(variants):
        data |= {f"names-{n}-id": variant.pk, f"names-{n}-name": variant.name}
    for n in range(len(variants) + 1):
        data |= {f"names-{n}-institution": library.pk, f"names-{n}-active": "on"}
    page = admin.post(url("institution", "change", library.pk), data)
    assert page.status_code == 302
    assert Institution.objects.by_any_name("范氏天一阁").get() == library
