"""A book as schema.org describes one: what search engines and reference managers read from its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from authority.models import Institution, Term
from guji.data import BookData
from guji.notation import Group

#: The group of roles that make somebody an author; all others contribute.
AUTHORS = "g-author"


def linked_data(data: BookData, institution: Institution, class_path: str) -> dict[str, Any]:
    """Return the statements as a schema.org Book; empty properties are left out."""
    edition = data.parsed_edition.structure
    units = data.parsed_title.structure.units
    authors, contributors = people(data)
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": ["Book", "ArchiveComponent"],
        "name": data.title,
        "alternateName": [row["title"] for row in data.details.get("other_titles", []) if row.get("title")],
        "author": authors,
        "contributor": contributors,
        "bookEdition": data.edition,
        "datePublished": years(edition.year_from, edition.year_to),
        "publisher": {"@type": "Organization", "name": edition.maker} if edition.maker else None,
        "locationCreated": {"@type": "Place", "name": edition.place} if edition.place else None,
        "inLanguage": "lzh",
        "genre": edition.type,
        "about": class_path,
        "materialExtent": data.volumes,
        "hasPart": [{"@type": "Book", "name": unit.name} for unit in units] if len(units) > 1 else [],
        "isPartOf": {"@type": "BookSeries", "name": data.series or edition.series}
        if data.series or edition.series
        else None,
        "identifier": {"@type": "PropertyValue", "propertyID": "古籍普查登記編號", "value": data.census_no},
        "holdingArchive": {"@type": "ArchiveOrganization", "name": institution.name, "identifier": institution.code},
        "itemLocation": data.shelf_mark,
    }
    return {name: value for name, value in found.items() if value}


def people(data: BookData) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return authors and contributors of the work itself, each a schema.org Person."""
    writing = set(Term.objects.of("role").filter(parent_code=AUTHORS).values_list("name_hant", flat=True))
    authors: list[dict[str, str]] = []
    contributors: list[dict[str, str]] = []
    for work, group, role in data.parsed_responsibility.structure.attributions():
        if work is None:
            (authors if role in writing else contributors).extend(_persons(group, role))
    return authors, contributors


def _persons(group: Group, role: str) -> Iterator[dict[str, str]]:
    for name in group.names:
        words = {"@type": "Person", "name": name.text, "jobTitle": role, "description": group.dynasty or group.nation}
        yield {key: value for key, value in words.items() if value}


def years(first: int | None, last: int | None) -> str:
    """Return years as ISO 8601 has them: 1673, 1573/1620, -0220 for 221 before our era; empty if unknown."""
    if first is None:
        return ""
    return _iso(first) if last in (None, first) else f"{_iso(first)}/{_iso(last or first)}"


def _iso(year: int) -> str:
    return f"{year:04d}" if year > 0 else f"-{-year - 1:04d}"
