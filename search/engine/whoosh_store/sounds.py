"""Titles found by pinyin or initials: candidates by tokens, proof on the sound column."""

from __future__ import annotations

import re
from functools import reduce

from search.analysis import SEPARATOR, SoundAsk, sound_asks
from search.engine.whoosh_store.docset import DocSet, all_of
from search.engine.whoosh_store.layout import SOUND, folded
from search.engine.whoosh_store.met import Met
from search.engine.whoosh_store.phrases import compiled
from search.engine.whoosh_store.segment import Segment
from search.language.tree import Pinyin

_FIELD = folded(SOUND)


def pinyin_met(segment: Segment, node: Pinyin) -> Met:
    """Return the documents whose titles have what was typed as their sound, read in any of the ways."""
    starts = [reading for reading in node.readings if reading]
    known = [(_first(reading, node.unfinished), len(reading) if not node.unfinished else 0) for reading in starts]
    if node.initials:
        known.append((f"'{node.initials[0]}", len(node.initials)))
    found = [_met(segment, ask, first, sounds) for ask, (first, sounds) in zip(sound_asks(node), known, strict=True)]
    return reduce(Met.__or__, found, Met.nothing(segment.size))


def _first(reading: tuple[str, ...], unfinished: bool) -> str:
    """Return the token of the first sound of a reading: a syllable, of an unfinished one its initial."""
    return f"'{reading[0][0]}" if unfinished and len(reading) == 1 else reading[0]


def _met(segment: Segment, ask: SoundAsk, first: str, sounds: int) -> Met:
    """Meet one ask; up to two finished ``sounds`` are one token and need no proof."""
    found = all_of([segment.term(_FIELD, token) for token in ask.tokens])
    begins = found & segment.term(_FIELD, SEPARATOR + first)
    pattern = ask.pattern.pattern.encode()
    if not 1 <= sounds <= 2:
        found = _proved(segment, found, compiled(pattern))
    if sounds != 1:
        begins = _proved(segment, begins & found, compiled(SEPARATOR.encode() + pattern))
    return Met(found, segment.nothing, begins, found)


def _proved(segment: Segment, candidates: DocSet, pattern: re.Pattern[bytes]) -> DocSet:
    column = segment.text_column(_FIELD)
    if column is None or not len(candidates):
        return segment.nothing
    return DocSet.of(segment.size, column.matching(candidates.to_docs(), pattern))
