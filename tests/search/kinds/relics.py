"""A kind of record that is no book and lies in no table of this project: what a room of 文物 will bring along.

Nothing of it is known anywhere else. What search, pages and exports make of it, they make of what it registers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from authority.models import Institution
from census.catalogue import CataloguePage, Citation
from census.models import PUBLIC_STATES, State
from census.policies import Access
from census.searching import (
    DatabaseSide,
    Document,
    FacetField,
    SortField,
    TextField,
    TextPart,
    Words,
)

RELIC: Final = "relic"
MATERIALS: Final = {"bronze": "青銅", "jade": "玉"}


@dataclass(eq=False)
class Relic:
    """One object."""

    pk: UUID
    institution: Institution
    title: str
    age: str
    material: str
    census_no: str
    grams: int
    state: State = State.PROVINCE_APPROVED
    withdrawn_from: str = ""
    years: tuple[int, int] | None = None

    KIND = RELIC

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES


@dataclass(frozen=True)
class RelicEntry:
    """What one result shows."""

    key: UUID
    number: str
    public: bool
    holder: str
    age: str
    statements: tuple[tuple[str, str], ...]
    copy: str = ""
    edition: str = ""

    @property
    def desk(self) -> str:
        return f"/relics/{self.key}/"


def _materials(values: Any) -> Mapping[str, Words]:
    return {value: MATERIALS[value] for value in MATERIALS if value in values}


def _kinds(values: Any) -> Mapping[str, Words]:
    return {value: "文物" for value in values if value == RELIC}


class RelicKind:
    """文物, as search sees it: a field, a dimension and an order that no book has, and no side of the database."""

    name = RELIC
    label: Words = "文物"
    text_fields: Sequence[TextField] = (
        TextField("title", "名称", ("名稱",), is_title=True),
        TextField("age", "年代", ("年代",)),
        TextField("inscription", "铭文", ("銘文",)),
    )
    facet_fields: Sequence[FacetField] = (
        FacetField("kind", "种类", describe=_kinds),
        FacetField(
            "material",
            "质地",
            ("質地",),
            describe=_materials,
            find=lambda words: [value for value, name in MATERIALS.items() if name == words],
        ),
        FacetField("institution", "收藏单位"),
        FacetField("century", "世纪"),
        FacetField("state", "状态"),
    )
    sort_fields: Sequence[SortField] = (SortField("number", "编号"), SortField("weight", "重量"))
    entry_template = "relic_entry.html"
    database: DatabaseSide | None = None

    def __init__(self) -> None:
        self.relics: dict[UUID, Relic] = {}

    def keys(self) -> Iterator[UUID]:
        return iter(sorted(self.relics))

    def stream(self) -> Iterator[Document]:
        return iter(self.documents(list(self.keys())))

    def documents(self, keys: Sequence[UUID]) -> list[Document]:
        return [document(self.relics[key]) for key in keys if key in self.relics]

    explained = documents

    def count(self) -> int:
        return len(self.relics)

    def records(self, keys: Sequence[UUID], user: Any) -> Mapping[UUID, Relic]:
        access = Access.of(user)
        return {key: found for key in keys if (found := self.relics.get(key)) and sees(access, found)}

    def entry(self, record: Relic) -> RelicEntry:
        return RelicEntry(
            record.pk,
            record.census_no,
            record.is_public,
            record.institution.name,
            record.age,
            (("title", record.title), ("age", record.age)),
        )


class RelicCatalogue:
    """文物, as the public catalogue sees it."""

    name = RELIC
    columns: Sequence[Words] = ("总登记号", "名称", "质地", "重量")

    def __init__(self, kind: RelicKind) -> None:
        self.kind = kind

    def find(self, number: str) -> Relic | None:
        return next((one for one in self.kind.relics.values() if one.census_no == number), None)

    def number_of(self, key: UUID) -> str | None:
        found = self.kind.relics.get(key)
        return found.census_no if found and found.is_public else None

    def page(self, record: Relic, address: str) -> CataloguePage:
        return CataloguePage(
            number=record.census_no,
            title=record.title,
            description=f"{record.title}　{record.age}",
            institution=record.institution,
            template="relic_page.html",
            context={"record": record, "relic": record},
            citations=(Citation("著录", self.citation(record)),),
            data={"@context": "https://schema.org", "@type": "VisualArtwork", "artMedium": MATERIALS[record.material]},
        )

    def row(self, record: Relic) -> Sequence[str]:
        return [record.census_no, record.title, MATERIALS[record.material], f"{record.grams} 克"]

    def citation(self, record: Relic) -> str:
        return f"{record.title}，{record.age}，{record.institution.name}藏。"

    def public_numbers(self, offset: int, limit: int) -> list[tuple[str, datetime]]:
        numbers = sorted(one.census_no for one in self.kind.relics.values() if one.is_public)
        return [(number, datetime(2026, 1, 1, tzinfo=UTC)) for number in numbers[offset : offset + limit]]

    def public_count(self) -> int:
        return len(self.public_numbers(0, 1_000_000))


def sees(access: Access, relic: Relic) -> bool:
    return relic.is_public or access.everywhere or relic.institution.pk in access.institutions


def document(relic: Relic) -> Document:
    facets = {
        "kind": (RELIC,),
        "material": (relic.material,),
        "institution": (relic.institution.code,),
        "state": (str(relic.state),),
        **({"century": ("17",)} if relic.years else {}),
    }
    texts = {"title": relic.title, "age": relic.age, "holder": relic.institution.name}
    return Document(
        kind=RELIC,
        record_id=relic.pk,
        institution=relic.institution.pk,
        public=relic.is_public,
        texts={name: (TextPart(text),) for name, text in texts.items()},
        numbers=(relic.census_no,),
        facets=facets,
        sorts={"number": relic.census_no.encode(), "weight": relic.grams.to_bytes(4)},
        years=relic.years,
    )
