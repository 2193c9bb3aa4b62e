"""Pages on which an administrator looks at the authority tables and adds to them."""

from authority.admin.classification import ClassMappingAdmin, ClassNodeAdmin, ClassSchemeAdmin
from authority.admin.tables import (
    DynastyEntryAdmin,
    EraEntryAdmin,
    InstitutionAdmin,
    RegionAdmin,
    TermAdmin,
    VocabularyAdmin,
)

__all__ = [
    "ClassMappingAdmin",
    "ClassNodeAdmin",
    "ClassSchemeAdmin",
    "DynastyEntryAdmin",
    "EraEntryAdmin",
    "InstitutionAdmin",
    "RegionAdmin",
    "TermAdmin",
    "VocabularyAdmin",
]
