"""分類表: the class tree with its notes, walked or searched, and how many approved records each class holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import gettext as _

from authority.folding import fold_name
from authority.han import initials, pinyin
from authority.models import ClassNode
from census.models.record import PUBLIC_STATES
from guji.athand.evidence import Evidence
from guji.athand.suggesting import Suggestion, suggest
from guji.models import Book

#: As many classes are listed of a search; no class has so many below it.
MOST: Final = 60
#: So many of those listed show titles; each costs a question of its own.
_WITH_EXAMPLES: Final = 14
_EXAMPLES: Final = 2
_REASONS: Final = 3
#: How long a count of the classes stands, in seconds: it takes a walk over the index.
_COUNTED_FOR: Final = 600
_COUNTS: Final = "guji.athand.class-counts"


@dataclass(frozen=True, slots=True)
class ShownClass:
    """A class as a row: ``records`` are the approved ones in it and below it, ``below`` how many classes it has."""

    code: str
    name: str
    path: str
    note: str = ""
    below: int = 0
    records: int = 0
    examples: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassAnswer:
    """Where one stands in the tree (``None``: above all), the way up, the classes there, the classes suggested."""

    classes: tuple[ShownClass, ...]
    suggested: tuple[ShownClass, ...] = ()
    here: ShownClass | None = None
    up: str | None = None
    left_out: int = 0


class Tree:
    """The current class tree in memory, retired classes left out: read once for a page, in one query."""

    def __init__(self) -> None:
        columns = ("pk", "parent_id", "code", "name_hant", "name_hans", "note")
        self.rows = list(ClassNode.objects.current().filter(active=True).values_list(*columns))
        self._codes = {pk: code for pk, _parent, code, *_rest in self.rows}
        self.parents = {code: self._codes.get(parent, "") for _pk, parent, code, *_rest in self.rows}
        self.names = {code: name for _pk, _parent, code, name, *_rest in self.rows}
        self.notes = {code: note for *_rest, code, _name, _hans, note in self.rows}
        self.below = Counter(parent for parent in self.parents.values() if parent)

    def above(self, code: str) -> list[str]:
        """Return the codes from the top down to a class, itself last."""
        way: list[str] = []
        while code and code not in way:
            way.append(code)
            code = self.parents.get(code, "")
        return way[::-1]

    def path(self, code: str) -> str:
        """Return the names from the top down to a class."""
        return "·".join(self.names[step] for step in self.above(code))

    def children(self, code: str) -> list[str]:
        """Return the codes right below a class, in the table's order; of "" the divisions."""
        return [one for one, parent in self.parents.items() if parent == code]

    def sums(self, counts: Mapping[str, int]) -> Counter[str]:
        """Return the records in each class and all below it."""
        found: Counter[str] = Counter()
        for code, count in counts.items():
            found.update(dict.fromkeys(self.above(code), count) if code in self.names else {})
        return found

    def shown(self, code: str, sums: Mapping[str, int]) -> ShownClass:
        """Return a class as a row."""
        return ShownClass(
            code, self.names[code], self.path(code), self.notes[code], self.below[code], sums.get(code, 0)
        )


def look_up(question: str, at: str = "", title: str = "", responsibility: str = "", own: str = "") -> ClassAnswer:
    """Return the classes that a question finds, or those at a place of the tree; suggestions where neither is given."""
    tree = Tree()
    sums = tree.sums(records_by_class())
    if question:
        found = list(searched(tree, question))
        rows = _with_examples([tree.shown(code, sums) for code in found[:MOST]])
        return ClassAnswer(rows, left_out=max(0, len(found) - MOST))
    here = tree.shown(at, sums) if at in tree.names else None
    rows = _with_examples([tree.shown(code, sums) for code in tree.children(here.code if here else "")])
    suggested = () if here else tuple(_suggested(tree, sums, title, responsibility, own))
    return ClassAnswer(rows, suggested, here, tree.parents[here.code] if here else None)


