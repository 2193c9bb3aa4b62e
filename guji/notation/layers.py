"""The layers of an edition: a date, place and makers, an act; then a further layer, or what the book is part of.

Patterns: formats.md §A2, vocab.md §2 and §6. The first reading that accounts for every character is taken; if there
is none, the longest beginning that could be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from authority.chronology import all_eras
from guji.notation.acts import beginnings, made_by, may_begin_house, with_act
from guji.notation.dates import Reader
from guji.notation.kinds import ACTION, BARE_FACSIMILE, COPYING, FORMS
from guji.notation.lexicon import LABELS
from guji.notation.makers import read_makers
from guji.notation.named_times import dynasty_at, era_at, era_length, region_of
from guji.notation.sets import SERIES, SERIES_WORD, is_set, may_be_set
from guji.notation.structures import Layer
from guji.notation.words import both_forms

_LINK: Final = re.compile("本?[，,；;、 \u3000]+|並|又|後")
_UNDATED: Final = re.compile("(?:[無无](?:刻書|刻书|印書|印书)年月|刻年不詳|刊年不明)[，,]?")
_EXEMPLAR: Final = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff□〓0-9（）()]{1,40}")
#: What a facsimile shows, told by the act alone: 影印|手稿本, 影印|稿本.
_SHOWN: Final = re.compile(both_forms("(?:[手清原]|謄清|未刊)?(?:稿|抄|寫)"))
_PHOTOGRAPHIC: Final = re.compile(both_forms("影印|珂羅版|照相|[曬晒]"))
#: Words for a facsimile that may stand alone before what it shows: 翻|天曆本.
_FACSIMILES: Final = tuple("影景仿覆翻摹倣")
#: What tells the exemplar before the act (據明刻古今逸史版重編), and where that exemplar ends.
BASED_ON: Final = re.compile("依據|依据|[據据]")
_MODEL: Final = re.compile("[^（(\u3000]{1,40}?[本版板稿](?!本)")
_LATER_YEAR: Final = re.compile("[元一二三四五六七八九十]{1,4}年")
#: Words for a house that has its name before it, be it an era's (嘉靖書院).
_HOUSES: Final = frozenset(("書院", "書堂", "書屋", "草堂", "精舍", "山房"))
#: The eras of the empires whose blocks were repaired for centuries.
_EMPIRES: Final = ("南宋", "元", "明", "清")
_ERA: Final = re.compile("|".join(sorted({era.name for era in all_eras() if era.dynasty in _EMPIRES})))
_REPAIRED: Final = re.compile("[宋元明清](?:[宋元明清]|[遞重增補]*修|補刻)")
#: Makers of one character that are no mere surname.
_SHORT_MAKERS: Final = frozenset("自家官坊殿局監僧館閣府縣州敕公私")
_FULL: Final = 3
_MOST_LAYERS: Final = 12
_MAKER_SPAN: Final = 60
#: Two makers and the era between them have more characters than this (南監|嘉靖|北監).
_TWO_HOUSES: Final = 5


@dataclass(slots=True)
class Reading:
    """A reading of the core (without remarks): layers and what follows the last act."""

    layers: tuple[Layer, ...] = ()
    form: str = ""
    end: int = 0


def read_layers(body: str, pos: int, closed: bool) -> tuple[Reading, Reader]:
    """Read the core of a statement from ``pos``; ``closed`` if 本 (or 拓片 …) ended it.

    Where no reading reaches the end, a second one takes any short text before an act for the maker's name.
    """
    reader = Reader(body)
    reading = _Core(body, reader, closed).read(pos)
    if reading.end < len(body) and closed:
        again = Reader(body)
        lax = _Core(body, again, closed, lax=True).read(pos)
        if lax.end == len(body):
            return lax, again
    return reading, reader


@dataclass(slots=True)
class _Core:
    """Reads the core of a statement: everything before the closing 本 and its remarks."""

    text: str
    reader: Reader
    closed: bool
    lax: bool = False
    best: Reading = field(default_factory=Reading)

    def read(self, pos: int) -> Reading:
        """Return the reading that covers the text from ``pos``, or the one that reaches farthest."""
        self.best = Reading(end=pos)
        found = self._layer(pos, ())
        return found or self.best

    def _layer(self, pos: int, before: tuple[Layer, ...]) -> Reading | None:
        if len(before) > _MOST_LAYERS:
            return None
        context = self.reader.context
        saved = (context.dynasty, context.era, len(self.reader.marks))
        link, start = self._link(pos, before)
        part = self._part(start, 1 if before else 2)
        dates, after = self.reader.dates(start + len(part))
        held = (context.dynasty, context.era)
        found = self._acts(Layer(dates=dates, link=link, part=part if dates else ""), after, before, held)
        if found is None:
            context.dynasty, context.era = saved[:2]
            del self.reader.marks[saved[2] :]
        return found

    def _link(self, pos: int, before: tuple[Layer, ...]) -> tuple[str, int]:
        match = _LINK.match(self.text, pos) if before else _UNDATED.match(self.text, pos)
        return (match[0], match.end()) if match else ("", pos)

    def _part(self, pos: int, least: int) -> str:
        """Return the part of the work that a layer made, where a date follows it (續集嘉靖三十四年周希哲刻)."""
        if dynasty_at(self.text[pos : pos + 8]):
            return ""
        for size in range(4, least - 1, -1):
            label = self.text[pos : pos + size]
            if label in LABELS and self._date_at(pos + size):
                return label
        return ""

    def _date_at(self, pos: int) -> bool:
        """Whether a date stands at ``pos``; nothing is taken from it."""
        context = self.reader.context
        saved = (context.dynasty, context.era, len(self.reader.marks))
        dates, _ = self.reader.dates(pos)
        context.dynasty, context.era = saved[:2]
        del self.reader.marks[saved[2] :]
        return bool(dates)

    def _acts(self, layer: Layer, pos: int, before: tuple[Layer, ...], held: tuple[str, str]) -> Reading | None:
        """Try each act after ``pos`` in turn as the one that ends this layer's makers."""
        foreign = region_of(held[0]) != "CN" if held[0] else False
        deferred: list[tuple[Layer, int]] = []
        based = self._based(layer, pos, foreign)
        if based is not None:
            found = self._go_on(*based, before, held)
            if found is not None:
                return found
        for match in ACTION.finditer(self.text, pos):
            if match.start() - pos > _MAKER_SPAN:
                break
            two = self._dated_within(layer, pos, match.start(), before, held)
            if two is not None:
                return two
            found = self._ended_by(match, layer, pos, before, held, deferred)
            if found is not None:
                return found
        for done, end in deferred:
            found = self._go_on(done, end, before, held)
            if found is not None:
                return found
        return self._dated_again(layer, pos, before, held) or self._without_act(layer, pos, before, foreign)

    def _ended_by(
        self,
        match: re.Match[str],
        layer: Layer,
        pos: int,
        before: tuple[Layer, ...],
        held: tuple[str, str],
        deferred: list[tuple[Layer, int]],
    ) -> Reading | None:
        """Take an act as the end of this layer's makers; readings that other acts may better are put off."""
        foreign = region_of(held[0]) != "CN" if held[0] else False
        for begin in beginnings(match, pos):
            makers = read_makers(self.text[pos:begin], foreign, self.lax)
            if makers is None:
                continue
            done = with_act(layer, makers, match, begin)
            if begin == pos + 1 and makers.makers and self.text[pos] not in _SHORT_MAKERS:
                deferred += [*self._fuller(layer, pos, match), (done, match.end())]
            elif may_begin_house(match, makers):
                deferred.append((done, match.end()))
            else:
                found = self._go_on(done, match.end(), before, held)
                if found is not None:
                    return found
        return None

    def _based(self, layer: Layer, pos: int, foreign: bool) -> tuple[Layer, int] | None:
        """Read the exemplar told before the act, with the makers before it (鮑氏|據|宋本|重刻), and where that ends."""
        word = BASED_ON.search(self.text, pos, pos + _MAKER_SPAN)
        makers = read_makers(self.text[pos : word.start()], foreign, self.lax) if word else None
        if word is None or makers is None:
            return None
        for model in _MODEL.finditer(self.text, word.end()):
            act = ACTION.match(self.text, model.end())
            if act:
                done = made_by(layer, makers)
                return replace(done, by=word[0], exemplar=self.text[word.end() : model.end()], action=act[0]), act.end()
        return None

    def _go_on(self, done: Layer, end: int, before: tuple[Layer, ...], held: tuple[str, str]) -> Reading | None:
        self.reader.context.dynasty, self.reader.context.era = held
        return self._rest(end, (*before, done))

    def _fuller(self, layer: Layer, pos: int, match: re.Match[str]) -> list[tuple[Layer, int]]:
        """Where only a surname stands before an act, let the act's first characters fill up the name (余鋟|刻)."""
        found: list[tuple[Layer, int]] = []
        for size in (3, 2):
            act = ACTION.match(self.text, pos + size) if pos + size < match.end() else None
            makers = read_makers(self.text[pos : pos + size]) if act else None
            if act and makers is not None and act.end() >= match.end():
                found.append((with_act(layer, makers, act, act.start()), act.end()))
        return found

    def _dated_again(self, layer: Layer, pos: int, before: tuple[Layer, ...], held: tuple[str, str]) -> Reading | None:
        """Read a maker whose act is left out before the next date (慎獨齋十六年重修)."""
        for match in _LATER_YEAR.finditer(self.text, pos + 2):
            makers = read_makers(self.text[pos : match.start()])
            if makers is not None and layer.dates:
                self.reader.context.dynasty, self.reader.context.era = held
                return self._layer(match.start(), (*before, made_by(layer, makers)))
        return None

    def _dated_within(
        self, layer: Layer, pos: int, end: int, before: tuple[Layer, ...], held: tuple[str, str]
    ) -> Reading | None:
        """Read makers of two eras who share one act (正德十年司禮監|嘉靖南京國子監|遞修)."""
        match = _ERA.search(self.text, pos + 2, end) if layer.dates and end > pos + _TWO_HOUSES else None
        if match is None:
            return None
        start, dynasty = match.start(), held[0]
        if self.text[start - 1] in _EMPIRES and era_length(match[0], self.text[start - 1]):
            start, dynasty = start - 1, self.text[start - 1]
        makers = read_makers(self.text[pos:start]) if era_length(match[0], dynasty) else None
        if makers is None or not makers.makers or not era_at(self.text[match.start() : match.start() + 12], dynasty):
            return None
        self.reader.context.dynasty, self.reader.context.era = held
        found = self._layer(start, (*before, made_by(layer, makers)))
        second = found.layers[len(before) + 1] if found and len(found.layers) > len(before) + 1 else Layer()
        return found if second.dates and second.makers and second.makers[0].name not in _HOUSES else None

    def _without_act(self, layer: Layer, pos: int, before: tuple[Layer, ...], foreign: bool) -> Reading | None:
        """明本, 覆宋本, 明世德堂本: a date or maker closed by 本 without an act."""
        rest = self.text[pos:]
        if not self.closed or (not layer.dates and before):
            return None
        facsimile = BARE_FACSIMILE.search(rest)
        if rest[:1] in _FACSIMILES and not facsimile and (dynasty_at(rest[1:9]) or era_at(rest[1:9], "")):
            done = replace(layer, action=rest[0], exemplar=rest[1:], exemplar_after=True)
            return Reading((*before, done), end=len(self.text))
        if facsimile:
            layer = replace(layer, action=facsimile[1], exemplar=facsimile[2], exemplar_after=True)
            rest = rest[: facsimile.start()]
        makers = read_makers(rest, foreign)
        if makers is not None and (layer.dates or facsimile or rest):
            return Reading((*before, made_by(layer, makers)), end=len(self.text))
        form = FORMS.fullmatch(rest)
        if form:
            return Reading((*before, layer), form=rest, end=len(self.text))
        if SERIES_WORD.search(rest) and SERIES.fullmatch(rest):
            return Reading((*before, replace(layer, series=rest)), end=len(self.text))
        return None

    def _rest(self, pos: int, layers: tuple[Layer, ...]) -> Reading | None:
        """Read what follows an act: nothing, a form, a further layer, or a series or exemplar."""
        if pos > self.best.end:
            self.best = Reading(layers, end=pos)
        text = self.text
        if pos == len(text):
            return Reading(layers, end=pos)
        last = layers[-1]
        rest = text[pos:]
        if self.closed and FORMS.fullmatch(rest):
            return Reading(layers, form=rest, end=len(text))
        if self.closed and COPYING.search(last.action) and not last.exemplar and dynasty_at(rest[:6]):
            done = replace(last, exemplar=rest, exemplar_after=True)
            return Reading((*layers[:-1], done), end=len(text))
        if self.closed and _PHOTOGRAPHIC.search(last.action) and _SHOWN.fullmatch(rest):
            done = replace(last, exemplar=rest, exemplar_after=True)
            return Reading((*layers[:-1], done), end=len(text))
        if ACTION.search(rest) is None or (last.action[-1:] in "刻刊印" and is_set(rest)):
            return self._part_of(rest, layers) or self._layer(pos, layers)
        return self._layer(pos, layers) or self._part_of(rest, layers)

    def _part_of(self, rest: str, layers: tuple[Layer, ...]) -> Reading | None:
        last = layers[-1]
        bare = len(layers) > 1 and not last.dates and not last.makers and not last.action.endswith("印")
        if not self.closed or bare:
            return None
        if COPYING.search(last.action) and not last.exemplar and not SERIES_WORD.search(rest):
            if _EXEMPLAR.fullmatch(rest):
                return Reading((*layers[:-1], replace(last, exemplar=rest, exemplar_after=True)), end=len(self.text))
            return None
        if not may_be_set(rest):
            return None
        later = _REPAIRED.search(rest)
        if later and later.start() > 1:
            done = (*layers[:-1], replace(last, series=rest[: later.start()]))
            found = self._layer(len(self.text) - len(rest) + later.start(), done)
            if found:
                return found
        form = FORMS.search(rest)
        cut = form.start() if form and form.start() > 1 else len(rest)
        return Reading((*layers[:-1], replace(last, series=rest[:cut])), rest[cut:], len(self.text))
