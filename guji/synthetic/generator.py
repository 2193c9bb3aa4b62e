"""A believable province, record by record: the same for the same seed, whatever the machine.

Statements follow the rules of the census, so the checks find nothing but the flaws asked for. About a
quarter of the records share their edition with another institution, 14 % are incomplete, 2 % hold
characters beyond the Basic Multilingual Plane.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

from authority.han import format_numeral
from guji.data import BookData
from guji.synthetic.codes import institution_codes
from guji.synthetic.flaws import spoil
from guji.synthetic.vocabulary import (
    ANNOTATORS,
    COLLECTIONS,
    GIVEN,
    HALL_ENDS,
    HALLS,
    PLACES,
    PRESSES,
    RARE,
    REIGNS,
    SHELVES,
    SURNAMES,
    TREATISES,
    UNDATED,
    WORKS,
)

SHARED = 0.08
INCOMPLETE = 0.14
RARE_SHARE = 0.02
ANNOTATED = 0.02
REMEMBERED = 8192
_ORDER = (
    "漢",
    "三國魏",
    "三國吳",
    "晉",
    "後秦",
    "北魏",
    "南朝宋",
    "南朝梁",
    "唐",
    "宋",
    "金",
    "元",
    "明",
    "清",
    "民國",
)
_RANK = {name: rank for rank, name in enumerate(_ORDER)}
_NUMBERS = tuple(format_numeral(number) for number in range(1, 1001))
_COLLECTION_CLASSES = {"宋": "40203", "元": "40205", "明": "40206", "清": "40207", "民國": "40207"}
_PRESSES_BY_YEAR = {
    year: tuple(press for press in PRESSES if press.first <= year <= press.last) for year in range(1400, 1950)
}
_AUTHOR_DYNASTIES = {
    "明": ("宋", "元", "明", "明", "明", "明"),
    "清": ("宋", "元", "明", "明", "清", "清", "清", "清", "清", "清"),
    "民國": ("明", "清", "清", "清", "清", "民國"),
}


class Edition(NamedTuple):
    """What the copies of one edition share."""

    title: str
    juan: int
    responsibility: str
    edition: str
    class_code: str
    republican: bool


class Province:
    """The generator's memory: its random numbers, the editions made lately, the last number of each holder."""

    def __init__(self, seed: int, institutions: int) -> None:
        self._random = random.Random(f"province {seed}")  # noqa: S311  nothing secret is made here
        self._draw = self._random.random
        self._editions: list[Edition] = []
        self._codes = institution_codes(institutions)
        self._counts = dict.fromkeys(self._codes, 0)
        self._reigns = [reign for reign in REIGNS for _ in range(reign.weight)]
        self._seats = _seats(self._codes)

    def _pick(self, items: Any) -> Any:
        return items[int(self._draw() * len(items))]

    def _between(self, low: int, high: int) -> int:
        return low + int(self._draw() * (high - low + 1))

    def book(self) -> BookData:
        """Return the next record, without flaws."""
        draw = self._draw
        edition = self._edition()
        code = self._pick(self._seats)
        self._counts[code] = number = self._counts[code] + 1
        juan = edition.juan
        volumes = max(1, min(160, int((juan or 3) * (0.15 + draw() * 0.5)) + 1))
        extent = ""
        if juan > 1 and draw() < INCOMPLETE / 0.9:
            extent, volumes = self._extent(juan), max(1, volumes // 2)
        return BookData(
            institution=code,
            census_no=f"330000-{code}-{number:07d}",
            shelf_mark=f"{self._pick(SHELVES)}{number:05d}",
            title=edition.title,
            responsibility=edition.responsibility,
            edition=edition.edition,
            annotation=self._pick(ANNOTATORS) if draw() < ANNOTATED and not edition.republican else "",
            volumes=f"{volumes}冊",
            extent=extent,
            class_code=edition.class_code,
            is_republican=edition.republican,
        )

    def _edition(self) -> Edition:
        made = self._editions
        if made and self._draw() < SHARED:
            return made[int(self._draw() * len(made))]
        edition = self._new_edition()
        if len(made) < REMEMBERED:
            made.append(edition)
        else:
            made[int(self._draw() * REMEMBERED)] = edition
        return edition

    def _new_edition(self) -> Edition:
        statement, dynasty, hall = self._statement()
        draw = self._draw()
        if draw < 0.3:
            return self._known_work(statement, dynasty)
        if draw < 0.36:
            return self._genealogy(statement, dynasty, hall)
        if draw < 0.8:
            return self._collection(statement, dynasty)
        return self._treatise(statement, dynasty)

    def _statement(self) -> tuple[str, str, str]:
        """Return an edition statement, its dynasty, and the surname of the family that made it, if one did."""
        if self._draw() < 0.3:
            statement, dynasty = self._pick(UNDATED)
            return statement, dynasty, ""
        reign = self._pick(self._reigns)
        if self._draw() < 0.15 and reign.dynasty != "民國":
            return f"{reign.dynasty}{reign.era}刻本", reign.dynasty, ""
        year = reign.start + int(self._draw() * reign.years)
        nth = year - reign.start + 1
        era = "" if reign.era == reign.dynasty else reign.era
        date = f"{reign.dynasty}{era}{'元' if nth == 1 else _NUMBERS[nth - 1]}年({year})"
        presses = _PRESSES_BY_YEAR[year]
        if presses and self._draw() < 0.6:
            press = self._pick(presses)
            return f"{date}{press.name}{press.verb}", reign.dynasty, ""
        surname = self._pick(SURNAMES)
        kind = "刻本" if year < 1912 else "鉛印本"
        return f"{date}{surname}氏{self._hall()}{kind}", reign.dynasty, surname

    def _hall(self) -> str:
        return f"{self._pick(HALLS)}{self._pick(HALL_ENDS)}"

    def _person(self) -> str:
        name = f"{self._pick(SURNAMES)}{self._pick(GIVEN)}"
        return name + self._pick(RARE) if self._draw() < RARE_SHARE and len(name) == 2 else name

    def _known_work(self, statement: str, dynasty: str) -> Edition:
        work = self._pick(WORKS)
        while _RANK[work.dynasty] > _RANK[dynasty]:
            work = self._pick(WORKS)
        title = f"{work.title}{_NUMBERS[work.juan - 1]}卷{work.more}"
        return Edition(title, work.juan, work.authors, statement, work.class_code, dynasty == "民國")

    def _genealogy(self, statement: str, dynasty: str, surname: str) -> Edition:
        surname, juan = surname or self._pick(SURNAMES), self._between(2, 40)
        title = f"［浙江{self._pick(PLACES)}］{surname}氏宗譜{_NUMBERS[juan - 1]}卷首一卷"
        author = "明" if dynasty == "明" else "清" if dynasty == "清" else "民國"
        return Edition(
            title, juan, f"（{author}）{surname}{self._pick(GIVEN)}等修", statement, "2100104", dynasty == "民國"
        )

    def _collection(self, statement: str, dynasty: str) -> Edition:
        ending, least, most, role = self._pick(COLLECTIONS)
        author = self._pick(_AUTHOR_DYNASTIES[dynasty])
        return self._own_work(ending, self._between(least, most), author, role, statement, dynasty, "")

    def _treatise(self, statement: str, dynasty: str) -> Edition:
        ending, least, most, role, code = self._pick(TREATISES)
        author = self._pick(_AUTHOR_DYNASTIES[dynasty])
        return self._own_work(ending, self._between(least, most), author, role, statement, dynasty, code)

    def _own_work(
        self, ending: str, juan: int, author: str, role: str, statement: str, dynasty: str, code: str
    ) -> Edition:
        hall = self._hall()
        if self._draw() < RARE_SHARE:
            hall = self._pick(RARE) + hall[1:]
        undivided = self._draw() < 0.05
        title = f"{hall}{ending}{'不分' if undivided else _NUMBERS[juan - 1]}卷"
        if not undivided and self._draw() < 0.12:
            title += self._pick(("附錄一卷", "首一卷", "補遺一卷", "年譜一卷"))
        person = self._person()
        responsibility = f"（{author}）{person}{role}"
        if self._draw() < 0.08:
            responsibility += f"　（{author}）{self._person()}輯"
        code = code or _COLLECTION_CLASSES[author]
        return Edition(title, 0 if undivided else juan, responsibility, statement, code, dynasty == "民國")

    def _extent(self, juan: int) -> str:
        """Return what is left of a set of ``juan``: one run, or two where there is room for a gap."""
        first = self._between(1, juan)
        last = self._between(first, juan)
        if first == 1 and last == juan:
            last -= 1
        parts, count = [_run(first, last)], last - first + 1
        if last + 2 <= juan and self._draw() < 0.3:
            start = self._between(last + 2, juan)
            end = self._between(start, juan)
            parts.append(_run(start, end))
            count += end - start + 1
        return f"存{_NUMBERS[count - 1]}卷（{'、'.join(parts)}）"


def _run(first: int, last: int) -> str:
    return _NUMBERS[first - 1] if first == last else f"{_NUMBERS[first - 1]}至{_NUMBERS[last - 1]}"


def _seats(codes: tuple[str, ...]) -> list[str]:
    """Return each code as often as its holdings weigh: a few large libraries, many small ones."""
    return [code for rank, code in enumerate(codes) for _ in range(max(1, 400 // (rank + 1)))]


def synthetic_books(n: int, seed: int = 1, *, institutions: int = 95, flaws: float = 0.0) -> Iterator[BookData]:
    """Yield ``n`` records of a made-up province, deterministic by ``seed``.

    ``flaws`` is the share (0 to 1) of records that carry one flaw of :mod:`guji.synthetic.flaws`. Memory does
    not grow with ``n``. Raises ``ValueError`` for a share outside 0 to 1 or fewer than one institution.
    """
    if not 0 <= flaws <= 1 or institutions < 1:
        raise ValueError("flaws lies between 0 and 1, and there is at least one institution")
    return _books(n, seed, Province(seed, institutions), flaws)


def _books(n: int, seed: int, province: Province, flaws: float) -> Iterator[BookData]:
    chance = random.Random(f"flaws {seed}")  # noqa: S311  nothing secret is made here
    for _ in range(n):
        book = province.book()
        yield spoil(book, chance) if flaws and chance.random() < flaws else book
