"""An export from records to file: read once into a spool, which says which columns are needed, then written."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext

from guji.exports.cells import cells_of
from guji.exports.choosing import Survey
from guji.exports.sheet import write_sheet
from guji.queries import BookQuerySet
from guji.reading import stated_rows

#: Records laid down in the spool at a time.
CHUNK = 500

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: how many records, and what had to be left out."""

    records: int
    left_out: tuple[str, ...]


def export_books(
    books: BookQuerySet, path: Path, form: str, *, chosen: str = "", progress: Progress = lambda done: None
) -> Export:
    """Write the records of a queryset, in its order, as ``form`` (one of ``FORMS``). The file appears when complete.

    ``chosen`` says in words which records these are; ``progress`` hears of records read.
    """
    survey = Survey()
    part = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryFile() as spool:
            count = 0
            for texts in _read(books, survey):
                pickle.dump(texts, spool, protocol=pickle.HIGHEST_PROTOCOL)
                count += len(texts)
                progress(count)
            keys = [column.key for column in survey.columns()]
            rows = ([texts.get(key, "") for key in keys] for texts in _unspooled(spool))
            write_sheet(form, part, survey.columns(), rows, about(count, chosen, survey.left_out()))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Export(count, tuple(survey.left_out()))


def _read(books: BookQuerySet, survey: Survey) -> Iterator[list[dict[str, str]]]:
    rows = stated_rows(books)
    while block := [cells_of(data) for _key, data, _more in islice(rows, CHUNK)]:
        for row in block:
            survey.add(row)
        yield [row.texts for row in block]


def _unspooled(spool: IO[bytes]) -> Iterator[dict[str, str]]:
    spool.seek(0)
    while True:
        try:
            yield from pickle.load(spool)  # noqa: S301  our own rows of a moment ago
        except EOFError:
            return


def about(count: int, chosen: str, left_out: Sequence[str]) -> list[str]:
    """Return what the sheet says of itself: when, which records, how it is read back, what is not in it."""
    lines = [
        gettext("{time} 导出 {count} 部。").format(time=timezone.localtime().strftime("%Y-%m-%d %H:%M"), count=count),
        gettext("筛选：{chosen}").format(chosen=chosen) if chosen else gettext("范围：可见的全部著录"),
        gettext(
            "改好后可以照原样导入：按古籍普查登记编号找到原来的记录，没有改的不动，改了的记为修订。表里没有的列，导入时不动。"
        ),
    ]
    if left_out:
        lines.append(gettext("以下各项含有表格写法不能表示的内容，没有导出：{names}").format(names="、".join(left_out)))
    return lines
