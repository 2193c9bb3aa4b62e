"""Titles offered while one types their sound: shuowen, shuo wen, swjz."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from numpy.typing import NDArray

from authority.han import fold
from search.analysis import SEPARATOR, Tier, sound_asks, sound_column
from search.engine.protocol import Scope
from search.engine.whoosh_store.layout import Layout
from search.engine.whoosh_store.sounds import pinyin_met
from search.engine.whoosh_store.titles import proper
from search.engine.whoosh_store.view import Part, View
from search.language.latin import as_pinyin
from search.language.tree import Pinyin

#: Records of a segment whose titles are read for those that sound so.
READ: Final = 400


def spoken(view: View, layout: Layout, text: str, scope: Scope, *, begins: bool) -> Iterator[tuple[str, str]]:
    """Yield (field, folded title) of titles in scope that begin with what was typed as a sound, or have it inside."""
    node = as_pinyin(text)
    if node is None:
        return
    wanted = (Tier.WHOLE, Tier.BEGINS) if begins else (Tier.IN_TITLE,)
    for part in view.parts:
        docs = _docs(part, node, scope, begins=begins)
        for field in layout.titles if len(docs) else ():
            column = part.segment.texts(field)
            for stated in column.plain.values(docs) if column is not None else ():
                yield from ((field, key) for key in _sounding(stated.decode(), node) if _tier(key, node) in wanted)


def _docs(part: Part, node: Pinyin, scope: Scope, *, begins: bool) -> NDArray[Any]:
    met = pinyin_met(part.segment, node)
    found = met.begins if begins else met.all
    return (found & part.visible(scope)).to_docs()[:READ]


def _sounding(stated: str, node: Pinyin) -> list[str]:
    """Return the titles of a record that sound so, folded and without 卷數."""
    return [key for title in stated.split(SEPARATOR) if (key := proper(fold(title))) and _tier(key, node) is not None]


@lru_cache(maxsize=8192)
def _tier(title: str, node: Pinyin) -> Tier | None:
    column = sound_column([title])
    tiers = [tier for ask in sound_asks(node) if (tier := ask.tier_in(column)) is not None]
    return min(tiers, default=None)
