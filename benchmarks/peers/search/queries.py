"""The queries that every search engine is measured by, drawn from the documents themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from authority.han import fold, pinyin
from census.searching import Document
from search.language.tree import And, Node, Number, Pinyin, Term

SEED = 330000
EACH = 12
#: What is counted beside the hits, in every engine.
FACETS = ("dynasty", "edition_type", "institution", "class")
_JUAN = "一二三四五六七八九十百不"


@dataclass(frozen=True)
class Query:
    """One query: its type, its words (all of them, each together in one text), and what else is asked."""

    type: str
    words: tuple[str, ...] = ()
    number: str = ""
    syllables: tuple[str, ...] = ()
    chosen: tuple[str, str] | None = None
    deep: bool = False

    @property
    def tree(self) -> Node:
        """The query as the engine takes it."""
        return self._tree(quoted=False)

    @property
    def quoted(self) -> Node:
        """The same without hits by scattered characters."""
        return self._tree(quoted=True)

    def _tree(self, *, quoted: bool) -> Node:
        parts: list[Node] = [Term(word, quoted=quoted) for word in self.words]
        if self.number:
            parts.append(Number(self.number))
        if self.syllables:
            parts.append(Pinyin((self.syllables,)))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    @property
    def needles(self) -> list[str]:
        """What must be found, folded."""
        return [fold(word) for word in self.words]


def queries(sample: Sequence[Document]) -> list[Query]:
    """Return the queries, a dozen of each type, from a sample of the documents."""
    return [query for made in _TYPES for query in _some(made, random.Random(f"{SEED} {made.__name__}"), sample)]


def _some(made: object, chance: random.Random, sample: Sequence[Document]) -> Iterator[Query]:
    assert callable(made)
    found: dict[Query, None] = {}
    while len(found) < EACH:
        found[made(chance, chance.choice(sample))] = None
    yield from found


def _title(document: Document) -> str:
    return document.texts["title"][0].text.split("］")[-1]


def _proper(document: Document) -> str:
    title = _title(document)
    return title[: next((at for at in range(2, len(title)) if title[at] in _JUAN), len(title))]


def _author(document: Document) -> str:
    return document.texts["person"][0].text if "person" in document.texts else "朱熹"


def _edition(document: Document) -> str:
    return document.texts["edition"][0].text.split("(")[0]


def one_character(chance: random.Random, document: Document) -> Query:
    """A character of a title."""
    return Query("one character", (chance.choice(_proper(document)),))


def two_characters(chance: random.Random, document: Document) -> Query:
    """Two neighbours in a title."""
    title = _proper(document)
    start = chance.randrange(max(len(title) - 1, 1))
    return Query("two characters", (title[start : start + 2],))


def four_characters(chance: random.Random, document: Document) -> Query:
    """Four neighbours in a title or edition."""
    text = chance.choice((_title(document), _edition(document)))
    start = chance.randrange(max(len(text) - 3, 1))
    return Query("four characters", (text[start : start + 4],))


def full_title(_chance: random.Random, document: Document) -> Query:
    """A title as stated, with its juan."""
    return Query("full title with juan", (_title(document),))


def author(_chance: random.Random, document: Document) -> Query:
    """A person."""
    return Query("author", (_author(document),))


def author_and_edition(chance: random.Random, document: Document) -> Query:
    """A person, and the beginning or end of an edition."""
    return Query("author and edition", (_author(document), chance.choice(("刻本", _edition(document)[:3]))))


def prefix(chance: random.Random, document: Document) -> Query:
    """The beginning of a title."""
    return Query("beginning of a title", (_proper(document)[: chance.choice((2, 3))],))


def sound(chance: random.Random, document: Document) -> Query:
    """The first syllables of a title."""
    return Query("pinyin", syllables=tuple(pinyin(_proper(document))[: chance.choice((2, 3, 4))]))


def number(chance: random.Random, document: Document) -> Query:
    """A census number, or its beginning."""
    whole = document.numbers[0]
    return Query("number", number=whole if chance.random() < 0.5 else whole[: chance.choice((11, 14, 16))])


def facet_and_title(_chance: random.Random, document: Document) -> Query:
    """The beginning of a title in one dynasty."""
    return (
        Query("facet and title", (_proper(document)[:2],), chosen=("dynasty", document.facets["dynasty"][0]))
        if (document.facets.get("dynasty"))
        else Query("facet and title", (_proper(document)[:2],), chosen=("dynasty", "清"))
    )


def no_hit(chance: random.Random, document: Document) -> Query:
    """Characters of a title out of order, and one that no title has."""
    title = list(_title(document)[:6])
    chance.shuffle(title)
    return Query("no hit", ("".join(title) + "龘",))


def common_bigram(chance: random.Random, document: Document) -> Query:
    """Two characters that a good part of the province has."""
    edition = _edition(document)
    return Query(
        "common bigram",
        (chance.choice(("刻本", "清光", "光緒", "文集", "詩集", "宗譜", "卷首", "年刻", edition[:2], edition[-2:])),),
    )


def common_phrase(chance: random.Random, document: Document) -> Query:
    """Three or four that have to be proved on many texts."""
    edition = _edition(document)
    return Query(
        "common phrase",
        (chance.choice(("清光緒", "氏宗譜", "卷首一卷", "清刻本", "明刻本", edition[:3], edition[:4])),),
    )


def deep_page(chance: random.Random, document: Document) -> Query:
    """The last page of a frequent character."""
    return Query("deep page", (chance.choice((*_proper(document)[-2:], "卷", "清", "刻")),), deep=True)


_TYPES = (
    one_character,
    two_characters,
    four_characters,
    full_title,
    author,
    author_and_edition,
    prefix,
    sound,
    number,
    facet_and_title,
    no_hit,
    common_bigram,
    common_phrase,
    deep_page,
)
