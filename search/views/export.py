"""Results that leave the house: a spreadsheet, a text file of cells, lines to cite by. Bounded, flat in memory."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import xlsxwriter
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from census.catalogue import CatalogueKind, catalogue_kinds
from census.searching import Words
from census.spreadsheets import guarded
from search.views.asked import Asked
from search.views.asking import every_record
from search.views.common import catalogue_page

#: So many records are written at most; who wants all of a province asks the province for it.
MOST_EXPORTED = 10_000
FORMS: dict[str, Words] = {"xlsx": "XLSX", "csv": "CSV", "txt": gettext_lazy("引文")}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"

Rows = Iterator[tuple[CatalogueKind, Any]]


@catalogue_page
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send what an address finds, as far as the reader may see it."""
    if form not in FORMS:
        raise Http404
    writer: Callable[[Rows], HttpResponseBase] = {"xlsx": _xlsx, "csv": _csv, "txt": _text}[form]
    answer = writer(_records(request, Asked.of(request.GET)))
    answer.headers["Content-Disposition"] = f'attachment; filename="catalogue-{timezone.localdate():%Y%m%d}.{form}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "private"  # who asks is known only while it is sent, too late for ``Vary``
    return answer


def _records(request: HttpRequest, asked: Asked) -> Rows:
    """Yield the records with their kinds, those of a kind that has no page in the catalogue left out."""
    kinds = catalogue_kinds()
    for record in islice(every_record(request.user, asked), MOST_EXPORTED):
        if record.KIND in kinds:
            yield kinds[record.KIND], record


def _headed(records: Rows) -> Iterator[Sequence[str]]:
    """Yield rows of cells, the headings of a kind before its first and wherever another kind follows."""
    last = ""
    for kind, record in records:
        if kind.name != last:
            yield [str(column) for column in kind.columns]
            last = kind.name
        yield kind.row(record)
    if not last:
        yield [str(column) for kind in catalogue_kinds().values() for column in kind.columns]


def _csv(records: Rows) -> HttpResponseBase:
    return StreamingHttpResponse(_csv_lines(_headed(records)), content_type="text/csv; charset=utf-8")


def _csv_lines(rows: Iterator[Sequence[str]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([guarded(cell) for cell in row])
        yield line.getvalue()


def _text(records: Rows) -> HttpResponseBase:
    lines = (f"{kind.citation(record)}\r\n" for kind, record in records)
    return StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")


def _xlsx(records: Rows) -> HttpResponseBase:
    stream = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it when it has been sent
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        plain = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(_("检索结果"))
        sheet.set_column(0, 2, 22, plain)
        sheet.set_column(3, 5, 40, plain)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(_headed(records)):
            for index, cell in enumerate(row):
                sheet.write_string(number, index, cell, plain)
    stream.seek(0)
    return FileResponse(stream, content_type=XLSX)
