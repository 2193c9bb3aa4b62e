"""What a search gives to those who show it: pages, commands, exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext, gettext_noop

from census.searching import Words
from search.analysis import Segment, Tier
from search.engine.protocol import Suggestion
from search.language.tree import And, Everything, Node, Number, Term, Understood

ONLY_TOGETHER: Final = gettext_noop("这些字在题名中太常见，只找了连在一起的，没有找分散的；可加上少见的字再试")


class Why(NamedTuple):
    """One text that the query found: the field, its name for people, where in the record, and the text with marks."""

    field: str
    label: Words
    place: Words
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The text as stated."""
        return "".join(segment.text for segment in self.segments)


class Statement(NamedTuple):
    """One statement of a result's entry with what the query found in it marked."""

    field: str
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The statement as written."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: the record as the database has it now, its entry, and why it was found.

    ``why`` leaves out what the marks in ``statements`` show already; ``reasons`` is all of it.
    """

    kind: str
    record: Any
    entry: Any
    entry_template: str
    tier: Tier
    statements: tuple[Statement, ...] = ()
    reasons: tuple[Why, ...] = ()

    @property
    def number(self) -> str:
        """The record's number, empty if it has none."""
        return str(self.entry.number)

    @property
    def title(self) -> str:
        """The record's title: its first statement."""
        return self.statements[0].text if self.statements else ""

    @property
    def why(self) -> tuple[Why, ...]:
        """What was found elsewhere than in the statements shown."""
        shown = [statement.text for statement in self.statements]
        return tuple(one for one in self.reasons if one.place or not any(one.text in text for text in shown))


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One value of a dimension: how many records picking it leaves, whether it is picked, what stands below it."""

    value: str
    label: Words
    count: int
    selected: bool = False
    children: tuple[FacetChoice, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it or something below it is picked."""
        return self.selected or any(child.open for child in self.children)


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One dimension with its choices: of a nested one the uppermost, each with those below it.

    ``path`` leads in a nested dimension from the top to the first value picked: 經部 › 易類 › 傳説之屬.
    """

    name: str
    label: Words
    nested: bool
    aside: bool
    choices: tuple[FacetChoice, ...]
    selected: tuple[FacetChoice, ...] = ()
    path: tuple[FacetChoice, ...] = ()

    def flat(self) -> Iterator[FacetChoice]:
        """Yield every choice, those below a choice right after it."""
        return _flat(self.choices)


def _flat(choices: Sequence[FacetChoice]) -> Iterator[FacetChoice]:
    for choice in choices:
        yield choice
        yield from _flat(choice.children)


class SortOption(NamedTuple):
    """One order that may be asked for; the empty name is relevance."""

    name: str
    label: Words
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results and all that stands around it.

    ``total`` is the engine's; where ``capped`` there may be more. ``missing`` counts hits of this page that the
    database no longer shows to this person. ``notice`` says that no index could be used, ``only_together`` that titles
    with the same characters standing apart were not looked for. ``took_ms`` is milliseconds from query to results,
    ``in_words`` the query told back.
    """

    understood: Understood
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetGroup, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    sorts: tuple[SortOption, ...] = ()
    page: int = 1
    size: int = 20
    did_you_mean: tuple[Suggestion, ...] = ()
    notice: str = ""
    capped: bool = False
    only_together: bool = False
    missing: int = 0
    in_words: str = ""
    took_ms: float = 0.0

    @property
    def hints(self) -> tuple[str, ...]:
        """What to tell about how the query was understood, and what was not looked for."""
        told = tuple(hint.in_words(gettext) for hint in self.understood.hints)
        return (*told, gettext(ONLY_TOGETHER)) if self.only_together else told

    @property
    def told(self) -> str:
        """The query told back where it asks for more than that its words are met; empty where it is just these."""
        return "" if _is_plain(self.understood.tree) else self.in_words

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the page's first hit among all, from 1; 0 without hits."""
        return (self.page - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of the page's last hit."""
        return min(self.total, self.page * self.size)

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return self.page < self.pages

    def facet(self, name: str) -> FacetGroup | None:
        """Return one dimension."""
        return next((group for group in self.facets if group.name == name), None)


def _is_plain(node: Node) -> bool:
    """Whether a query is words that must all be met, wherever they stand, or a number: the box says that already."""
    if isinstance(node, And):
        return all(isinstance(part, Term) and _is_plain(part) for part in node.parts)
    if isinstance(node, Term):
        return node.field is None and not node.whole
    return isinstance(node, Number | Everything)
