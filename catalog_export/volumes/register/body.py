"""The catalogue itself: entries in, paragraphs out, one by one, so that a province needs no more memory than a page.

While entries pass they are counted, their titles are noted for the index, and the span of every institution for
the contents. Nothing is looked at twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalog_export.typeset.model import Furniture, Item, PageFacts, Paragraph, Run
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.entry import Holder, IndexTitle, RegisterEntry, SubEntry
from catalog_export.volumes.register.statistics import Statistics
from catalog_export.volumes.register.styles import BOLD, Styles
from catalog_export.volumes.register.title_index import line_anchor

SPACE = "\u3000"
UNNUMBERED = "無編號"
SUB_WORKS = "子目"
PROOF = "校　　樣"
CONTINUED = "（續）"
#: Separates the parts of a running head's mark: printed number, institution.
_MARK = "\x1f"


@dataclass(slots=True)
class HolderSpan:
    """What one institution takes up: its first and last number as printed, and how many entries."""

    holder: Holder
    first: str = ""
    last: str = ""
    entries: int = 0
    continued: bool = False

    @property
    def name(self) -> str:
        """The holder's name, with a word that says so where the volume before holds its first entries."""
        return f"{self.holder.name}{CONTINUED}" if self.continued else self.holder.name

    @property
    def anchor(self) -> str:
        """The anchor of its heading."""
        return f"holder-{self.holder.code}"

    def add(self, entry: RegisterEntry) -> None:
        """Note one more entry."""
        self.first = self.first or entry.number
        self.last = entry.number or self.last
        self.entries += 1


@dataclass(slots=True)
class Body:
    """Turns entries into paragraphs and remembers what the other parts of the volume need.

    After :meth:`items` has been read to its end, ``statistics``, ``spans``, ``titles`` and ``persons`` are complete.
    The latter hold each with its entry's place in the volume, ``entries`` record and printed number of each place.
    ``continues`` is the holder whose entries began in the volume before, ``changed`` the records that get a bar.
    """

    profile: Profile
    styles: Styles
    holders: Mapping[str, Holder]
    continues: str = ""
    changed: frozenset[str] = frozenset()
    statistics: Statistics = field(default_factory=Statistics)
    spans: list[HolderSpan] = field(default_factory=list)
    titles: list[tuple[IndexTitle, int]] = field(default_factory=list)
    persons: list[tuple[IndexTitle, int]] = field(default_factory=list)
    entries: list[tuple[str, str]] = field(default_factory=list)

    def items(self, entries: Iterable[RegisterEntry]) -> Iterator[Item]:
        """Yield the paragraphs of ``entries``, which come in printing order."""
        for entry in entries:
            if not self.spans or self.spans[-1].holder.code != entry.institution:
                yield from self._institution(entry.institution)
            self.spans[-1].add(entry)
            self.statistics.add(entry)
            place = len(self.entries)
            self.entries.append((entry.record_id, entry.number))
            self.titles.extend((title, place) for title in entry.titles)
            self.persons.extend((person, place) for person in entry.persons)
            yield from self.entry_items(entry)

    def _institution(self, code: str) -> Iterator[Item]:
        continued = code == self.continues and not self.spans
        span = HolderSpan(self.holders.get(code, Holder(code, code)), continued=continued)
        starts_page = bool(self.spans) and self.profile.style.institution == "page"
        self.spans.append(span)
        name = span.name
        yield Paragraph(
            (Run(name),),
            self.styles.institution,
            anchor=span.anchor,
            outline=name,
            span=True,
            break_before="page" if starts_page else "",
        )

    def entry_items(self, entry: RegisterEntry) -> Iterator[Item]:
        """Yield the paragraphs of one entry: number and shelf mark, the statements, the works of a set."""
        holder = self.spans[-1].holder.name if self.spans else entry.institution
        mark = f"{entry.number}{_MARK}{holder}"
        kinds = self.profile.type
        number = Run(entry.number or f"［{UNNUMBERED}］", weight=kinds.number_weight, size=kinds.number)
        first = (number, Run(SPACE + entry.shelf_mark, size=kinds.number)) if entry.shelf_mark else (number,)
        words = self._statements(entry)
        key, anchor = entry.number or entry.record_id, entry.record_id
        between = "\n" if self.profile.style.number_line == "own" else SPACE
        runs = (*first, Run(between), *words)
        bar = entry.record_id in self.changed
        yield Paragraph(runs, self.styles.entry, key=key, anchor=anchor, mark=mark, bar=bar)
        yield from self._sub_items(entry, key, mark)

    def _statements(self, entry: RegisterEntry) -> tuple[Run, ...]:
        link = line_anchor(entry.titles[0].text) if entry.titles and self.profile.index.titles else ""
        title = Run(entry.title, weight=self.profile.type.title_weight, link=link)
        rest = "".join(SPACE + words for words in entry.words)
        return (title, Run(rest)) if rest else (title,)

    def _sub_items(self, entry: RegisterEntry, key: str, mark: str) -> Iterator[Item]:
        wanted = self.profile.style.sub_works
        if not entry.sub_entries or wanted == "none":
            return
        again: tuple[Run, ...] = ()
        if self.profile.style.sub_head == "column":
            again = (Run(SPACE.join(filter(None, (entry.number, entry.title))), weight=BOLD),)
        if wanted == "run_in":
            runs = (Run(SUB_WORKS + SPACE, weight=BOLD), *_run_in(entry.sub_entries))
            yield Paragraph(runs, self.styles.sub, key=key, mark=mark, again=again)
            return
        for sub in entry.sub_entries:
            words = SPACE * (sub.depth - 1) + SPACE.join(sub.words)
            yield Paragraph((Run(words),), self.styles.sub_line, key=key, mark=mark, again=again)


