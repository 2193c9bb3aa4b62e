"""批校題跋: ``朱大韶　余集　阮元跋　翁方綱跋並題詩``, 佚名批點, 清惠棟校並跋, 錢士真跋並錄錢曾跋.

Names follow one another, set apart by spaces, until an act is stated, which is theirs in common. An act of
transcription (錄, 過錄, 臨) names whose notes were copied and how they are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from guji.notation.dates import Reader
from guji.notation.lexicon import MODE_OBJECTS, MODES, TRANSCRIBERS
from guji.notation.people import bare_dynasty, is_dynasty, is_nation, read_name
from guji.notation.people_parts import Part, split_parts
from guji.notation.scan import BRACKETS, lost_characters, unplaced_issues
from guji.notation.structures import Act, Annotation, Annotations, Date, Group, Name, Parsed, Span
from guji.notation.surnames import KNOWN, is_person
from guji.notation.words import both_forms, load

_LINKS: Final = re.compile(both_forms("並又|并又|[並并竝又及兼]|，|、"))
_ETC: Final = re.compile("等(?:[一二三四五六七八九十百]+[家人]?|人)?\\Z")
_JOINED: Final = re.compile("[、及]")
#: What an annotator wrote with, before his act (朱筆圈點).
_BRUSHES: Final = load("brushes")
_MODE_MAX: Final = 8
_MOST_ACTS: Final = 8
#: The longest text that is tried as one annotator with his acts.
LONGEST: Final = 160
_MOST_NAMES: Final = 300
_NAME_CHARS: Final = frozenset("書畫詩詞記識觀臨釋贊印補訂寫繪书画诗词记识观临释赞补订写绘")
_SORTED_OBJECTS: Final = tuple(sorted(MODE_OBJECTS, key=len, reverse=True))


@dataclass(slots=True)
class _Reader:
    """Collects annotations; ``pending`` is the annotation whose names still wait for their act."""

    items: list[Annotation] = field(default_factory=list)
    pending: Annotation | None = None
    since: Part | None = None
    transcribing: bool = False
    unplaced: list[Span] = field(default_factory=list)

    def read(self, part: Part) -> None:
        """Place one part; what is far too long for an annotation is left over."""
        if len(part.text) > LONGEST:
            self.unplaced.append(Span(part.offset, len(part.text), part.text))
            return
        if self.transcribing and self.pending is None and self._names_more_originals(part):
            self._more_originals(part)
            return
        item = read_annotation(part.text, part.lead)
        listed = len(item.names) > 1 and item.separator != part.lead
        joins = self._joins(part, item) and not listed
        if self.pending is not None and joins and not item.dynasty and item.date is None:
            names = self.pending.names + item.names
            etc = item.etc or self.pending.etc
            between = part.lead if item.names else self.pending.separator
            item = replace(self.pending, names=names, etc=etc, acts=item.acts, separator=between, note=item.note)
        elif self.pending is not None:
            self.items.append(self.pending)
        if not item.acts:
            self.since = part if self.pending is None or not joins else self.since
            self.pending = item
            return
        self.pending = None
        self.items.append(item)
        last = item.acts[-1]
        self.transcribing = bool(last.originals) and not last.copied

    def _joins(self, part: Part, item: Annotation) -> bool:
        """Whether names of this part may stand with those that wait: same separator, and not beyond all measure."""
        if self.pending is None:
            return True
        if self.pending.etc:
            return not item.names and bool(read_acts(part.text, 0))
        if len(self.pending.names) < 2:
            return True
        return self.pending.separator == part.lead and len(self.pending.names) < _MOST_NAMES

    def _names_more_originals(self, part: Part) -> bool:
        """Whether a part goes on with the list of those whose notes were copied, set apart as the others are."""
        if part.text[0] in BRACKETS:
            return False
        group = self.items[-1].acts[-1].originals[-1]
        names, _, acts = split_acts(part.text)
        if acts and (acts[0].link or acts[0].object or acts[0].originals):
            return False
        if not names:
            return True
        return not group.etc and len(names) == 1 and (len(group.names) < 2 or group.separator == part.lead)

    def _more_originals(self, part: Part) -> None:
        """Continue the list of those whose notes were copied: 錄何焯　沈德潛批校."""
        names, etc, acts = split_acts(part.text)
        item = self.items[-1]
        act = item.acts[-1]
        group = act.originals[-1]
        more = tuple(read_name(name) for name in names)
        separator = part.lead if more else group.separator
        changed = replace(group, names=group.names + more, etc=etc or group.etc, separator=separator)
        copied = acts[0].verb if acts else ""
        act = replace(act, originals=(*act.originals[:-1], changed), copied=copied)
        self.items[-1] = replace(item, acts=(*item.acts[:-1], act, *acts[1:]))
        self.transcribing = not acts

    def close(self, text: str) -> None:
        """Keep names that found no act as they are; what does not look like names is left over."""
        if self.pending is None or self.since is None:
            return
        if all(_may_be_named(name.text) for name in self.pending.names):
            self.items.append(self.pending)
        else:
            self.unplaced.append(Span(self.since.offset, len(text) - self.since.offset, text[self.since.offset :]))


def _may_be_named(text: str) -> bool:
    """Whether a name that found no act may be one: a person's, or of four characters at most."""
    return is_person(text) or 1 < len(text) <= 4


