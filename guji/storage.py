"""Between the record as plain data and its tables: reading, writing, and the snapshot that history compares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.db import models
from django.utils.translation import gettext_noop

from authority.models import ClassNode, Institution
from census.errors import InvalidData
from census.storable import require_all_storable
from guji.data import BookData
from guji.derivation import AgentRow, Derived, UnitRow, derive
from guji.details import GROUPS, defaults_of, fields_of, group_model, normalise, plain
from guji.models import Agent, Book, Override, SubWork, TitleUnit

#: Fields of BookData that are columns of the same name.
STATED = tuple(f.name for f in fields(BookData) if f.name not in ("institution", "census_no", "details"))
#: Fields of BookData that hold text.
WRITTEN = tuple(f.name for f in fields(BookData) if f.type == "str")
MOST_OF_CLASS_CODE: int = Book._meta.get_field("class_code").max_length or 0
#: Managed fields that the snapshot shows beside the stated ones.
UNIT_COLUMNS = tuple(UnitRow._fields)
AGENT_COLUMNS = tuple(AgentRow._fields)


class Classes:
    """Class codes to ``(node key, path in words)`` in the current class table, each looked up once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int | None, str]] = {"": (None, "")}

    def find(self, code: str) -> tuple[int | None, str]:
        """Return the node and path of a code, ``(None, "")`` if the table has no such code."""
        if code not in self._known:
            node = ClassNode.objects.current().filter(code=code).first()
            self._known[code] = (node.pk, node.path()) if node else (None, "")
        return self._known[code]


def to_data(book: Book) -> BookData:
    """Return the record as plain data. With ``Book.objects.whole()`` no query is made."""
    stated = {name: getattr(book, name) for name in STATED}
    details = {group: rows for group in GROUPS if (rows := _read_group(book, group))}
    return BookData(institution=book.institution.code, census_no=book.census_no or "", details=details, **stated)


def snapshot(data: BookData, state: str, overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what history compares: every stated field, the groups as ``details.<group>``, the state, the overrides."""
    flat: dict[str, Any] = {"institution": data.institution, "census_no": data.census_no}
    flat |= {name: getattr(data, name) for name in STATED}
    flat |= {f"details.{group}": plain(rows) for group, rows in data.details.items()}
    flat |= {f"override.{name}": value for name, value in (overrides or {}).items()}
    flat["state"] = state
    return {key: value for key, value in flat.items() if value not in (None, "", False, [])}


def from_snapshot(flat: Mapping[str, Any]) -> BookData:
    """Return the record that a snapshot shows. What is not stated in it is empty."""
    details = {key.removeprefix("details."): rows for key, rows in flat.items() if key.startswith("details.")}
    stated = {name: flat[name] for name in ("institution", "census_no", *STATED) if name in flat}
    return BookData(details=normalise(details), **stated)


def clean(data: BookData) -> BookData:
    """Return ``data`` with its detail groups fit to store. Raises :class:`~census.errors.InvalidData`."""
    require_all_storable((name, getattr(data, name)) for name in WRITTEN)
    if len(data.class_code) > MOST_OF_CLASS_CODE:
        raise InvalidData(
            "class_code",
            gettext_noop("分类“{value}”超过 {most} 字，应为分类号或类名"),
            value=data.class_code[:MOST_OF_CLASS_CODE],
            most=MOST_OF_CLASS_CODE,
        )
    details = normalise(data.details) if data.details else {}
    return data if details == data.details else merged(data, details=details)


def merged(data: BookData, **changes: Any) -> BookData:
    """Return ``data`` with fields replaced; statements that stay the same are not read again."""
    changed = {name: value for name, value in changes.items() if getattr(data, name) != value}
    if not changed:
        return data
    result = BookData(**{f.name: changed.get(f.name, getattr(data, f.name)) for f in fields(BookData)})
    if changed.keys() <= {"details", "institution", "census_no"}:
        result.__dict__.update({key: value for key, value in vars(data).items() if key.startswith("parsed_")})
    return result


def institution_of(data: BookData) -> Institution:
    """Return the institution that a record names. Raises :class:`~census.errors.InvalidData` if there is none."""
    institution = Institution.objects.filter(code=data.institution).first()
    if institution is None:
        raise unknown_institution(data.institution)
    return institution


def unknown_institution(code: str) -> InvalidData:
    """Return the refusal of a unit code that the authority tables do not have."""
    return InvalidData("institution", gettext_noop("没有单位代码为“{code}”的收藏单位"), code=code)


def active_overrides(rows: Sequence[Override], data: BookData) -> dict[str, Any]:
    """Return field → value of the overrides whose statement still reads as it did when they were made."""
    from guji.derivation import OVERRIDABLE

    return {row.field: row.value for row in rows if getattr(data, OVERRIDABLE[row.field], None) == row.text}


def apply(
    book: Book, data: BookData, overrides: Mapping[str, Any] | None = None, classes: Classes | None = None
) -> Derived:
    """Set the record's stated and derived columns from ``data``; the rows are written by :func:`write_rows`."""
    for name in STATED:
        setattr(book, name, getattr(data, name))
    derived = derive(data, overrides)
    for name, value in derived.columns.items():
        setattr(book, name, value)
    book.class_node_id, book.class_path = (classes or Classes()).find(data.class_code)
    return derived


def write_rows(book: Book, data: BookData, derived: Derived, before: BookData | None = None) -> None:
    """Write the record's child rows: the derived ones anew, the detail groups where they differ from ``before``."""
    if before is not None:
        TitleUnit.objects.filter(book=book).delete()
        Agent.objects.filter(book=book).delete()
    TitleUnit.objects.bulk_create(
        TitleUnit(book=book, position=i, **row._asdict()) for i, row in enumerate(derived.units, 1)
    )
    Agent.objects.bulk_create(Agent(book=book, position=i, **row._asdict()) for i, row in enumerate(derived.agents, 1))
    for group in GROUPS:
        rows = data.details.get(group, [])
        if before is not None and before.details.get(group, []) == rows:
            continue
        if before is not None:
            group_model(group)._default_manager.filter(book=book).delete()
        _write_group(book, group, rows)


def detail_values(group: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, list[Any]]]:
    """Yield (position, values in the order of :func:`guji.details.fields_of`) for the rows of a flat group."""
    defaults = defaults_of(group)
    for position, row in enumerate(rows, 1):
        yield position, [row.get(name, default) for name, default in defaults]


