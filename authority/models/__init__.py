"""規範: the tables that records point to."""

from authority.models.base import AuthorityRow, digest
from authority.models.classification import ClassMapping, ClassNode, ClassScheme
from authority.models.era import DynastyEntry, EraEntry
from authority.models.institution import Institution, InstitutionName, NameKind, System
from authority.models.mark import TableMark
from authority.models.name import Name, Named, NameStatus
from authority.models.region import Region, RegionKind
from authority.models.vocabulary import Term, Vocabulary

__all__ = [
    "AuthorityRow",
    "ClassMapping",
    "ClassNode",
    "ClassScheme",
    "DynastyEntry",
    "EraEntry",
    "Institution",
    "InstitutionName",
    "Name",
    "NameKind",
    "NameStatus",
    "Named",
    "Region",
    "RegionKind",
    "System",
    "TableMark",
    "Term",
    "Vocabulary",
    "digest",
]
