"""批校題跋: ``朱大韶　余集　阮元跋　翁方綱跋並題詩``, 佚名批點, 清惠棟校並跋, 錢士真跋並錄錢曾跋.

Names follow one another, set apart by spaces, until an act is stated, which is theirs in common. An act of
transcription (錄, 過錄, 臨) names whose notes were copied and how they are called.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from guji.notation.annotating import read_acts, split_acts
from guji.notation.dates import Reader
from guji.notation.lexicon import TRANSCRIBERS
from guji.notation.people import bare_dynasty, is_dynasty, is_nation, read_name
from guji.notation.people_parts import Part, split_parts
from guji.notation.scan import BRACKETS, bracket_before, lost_characters, unplaced_issues
from guji.notation.structures import Act, Annotation, Annotations, Date, Group, Parsed, Point, Span
from guji.notation.surnames import is_person

#: The longest text that is tried as one annotator with his acts.
LONGEST: Final = 160
_MOST_NAMES: Final = 300
#: A date, a name and an act have as many characters at least (至正元年某題).
_SHORTEST_DATED: Final = 6


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
        if self._takes_original(part):
            return
        self._place(part, read_annotation(part.text, part.lead))

    def _place(self, part: Part, item: Annotation) -> None:
        """Put an annotation behind the others; names that wait for their act share the one that comes now."""
        waiting = self.pending
        if waiting is not None and _shares_act(waiting, part, item):
            item = _together(waiting, item, part.lead)
        else:
            self.since = part
            self.items += [waiting] if waiting is not None else []
        self.pending = None if item.acts else item
        if item.acts:
            self._finish(item)

    def _finish(self, item: Annotation) -> None:
        """Take an annotation whose act is stated; an act of transcription may still wait for whose notes it copied."""
        self.items.append(item)
        last = item.acts[-1]
        self.transcribing = bool(last.originals) and not last.copied

    def _takes_original(self, part: Part) -> bool:
        """Take a part that tells whose notes were copied by the act before it, and say whether it does."""
        if self.pending is not None or not self.items:
            return False
        if self.transcribing and self._names_more_originals(part):
            self._more_originals(part)
            return True
        return part.text[0] in BRACKETS and self._dated_original(part)

    def _dated_original(self, part: Part) -> bool:
        """Take one whose notes were copied and who has his dynasty in brackets: 佚名過錄|（清）惠棟|批校."""
        original = read_annotation(part.text, part.lead)
        act = self.items[-1].acts[-1]
        awaited = self.transcribing or (not part.lead and _copies_somebody(act))
        if not awaited or not original.dynasty or not _is_bare(original.acts):
            return False
        group = Group(
            original.names, original.dynasty, etc=original.etc, brackets=original.brackets,
            separator=original.separator, lead=part.lead,
        )  # fmt: skip
        self._copied_from((*act.originals, group), original.acts)
        return True

    def _names_more_originals(self, part: Part) -> bool:
        """Whether a part goes on with the list of those whose notes were copied, set apart as the others are."""
        names, _, acts = split_acts(part.text)
        if part.text[0] in BRACKETS or not _is_bare(acts) or (acts and acts[0].link):
            return False
        return not names or (len(names) == 1 and _has_room(self.items[-1].acts[-1].originals[-1], part.lead))

    def _more_originals(self, part: Part) -> None:
        """Continue the list of those whose notes were copied: 錄何焯　沈德潛批校."""
        names, etc, acts = split_acts(part.text)
        originals = self.items[-1].acts[-1].originals
        group = originals[-1]
        more = tuple(read_name(name) for name in names)
        separator = part.lead if more else group.separator
        changed = replace(group, names=group.names + more, etc=etc or group.etc, separator=separator)
        self._copied_from((*originals[:-1], changed), acts)

    def _copied_from(self, originals: tuple[Group, ...], acts: tuple[Act, ...]) -> None:
        """Give the last act those whose notes it copied; the first of ``acts`` says how the notes are called."""
        item = self.items[-1]
        act = replace(item.acts[-1], originals=originals, copied=acts[0].verb if acts else "")
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


def _shares_act(waiting: Annotation, part: Part, item: Annotation) -> bool:
    """Whether names of a part may stand with those that wait: same separator, and not beyond all measure."""
    if _stands_alone(part, item):
        return False
    if waiting.etc:
        return not item.names and bool(read_acts(part.text, 0))
    return len(waiting.names) < 2 or (waiting.separator == part.lead and len(waiting.names) < _MOST_NAMES)


def _stands_alone(part: Part, item: Annotation) -> bool:
    """Whether an annotation tells its own time, or lists its names in another way than the statement does."""
    own_list = len(item.names) > 1 and item.separator != part.lead
    return own_list or bool(item.dynasty) or item.date is not None


def _together(waiting: Annotation, item: Annotation, lead: str) -> Annotation:
    """Return the names that waited and those that came, with the act that is theirs in common."""
    return replace(
        waiting,
        names=waiting.names + item.names,
        etc=item.etc or waiting.etc,
        acts=item.acts,
        separator=lead if item.names else waiting.separator,
        note=item.note,
    )


def _copies_somebody(act: Act) -> bool:
    """Whether an act copies notes and nothing yet says whose (佚名過錄)."""
    return act.verb in TRANSCRIBERS and not act.originals and not act.object


def _is_bare(acts: tuple[Act, ...]) -> bool:
    """Whether the first act, if there is one, is a mere word, as copied notes are called (批校)."""
    return not acts or not (acts[0].object or acts[0].originals)


def _has_room(group: Group, lead: str) -> bool:
    """Whether a list of those whose notes were copied may go on behind the separator ``lead``."""
    return not group.etc and (len(group.names) < 2 or group.separator == lead)


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
    dynasty, brackets, date, body = _time_before(text)
    names, etc, acts = split_acts(body)
    if names and not dynasty and date is None:
        dynasty = bare_dynasty(names[0])
        names = (names[0][len(dynasty) :], *names[1:])
    read = tuple(read_name(name) for name in names)
    return Annotation(read, dynasty, brackets, etc, acts, date, "、" if len(names) > 1 else "\u3000", lead)


def _time_before(text: str) -> tuple[str, str, Date | None, str]:
    """Return the bracketed dynasty before an annotator, its brackets, or a date, and the rest."""
    if text[0] not in BRACKETS:
        return "", "", *_leading_date(text)
    inside, brackets, rest = bracket_before(text)
    if inside and (is_dynasty(inside) or is_nation(inside)):
        return inside, brackets, None, rest
    return "", "", None, text


def _leading_date(text: str) -> tuple[Date | None, str]:
    """Return a date that stands before an annotator (宋崇寧三年佚名跋); a bare dynasty is left with the name."""
    if len(text) < _SHORTEST_DATED:
        return None, text
    date, end = Reader(text).date(0, False, "")
    if date is None or end >= len(text) or not _is_more_than_dynasty(date.start):
        return None, text
    return date, text[end:]


def _is_more_than_dynasty(point: Point) -> bool:
    return bool(point.era or point.year or point.ce)
