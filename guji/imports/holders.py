"""Institutions as sheets name them: by unit code, or by any name that belongs to one of them only."""

from __future__ import annotations

from authority.folding import fold_name
from authority.models import Institution, InstitutionName


class Holders:
    """The institutions of the house: their keys by unit code, their codes by folded name."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = dict(Institution.objects.values_list("code", "pk"))
        names: dict[str, str | None] = {}
        for folded, code in InstitutionName.objects.filter(active=True).values_list("folded", "institution__code"):
            names[folded] = code if names.get(folded, code) == code else None
        self._names = {folded: code for folded, code in names.items() if code}

    def resolve(self, written: str) -> str | None:
        """Return the unit code of an institution as written: code, full name, short name or variant."""
        if written in self.keys:
            return written
        padded = written.zfill(4) if written.isdigit() else written
        return padded if padded in self.keys else self._names.get(fold_name(written))
