"""The groups of the full record as plain rows: which fields they have, and values made fit to store.

A row, as it travels in ``BookData.details``, holds only what was stated: empty values are left out, so that a
record read back equals the one that was stored. Fields and their types come from the models themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from typing import Any

from django.db import models
from django.utils.translation import gettext_noop

from census.errors import InvalidData
from census.storable import require_storable

#: The groups, in the order of the full record; also the related names of their models.
GROUPS = (
    "layouts",
    "bindings",
    "cases",
    "prefaces",
    "engravers",
    "annotations",
    "seals",
    "attachments",
    "scripts",
    "repairs",
    "sub_works",
    "gradings",
    "damages",
    "provenances",
    "identifiers",
    "other_titles",
)
#: Columns of a detail model that are bookkeeping, not statement.
BOOKKEEPING = frozenset({"id", "book", "position", "parent", "path"})
_EMPTY: tuple[Any, ...] = (None, "", False, [])
_TRUE = frozenset({"1", "true", "是", "有", "y", "yes"})
_FALSE = frozenset({"", "0", "false", "否", "無", "无", "n", "no"})


def group_model(group: str) -> type[models.Model]:
    """Return the model of a group. Raises :class:`InvalidData` for a group that does not exist."""
    from guji.models import Book

    if group not in GROUPS:
        raise InvalidData(f"details.{group}", gettext_noop("没有“{group}”这一组"), group=group)
    related = Book._meta.get_field(group).related_model
    assert isinstance(related, type)  # noqa: S101 - tells the type checker what get_field knows
    return related


@cache
def fields_of(group: str) -> dict[str, models.Field[Any, Any]]:
    """Return the fields of a group's rows by name, in their order."""
    fields = group_model(group)._meta.concrete_fields
    return {field.name: field for field in fields if field.name not in BOOKKEEPING}


@cache
def defaults_of(group: str) -> tuple[tuple[str, Any], ...]:
    """Return (name, value stored where nothing is stated) of a group's fields."""
    return tuple((name, field.get_default()) for name, field in fields_of(group).items())


def normalise_group(group: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return a group's rows fit to store: in order, known fields, right types, nothing empty, no empty row.

    A ``position`` that rows bring orders them and is then left out: the order of the list says it.
    Raises :class:`InvalidData` for a field or a value that the group cannot hold.
    """
    cleaned = (_row(group, row) for row in sorted(rows, key=lambda row: row.get("position") or 0))
    return [row for row in cleaned if row]


def normalise(details: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Return all groups fit to store, in the order of :data:`GROUPS`, without empty groups."""
    for group in details:
        group_model(group)
    groups = {group: normalise_group(group, details[group]) for group in GROUPS if details.get(group)}
    return {group: rows for group, rows in groups.items() if rows}


def plain(value: Any) -> Any:
    """Return a detail value, row or group as JSON can hold it (decimals as text)."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def _row(group: str, row: Mapping[str, Any]) -> dict[str, Any]:
    converters = _converters(group)
    cleaned: dict[str, Any] = {}
    for name, value in row.items():
        if name == "position" or value is None:
            continue
        if name in converters:
            where, convert = converters[name]
            kept = convert(where, value)
        elif name == "children" and group == "sub_works":
            kept = normalise_group(group, value)
        else:
            raise InvalidData(f"details.{group}", gettext_noop("“{group}”没有“{name}”这一项"), group=group, name=name)
        if kept not in _EMPTY:
            cleaned[name] = kept
    return cleaned


def _text(where: str, value: Any) -> str:
    return require_storable(where, value if type(value) is str else str(value))


def _list(where: str, value: Any) -> list[str]:
    items = value if isinstance(value, (list, tuple)) else [value] if value else []
    return [_text(where, item) for item in items]


@cache
def _converters(group: str) -> dict[str, tuple[str, Callable[[str, Any], Any]]]:
    """Return field → (where it is, how its values are made fit to store)."""
    return {name: (f"details.{group}.{name}", _converter(field)) for name, field in fields_of(group).items()}


def _converter(field: models.Field[Any, Any]) -> Callable[[str, Any], Any]:
    if isinstance(field, models.BooleanField):
        return _boolean
    if isinstance(field, models.DecimalField):
        return partial(_decimal, field.decimal_places or 0, field.max_digits or 0)
    if isinstance(field, models.IntegerField):
        return _integer
    return _list if isinstance(field, models.JSONField) else _text


def _boolean(where: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _TRUE | _FALSE:
        raise InvalidData(where, gettext_noop("“{value}”应为“是”或“否”"), value=value)
    return word in _TRUE


def _decimal(places: int, digits: int, where: str, value: Any) -> Decimal | None:
    if isinstance(value, str) and not value.strip():
        return None
    try:
        number = Decimal(str(value).strip()).quantize(Decimal(1).scaleb(-places))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or number.adjusted() >= digits - places:
        raise InvalidData(where, gettext_noop("“{value}”不是可用的数，应如 18.5"), value=value)
    return number


def _integer(where: str, value: Any) -> int | None:
    text = str(value).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text) <= 2_147_483_647):
        raise InvalidData(where, gettext_noop("“{value}”不是可用的整数，应如 12"), value=value)
    return int(text)
