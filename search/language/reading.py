"""What one word of a query means where it stands: words, a year, a number, a sound, a state, or several of these."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from authority.han import NUMERAL_PATTERN, fold, parse_numeral
from search.analysis.numbers import asked_number
from search.language import hinting
from search.language.forms import other_forms
from search.language.hinting import Hints
from search.language.latin import as_pinyin
from search.language.lexing import Kind, Piece
from search.language.names import (
    COMPLETE,
    COMPLETENESS,
    DYNASTY,
    EDITION_TYPE,
    FLAG_WORDS,
    FLAGS,
    STATE_WORDS,
    Name,
    Names,
    Special,
    value_of,
)
from search.language.tree import And, Choice, FourCorner, Node, Not, Number, Or, Term, Years
from search.language.years import Moment, Span, is_range, moment, span

LONGEST_TERM: Final = 120
"""Characters of one term that are looked for."""

_CENSUS: Final = re.compile(r"\d{6}-\d{4}-\d{7}")
_CENSUS_BEGUN: Final = re.compile(r"\d{6}-(?:\d{4}-?)?\d{0,6}")
_UNIT_AND_RUNNING: Final = re.compile(r"\d{4}-\d{1,7}")
_YEARS: Final = re.compile(r"([1-9]\d{2,3})-([1-9]\d{2,3})")
_SHELF_MARK: Final = re.compile(r"(?=.*\d)(?=.*[^\d])[\w./\-·:+*()]*[\da-z)]", re.IGNORECASE)
_COUNTED: Final = re.compile(r"\d+[^\d\sa-z./-]", re.IGNORECASE)
#: What ends in this is a time and nothing else.
_NO_WORD: Final = re.compile("(?:年|世[紀纪])$")
_KIND_OF_EDITION: Final = re.compile(
    "(?P<era>.{2,9}?)(?P<kind>[木銅铜泥]?活字(?:印)?本|(?:朱墨)?套印本|[影翻覆]?[刻刊抄鈔钞]本|[手]?[稿寫写]本|[石鉛铅油影鈐钤]印本|拓本)"
)
#: Other names for kinds of editions → those by which they are counted.
_SAME_KIND: Final = {"刊本": "刻本", "活字本": "活字印本", "木活字本": "木活字印本", "銅活字本": "銅活字印本"}
#: Characters with letters before or behind them.
_RUNS: Final = re.compile(r"(?P<before>[A-Za-z']*)(?P<words>[^\x00-\u02ff\W\d]+)(?P<after>(?(before)|)[A-Za-z']*)")
#: What is held is all, what is lacking nothing.
_NOTHING_LACKS: Final = {"存": ("全", "全本", "全部"), "缺": ("無", "没有")}
#: How much there is, as the statements of volumes and extent count it.
_COUNT: Final = re.compile(rf"(?:(?:{NUMERAL_PATTERN})[卷冊册函軸轴葉叶頁页種种張张件幅])+")
#: Four digits that are sooner the year of an edition than a four-corner code.
_EDITION_YEARS: Final = range(1368, 1950)


@dataclass(frozen=True, slots=True)
class Context:
    """What the names before a word said of it."""

    field: str | None = None
    whole: bool = False
    exact: bool = False
    special: Special | None = None
    facet: str | None = None

    def under(self, name: Name, *, whole: bool) -> Context:
        """Return the context of what follows a name. 原字 keeps the field around it, another name takes its place."""
        if name.special is Special.EXACT:
            return Context(self.field, self.whole, True, self.special, self.facet)
        return Context(name.field, whole, self.exact, name.special, name.facet)

    def exactly(self) -> Context:
        """Return the same for exact characters."""
        return Context(self.field, self.whole, True, self.special, self.facet)


class Reader:
    """Reads the words of one query; whatever it cannot read is plain text, and a hint says so."""

    def __init__(self, names: Names, hints: Hints) -> None:
        self.names, self.hints = names, hints

    def read(self, piece: Piece, context: Context) -> Node | None:
        """Return what a word or quotation means; ``None`` if nothing of it counts."""
        if context.special is not None or context.facet is not None:
            return self._special(piece, context)
        if piece.kind is not Kind.WORD:
            field = context.field or (self.names.title if piece.kind is Kind.TITLE else None)
            return self._term(piece, Context(field, context.whole, context.exact), quoted=True)
        if context.exact or context.whole:
            return self._whole(piece, context)
        return self._state(piece, context) or self._bare(piece, context)

    def _whole(self, piece: Piece, context: Context) -> Node | None:
        """Read what must stand so: 著者=王筠 is somebody of just this name whom the statement of authors names."""
        term, person = self._term(piece, context), self.names.person()
        if term is None or context.exact or not context.field or person in (None, context.field):
            return term
        if self.names.is_title(context.field):
            return term
        named = And((Term(piece.text, context.field, quoted=True), Term(piece.text, person, whole=True)))
        return Or((term, named))

    def _hint(self, template: str, piece: Piece, **values: object) -> None:
        self.hints.add(template, piece.offset, piece.length, **values)

    def _term(self, piece: Piece, context: Context, *, quoted: bool = False, text: str | None = None) -> Term | None:
        text = piece.text if text is None else text
        if not fold(text):
            self._hint(hinting.NOTHING_IN_IT, piece, word=piece.text)
            return None
        if len(text) > LONGEST_TERM:
            self._hint(hinting.TERM_TOO_LONG, piece, count=LONGEST_TERM)
            text = text[:LONGEST_TERM]
        forms = () if context.exact or context.special is Special.NUMBER else other_forms(text)
        return Term(text, context.field, quoted, context.exact, context.whole, forms)

    def _special(self, piece: Piece, context: Context) -> Node | None:
        """Read a word after one of the language's own names, or a facet's."""
        if context.facet is not None:
            return Choice(context.facet, (piece.text.strip(),)) if fold(piece.text) else self._plain(piece, context)
        if context.special is Special.YEAR:
            return self._year(piece, context)
        if context.special is Special.NUMBER:
            return self._number(piece, context)
        if context.special is Special.FOUR_CORNER:
            return self._corners(piece, context)
        if context.special is Special.PINYIN:
            return as_pinyin(piece.text) or self._not_so(hinting.NOT_PINYIN, piece, context)
        if context.special in (Special.HELD, Special.LACKING):
            return self._extent(piece, context)
        return self._flag(piece, context)

    def _plain(self, piece: Piece, context: Context) -> Term | None:
        return self._term(piece, Context(context.field, exact=context.exact), quoted=piece.kind is not Kind.WORD)

    def _not_so(self, template: str, piece: Piece, context: Context) -> Term | None:
        if fold(piece.text):
            self._hint(template, piece, word=piece.text)
        return self._plain(piece, context)

    def _year(self, piece: Piece, context: Context) -> Node | None:
        """Read years. A dynasty is its editions without a year too: 年:明 finds 明刻本."""
        found, one = self._span(piece), moment(piece.text)
        if found is not None:
            years = Years(found.first, found.last)
            named = one is not None and one.dynasty and self.names.has_facet(DYNASTY)
            return Or((years, Choice(DYNASTY, (one.dynasty,)))) if one and named else years
        if one is not None and one.missing:
            self._hint(hinting.NO_SUCH_YEAR, piece, year=piece.text)
            return self._plain(piece, context)
        return self._not_so(hinting.NOT_A_YEAR, piece, context)

    def _span(self, piece: Piece) -> Span | None:
        found = span(piece.text)
        if found is not None and found.swapped:
            self._hint(hinting.BACKWARDS, piece, first=found.first, last=found.last)
        return found

    def _number(self, piece: Piece, context: Context) -> Node | None:
        key = asked_number(piece.text)
        if not fold(key):
            return self._plain(piece, context)
        number = Number(piece.text.strip(), prefix=not _is_whole_number(key))
        sought = context.field is not None and number.prefix
        term = self._term(piece, context) if sought else None
        return Or((number, term)) if term else number

    def _corners(self, piece: Piece, context: Context) -> Node | None:
        digits = _digits(piece.text)
        return FourCorner(digits) if 2 <= len(digits) <= 5 else self._not_so(hinting.NOT_FOUR_CORNERS, piece, context)

    def _extent(self, piece: Piece, context: Context) -> Node | None:
        """Read what is held or lacking: so many 卷 as the statement counts them, or some 卷 that it names."""
        sign = "存" if context.special is Special.HELD else "缺"
        field = Context(self.names.extent(), exact=context.exact)
        words = piece.text.removeprefix(sign)
        if value_of(words, _NOTHING_LACKS) == sign and self.names.has_facet(COMPLETENESS):
            return Choice(COMPLETENESS, (COMPLETE,))
        counted = self._term(piece, field, quoted=True, text=sign + words)
        if counted is None or not fold(words) or _COUNT.fullmatch(words):
            return counted
        parts = self._term(piece, field, quoted=True, text=sign), self._term(piece, field, quoted=True, text=words)
        return Or((counted, And(tuple(part for part in parts if part is not None))))

    def _flag(self, piece: Piece, context: Context) -> Node | None:
        choice: Node | None = None
        if (flag := value_of(piece.text, FLAG_WORDS)) and self.names.has_facet(FLAGS):
            choice = Choice(FLAGS, (flag,))
        elif (state := value_of(piece.text, STATE_WORDS)) and self.names.has_facet(COMPLETENESS):
            choice = Choice(COMPLETENESS, (state,))
        if choice is not None:
            return Not(choice) if context.special is Special.NO_FLAG else choice
        self._hint(hinting.NO_SUCH_FLAG, piece, word=piece.text, flags="、".join(one[0] for one in FLAG_WORDS.values()))
        return self._plain(piece, context)

    def _state(self, piece: Piece, context: Context) -> Choice | None:
        """Read 存, 缺 and 全 that stand alone, or as all that is asked of the 存缺 statement."""
        if context.field not in (None, self.names.extent()) or not self.names.has_facet(COMPLETENESS):
            return None
        state = value_of(piece.text, STATE_WORDS)
        if state is None or piece.text.isascii():
            return None
        self._hint(hinting.TAKEN_AS_STATE, piece, word=piece.text)
        return Choice(COMPLETENESS, (state,))

    def _bare(self, piece: Piece, context: Context) -> Node | None:
        """Read a word that no sign explains: itself, and all else that it may be."""
        only = (self._only_number(piece) or self._only_years(piece)) if context.field is None else None
        term = None if only else self._term(piece, context)
        if term is None:
            return only
        others = [*self._sounds(piece, context), *(self._also(piece) if context.field is None else ())]
        return Or((term, *others)) if others else term

    def _only_number(self, piece: Piece) -> Number | None:
        key = asked_number(piece.text)
        if _CENSUS.fullmatch(key):
            return Number(key, prefix=False)
        if _CENSUS_BEGUN.fullmatch(key):
            return Number(key)
        years = _YEARS.fullmatch(key)
        if _UNIT_AND_RUNNING.fullmatch(key) and not (years and is_range(piece.text)):
            return Number(key, prefix=False)
        return None

    def _only_years(self, piece: Piece) -> Years | None:
        if not is_range(piece.text):
            return None
        found = self._span(piece)
        if found is None:
            return None
        if _UNIT_AND_RUNNING.fullmatch(asked_number(piece.text)):
            self._hint(hinting.YEARS_OR_NUMBER, piece, word=piece.text)
        return Years(found.first, found.last)

    def _sounds(self, piece: Piece, context: Context) -> list[Node]:
        sound = as_pinyin(piece.text) if self.names.is_title(context.field) else None
        return [sound] if sound else []

    def _also(self, piece: Piece) -> list[Node]:
        ways = self._era, self._era_and_type, self._digits, self._shelf_mark, self._volumes, self._mixed
        return [node for way in ways for node in way(piece)]

    def _era(self, piece: Piece) -> list[Node]:
        """A bare era means the words, or an edition whose years lie within."""
        one = moment(piece.text)
        if one is None:
            return []
        if one.missing:
            self._hint(hinting.NO_SUCH_YEAR, piece, year=piece.text)
        if one.era is None and not (_NO_WORD.search(piece.text) or _is_year_in_characters(piece.text)):
            return []
        return self._within(one)

    def _within(self, one: Moment) -> list[Node]:
        """Return the editions whose years lie within; of an era of few, its own editions only."""
        years = [Years(first, last, touching=False) for first, last in dict.fromkeys(one.spans)]
        if not one.made_in or not self.names.has_facet(DYNASTY):
            return [*years]
        return [And((span, Choice(DYNASTY, one.made_in))) for span in years]

    def _era_and_type(self, piece: Piece) -> list[Node]:
        """An era and a kind of edition, 康熙刻本, mean the kind of that time too: 清康熙十二年通志堂刻本."""
        found = _KIND_OF_EDITION.fullmatch(piece.text)
        one = moment(found["era"]) if found else None
        if found is None or one is None or one.era is None or not self.names.has_facet(EDITION_TYPE):
            return []
        kind = Choice(EDITION_TYPE, (_SAME_KIND.get(found["kind"], found["kind"]),))
        return [And((*(node.parts if isinstance(node, And) else (node,)), kind)) for node in self._within(one)]

    def _digits(self, piece: Piece) -> list[Node]:
        digits = _digits(piece.text)
        if not digits:
            return []
        found: list[Node] = []
        if 2 <= len(digits) <= 5:
            if len(digits) == 4 and int(digits) in _EDITION_YEARS:
                self._hint(hinting.YEAR_OR_CORNERS, piece, word=piece.text)
            else:
                found.append(FourCorner(digits))
        return [*found, Number(digits)] if len(digits) >= 3 else found

    def _shelf_mark(self, piece: Piece) -> list[Node]:
        key = asked_number(piece.text)
        if not _SHELF_MARK.fullmatch(key) or _COUNTED.search(key):
            return []
        return [Number(piece.text)]

    def _volumes(self, piece: Piece) -> list[Node]:
        """A number of volumes, as it stands in a whole entry, is the record's too: 6冊, 2函10冊."""
        field = self.names.volumes()
        if field is None or "卷" in piece.text or not _COUNT.fullmatch(piece.text):
            return []
        return [Term(piece.text, field, whole=True, forms=other_forms(piece.text))]

    def _mixed(self, piece: Piece) -> list[Node]:
        """A word begun in characters and ended in letters, or the other way, as input methods leave it: 说文jiezi."""
        runs = _RUNS.fullmatch(piece.text)
        if runs is None:
            return []
        sound = as_pinyin(runs["before"] or runs["after"])
        return [And((Term(runs["words"], quoted=True), sound))] if sound else []


def _is_whole_number(key: str) -> bool:
    return bool(_CENSUS.fullmatch(key) or _UNIT_AND_RUNNING.fullmatch(key))


def _is_year_in_characters(text: str) -> bool:
    return len(text) == 4 and not text.isascii() and parse_numeral(text) is not None


def _digits(text: str) -> str:
    """Return a text of nothing but digits as ASCII ones, else nothing."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain if plain.isascii() and plain.isdigit() else ""