#: What most copies have: no annotations.
NONE: Final = Parsed("", Annotations())


def parse_annotations(text: str) -> Parsed[Annotations]:
    """Read a statement of annotations. Never raises; names without an act are kept as names."""
    if not text:
        return NONE
    reader = _Reader()
    for part in split_parts(text):
        reader.read(part)
    reader.close(text)
    issues = lost_characters(text) + unplaced_issues(reader.unplaced)
    return Parsed(text, Annotations(tuple(reader.items)), tuple(reader.unplaced), tuple(issues))


@lru_cache(maxsize=2048)
def read_annotation(text: str, lead: str = "\u3000") -> Annotation:
    """Read one part: dynasty or date, names, acts; acts are empty where the part is names only."""
    dynasty, brackets, body, date = "", "", text, None
    if text[0] in BRACKETS:
        end = text.find(BRACKETS[text[0]], 1, 12)
        inside = text[1:end] if end > 0 else ""
        if inside and (is_dynasty(inside) or is_nation(inside)):
            dynasty, brackets, body = inside, text[0] + text[end], text[end + 1 :]
    else:
        date, body = _leading_date(text)
    names, etc, acts = split_acts(body)
    if names and not dynasty and date is None:
        dynasty = bare_dynasty(names[0])
        names = (names[0][len(dynasty) :], *names[1:])
    read = tuple(read_name(name) for name in names)
    return Annotation(read, dynasty, brackets, etc, acts, date, "、" if len(names) > 1 else "\u3000", lead)


def _leading_date(text: str) -> tuple[Date | None, str]:
    """Return a date that stands before an annotator (宋崇寧三年佚名跋); a bare dynasty is left with the name."""
    if len(text) < 6:
        return None, text
    reader = Reader(text)
    date, end = reader.date(0, False, "")
    if date is None or end >= len(text) or not (date.start.era or date.start.year or date.start.ce):
        return None, text
    return date, text[end:]


def split_acts(body: str) -> tuple[tuple[str, ...], str, tuple[Act, ...]]:
    """Return names, 等 and acts of ``吳騫校跋並錄周春批校``; without an act all is names.

    The acts begin where a full name ends; failing that, as early as two characters in.
    """
    if body in KNOWN:
        return (body,), "", ()
    alone = () if is_person(body) else read_acts(body, 0)
    if alone:
        return (), "", alone
    found: tuple[int, tuple[Act, ...]] | None = None
    for start in range(2, len(body)):
        acts = read_acts(body, start)
        if not acts:
            continue
        if _is_name(body[:start]):
            found = (start, acts)
            break
        found = found or (start, acts)
    if found is None:
        etc = _etc(body)
        return _names(body[: len(body) - len(etc)]), etc, ()
    start, acts = _longer_name(body, *found)
    etc = _etc(body[:start])
    return _names(body[: start - len(etc)]), etc, acts


