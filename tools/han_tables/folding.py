"""Which characters fold together: one class a line, made of sure pairs and of rare ones."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from authority.han.characters import is_separator
from tools.han_tables.sources import TABLES, UNICODE, Sources


class Classes:
    """Disjoint sets of characters that fold together."""

    def __init__(self, common: set[str]) -> None:
        self.parent: dict[str, str] = {}
        self.common = common
        self.holds_common: dict[str, bool] = {}

    def find(self, char: str) -> str:
        """The root of the character's class."""
        while (up := self.parent.get(char, char)) != char:
            char = up
        return char

    def join(self, a: str, b: str) -> None:
        """Make one class of the classes of `a` and `b`."""
        a, b = self.find(a), self.find(b)
        if a != b:
            self.holds_common[a] = self.has_common(a) or self.has_common(b)
            self.parent[b] = a

    def has_common(self, char: str) -> bool:
        """Does the class of `char` hold a character in everyday use?"""
        root = self.find(char)
        return self.holds_common.get(root, root in self.common)

    def join_rare(self, a: str, b: str) -> None:
        """Join unless that would make one of two common characters: such pairs are chosen by hand."""
        if not (self.has_common(a) and self.has_common(b)):
            self.join(a, b)

    def sets(self) -> list[set[str]]:
        """The classes of more than one character."""
        found: dict[str, set[str]] = defaultdict(set)
        for char in self.parent:
            found[self.find(char)] |= {char, self.find(char)}
        return [found[root] for root in sorted(found)]


def hand_variants() -> dict[str, list[str]]:
    """The sections of variants.txt: section name → lines."""
    sections: dict[str, list[str]] = defaultdict(list)
    name = ""
    for line in (TABLES / "variants.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            sections[name].append(line)
    return sections


def fold_lines(sources: Sources) -> list[str]:
    """One class of characters a line, the representative first: a simplified, common one where there is one."""
    classes = Classes(sources.common())
    for a, b in sure_edges(sources):
        classes.join(a, b)
    apart = {frozenset(pair) for pair in hand_variants()["apart"]}
    for a, b in rare_edges(sources):
        if frozenset((a, b)) not in apart:
            classes.join_rare(a, b)
    rank = Rank(sources)
    lines = []
    for members in classes.sets():
        kept = [ch for ch in members if unicodedata.normalize("NFKD", ch) == ch and not is_separator(ch)]
        if len(kept) > 1:
            first, *rest = sorted(kept, key=rank)
            lines.append(first + "".join(sorted(rest)))
    return sorted(lines)


def sure_edges(sources: Sources) -> Iterator[tuple[str, str]]:
    """Pairs taken without asking: the hand-kept sets, simplification, Hong Kong's and Taiwan's forms."""
    hand = hand_variants()
    for line in hand["glyphs"] + hand["taboo"] + hand["joined"]:
        for char in line[1:]:
            yield line[0], char
    for config in ("t2s", "hk2t", "tw2t"):
        yield from sorted(sources.opencc(config).items())


def rare_edges(sources: Sources) -> Iterator[tuple[str, str]]:
    """Pairs from radical signs, Japanese forms and Unihan, surest first.

    A semantic variant of two characters at once is left out.
    """
    yield from radical_signs()
    yield from sorted(sources.opencc("jp2t").items())
    yield from sources.variants("kZVariant")
    yield from sources.variants("kTraditionalVariant")
    yield from sources.variants("kSimplifiedVariant")
    pairs = list(sources.variants("kSemanticVariant"))
    targets = Counter(a for a, _ in pairs)
    common = sources.common()
    for a, b in pairs:
        if targets[a] == 1 and a not in common:
            yield a, b


def radical_signs() -> Iterator[tuple[str, str]]:
    """Ideographs and the radical signs (⺝) that look like them; NFKC knows only the Kangxi ones."""
    text = (UNICODE / "EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8")
    for low, high, target in re.findall(r"(?m)^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)", text):
        for code in range(int(low, 16), int(high or low, 16) + 1):
            if 0x2E80 <= code <= 0x2EFF:
                yield chr(int(target, 16)), chr(code)


class Rank:
    """Sort key in a class: what simplification leaves alone first, then the mainland's table of common characters."""

    def __init__(self, sources: Sources) -> None:
        self.simplified = sources.to_simplified
        self.order = {ch: int(value.split(":")[1]) for ch, value in sources.unihan["kTGH"].items()}

    def __call__(self, char: str) -> tuple[bool, int, str]:
        """Smallest is the representative."""
        return char in self.simplified, self.order.get(char, 99_999), char
