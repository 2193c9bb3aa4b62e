"""What is being typed where the caret stands: the part of a statement to complete, and the kinds it may be. Pure.

A statement is completed part by part: within brackets a dynasty, after them a person, after a name a role. Several
readings of what stands before the caret are tried in turn, the likeliest first; the first that leads anywhere is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from guji.assisting.fields import DYNASTY, EDITIONS, ERA, LISTS, MAKER, PEOPLE, PERSON, PLACE, TYPE, VALUES, plain_name
from guji.notation.makers import read_makers
from guji.notation.people import bare_dynasty, is_dynasty, is_nation, split_role
from guji.notation.places import is_place
from guji.notation.scan import BRACKETS

_OPENING: Final = "".join(BRACKETS)
_CLOSING: Final = "".join(BRACKETS.values())
_STOPS: Final = " \u3000\t\xa0、，,；;。\n"
_LATIN_END: Final = re.compile(r"[a-z'’]*\Z", re.IGNORECASE)
_HAN: Final = re.compile("[〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+")
_BRACKETED: Final = re.compile(f"[{re.escape(_OPENING)}]([^{re.escape(_OPENING + _CLOSING)}]*)[{re.escape(_CLOSING)}]")
#: A year of an era, behind which a place or a maker begins (嘉慶二十年|金壇).
_YEAR: Final = re.compile(
    "[元〇零一二三四五六七八九十百廿卅0-9]+[年載]|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥][年歲]?"
)
_PHASES: Final = ("初", "末", "間", "间")
_AFTER_YEAR: Final = (PLACE, MAKER, TYPE)
_ANY_TIME: Final = (DYNASTY, ERA, *_AFTER_YEAR)
#: More characters of a statement are not looked back over.
_LOOKED_BACK: Final = 60
#: Endings of what was typed that are tried as a part of its own.
_ENDINGS: Final = 5
_LONGEST_ROLE: Final = 3
_LONGEST_DYNASTY: Final = 4
_LEAST, _MOST = 2, 30


@dataclass(frozen=True, slots=True)
class Ask:
    """One reading: ``fragment``, typed from ``start`` on, begins (or is) one of ``kinds``.

    ``head`` are the characters of the fragment that its end, typed as sound, goes on from (段|yuc). ``dynasty`` is the
    one that stands written before, whose people and eras come first; ``settled`` says that none is to be written.
    ``then`` is offered where the fragment is whole already: after a name its role.
    """

    kinds: tuple[str, ...]
    start: int
    fragment: str
    end: int
    head: str = ""
    dynasty: str = ""
    settled: bool = False
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that could be proposed if nobody has it: what it is, as typed, and the dynasty that stands before."""

    kind: str
    form: str
    start: int
    dynasty: str = ""


def asks(field: str, text: str, caret: int) -> list[Ask]:
    """Return the readings of what stands before the caret in a field, the likeliest first; none for other fields."""
    name, before = plain_name(field), text[:caret]
    if name in PEOPLE:
        return list(_of_people(before, PEOPLE[name]))
    if name in EDITIONS:
        return list(_of_edition(before))
    kinds = VALUES.get(name)
    if kinds is None:
        return []
    start = 1 + _last_of(_STOPS, before) if name in LISTS else 0
    lead = len(before[start:]) - len(before[start:].lstrip())
    end = caret if name in LISTS else len(text)
    return [_with_sound(Ask(kinds, start + lead, before[start + lead :].rstrip(), end, settled=True))]


def missing(field: str, text: str, caret: int) -> Missing | None:
    """Return the name that a fragment typed in characters would be, if a new one may stand there."""
    name, before = plain_name(field), text[:caret]
    if name in PEOPLE:
        found = _missing_person(before)
    elif name in EDITIONS:
        found = _missing_maker(before)
    else:
        kind = next((kind for kind in VALUES.get(name, ()) if kind in (PERSON, "series", "seal_owner")), "")
        found = Missing(kind, before.strip(), 0) if kind else None
    return found if found and _LEAST <= len(found.form) <= _MOST and _HAN.fullmatch(found.form) else None


def _last_of(characters: str, text: str) -> int:
    """Return where the last of some characters stands, -1 where there is none."""
    return max((text.rfind(character) for character in characters), default=-1)


def _with_sound(ask: Ask) -> Ask:
    """Set apart the characters from what is typed as sound behind them."""
    tail = _LATIN_END.search(ask.fragment)
    at = tail.start() if tail else len(ask.fragment)
    return replace(ask, head=ask.fragment[:at]) if 0 < at < len(ask.fragment) else ask


