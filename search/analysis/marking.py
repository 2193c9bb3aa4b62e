"""Which characters of a text, as stated, a query asked for.

Everything is found in the folded text and marked in the original: 说文 marks 說文, 二十 marks 廿, shuowen marks the
characters that read so. The segments of a text, joined, are the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from authority.han import Reading, fold_with_offsets, four_corner, is_ideograph, readings
from search.analysis.asking import WILDCARD, Ask, asks, key_of, scattered_at, scattered_tokens
from search.analysis.columns import bare, folded_column, plain_column, title_forms
from search.language.tree import And, FourCorner, Node, Not, Or, Pinyin, Term

Span = tuple[int, int]


class Segment(NamedTuple):
    """A stretch of a text, marked or not."""

    text: str
    marked: bool = False


def leaves(tree: Node) -> Iterator[Node]:
    """Yield what a query asks to be there: its leaves, those under NOT left out."""
    if isinstance(tree, And | Or):
        for part in tree.parts:
            yield from leaves(part)
    elif not isinstance(tree, Not):
        yield tree


def highlight(
    text: str, tree: Node, *, field: str = "", general: bool = True, title: bool = False, scatter: bool = False
) -> tuple[Segment, ...]:
    """Return a field's text with all that the query asked of this field marked.

    ``general`` and ``title`` are those of :class:`census.searching.TextField`. With ``scatter``, a term that a title
    does not have together is marked character by character where they all stand there in order.
    """
    spans: Iterable[Span] = ()
    for leaf in leaves(tree):
        spans = chain(spans, spans_of(text, leaf, field=field, general=general, title=title, scatter=scatter))
    return segments(text, spans)


def segments(text: str, spans: Iterable[Span]) -> tuple[Segment, ...]:
    """Cut a text at the ends of spans; those that overlap or touch become one."""
    found: list[Segment] = []
    done = 0
    for start, end in _merged(spans):
        if start > done:
            found.append(Segment(text[done:start]))
        found.append(Segment(text[start:end], True))
        done = end
    if done < len(text):
        found.append(Segment(text[done:]))
    return tuple(found)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def spans_of(text: str, leaf: Node, *, field: str, general: bool, title: bool, scatter: bool = False) -> list[Span]:
    """Return where in a field's text one leaf of a query is met, as offsets in the text as stated."""
    if isinstance(leaf, Term):
        if leaf.field != field and not (leaf.field is None and general):
            return []
        return _term_spans(text, leaf, title) or (_scattered_spans(text, leaf) if scatter and title else [])
    if isinstance(leaf, Pinyin):
        return _sound_spans(text, leaf) if title else []
    if isinstance(leaf, FourCorner):
        return _code_spans(text, leaf) if title else []
    return []


def _term_spans(text: str, term: Term, title: bool) -> list[Span]:
    key, offsets = _bare_with_offsets(text) if term.exact else fold_with_offsets(text)
    found: list[Span] = []
    for ask in asks(term):
        if not ask.whole or _is_just(text, ask, title):
            found += [_original(text, offsets, at, end) for at, end in _places(ask, key)]
    return found


def _is_just(text: str, ask: Ask, title: bool) -> bool:
    return ask.found_in((plain_column if ask.exact else folded_column)([text], title=title))


def _places(ask: Ask, key: str) -> Iterator[Span]:
    pattern = ask.together or re.compile(re.escape(ask.needle))
    return (hit.span() for hit in pattern.finditer(key))


def _bare_with_offsets(text: str) -> tuple[str, list[int]]:
    offsets = [offset for offset, ch in enumerate(text) if bare(ch)]
    return "".join(text[offset] for offset in offsets), offsets


def _original(text: str, offsets: Sequence[int], start: int, end: int) -> Span:
    """Return what a stretch of the key comes from, with the marks that belong to its last character."""
    last = offsets[end - 1] + 1
    while last < len(text) and unicodedata.category(text[last]).startswith("M"):
        last += 1
    return offsets[start], last


def _scattered_spans(text: str, term: Term) -> list[Span]:
    if not scattered_tokens(term):
        return []
    key, offsets = fold_with_offsets(text)
    places = scattered_at(key_of(term.text).replace(WILDCARD, ""), key)
    return [_original(text, offsets, at, at + 1) for at in places or ()]


def _sound_spans(text: str, node: Pinyin) -> list[Span]:
    found: list[Span] = []
    for form in title_forms(text):
        shift = len(text) - len(form)
        items = readings(form)
        rows = (row for wanted in _wanted(node) for row in _rows(items, wanted))
        found += [(shift + start, shift + end) for start, end in rows]
    return found


def _wanted(node: Pinyin) -> Iterator[list[tuple[str, bool]]]:
    """Yield each way to read the query: syllables, and whether each is only the beginning of one."""
    for reading in node.readings:
        yield [(syllable, node.unfinished and at == len(reading) - 1) for at, syllable in enumerate(reading)]
    if node.initials:
        yield [(letter, True) for letter in node.initials]


def _rows(items: Sequence[Reading], wanted: Sequence[tuple[str, bool]]) -> Iterator[Span]:
    """Yield every row of characters that are read as wanted: each a syllable, and whether it is only its beginning."""
    if not wanted:
        return
    for at in range(len(items) - len(wanted) + 1):
        row = items[at : at + len(wanted)]
        if all(_reads(item, *want) for item, want in zip(row, wanted, strict=True)):
            yield row[0].start, row[-1].end


def _reads(item: Reading, syllable: str, beginning: bool) -> bool:
    return any(choice.startswith(syllable) if beginning else choice == syllable for choice in item.choices)


def _code_spans(text: str, node: FourCorner) -> list[Span]:
    found: list[Span] = []
    for form in title_forms(text):
        shift = len(text) - len(form)
        at = next((at for at, ch in enumerate(form) if is_ideograph(ch)), None)
        if at is not None and (four_corner(form[at]) or "").startswith(node.digits):
            found.append((shift + at, shift + at + 1))
    return found
