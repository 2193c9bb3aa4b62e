"""Which kinds of census record there are: every model of a room above that is one.

What belongs to records of every kind (pictures) finds the record by its kind's name and its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.functional import Promise

from census.models.record import CensusRecord


@cache
def record_models() -> Mapping[str, type[CensusRecord]]:
    """Return the model of each kind by the kind's name."""
    return {model.KIND: model for model in apps.get_models() if issubclass(model, CensusRecord)}


def records_of(kind: str) -> Any:
    """Return the queryset of all records of a kind, with ``visible_to``. Raises ``LookupError`` for no kind."""
    model: Any = record_models()[kind]
    return model.objects.all()


def visible_record(kind: str, key: UUID, user: Any) -> CensusRecord | None:
    """Return a record that ``user`` may see, with its institution; ``None`` where there is none such."""
    if kind not in record_models():
        return None
    found: CensusRecord | None = records_of(kind).visible_to(user).select_related("institution").filter(pk=key).first()
    return found


def kind_name(kind: str) -> str | Promise:
    """Return what a kind is called: 古籍."""
    return record_models()[kind]._meta.verbose_name or kind
