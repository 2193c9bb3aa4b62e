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
from guji.notation.scan import BRACKETS, lost_characters, unplaced_issues
from guji.notation.structures import Act, Annotation, Annotations, Date, Group, Parsed, Span
from guji.notation.surnames import is_person

#: The longest text that is tried as one annotator with his acts.
LONGEST: Final = 160
_MOST_NAMES: Final = 300


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
        item, original = self.items[-1], read_annotation(part.text, part.lead)
        act = item.acts[-1] if item.acts else Act("")
        first = not act.originals and not part.lead and act.verb in TRANSCRIBERS and not act.object
        told = original.acts[0] if original.acts else Act("")
        if not (first or self.transcribing) or not original.dynasty or told.object or told.originals:
            return False
        group = Group(
            original.names, original.dynasty, etc=original.etc, brackets=original.brackets,
            separator=original.separator, lead=part.lead,
        )  # fmt: skip
        act = replace(act, originals=(*act.originals, group), copied=told.verb)
        self.items[-1] = replace(item, acts=(*item.acts[:-1], act, *original.acts[1:]))
        self.transcribing = not original.acts
        return True

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