def _read_group(book: Book, group: str) -> list[dict[str, Any]]:
    rows = list(getattr(book, group).all())
    if group == "sub_works":
        return tree_of(rows)
    return [row_as_data(group, row) for row in rows]


def row_as_data(group: str, row: models.Model) -> dict[str, Any]:
    """Return a detail row as it travels in ``BookData``: its fields, those that say nothing left out."""
    values = ((name, getattr(row, name)) for name in fields_of(group))
    return {name: value for name, value in values if value not in (None, "", False, [])}


def tree_of(rows: list[SubWork]) -> list[dict[str, Any]]:
    """Return the works of a set as nested data, in reading order."""
    shown = {row.pk: row_as_data("sub_works", row) for row in rows}
    top: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda row: row.path):
        siblings = shown[row.parent_id].setdefault("children", []) if row.parent_id else top
        siblings.append(shown[row.pk])
    return top


def _write_group(book: Book, group: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if group == "sub_works":
        write_sub_works(book, rows)
        return
    model, names = group_model(group), tuple(fields_of(group))
    model._default_manager.bulk_create(
        model(book=book, position=position, **dict(zip(names, values, strict=True)))
        for position, values in detail_values(group, rows)
    )


def write_sub_works(book: Book, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write a set's works level by level, so that each level's keys are known to the next."""
    names = tuple(fields_of("sub_works"))
    level: list[tuple[SubWork | None, Sequence[Mapping[str, Any]]]] = [(None, rows)]
    while level:
        made = [
            (
                SubWork(
                    book=book,
                    parent=parent,
                    position=position,
                    path=f"{parent.path}.{position:04d}" if parent else f"{position:04d}",
                    **{name: row[name] for name in names if name in row},
                ),
                row.get("children", ()),
            )
            for parent, siblings in level
            for position, row in enumerate(siblings, 1)
        ]
        SubWork.objects.bulk_create(sub_work for sub_work, _ in made)
        level = [(sub_work, children) for sub_work, children in made if children]
