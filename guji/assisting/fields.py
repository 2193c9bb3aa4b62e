"""Which field of the entry form is completed from what: kinds of offers by field. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

PERSON, MAKER, SERIES = "person", "maker", "series"
ROLE, MODE = "role", "annotation_mode"
DYNASTY, ERA, PLACE, TYPE = "dynasty", "era", "place", "edition_type"
CLASS, INSTITUTION, SOURCE = "class", "institution", "source"
SEAL_OWNER, ENGRAVER = "seal_owner", "engraver"

#: Statements that are completed part by part.
PEOPLE: Final[Mapping[str, str]] = {
    "responsibility": ROLE,
    "sub_works.responsibility": ROLE,
    "annotation": MODE,
}
EDITIONS: Final = frozenset({"edition", "sub_works.edition"})

#: Fields of one value: the kinds that complete it. A kind that is no name is the key of a vocabulary (值表).
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "class_code": (CLASS,),
    "sub_works.class_code": (CLASS,),
    "series": (SERIES,),
    "title_source": ("title_source",),
    "prefaces.kind": ("preface_kind",),
    "prefaces.dynasty": (DYNASTY,),
    "prefaces.author": (PERSON,),
    "prefaces.place": ("preface_place",),
    "engravers.name": (ENGRAVER,),
    "engravers.role": ("engraver_role",),
    "annotations.mode": (MODE,),
    "annotations.dynasty": (DYNASTY,),
    "annotations.author": (PERSON,),
    "annotations.original_author": (PERSON,),
    "annotations.ink": ("ink",),
    "seals.owner": (SEAL_OWNER, PERSON),
    "seals.style": ("seal_style",),
    "seals.shape": ("seal_shape",),
    "provenances.method": ("provenance_method",),
    "provenances.source": (SOURCE, INSTITUTION),
    "repairs.body": (INSTITUTION,),
    "gradings.standard": ("grade_standard",),
    "gradings.level": ("grade_level",),
    "gradings.grade_class": ("grade_class",),
    "gradings.body": (INSTITUTION,),
    "damages.standard": ("damage_standard",),
    "damages.level": ("damage_level",),
    "damages.kinds": ("damage_kind",),
    "layouts.mouth": ("book_mouth",),
    "layouts.fishtail": ("fishtail",),
    "layouts.border": ("border",),
    "layouts.ruled": ("ruled",),
    "bindings.binding": ("binding",),
    "cases.kind": ("case",),
    "attachments.kind": ("attachment",),
    "scripts.name": ("script",),
    "identifiers.scheme": ("identifier_scheme",),
    "other_titles.kind": ("title_kind",),
}
#: Fields that hold several values, set apart by 、.
LISTS: Final = frozenset({"damages.kinds"})
#: Kinds of names that a cataloguer may propose, by the kind that is asked for: an owner of seals is a person.
PROPOSED_AS: Final[Mapping[str, str]] = {PERSON: PERSON, MAKER: MAKER, SERIES: SERIES, SEAL_OWNER: PERSON}

_NUMBER: Final = re.compile(r"\.[0-9]{1,6}\.")


def plain_name(field: str) -> str:
    """Return a form field's name without the number of its row: ``seals.3.owner`` is ``seals.owner``."""
    return _NUMBER.sub(".", field, count=1)


def completed_fields() -> list[str]:
    """Return the fields that are completed, as :func:`plain_name` gives them."""
    return [*PEOPLE, *sorted(EDITIONS), *VALUES]


def vocabularies() -> list[str]:
    """Return the keys of the vocabularies that are offered."""
    named = {PERSON, MAKER, SERIES, DYNASTY, ERA, PLACE, CLASS, INSTITUTION, SOURCE, SEAL_OWNER, ENGRAVER}
    wanted = [kind for kinds in VALUES.values() for kind in kinds if kind not in named]
    return list(dict.fromkeys([ROLE, MODE, TYPE, *wanted]))
