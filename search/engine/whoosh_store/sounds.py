"""Titles found by pinyin or initials: candidates by tokens, proof on the sound column."""

from __future__ import annotations

from functools import reduce

from search.analysis import SEPARATOR, SoundAsk, sound_asks
from search.engine.whoosh_store.docset import DocSet, all_of
from search.engine.whoosh_store.layout import SOUND, folded
from search.engine.whoosh_store.met import Met
from search.engine.whoosh_store.segment import Segment
from search.language.tree import Pinyin

_FIELD = folded(SOUND)


def pinyin_met(segment: Segment, node: Pinyin) -> Met:
    """Return the documents whose titles have what was typed as their sound, read in any of the ways."""
    found = [_met(segment, ask) for ask in sound_asks(node)]
    return reduce(Met.__or__, found, Met.nothing(segment.size))


def _met(segment: Segment, ask: SoundAsk) -> Met:
    """Meet one ask; up to two sounds, if their tokens are the sounds themselves, need no proof."""
    found = all_of([segment.term(_FIELD, token) for token in ask.tokens])
    if not ask.sure:
        found = _proved(segment, found, ask)
    first = ask.sounds[0]
    begins = found & segment.term(_FIELD, SEPARATOR + (first.text if first.whole else f"'{first.text[0]}"))
    if not ask.sure or len(ask.sounds) > 1:
        begins = _proved(segment, begins, ask, begins=True)
    whole = _proved(segment, begins, ask, whole=True) if len(ask.sounds) > 1 else segment.nothing
    return Met(found, whole, begins, found)


def _proved(
    segment: Segment, candidates: DocSet, ask: SoundAsk, *, begins: bool = False, whole: bool = False
) -> DocSet:
    if not len(candidates):
        return segment.nothing
    docs = candidates.to_docs()
    return DocSet.of(segment.size, segment.sounds.having(docs, ask.sounds, begins=begins, whole=whole))
