"""版本: layers of making with their dates, places and makers, then series, exemplar, form, and bracketed remarks.

Patterns: formats.md §A2, vocab.md §2 and §6. Reading goes from left to right: a date, what stands before the next
act (place and makers), the act; then either a further layer, or what the book is a copy or part of. The first
reading that accounts for every character is taken; if there is none, the longest beginning that could be read is,
and the rest is left unplaced.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from guji.notation.annotations import parse_annotations
from guji.notation.dates import Mark
from guji.notation.issues import Issue
from guji.notation.kinds import ACTION
from guji.notation.layers import BASED_ON, read_layers
from guji.notation.makers import is_maker, read_makers
from guji.notation.named_times import dynasty_at, era_at
from guji.notation.scan import BRACKETS, OPENING, REMEMBERED, SEPARATORS, closing, lost_characters, unplaced_issues
from guji.notation.structures import Annotations, Edition, Note, Parsed, Span
from guji.notation.time_words import read_common_era
from guji.notation.words import both_forms
from guji.notation.year_faults import judge_point

_ENDING: Final = re.compile(both_forms("(?:原本|本|拓片|殘片|碎片|殘葉|印片)\\Z"))
_SUPPLEMENT: Final = re.compile(both_forms("配|抄補|補抄|補刻|補版|缺|鈔|抄|補|闕"))
_STOP: Final = re.compile(f"[{re.escape(OPENING + SEPARATORS)}]")
_KEPT: Final = re.compile("[藏蔵存]")
_OWNER: Final = re.compile("(.{2,24}?)((?:舊|合)?(?<![大經釋道佛三])[藏蔵]|照存)(?=.)(?!經|书|書|板|版)")
#: A copy made up from another, told without brackets (宋刻本配元刻本).
_SUPPLIED_FROM: Final = re.compile("(?<=本)(?:補|抄)?配[^本]{1,24}本\\Z")
#: What a copy was used for, told without brackets (清抄本四庫底本).
_USED_AS: Final = re.compile(both_forms("(?<=[本稿])[、，]?四庫館?(?:底本|進呈本)\\Z"))
_SQUARE: Final = "[［〔"
_SUPPLIED: Final = 24
_LONGEST: Final = 240


def parse_edition(text: str) -> Parsed[Edition]:
    """Read an edition statement. Never raises; what does not follow the grammar is left unplaced."""
    if not text.strip(SEPARATORS):
        return Parsed(text, Edition())
    return _remembered(text) if len(text) <= REMEMBERED else _parse(text)


@lru_cache(maxsize=2048)
def _remembered(text: str) -> Parsed[Edition]:
    return _parse(text)


def _parse(text: str) -> Parsed[Edition]:
    unplaced: list[Span] = []
    body_end = _core_end(text)
    notes, body_end, tail = _told_plainly(text, body_end) or _notes(text, body_end)
    edition, marks = _read_core(text, body_end, unplaced)
    edition = replace(edition, notes=notes) if notes else edition
    issues: list[Issue] = []
    if tail < len(text):
        edition = _read_tail(text, tail, edition, unplaced, issues)
    issues += _judged(edition, marks) + lost_characters(text) + unplaced_issues(unplaced)
    return Parsed(text, edition, tuple(unplaced), tuple(issues))


def _judged(edition: Edition, marks: list[Mark]) -> list[Issue]:
    """Return what contradicts in the times of an edition; points that were read on the way and given up are none."""
    used = {id(point) for layer in edition.layers for date in layer.dates for point in date.points}
    issues: list[Issue] = []
    for mark in marks:
        if id(mark.point) in used:
            issues += judge_point(mark.point, mark.dynasty, mark.era, mark.offset, mark.length)
    return issues


def _told_plainly(text: str, end: int) -> tuple[tuple[Note, ...], int, int] | None:
    """Return what is said of a copy without brackets (配元刻本, 四庫底本), where it begins, and where it ends."""
    for pattern, supplement in ((_SUPPLIED_FROM, True), (_USED_AS, False)):
        found = pattern.search(text, 0, end)
        if found:
            return (Note(found[0], "", supplement),), found.start(), end
    return None


def _core_end(text: str) -> int:
    """Return where the remarks begin: at the first bracket that holds no Gregorian year, or at a space after 本."""
    for match in _STOP.finditer(text, 1):
        index = match.start()
        if text[index] in BRACKETS:
            if read_common_era(text, index)[0] is None and not _is_supplied(text, index):
                return index
        elif text[index - 1] in "本稿":
            return index
    return len(text)


def _is_supplied(text: str, index: int) -> bool:
    """Whether the bracket at ``index`` holds a time that the cataloguer supplied (清[康熙]刻本)."""
    if text[index] not in _SQUARE or text[index - 1] in "本稿片":
        return False
    end = text.find(BRACKETS[text[index]], index, index + _SUPPLIED)
    inside = text[index + 1 : end] if end > 0 else ""
    return bool(inside) and (dynasty_at(inside) > 0 or era_at(inside, "") > 0)


def _notes(text: str, begin: int) -> tuple[tuple[Note, ...], int, int]:
    """Return the bracketed remarks, where they begin, and where they end."""
    notes: list[Note] = []
    pos = begin
    while pos < len(text) and text[pos] in BRACKETS:
        end = closing(text, pos)
        if end < 0:
            break
        inside = text[pos + 1 : end]
        notes.append(Note(inside, text[pos] + text[end], bool(_SUPPLEMENT.search(inside))))
        pos = end + 1
    return tuple(notes), begin, pos


def _read_core(text: str, end: int, unplaced: list[Span]) -> tuple[Edition, list[Mark]]:
    core = text[:end]
    if len(core) > _LONGEST:
        unplaced.append(Span(0, end, core))
        return Edition(), []
    match = _ENDING.search(core)
    ending = match[0] if match else ""
    body = core[: len(core) - len(ending)]
    owner, word = _owner(body)
    reading, reader = read_layers(body, len(owner) + len(word), bool(ending))
    if reading.end < len(body):
        unplaced.append(Span(reading.end, end - reading.end, text[reading.end : end]))
        ending = ""
    elif not body and ending:
        unplaced.append(Span(0, end, core))
        return Edition(), []
    layers = reading.layers
    return Edition(layers, reading.form, ending, owner=owner, owner_word=word or "藏"), reader.marks


def _owner(body: str) -> tuple[str, str]:
    """Return the owner before an edition and the word 藏 (江南圖書館藏嘉靖刊本), empty if there is none."""
    match = _OWNER.match(body) if _KEPT.search(body) else None
    if match is None:
        return "", ""
    return (match[1], match[2]) if _is_owner(match[1], body, match.end()) else ("", "")


def _is_owner(name: str, body: str, end: int) -> bool:
    """Whether a name before 藏 is an owner's: one that begins like a dynasty needs an act behind 藏, not at once."""
    if BASED_ON.search(name) or ACTION.search(name):
        return False
    length = dynasty_at(name[:8])
    act = ACTION.search(body, end) if length else None
    if length and (act is None or act.start() == end):
        return False
    return _could_own(name) or (0 < length < len(name) - 1 and read_makers(name[length:]) is not None)


def _could_own(name: str) -> bool:
    return is_maker(name) or read_makers(name) is not None


def _read_tail(text: str, tail: int, edition: Edition, unplaced: list[Span], issues: list[Issue]) -> Edition:
    """Read annotations that follow after a space; anything else is left over."""
    rest = text[tail:]
    parsed = parse_annotations(rest.lstrip(SEPARATORS)) if rest[0] in SEPARATORS else None
    if parsed is None or not _is_annotated(parsed):
        unplaced.append(Span(tail, len(rest), rest))
        return edition
    lead = rest[: len(rest) - len(rest.lstrip(SEPARATORS))]
    issues += [found.moved(tail + len(lead)) for found in parsed.issues if found.check != "lost_character"]
    items = parsed.structure.items
    first = replace(items[0], lead=lead)
    return replace(edition, annotations=replace(parsed.structure, items=(first, *items[1:])))


def _is_annotated(parsed: Parsed[Annotations]) -> bool:
    """Whether annotations were read to the end, each with an act."""
    items = parsed.structure.items
    return bool(items) and parsed.complete and all(item.acts for item in items)
