"""The book as a kind of the public catalogue. Only what the province has approved or published is ever shown here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from census.catalogue import CataloguePage, Picture, Words
from census.images.showing import ShownImage, manifest_address, shown_images
from census.models import CENSUS_NO_PATTERN
from guji.catalogue.citing import citations, register_line
from guji.catalogue.glosses import Gloss, glosses
from guji.catalogue.linked import linked_data
from guji.catalogue.related import same_work, see_also
from guji.data import BookData
from guji.explaining import Statement, explain
from guji.models import Book
from guji.storage import to_data
from guji.views.entry import groups_of, printed, sub_lines

#: What was paid for a set is the holder's own affair: group → fields that the public page leaves out.
NOT_PUBLIC = {"provenances": ("price",)}
#: Columns of a sheet of results: attribute of the record → heading, as in the census sheet.
COLUMNS: dict[str, Words] = {
    "census_no": _("普查编号"),
    "institution": _("收藏单位"),
    "shelf_mark": _("索书号"),
    "title": _("题名卷数"),
    "responsibility": _("著者"),
    "edition": _("版本"),
    "annotation": _("批校题跋"),
    "volumes": _("册数"),
    "extent": _("存缺卷"),
    "class_path": _("分类"),
}


class BookCatalogue:
    """古籍 in the public catalogue."""

    name = Book.KIND
    columns: Sequence[Words] = tuple(COLUMNS.values())

    def find(self, number: str) -> Book | None:
        """Return the record that has this census number, whole; what cannot be one is not asked for."""
        if not re.fullmatch(CENSUS_NO_PATTERN, number):
            return None
        book: Book | None = Book.objects.whole().filter(census_no=number).first()
        return book

    def number_of(self, key: UUID) -> str | None:
        """Return the census number of a public record by its key."""
        number: str | None = Book.objects.all().public().filter(pk=key).values_list("census_no", flat=True).first()
        return number

    def page(self, record: Book, address: str) -> CataloguePage:
        """Return what the page of a public record shows."""
        data = to_data(record)
        holder = record.institution.name
        images = shown_images(self.name, record.pk)
        context = {
            "record": record,
            "data": data,
            "statements_printed": printed(data),
            "statements": list(_explained(data)),
            "sub_works": list(sub_lines(data.details.get("sub_works", []))),
            "groups": list(groups_of(data, without=NOT_PUBLIC)),
        }
        return CataloguePage(
            number=data.census_no,
            title=data.title,
            description="\u3000".join((*printed(data), holder)),
            institution=record.institution,
            template="guji/catalogue_record.html",
            context=context,
            citations=citations(data, holder, address),
            pictures=tuple(Picture(one.viewer, one.words, one.thumb, *one.thumb_size) for one in images),
            work=same_work(data),
            see_also=tuple(see_also(data)),
            manifest=manifest_address(self.name, record.pk) if images else "",
            data={
                **linked_data(data, record.institution, record.class_path),
                **_linked_images(images, address),
            },
        )

    def row(self, record: Book) -> Sequence[str]:
        """Return the cells of a record; its institution should have been fetched along."""
        holder = record.institution.name
        return [holder if name == "institution" else getattr(record, name) or "" for name in COLUMNS]

    def citation(self, record: Book) -> str:
        """Return the register's line of a record."""
        return register_line(_stated(record), record.institution.name)

    def public_numbers(self, offset: int, limit: int) -> list[tuple[str, datetime]]:
        """Return a stretch of the public records: where it begins and ends is read from the index of numbers alone."""
        numbers = list(
            Book.objects.all()
            .public()
            .order_by("census_no")
            .values_list("census_no", flat=True)[offset : offset + limit]
        )
        if not numbers:
            return []
        stretch = Book.objects.all().public().filter(census_no__gte=numbers[0], census_no__lte=numbers[-1])
        return list(stretch.order_by("census_no").values_list("census_no", "updated_at"))

    def public_count(self) -> int:
        """Return how many records are public."""
        count: int = Book.objects.all().public().count()
        return count


def _linked_images(images: Sequence[ShownImage], address: str) -> dict[str, Any]:
    """Return pictures as schema.org has them, with whole addresses; nothing where there are none."""
    described = [
        {
            "@type": "ImageObject",
            "caption": one.words,
            "contentUrl": urljoin(address, one.page),
            "thumbnailUrl": urljoin(address, one.thumb),
        }
        for one in images
    ]
    return {"image": described} if described else {}


def _explained(data: BookData) -> list[tuple[Statement, list[Gloss]]]:
    found = glosses(data)
    return [(statement, found.get(statement.field, [])) for statement in explain(data)]


def _stated(book: Book) -> BookData:
    """Return the statements of a record without its groups, which a line of a register does not show."""
    names = ("shelf_mark", "title", "responsibility", "edition", "annotation", "volumes", "extent")
    return BookData(
        institution=book.institution.code,
        census_no=book.census_no or "",
        **{name: getattr(book, name) for name in names},
    )
