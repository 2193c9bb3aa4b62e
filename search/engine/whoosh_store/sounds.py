"""Titles found by pinyin or initials: candidates by tokens, proof on the sound column."""

from __future__ import annotations

from functools import reduce
from typing import Final

from search.analysis import AGAIN, NUMERAL_SOUNDS, SEPARATOR, UNDIVIDED, Sound, SoundAsk, sound_asks
from search.engine.whoosh_store.docset import Docs, DocSet, all_of, any_of
from search.engine.whoosh_store.layout import SOUND, folded
from search.engine.whoosh_store.met import Met
from search.engine.whoosh_store.segment import Segment
from search.language.tree import Pinyin

_FIELD: Final = folded(SOUND)
#: How what stands before 卷 begins.
_JUAN: Final = (*NUMERAL_SOUNDS, UNDIVIDED[0])
#: Up to so many titles, reading them is quicker than looking for those that leave a doubt or may be just this.
READ: Final = 32


def pinyin_met(segment: Segment, node: Pinyin) -> Met:
    """Return the documents whose titles have what was typed as their sound, read in any of the ways."""
    found = [_met(segment, ask) for ask in sound_asks(node)]
    return reduce(Met.__or__, found, Met.nothing(segment.size))


def _met(segment: Segment, ask: SoundAsk) -> Met:
    first, found = ask.sounds[0], all_of([segment.term(_FIELD, token) for token in ask.tokens])
    found = _proved(segment, found, ask, ask.doubts)
    begins = found & segment.term(_FIELD, SEPARATOR + first.token)
    if ask.sure and len(ask.sounds) == 1:
        return Met(found, segment.nothing, begins, found)
    doubts = (first.token + AGAIN, *(sound.token + SEPARATOR for sound in ask.sounds[:-1]))
    begins = _proved(segment, begins, ask, doubts, begins=True)
    return Met(found, _whole(segment, begins, ask), begins, found)


def _proved(segment: Segment, found: DocSet, ask: SoundAsk, doubts: tuple[str, ...], *, begins: bool = False) -> DocSet:
    """Return what of documents that have all tokens has the sounds in a row."""

    def prove(docs: Docs) -> Docs:
        return segment.sounds.having(docs, ask.sounds, begins=begins)

    if ask.sure and not doubts:
        return found
    if ask.sure and len(found) > READ:
        return segment.proved(found, _FIELD, doubts, prove)
    return DocSet.of(segment.size, prove(found.to_docs()))


def _whole(segment: Segment, begins: DocSet, ask: SoundAsk) -> DocSet:
    """Return what of the documents that have a title beginning so has a title that is just this."""
    if len(ask.sounds) == 1 or not len(begins):
        return segment.nothing
    if len(begins) > READ:
        begins = begins & _ending(segment, ask.sounds[-1])
    return DocSet.of(segment.size, segment.sounds.having(begins.to_docs(), ask.sounds, whole=True))


def _ending(segment: Segment, sound: Sound) -> DocSet:
    """Return the documents of which a title may end with a sound, or go on with what its juan begin with."""
    if sound.whole:
        pairs = [f"{sound.text} {syllable}" for syllable in _JUAN]
    else:
        pairs = [sound.token + letter for letter in {syllable[0] for syllable in _JUAN}]
    tokens = (sound.token + SEPARATOR, *pairs)
    return segment.set_of(
        ("ending", sound), lambda: any_of(segment.size, [segment.term(_FIELD, token) for token in tokens])
    )