def records_by_class() -> dict[str, int]:
    """Return how many approved records stand in each class itself; counted anew every ten minutes."""
    counts: dict[str, int] | None = cache.get(_COUNTS)
    if counts is None:
        approved = Book.objects.filter(state__in=PUBLIC_STATES).exclude(class_code="")
        counts = dict(approved.order_by().values_list("class_code").annotate(Count("pk")))
        cache.set(_COUNTS, counts, _COUNTED_FOR)
    return counts


def searched(tree: Tree, question: str) -> Iterator[str]:
    """Yield the codes of the classes that a question means: by code, by name or path, by pinyin or its initials."""
    wanted = "".join(question.split())
    ranks = [(rank, code) for code in tree.names if (rank := _fit(tree, code, wanted)) is not None]
    return (code for _rank, code in sorted(ranks, key=lambda pair: pair[0]))


def _fit(tree: Tree, code: str, wanted: str) -> int | None:
    """Return how well a class fits what is wanted, 0 best; None if it does not."""
    name, path = _keys(tree.names[code]), fold_name(tree.path(code))
    folded, latin = fold_name(wanted), wanted.lower() if wanted.isascii() else ""
    tests: tuple[Callable[[], bool], ...] = (
        lambda: code == wanted or name.folded == folded,
        lambda: name.folded.startswith(folded),
        lambda: bool(latin) and (name.spelt.startswith(latin) or name.initials.startswith(latin)),
        lambda: wanted.isdigit() and code.startswith(wanted),
        lambda: folded in name.folded,
        lambda: folded in path and not wanted.isascii(),
    )
    return next((rank for rank, test in enumerate(tests) if folded and test()), None)


@dataclass(frozen=True, slots=True)
class _Keys:
    folded: str
    spelt: str
    initials: str


@lru_cache(maxsize=2048)
def _keys(name: str) -> _Keys:
    return _Keys(fold_name(name), "".join(pinyin(name)), initials(name).lower())


def _with_examples(rows: list[ShownClass]) -> tuple[ShownClass, ...]:
    """Let the first classes that hold records show titles of theirs."""
    shown = [row.code for row in rows if row.records and not row.below][:_WITH_EXAMPLES]
    titles = {code: _titles(code) for code in shown}
    return tuple(_replaced(row, titles.get(row.code, ())) for row in rows)


def _titles(code: str) -> tuple[str, ...]:
    approved = Book.objects.filter(class_code=code, state__in=PUBLIC_STATES).order_by("class_code", "title_sort", "id")
    return tuple(dict.fromkeys(approved.values_list("title", flat=True)[:_EXAMPLES]))


def _replaced(row: ShownClass, examples: tuple[str, ...], why: tuple[str, ...] = ()) -> ShownClass:
    return ShownClass(row.code, row.name, row.path, row.note, row.below, row.records, examples, why)


def _suggested(tree: Tree, sums: Mapping[str, int], title: str, responsibility: str, own: str) -> Iterator[ShownClass]:
    for one in suggest(title, responsibility, lambda seen: str(seen.book) != own):
        if one.code in tree.names:
            yield _replaced(tree.shown(one.code, sums), (), tuple(reasons(one)))


def reasons(suggestion: Suggestion) -> Iterator[str]:
    """Yield in words what speaks for a class, the strongest first; what another reason says already is left out."""
    said = {evidence.kind for evidence, _count in suggestion.why}
    told: Iterable[tuple[Evidence, int]] = [
        pair for pair in suggestion.why if not (pair[0].kind == "title" and "work" in said)
    ]
    for evidence, count in list(told)[:_REASONS]:
        values = {"named": evidence.named, "count": count, "total": evidence.counts.total()}
        yield {
            "work": _("同题名同著者“%(named)s”%(total)s 部，%(count)s 部在此类"),
            "title": _("同题名“%(named)s”%(total)s 部，%(count)s 部在此类"),
            "listed": _("丛书子目有“%(named)s”%(total)s 种，%(count)s 种归此类"),
            "author": _("著者“%(named)s”%(total)s 部，%(count)s 部在此类"),
            "beginning": _("题名以“%(named)s”起首的 %(total)s 部，%(count)s 部在此类"),
            "ending": _("题名以“%(named)s”收尾的 %(total)s 种，%(count)s 种在此类"),
            "words": _("题名有“%(named)s”，习惯归此类"),
        }[evidence.kind] % values
