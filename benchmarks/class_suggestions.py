"""How often the class suggested is the right one: every approved record asks for its class while it is left out.

Two sets of real records: the sample that comes with the system (to the finest class) and, where the real data lies
beside the project, the works of 四庫全書 and 千頃堂書目, whose classes are brought to ours at the level of 類. Each is
asked twice: with the other copies of its title among the approved records, and without any of them, so that copies of
one book do not answer for each other. Beside it stand what needs no thought: always the most frequent class, and the
class that most records of the same title have. The table of title words was mended by what the sample missed; the two
catalogues were not looked at for it.

``BENCH_DATABASE`` names a database that is full; the processor time of a suggestion is measured in it as well, so that
other work on the machine does not count.
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from benchmarks.report import Figure

if TYPE_CHECKING:
    from guji.athand.suggesting import Suggestion

ROOT: Final = Path(__file__).resolve().parent.parent
SHARED: Final = ROOT.parent / "shared" / "data" / "books"
TOPIC: Final = "class suggestions"
FREQUENT, BY_TITLE = "most frequent class", "class of most records of the title"
_TIMED: Final = 400
_SHOWN: Final = 3
#: What a suggestion may take with 340,000 records, in milliseconds.
_BAR: Final = 50

#: 四庫全書's and 千頃堂書目's classes by ours; several of ours that those keep together are one (禮類).
CLASSES: Final = {
    "易類": "102",
    "書類": "103",
    "詩類": "104",
    "禮類": "109",
    "三禮類": "109",
    "樂類": "112",
    "春秋類": "116",
    "孝經類": "117",
    "四書類": "118",
    "論語類": "118",
    "孟子類": "118",
    "五經總義類": "119",
    "經解類": "119",
    "小學類": "120",
    "正史類": "202",
    "別史類": "202",
    "國史類": "202",
    "通史類": "202",
    "編年類": "203",
    "紀事本末類": "204",
    "雜史類": "205",
    "載記類": "206",
    "霸史類": "206",
    "史鈔類": "208",
    "史抄類": "208",
    "史評類": "209",
    "史學類": "209",
    "傳記類": "210",
    "譜系類": "210",
    "政書類": "211",
    "典故類": "211",
    "政刑類": "211",
    "食貨類": "211",
    "儀注類": "211",
    "職官類": "212",
    "詔令奏議類": "213",
    "表奏類": "213",
    "制誥類": "213",
    "時令類": "214",
    "地理類": "215",
    "目錄類": "217",
    "簿録類": "217",
    "儒家類": "302",
    "道家類": "303",
    "兵家類": "307",
    "法家類": "308",
    "農家類": "309",
    "醫家類": "310",
    "雜家類": "311",
    "小說家類": "312",
    "小說類": "312",
    "天文算法類": "313",
    "天文類": "313",
    "厯數類": "313",
    "術數類": "314",
    "五行類": "314",
    "藝術類": "315",
    "譜錄類": "317",
    "釋家類": "318",
    "楚辭類": "401",
    "騷賦類": "401",
    "別集類": "402",
    "别集類": "402",
    "總集類": "403",
    "詩文評類": "404",
    "文史類": "404",
    "詞曲類": "405",
    "類書類": "501",
}
#: Ours that the two catalogues do not tell apart.
_TOGETHER: Final = {
    **dict.fromkeys(("105", "106", "107", "108", "110", "111"), "109"),
    **dict.fromkeys(("113", "114", "115"), "116"),
    **dict.fromkeys(("304", "305", "306"), "311"),
    "216": "217",
    "406": "405",
}


class Classed(NamedTuple):
    """A record whose class is known."""

    title: str
    responsibility: str
    code: str


class Asked(NamedTuple):
    """What came back for one record: the classes suggested, and the first three that each baseline would give."""

    code: str
    suggested: tuple[str, ...]
    by_title: tuple[str, ...]
    frequent: tuple[str, ...]


def run() -> list[Figure]:
    """Ask for every record in a database of its own, and time suggestions in a full one where one is named."""
    with tempfile.TemporaryDirectory(prefix="bench-classes-") as folder:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/records.sqlite3"}
        for command in (("migrate", "-v0"), ("load_authority",)):
            _done([sys.executable, "manage.py", *command], environment)
        figures = [
            figure
            for source in SOURCES
            for figure in _figures(source, json.loads(_done(_again(source), environment) or "{}"))
        ]
    full = os.environ.get("BENCH_DATABASE")
    if full:
        figures += _times(json.loads(_done(_again("times"), {**os.environ, "DATABASE_URL": f"sqlite:///{full}"})))
    return figures


def _again(part: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.class_suggestions", part]


def _done(command: list[str], environment: dict[str, str]) -> str:
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _figures(source: str, counts: dict[str, Any]) -> Iterator[Figure]:
    for how, found in counts.items():
        total = found["total"]
        for what, key in (("first right", "first"), ("right among three", "three")):
            for peer, named in (("by_title", BY_TITLE), ("frequent", FREQUENT)):
                ours, theirs = 100 * found[f"suggested {key}"] / total, 100 * found[f"{peer} {key}"] / total
                yield Figure(TOPIC, f"{source}, {how}, {total:,} records: {what}", "%", ours, named, theirs)


def _times(milliseconds: list[float]) -> list[Figure]:
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    return [
        Figure(
            TOPIC,
            f"processor time of a suggestion, median of {len(milliseconds)}",
            "ms",
            statistics.median(milliseconds),
        ),
        Figure(TOPIC, "processor time of a suggestion, 95th percentile", "ms", p95, wanted=f"≤ {_BAR} ms"),
        Figure(TOPIC, "processor time of a suggestion, slowest", "ms", max(milliseconds)),
    ]


def sample() -> Iterator[Classed]:
    """Yield the records of the sample."""
    from guji.sample import sample_books

    return (Classed(book.title, book.responsibility, book.class_code) for book in sample_books())


def siku() -> Iterator[Classed]:
    """Yield the works of 四庫全書, whose classes are ours at the level of 類."""
    for row in _shared("siku_quanshu.csv"):
        yield Classed(row["title_juan"], row["author_statement"].replace(" ", "　"), CLASSES[row["level2"]])


def qianqing() -> Iterator[Classed]:
    """Yield the entries of 千頃堂書目: the author stands before the title without a mark, so only words can tell."""
    for row in _shared("qianqingtang_shumu.csv"):
        yield Classed(row["entry"], "", CLASSES[row["cls"].partition("(")[0]])


def _shared(name: str) -> Iterator[dict[str, str]]:
    path = SHARED / name
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


def _coarse(code: str) -> str:
    return _TOGETHER.get(code[:3], code[:3])


Level = Callable[[str], str]

#: Name → the records, the levels at which classes are compared, every how-many-th is asked (all are there to answer).
SOURCES: Final[dict[str, tuple[Callable[[], Iterable[Classed]], dict[str, Level], int]]] = {
    "sample": (sample, {"finest class": str, "類": lambda code: code[:3]}, 1),
    "四庫全書": (siku, {"類": _coarse}, 3),
    "千頃堂書目": (qianqing, {"類": _coarse}, 20),
}


def ask_all(source: str) -> dict[str, dict[str, int]]:
    """Enter the records, then ask for the class of each: with the other copies of its title, and without them."""
    records, levels, every = SOURCES[source]
    entered = _enter([record for record in records() if record.title and record.code])
    ways: dict[str, Callable[[Any, str], Any]] = {
        "with copies of the title": lambda key, title: lambda seen: seen.book != key,
        "no copy of the title": lambda key, title: lambda seen: seen.title != title,
    }
    found: dict[str, dict[str, int]] = {}
    for how, without in ways.items() if entered else ():
        answers = [(record.code, _answer(record, without(key, title))) for record, key, title in entered[::every]]
        for name, level in levels.items():
            counted = Counter(level(record.code) for record, _key, _title in entered)
            most = tuple(code for code, _count in counted.most_common(_SHOWN))
            found[f"{name}, {how}"] = _tally([_asked(code, answer, level, most) for code, answer in answers])
    return found


def _answer(record: Classed, wanted: Any) -> list[Suggestion]:
    from guji.athand.suggesting import suggest

    return suggest(record.title, record.responsibility, wanted)


def _asked(code: str, found: list[Suggestion], level: Level, most: tuple[str, ...]) -> Asked:
    titles = Counter[str]()
    for one in found:
        for evidence, count in one.why:
            if evidence.kind == "title":
                titles[level(one.code)] += count
    suggested = tuple(dict.fromkeys(level(one.code) for one in found))
    by_title = tuple(dict.fromkeys((*(name for name, _count in titles.most_common()), *most)))
    return Asked(level(code), suggested[:_SHOWN], by_title[:_SHOWN], most)


def _tally(answers: list[Asked]) -> dict[str, int]:
    counts = {"total": len(answers)}
    for name in ("suggested", "by_title", "frequent"):
        given = [(one.code, getattr(one, name)) for one in answers]
        counts[f"{name} first"] = sum(codes[:1] == (code,) for code, codes in given)
        counts[f"{name} three"] = sum(code in codes for code, codes in given)
    return counts


def _enter(records: list[Classed]) -> list[tuple[Classed, Any, str]]:
    """Make approved records of them, in place of those that were there; return each with its key and folded title."""
    from django.utils import timezone

    from authority.models import Institution
    from census.models import State
    from guji.athand.endings import forget
    from guji.data import BookData
    from guji.derivation import derive
    from guji.models import Agent, Book, TitleUnit

    Book.objects.all().delete()
    holder, now = Institution.objects.get(code="1701"), timezone.now()
    entered: list[tuple[Classed, Any, str]] = []
    books: list[Book] = []
    units: list[TitleUnit] = []
    agents: list[Agent] = []
    for number, record in enumerate(records):
        data = BookData(title=record.title, responsibility=record.responsibility, class_code=record.code)
        derived = derive(data)
        book = Book(
            institution=holder,
            census_no=f"330000-1701-{number:07}",
            state=State.PROVINCE_APPROVED,
            title=record.title,
            responsibility=record.responsibility,
            class_code=record.code,
            created_at=now,
            updated_at=now,
            **derived.columns,
        )
        books.append(book)
        units += [TitleUnit(book=book, position=at, **row._asdict()) for at, row in enumerate(derived.units)]
        agents += [Agent(book=book, position=at, **row._asdict()) for at, row in enumerate(derived.agents)]
        entered.append((record, book.pk, derived.columns["title_fold"]))
    Book.objects.bulk_create(books, 500)
    TitleUnit.objects.bulk_create(units, 500)
    Agent.objects.bulk_create(agents, 500)
    forget()
    return entered


def times() -> list[float]:
    """Return the milliseconds of processor that a suggestion takes, for records from all over the database in use."""
    from guji.athand.suggesting import suggest
    from guji.models import Book

    keys = list(Book.objects.order_by("title_sort").values_list("pk", flat=True))
    found: list[float] = []
    for key in keys[:: max(1, len(keys) // _TIMED)]:
        title, responsibility = Book.objects.values_list("title", "responsibility").get(pk=key)
        began = time.process_time()
        suggest(title, responsibility)
        found.append(1000 * (time.process_time() - began))
    return found


def main(part: str) -> None:
    """Do one part in a process of its own and print what came out."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(times() if part == "times" else ask_all(part), ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
