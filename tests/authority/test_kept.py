"""What is kept of the authority tables follows every change of them, whoever makes it and however."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from authority.actions.class_tree import AddNode
from authority.kept import Kept, one_look, state
from authority.marks import MARKED, mark_changes
from authority.models import ClassNode, ClassScheme, Institution, Region, TableMark

pytestmark = pytest.mark.django_db


@pytest.fixture
def names() -> Kept[list[str]]:
    """The regions' names, kept."""
    return Kept(lambda: list(Region.objects.order_by("code").values_list("name", flat=True)), Region)


@pytest.fixture
def regions() -> list[Region]:
    return [
        Region.objects.create(code="330000", name="浙江省", kind="province"),
        Region.objects.create(code="320000", name="江蘇省", kind="province"),
    ]


def by_sql(statement: str) -> Callable[[], Any]:
    def execute() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return execute


CHANGES: dict[str, tuple[Callable[[], Any], list[str]]] = {
    "one saved": (
        lambda: Region.objects.create(code="310000", name="上海市", kind="province"),
        ["上海市", "江蘇省", "浙江省"],
    ),
    "a bulk of new rows": (
        lambda: Region.objects.bulk_create([Region(code="310000", name="上海市", kind="province")]),
        ["上海市", "江蘇省", "浙江省"],
    ),
    "a statement over many": (lambda: Region.objects.update(name="某省"), ["某省", "某省"]),
    "rows deleted": (lambda: Region.objects.filter(code="320000").delete(), ["浙江省"]),
    "the database's own shell": (
        by_sql("UPDATE authority_region SET name = '兩浙' WHERE code = '330000'"),
        ["江蘇省", "兩浙"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_way_to_change_a_table_is_noticed(change: str, names: Kept[list[str]], regions: list[Region]) -> None:
    make, expected = CHANGES[change]
    assert names() == ["江蘇省", "浙江省"]
    make()
    assert names() == expected


def test_what_has_not_changed_is_not_read_again(
    names: Kept[list[str]], regions: list[Region], django_assert_num_queries: Any
) -> None:
    first = names()
    Institution.objects.create(code="1701", name="浙江圖書館")
    with django_assert_num_queries(1):
        assert names() is first


def test_a_change_that_was_given_up_leaves_nothing_behind(names: Kept[list[str]], regions: list[Region]) -> None:
    """A counter would stand where it stood for the next change, and what was seen in between would count as current."""
    names()

    with transaction.atomic():
        Region.objects.filter(code="330000").update(name="越國")
        assert names() == ["江蘇省", "越國"]
        transaction.set_rollback(True)
    Region.objects.filter(code="320000").update(name="吳國")
    assert names() == ["吳國", "浙江省"]


def test_a_page_is_of_one_state_and_asks_once(
    names: Kept[list[str]], regions: list[Region], django_assert_num_queries: Any
) -> None:
    names()
    with django_assert_num_queries(1), one_look():
        first = names()
        assert names() is first
        with one_look():
            state()
    Region.objects.update(name="某省")
    with one_look():
        assert names() == ["某省", "某省"]


def test_where_tables_bear_no_marks_nothing_is_kept(names: Kept[list[str]], regions: list[Region]) -> None:
    names()
    TableMark.objects.all().delete()
    assert state() == ""
    Region.objects.update(name="某省")
    assert names() == ["某省", "某省"]
    Region.objects.update(name="某州")
    assert names() == ["某州", "某州"]


def test_a_table_made_anew_is_marked_again(regions: list[Region]) -> None:
    """SQLite makes a table anew for many a migration and drops its triggers with it."""
    with connection.cursor() as cursor:
        for name in triggers_of("authority_region"):
            on = " ON authority_region" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
    before = state()
    Region.objects.update(name="某省")
    assert state() == before
    mark_changes(apps.get_app_config("authority"), using="default")
    Region.objects.update(name="某州")
    assert state() != before


def triggers_of(table: str) -> Iterator[str]:
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [table])
        yield from [name for (name,) in cursor.fetchall()]


def test_the_marked_tables_and_no_others_have_triggers() -> None:
    tables = {model._meta.db_table for model in apps.get_app_config("authority").get_models()}
    marked = set(TableMark.objects.values_list("table", flat=True))
    assert marked == {model._meta.db_table for model in MARKED}
    assert {table for table in tables if list(triggers_of(table))} == marked


def test_another_version_of_a_scheme_changes_what_is_kept_of_its_classes() -> None:
    def read() -> list[str]:
        return list(ClassNode.objects.current("small").values_list("code", flat=True))

    codes = Kept(read, ClassNode, ClassScheme)
    ClassScheme.objects.create(key="small", version="1", title="小表", is_current=True)
    assert codes() == []
    AddNode(ClassScheme.objects.get(), None, "1", "經部").execute()
    assert codes() == ["1"]
    ClassScheme.objects.update(is_current=False)
    assert codes() == []