def _of_people(before: str, role: str) -> Iterator[Ask]:
    """Yield the readings of a statement of people: 著者, 批校題跋."""
    opened, closed = _last_of(_OPENING, before), _last_of(_CLOSING, before)
    caret = len(before)
    if opened > closed:
        yield Ask((DYNASTY,), opened + 1, before[opened + 1 :], caret, settled=True)
        return
    start = 1 + max(closed, _last_of(_STOPS, before))
    dynasty = _governing(before, start)
    whole = Ask(
        (PERSON,), start, before[start:], caret, dynasty=dynasty, settled=0 <= closed == start - 1, then=(role,)
    )
    whole = _with_sound(whole)
    if not whole.fragment:
        return
    if not whole.head and _LATIN_END.fullmatch(whole.fragment):
        yield whole if whole.settled else replace(whole, kinds=(PERSON, DYNASTY))
        return
    yield whole
    yield from _behind_bare_dynasty(whole)
    if not split_role(whole.fragment)[2] or whole.head:
        yield from _roles(whole, role)


def _governing(before: str, start: int) -> str:
    """Return the dynasty in the last brackets, unless a role has closed its group."""
    last = next((match for match in reversed(list(_BRACKETED.finditer(before, max(0, start - _LOOKED_BACK))))), None)
    if last is None or not (is_dynasty(last[1]) or is_nation(last[1])):
        return ""
    named = re.split(f"[{_STOPS}]", before[last.end() : start])
    return "" if any(split_role(name)[2] for name in named if name) else last[1]


def _behind_bare_dynasty(whole: Ask) -> Iterator[Ask]:
    """Yield the reading of a name behind a dynasty without brackets (清陳鱣)."""
    for length in range(min(_LONGEST_DYNASTY, len(whole.fragment) - 1), 0, -1):
        word = whole.fragment[:length]
        if not whole.settled and is_dynasty(word) and (length == 1 or len(whole.fragment) - length >= _LEAST):
            yield replace(
                whole,
                start=whole.start + length,
                fragment=whole.fragment[length:],
                head=whole.head[length:],
                dynasty=word,
                settled=True,
            )


def _roles(whole: Ask, role: str) -> Iterator[Ask]:
    """Yield the readings of the end of a fragment as a role: what is typed as sound, else a few characters."""
    size = len(whole.fragment)
    if whole.head:
        at = len(whole.head)
        yield Ask((role,), whole.start + at, whole.fragment[at:], whole.end, settled=True)
        return
    for at in range(max(_LEAST, size - _LONGEST_ROLE), size):
        yield Ask((role,), whole.start + at, whole.fragment[at:], whole.end, settled=True)


def _missing_person(before: str) -> Missing | None:
    opened, closed = _last_of(_OPENING, before), _last_of(_CLOSING, before)
    if opened > closed:
        return None
    start = 1 + max(closed, _last_of(_STOPS, before))
    dynasty = _governing(before, start)
    if not dynasty:
        dynasty = bare_dynasty(before[start:])
        start += len(dynasty)
    name, _etc, role = split_role(before[start:])
    return None if role else Missing(PERSON, name, start, dynasty)


def _of_edition(before: str) -> Iterator[Ask]:
    """Yield the readings of an edition statement: time first, then place, maker, kind."""
    opened, closed = _last_of(_OPENING, before), _last_of(_CLOSING, before)
    if opened > closed:
        return
    start = 1 + max(closed, _last_of(_STOPS, before))
    dated = closed >= 0
    for year in _YEAR.finditer(before, start):
        start, dated = year.end(), True
    whole = Ask(_AFTER_YEAR if dated else _ANY_TIME, start, before[start:], len(before), settled=start > 0, then=())
    whole = _with_sound(whole)
    if not whole.fragment:
        return
    yield replace(whole, then=(TYPE,) if whole.kinds == _AFTER_YEAR else ())
    yield from _endings(whole)


def _endings(whole: Ask) -> Iterator[Ask]:
    """Yield later parts of a fragment as parts of their own: typed as sound, or standing behind a place."""
    if whole.head:
        starts: Iterator[int] = iter((len(whole.head),))
    else:
        starts = iter(range(max(1, len(whole.fragment) - _ENDINGS), len(whole.fragment)))
    for at in starts:
        head, rest = whole.fragment[:at], whole.fragment[at:]
        kinds = whole.kinds if len(rest) >= _LEAST or whole.head or _ends_part(head) else (TYPE,)
        dynasty = head if is_dynasty(head) else ""
        yield Ask(kinds, whole.start + at, rest, whole.end, dynasty=dynasty, settled=True, then=(TYPE,))


def _ends_part(head: str) -> bool:
    """Whether a part of an edition is surely over: a single character behind it already begins the next."""
    return head.endswith(_PHASES) or is_place(head) or is_dynasty(head)


def _missing_maker(before: str) -> Missing | None:
    whole = next(_of_edition(before), None)
    if whole is None or whole.head or TYPE not in whole.kinds or DYNASTY in whole.kinds:
        return None
    found = read_makers(whole.fragment)
    if found is None or len(found.makers) != 1 or found.etc:
        return None
    name = found.makers[0].name
    return Missing(MAKER, name, whole.end - len(name)) if whole.fragment.endswith(name) else None
