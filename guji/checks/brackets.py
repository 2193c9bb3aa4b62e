"""Brackets that do not pair, or pair a full-width with a half-width one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from census.checks import Context, Finding, Level
from guji.checks.registry import BOOK_CHECKS, CENSUS_ERRORS, BookCheck
from guji.data import BookData

PAIRS = {"（": "）", "(": ")", "［": "］", "[": "]", "〔": "〕", "【": "】"}
#: The other width of a closing bracket.
OTHER_WIDTH = {"）": ")", ")": "）", "］": "]", "]": "］"}
ANY = re.escape("".join((*PAIRS, *PAIRS.values())))
BRACKET = re.compile(f"[{ANY}]")
#: Text whose brackets pair and do not nest: nearly all text.
SOUND = re.compile(
    f"(?:[^{ANY}]|" + "|".join(f"{re.escape(o)}[^{ANY}]*{re.escape(c)}" for o, c in PAIRS.items()) + ")*"
)


@BOOK_CHECKS.register
class UnclosedBracket(BookCheck):
    """A bracket without its partner, or with one of the other width (括號不配對)."""

    id = "unclosed_bracket"
    level = Level.WARNING
    fields = ("title", "responsibility", "edition", "annotation", "volumes", "extent")
    title = "括号不成对"
    source = f"{CENSUS_ERRORS} 7；formats §D"

    def run(self, record: BookData, context: Context) -> Iterator[Finding]:
        """Yield a finding for each such bracket of each statement."""
        for name in self.fields:
            text = getattr(record, name)
            if not SOUND.fullmatch(text):
                yield from self.look(name, text)

    def look(self, name: str, text: str) -> Iterator[Finding]:
        """Yield the findings in one statement."""
        opened: list[int] = []
        for match in BRACKET.finditer(text):
            character, at = match.group(), match.start()
            expected = PAIRS[text[opened[-1]]] if opened else None
            if character in PAIRS:
                opened.append(at)
            elif expected not in (character, OTHER_WIDTH.get(character, character)):
                yield self.single(name, character, at)
            else:
                start = opened.pop()
                yield from () if character == expected else (self.uneven(name, text, start, at),)
        yield from (self.single(name, text[at], at) for at in opened)

    def single(self, name: str, bracket: str, at: int) -> Finding:
        """Return the finding on a bracket without partner."""
        return self.finding(name, "括号“{found}”没有配对，请补全或删去", offset=at, length=1, found=bracket)

    def uneven(self, name: str, text: str, start: int, end: int) -> Finding:
        """Return the finding on a pair of two widths."""
        template = "“{found}”的括号一半全角、一半半角，请统一为全角"
        return self.finding(name, template, offset=start, length=end + 1 - start, found=text[start : end + 1])
