"""Asking for the class of every record while it is left out, and timing how long an answer takes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from benchmarks.peers.classes.entering import entered
from benchmarks.peers.classes.records import SOURCES, Classed, Level
from guji.athand.suggesting import Suggestion, suggest
from guji.models import Book

_TIMED: Final = 400
_SHOWN: Final = 3


class Asked(NamedTuple):
    """What came back for one record: the classes suggested, and the first three that each baseline would give."""

    code: str
    suggested: tuple[str, ...]
    by_title: tuple[str, ...]
    frequent: tuple[str, ...]


def ask_all(source: str) -> dict[str, dict[str, int]]:
    """Enter the records, then ask for the class of each: with the other copies of its title, and without them."""
    records, levels, every = SOURCES[source]
    known = entered([record for record in records() if record.title and record.code])
    ways: dict[str, Callable[[Any, str], Any]] = {
        "with copies of the title": lambda key, title: lambda seen: seen.book != key,
        "no copy of the title": lambda key, title: lambda seen: seen.title != title,
    }
    found: dict[str, dict[str, int]] = {}
    for how, without in ways.items() if known else ():
        answers = [(record.code, _answer(record, without(key, title))) for record, key, title in known[::every]]
        for name, level in levels.items():
            counted = Counter(level(record.code) for record, _key, _title in known)
            most = tuple(code for code, _count in counted.most_common(_SHOWN))
            found[f"{name}, {how}"] = _tally([_asked(code, answer, level, most) for code, answer in answers])
    return found


def _answer(record: Classed, wanted: Any) -> list[Suggestion]:
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


def times() -> list[float]:
    """Return the milliseconds of processor that a suggestion takes, for records from all over the database in use."""
    keys = list(Book.objects.order_by("title_sort").values_list("pk", flat=True))
    found: list[float] = []
    for key in keys[:: max(1, len(keys) // _TIMED)]:
        title, responsibility = Book.objects.values_list("title", "responsibility").get(pk=key)
        began = time.process_time()
        suggest(title, responsibility)
        found.append(1000 * (time.process_time() - began))
    return found