def _longer_name(body: str, start: int, acts: tuple[Act, ...]) -> tuple[int, tuple[Act, ...]]:
    """Give a name of two characters a third that often ends names, where an act still follows (葉昌書|跋)."""
    if start == 2 and ((body[2] in _NAME_CHARS and is_person(body[:3])) or body[:3] in KNOWN):
        longer = read_acts(body, 3)
        if longer:
            return 3, longer
    return start, acts


def _etc(body: str) -> str:
    match = _ETC.search(body)
    return match[0] if match and match.start() > 1 else ""


def _is_name(text: str) -> bool:
    name = text[: len(text) - len(_etc(text))]
    return is_person(name) or any(is_person(piece) for piece in _JOINED.split(name)) or bool(bare_dynasty(name))


def _names(text: str) -> tuple[str, ...]:
    pieces = tuple(text.split("、"))
    return pieces if all(pieces) else (text,) if text else ()


@lru_cache(maxsize=2048)
def read_acts(body: str, start: int) -> tuple[Act, ...]:
    """Read acts from ``start`` to the end of ``body``; empty if anything there is not an act."""
    return _acts(body, start, False, 0) or ()


def _acts(body: str, pos: int, copying: bool, depth: int) -> tuple[Act, ...] | None:
    """Read acts to the end, trying longer words first; ``copying`` if the act before copied another's notes."""
    if pos == len(body):
        return ()
    if depth > _MOST_ACTS:
        return None
    link = _LINKS.match(body, pos) if depth else None
    word = link[0] if link else ""
    for act, end in _candidates(body, pos + len(word), word, copying):
        rest = _acts(body, end, bool(act.originals), depth + 1)
        if rest is not None:
            return (act, *rest)
    return None


def _candidates(body: str, pos: int, link: str, copying: bool) -> Iterator[tuple[Act, int]]:
    for size in range(min(_MODE_MAX, len(body) - pos), 0, -1):
        verb = body[pos : pos + size]
        end = pos + size
        if verb in TRANSCRIBERS:
            copied = _transcription(body, end, verb, link)
            if copied is not None:
                yield copied
        if verb in MODES or (verb[:2] in _BRUSHES and verb[2:] in MODES):
            for word in _SORTED_OBJECTS:
                if body.startswith(word, end):
                    yield Act(verb, link, object=word), end + len(word)
            yield Act(verb, link), end
    if copying and link:
        more = _transcription(body, pos, "", link)
        if more is not None:
            yield more


def _transcription(body: str, pos: int, verb: str, link: str) -> tuple[Act, int] | None:
    """Read whose notes were copied and how they are called, as far as the next link or the end."""
    end = _next_link(body, pos)
    text = body[pos:end]
    if len(text) < 2 or text[0] in "並补補缺闕序" or text in MODES or text.startswith(_SORTED_OBJECTS):
        return None
    start = next((i for i in range(2, len(text)) if text[i:] in MODES), len(text))
    name, copied = text[:start], text[start:]
    etc = _etc(name)
    name = name[: len(name) - len(etc)]
    dynasty = bare_dynasty(name)
    people = _people(name[len(dynasty) :])
    group = Group(people, dynasty, etc=etc, separator="、" if "、" in name else "", lead="")
    return Act(verb, link, (group,), copied), end


def _next_link(body: str, pos: int) -> int:
    """Return where the next act begins after a copied one: at 並, 又 or 及 behind an act's word."""
    for match in re.finditer("[並并又及]", body[pos:]):
        before = body[pos : pos + match.start()]
        if any(before.endswith(mode) for mode in ("跋", "校", "批", "識", "評", "注", "點")):
            return pos + match.start()
    return len(body)


def _people(text: str) -> tuple[Name, ...]:
    """Split a run of names, with or without 、 (唐順之茅坤何焯)."""
    if "、" in text:
        return tuple(read_name(name) for name in text.split("、"))
    if is_person(text) or len(text) < 4:
        return (read_name(text),)
    for first in (3, 2):
        if is_person(text[:first]) and len(text) - first >= 2:
            rest = _people(text[first:])
            if all(is_person(name.text) for name in rest):
                return (read_name(text[:first]), *rest)
    return (read_name(text),)
