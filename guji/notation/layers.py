"""The layers of an edition: a date, place and makers, an act; then a further layer, or what the book is part of.

Patterns: formats.md §A2, vocab.md §2 and §6. The first reading that accounts for every character is taken; if there
is none, the longest beginning that could be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from authority.chronology import all_eras
from guji.notation.acts import beginnings, made_by, may_begin_house, with_act
from guji.notation.dates import Reader
from guji.notation.endings import Reading, closed_by, copies, exemplar_of, is_mere_repair, set_of, without_act
from guji.notation.kinds import ACTION
from guji.notation.lexicon import LABELS
from guji.notation.makers import Makers, read_makers
from guji.notation.named_times import dynasty_at, era_at, era_length, region_of
from guji.notation.sets import SERIES_WORD, is_set, may_be_set
from guji.notation.structures import Layer

_LINK: Final = re.compile("本?[，,；;、 \u3000]+|並|又|後")
_UNDATED: Final = re.compile("(?:[無无](?:刻書|刻书|印書|印书)年月|刻年不詳|刊年不明)[，,]?")
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


class _Held(NamedTuple):
    """What holds where a layer's makers begin: the layers before it, the dynasty and the era."""

    before: tuple[Layer, ...]
    dynasty: str
    era: str
    #: Whether the edition is of another country, where makers have longer names.
    abroad: bool


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
        state = self.reader.state()
        link, start = self._link(pos, before)
        part = self._part(start, 1 if before else 2)
        dates, after = self.reader.dates(start + len(part))
        dynasty, era, _ = self.reader.state()
        held = _Held(before, dynasty, era, region_of(dynasty) != "CN")
        found = self._made(Layer(dates=dates, link=link, part=part if dates else ""), after, held)
        if found is None:
            self.reader.back_to(state)
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
        state = self.reader.state()
        dates, _ = self.reader.dates(pos)
        self.reader.back_to(state)
        return bool(dates)

    def _made(self, layer: Layer, pos: int, held: _Held) -> Reading | None:
        """Return the first reading that comes to an end, of all the ways in which this layer may have been made."""
        return next((found for found in self._ways(layer, pos, held) if found is not None), None)

    def _ways(self, layer: Layer, pos: int, held: _Held) -> Iterator[Reading | None]:
        """Try each act after ``pos`` in turn as the one that ends this layer's makers, then what has no act."""
        based = self._based(layer, pos, held.abroad)
        if based is not None:
            yield self._go_on(*based, held)
        put_off: list[tuple[Layer, int]] = []
        for match in ACTION.finditer(self.text, pos):
            if match.start() - pos > _MAKER_SPAN:
                break
            yield self._dated_within(layer, pos, match.start(), held)
            yield from self._ended_by(match, layer, pos, held, put_off)
        for done, end in put_off:
            yield self._go_on(done, end, held)
        yield self._dated_again(layer, pos, held)
        if self.closed and (layer.dates or not held.before):
            yield without_act(layer, held.before, self.text[pos:], len(self.text), held.abroad)

    def _ended_by(
        self, match: re.Match[str], layer: Layer, pos: int, held: _Held, put_off: list[tuple[Layer, int]]
    ) -> Iterator[Reading | None]:
        """Take an act as the end of this layer's makers; readings that other acts may better are put off."""
        for begin in beginnings(match, pos):
            makers = read_makers(self.text[pos:begin], held.abroad, self.lax)
            if makers is None:
                continue
            done = with_act(layer, makers, match, begin)
            if begin == pos + 1 and makers.makers and self.text[pos] not in _SHORT_MAKERS:
                put_off += [*self._fuller(layer, pos, match), (done, match.end())]
            elif may_begin_house(match, makers):
                put_off.append((done, match.end()))
            else:
                yield self._go_on(done, match.end(), held)

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

    def _go_on(self, done: Layer, end: int, held: _Held) -> Reading | None:
        """Go on behind a layer's act."""
        self.reader.context.dynasty, self.reader.context.era = held.dynasty, held.era
        layers = (*held.before, done)
        if end > self.best.end:
            self.best = Reading(layers, end=end)
        return self._rest(end, layers)

    def _go_on_undone(self, layer: Layer, makers: Makers, start: int, held: _Held) -> Reading | None:
        """Go on with a further layer at ``start``, where a layer has makers but no act of its own."""
        self.reader.context.dynasty, self.reader.context.era = held.dynasty, held.era
        return self._layer(start, (*held.before, made_by(layer, makers)))

    def _fuller(self, layer: Layer, pos: int, match: re.Match[str]) -> list[tuple[Layer, int]]:
        """Where only a surname stands before an act, let the act's first characters fill up the name (余鋟|刻)."""
        found: list[tuple[Layer, int]] = []
        for size in (3, 2):
            act = ACTION.match(self.text, pos + size) if pos + size < match.end() else None
            makers = read_makers(self.text[pos : pos + size]) if act else None
            if act and makers is not None and act.end() >= match.end():
                found.append((with_act(layer, makers, act, act.start()), act.end()))
        return found

    def _dated_again(self, layer: Layer, pos: int, held: _Held) -> Reading | None:
        """Read a maker whose act is left out before the next date (慎獨齋十六年重修)."""
        for match in _LATER_YEAR.finditer(self.text, pos + 2) if layer.dates else ():
            makers = read_makers(self.text[pos : match.start()])
            if makers is not None:
                return self._go_on_undone(layer, makers, match.start(), held)
        return None

    def _dated_within(self, layer: Layer, pos: int, end: int, held: _Held) -> Reading | None:
        """Read makers of two eras who share one act (正德十年司禮監|嘉靖南京國子監|遞修)."""
        if not layer.dates or end <= pos + _TWO_HOUSES:
            return None
        start = self._second_time(pos, end, held.dynasty)
        makers = read_makers(self.text[pos:start]) if start > pos else None
        if makers is None or not makers.makers:
            return None
        found = self._go_on_undone(layer, makers, start, held)
        return found if found and _is_made_at(found.layers, len(held.before) + 1) else None

    def _second_time(self, pos: int, end: int, dynasty: str) -> int:
        """Return where the era of a second maker begins, with its dynasty if one stands before it; 0 if none does."""
        match = _ERA.search(self.text, pos + 2, end)
        if match is None:
            return 0
        start, before = match.start(), self.text[match.start() - 1]
        if before in _EMPIRES and era_length(match[0], before):
            start, dynasty = start - 1, before
        known = era_length(match[0], dynasty) and era_at(self.text[match.start() : match.start() + 12], dynasty)
        return start if known else 0

    def _rest(self, pos: int, layers: tuple[Layer, ...]) -> Reading | None:
        """Read what follows an act: nothing, a form, a further layer, or a series or exemplar."""
        if pos == len(self.text):
            return Reading(layers, end=pos)
        rest = self.text[pos:]
        closed = closed_by(rest, layers, len(self.text)) if self.closed else None
        if closed is not None:
            return closed
        if ACTION.search(rest) is None or (layers[-1].action[-1:] in "刻刊印" and is_set(rest)):
            return self._part_of(rest, layers) or self._layer(pos, layers)
        return self._layer(pos, layers) or self._part_of(rest, layers)

    def _part_of(self, rest: str, layers: tuple[Layer, ...]) -> Reading | None:
        """Read what the last act copied, or the set the book is a volume of."""
        if not self.closed or is_mere_repair(layers):
            return None
        if copies(layers[-1]) and not SERIES_WORD.search(rest):
            return exemplar_of(rest, layers, len(self.text))
        if not may_be_set(rest):
            return None
        return self._repaired_set(rest, layers) or set_of(rest, layers, len(self.text))

    def _repaired_set(self, rest: str, layers: tuple[Layer, ...]) -> Reading | None:
        """Read a set whose blocks were repaired later (刻十三經注疏|明清遞修)."""
        later = _REPAIRED.search(rest)
        if later is None or later.start() < 2:
            return None
        done = (*layers[:-1], replace(layers[-1], series=rest[: later.start()]))
        return self._layer(len(self.text) - len(rest) + later.start(), done)


def _is_made_at(layers: tuple[Layer, ...], index: int) -> bool:
    """Whether the layer at ``index`` has a time and makers of its own, not a house called by an era (嘉靖書院)."""
    second = layers[index] if len(layers) > index else Layer()
    return bool(second.dates and second.makers) and second.makers[0].name not in _HOUSES