def _run_in(subs: Sequence[SubEntry]) -> Iterator[Run]:
    """Yield the works of a set as one text; a part that holds others (第一集) is set bold, with a colon after it."""
    for at, sub in enumerate(subs):
        following = subs[at + 1].depth if at + 1 < len(subs) else 0
        holds = following > sub.depth
        stop = "：" if holds else "；" if following else ""
        yield Run(sub.words[0], weight=BOLD if holds else None)
        yield Run("".join(SPACE + words for words in sub.words[1:]) + stop)


def shorten(first: str, last: str) -> str:
    """Return a span of numbers as a running head shows it: the last one only from where it differs by its group.

    ``330000-1701-0000021`` and ``330000-1701-0000042`` give ``330000-1701-0000021—0000042``.
    """
    if not first or not last or first == last:
        return first or last
    same = len(first) == len(last) and first[:-7] == last[:-7]
    return f"{first}—{last[-7:] if same else last}"


@dataclass(frozen=True, slots=True)
class RunningHead:
    """What stands above and below the pages of a section.

    ``kind`` is the profile's choice for the catalogue; a section with a name of its own (an index, the tables)
    shows that ``name`` instead. A proof says so at the foot of each page.
    """

    kind: str
    size: float
    name: str = ""
    proof: bool = False

    def __call__(self, page: PageFacts) -> Furniture:
        """Return the furniture of one page: numbers outside, the name inside, the folio at the outer foot."""
        inside, outside = (self.name, "") if self.name else self._of_catalogue(page)
        left, right = (inside, outside) if page.recto else (outside, inside)
        return Furniture(
            head_left=left,
            head_right=right,
            head_rule=0.4 if left or right else 0.0,
            foot_left="" if page.recto else page.label,
            foot_centre=PROOF if self.proof else "",
            foot_right=page.label if page.recto else "",
            size=self.size,
        )

    def _of_catalogue(self, page: PageFacts) -> tuple[str, str]:
        first, holder = mark_parts(page.first)
        last, _ = mark_parts(page.last)
        name = holder if self.kind in ("both", "institution") else ""
        return name, shorten(first, last) if self.kind in ("both", "numbers") else ""


def mark_parts(mark: str) -> tuple[str, str]:
    """Return the printed number and the holder that an entry's mark tells the running head."""
    number, _, holder = mark.partition(_MARK)
    return number, holder
