"""Bringing the project's tables into the database without touching what an administrator made.

Each row remembers the fingerprint of what was last brought (`loaded_digest`). A row whose values still have that
fingerprint is ours to update; any other was changed here and stays, and is named in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction

from authority import tables
from authority.actions.class_loading import load_scheme
from authority.actions.reports import Decision, Report, decide
from authority.folding import fold_name
from authority.models import (
    AuthorityRow,
    DynastyEntry,
    EraEntry,
    Institution,
    InstitutionName,
    Name,
    NameKind,
    Region,
    Term,
    Vocabulary,
    digest,
)

Row = TypeVar("Row", bound=AuthorityRow)


def load_table(model: type[Row], key: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Report:
    """Bring `rows` into the table of `model`, whose rows are known by the fields of `key`.

    Rows whose key an administrator has used already, and rows changed since they were brought, are kept.
    """
    report = Report(str(model._meta.verbose_name_plural))
    existing = {tuple(getattr(row, name) for name in key): row for row in model._default_manager.all()}
    added: list[Row] = []
    changed: list[Row] = []
    for values in rows:
        row = existing.get(tuple(values[name] for name in key))
        if row is None:
            added.append(model(**values, is_local=False, loaded_digest=digest(values)))
            continue
        held = {name: getattr(row, name) for name in values}
        decision = decide(row, held, values)
        report.count(decision, str(row))
        if decision is Decision.CHANGE:
            for name, value in values.items():
                setattr(row, name, value)
            row.loaded_digest = digest(values)
            changed.append(row)
    report.added = len(added)
    model._default_manager.bulk_create(added, batch_size=200)
    if changed:
        model._default_manager.bulk_update(changed, [*rows[0], "loaded_digest"], batch_size=50)
    return report


def _names_wanted(variants: Mapping[str, Sequence[str]]) -> dict[tuple[int, str, str], bool]:
    wanted: dict[tuple[int, str, str], bool] = {}
    for institution in Institution.objects.all():
        wanted[institution.pk, NameKind.FULL.value, institution.name] = False
        if institution.short_name:
            wanted[institution.pk, NameKind.SHORT.value, institution.short_name] = False
        if not institution.is_local:
            for name in variants.get(institution.code, ()):
                wanted[institution.pk, NameKind.VARIANT.value, name] = False
    return wanted


def sync_names(variants: Mapping[str, Sequence[str]]) -> Report:
    """Make the searchable names agree with the institutions and with the `variants` of each unit code.

    Names added by an administrator stay. Folded forms are written afresh where the folding has changed.
    """
    report = Report(str(InstitutionName._meta.verbose_name_plural))
    wanted = _names_wanted(variants)
    stale: list[int] = []
    refolded: list[InstitutionName] = []
    for name in InstitutionName.objects.all():
        key = (name.institution_id, name.kind, name.name)
        known = wanted.pop(key, None) is not None
        if not known and not (name.is_local and name.kind == NameKind.VARIANT):
            stale.append(name.pk)
        elif name.folded != fold_name(name.name):
            name.folded = fold_name(name.name)
            refolded.append(name)
        else:
            report.unchanged += 1
    InstitutionName.objects.filter(pk__in=stale).delete()
    InstitutionName.objects.bulk_update(refolded, ["folded"], batch_size=200)
    InstitutionName.objects.bulk_create(
        [
            InstitutionName(institution_id=pk, kind=kind, name=text, folded=fold_name(text), is_local=False)
            for pk, kind, text in wanted
        ],
        batch_size=200,
    )
    report.added, report.changed = len(wanted), len(refolded) + len(stale)
    return report


def _load_institutions() -> list[Report]:
    rows = tables.institutions()
    variants = {row["code"]: row.pop("variants") for row in rows}
    return [load_table(Institution, ["code"], rows), sync_names(variants)]


@dataclass
class LoadAuthority:
    """Bring every table of the project into the database, all or nothing."""

    progress: Callable[[Report], None] = field(default=lambda report: None)

    def execute(self) -> list[Report]:
        """Load everything in one transaction and return a report for each table, calling `progress` after each.

        Raises `authority.checks.tree.TreeDamageError` if a class tree would not hold together; nothing is then changed.
        """
        steps: list[Callable[[], list[Report]]] = [
            lambda: [load_table(Region, ["code"], tables.regions())],
            _load_institutions,
            lambda: [load_table(DynastyEntry, ["name"], tables.dynasties())],
            lambda: [load_table(EraEntry, ["dynasty_id", "name", "start"], tables.eras())],
            lambda: [load_table(Vocabulary, ["key"], tables.vocabularies())],
            lambda: [load_table(Term, ["vocabulary_id", "code"], tables.terms())],
            lambda: [load_table(Name, ["kind", "form", "dynasty"], tables.names())],
            lambda: [load_scheme(scheme) for scheme in tables.SCHEMES],
        ]
        reports: list[Report] = []
        with transaction.atomic():
            for step in steps:
                for report in step():
                    self.progress(report)
                    reports.append(report)
        return reports
