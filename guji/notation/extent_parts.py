"""The tokens of an extent: places, named parts with places, with a count, with 全, or by name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from authority.han import NUMERAL_CHARS
from guji.notation.ranges import JOINT, MARK, NUM, read_range, read_ranges
from guji.notation.scan import count_matches
from guji.notation.structures import ExtentGroup, Range

_TAIL: Final = re.compile(
    f"^(.*?[^{NUMERAL_CHARS}至到])((?:卷第|卷之|卷|第)?(?:{NUM}(?:{MARK})?|[上中下]{{1,3}}|[首末])(?:{JOINT}.*)?)\\Z"
)
_PARTIAL: Final = re.compile(
    f"^((?:卷|第)?{NUM}(?:至{NUM})?)(存.+|殘.*|有缺.*|前.+葉|後.+葉|第.+葉|首葉|末葉|缺.+|[（(].+[）)])\\Z"
)
_LACKING: Final = re.compile("^(.+?)(原缺|缺|闕)\\Z")
_YEARS: Final = re.compile(f"^([^年月{NUMERAL_CHARS}]*)({NUM}(?:{JOINT}{NUM})?年)\\Z")
#: Parts that follow one another without a comma: 文集卷一至三詩集卷一至二.
_NAMED_RUN: Final = re.compile(f"([^卷至{NUMERAL_CHARS}]{{1,16}})(卷{NUM}(?:{JOINT}卷?{NUM})?)")
_PERIOD: Final = re.compile("[元正一二三四五六七八九十廿]年|[正一二三四五六七八九十臘]月|日記.*日")
#: How many brackets deeper or less deep a character leads.
_DEPTH: Final = {"（": 1, "(": 1, "）": -1, ")": -1}
_COMMAS: Final = "、，,；;﹑\u3000 "
#: A list that names only some of the parts ends so.
_AND_OTHERS: Final = tuple(unit + "等" for unit in "卷回種种冊册")
_LONGEST: Final = 120
#: Words behind which a number is a place, not a count.
_BEFORE_PLACES: Final = ("卷", "第", "至")


def tokens(body: str) -> list[tuple[str, str]]:
    """Cut a list of places at commas outside brackets; return each token with the comma before it."""
    found: list[tuple[str, str]] = []
    start, lead = 0, ""
    for index in _commas(body):
        found.append((body[start:index], lead))
        start, lead = index + 1, body[index]
    if start < len(body) or lead:
        found.append((body[start:], lead))
    return found


def _commas(body: str) -> Iterator[int]:
    """Yield where the commas outside brackets stand."""
    depth = 0
    for index, char in enumerate(body):
        depth += _DEPTH.get(char, 0)
        if depth <= 0 and char in _COMMAS:
            yield index


@lru_cache(maxsize=2048)
def read_token(token: str, lead: str = "") -> tuple[ExtentGroup, ...]:
    """Read one token: a place or run of places, or a label with places, a count, 全, or nothing.

    A token with several parts (大學章句一卷或問一卷) gives several groups.
    """
    if token in ("全", "全部"):
        return (ExtentGroup(whole=token, lead=lead),)
    spans = read_ranges(token, lead)
    if spans:
        return (ExtentGroup(ranges=spans),)
    if len(token) > _LONGEST:
        return (ExtentGroup(remark=token, lead=lead),)
    kind = token[0] if token[:1] in ("缺", "存", "闕") and len(token) > 1 else ""
    first, *others = _named(token[len(kind) :])
    return (replace(first, kind=kind or first.kind, lead=lead), *others)


def _named(token: str) -> tuple[ExtentGroup, ...]:
    """Read a token that is more than a place."""
    remarked = _remarked(token)
    if remarked is None and _PERIOD.search(token):
        remarked = _period(token)
    if remarked is not None:
        return (remarked,)
    return _counted(token) or _run_of_parts(token) or (_labelled(token),)


def _remarked(token: str) -> ExtentGroup | None:
    """Read places of which more is said: that they are lacking (卷五至八|原缺), or only in part there (三|存前十葉)."""
    lacking = _LACKING.match(token)
    if lacking and read_ranges(lacking[1]):
        return ExtentGroup(ranges=read_ranges(lacking[1]), kind=lacking[2])
    partial = _PARTIAL.match(token)
    if partial and read_ranges(partial[1]):
        return ExtentGroup(ranges=read_ranges(partial[1]), remark=partial[2])
    return None


def _counted(token: str) -> tuple[ExtentGroup, ...]:
    """Read parts with counts: 陰符經一卷, 史記六卷全, 大學章句一卷或問一卷."""
    more = "等" if token.endswith(_AND_OTHERS) else ""
    groups = _counted_parts(token.removesuffix(more))
    return (*groups[:-1], replace(groups[-1], remark=more)) if groups and more else groups


def _counted_parts(token: str) -> tuple[ExtentGroup, ...]:
    """Read parts with counts to the end of a token; empty if anything else stands there."""
    groups: list[ExtentGroup] = []
    pos = 0
    for match in count_matches(token):
        label = token[pos : match.start]
        if label.endswith(_BEFORE_PLACES):
            return ()
        whole = "全" if token[match.end :] == "全" else ""
        groups.append(ExtentGroup(label=label, counts=(match.found,), whole=whole))
        pos = match.end + len(whole)
    return tuple(groups) if pos == len(token) else ()


def _run_of_parts(token: str) -> tuple[ExtentGroup, ...]:
    """Read two or more named parts with their juan, written without commas."""
    groups: list[ExtentGroup] = []
    pos = 0
    for match in _NAMED_RUN.finditer(token):
        spans = read_ranges(match[2])
        if match.start() != pos or not spans:
            return ()
        groups.append(ExtentGroup(label=match[1], ranges=spans))
        pos = match.end()
    return tuple(groups) if pos == len(token) and len(groups) > 1 else ()


def _labelled(token: str) -> ExtentGroup:
    if token.endswith("全") and len(token) > 1:
        return ExtentGroup(label=token[:-1], whole="全")
    tail = _TAIL.match(token)
    if tail:
        label, rest = tail[1], tail[2]
        spans = read_ranges(rest)
        if spans and not _part_of_name(label, spans[0]):
            return ExtentGroup(label=label, ranges=spans)
    return ExtentGroup(label=token)


def _part_of_name(label: str, span: Range) -> bool:
    """Whether a single 首, 末 or 上 at the end is only a name's last character."""
    if span.end is not None or span.start.number is not None or span.before:
        return False
    return span.start.mark in ("首", "末") and len(label) > 4


def _period(token: str) -> ExtentGroup:
    """Read a period of a diary or record: 清光緒十八至三十四年."""
    tail = _YEARS.match(token)
    span = read_range(tail[2]) if tail else None
    if tail and span is not None:
        return ExtentGroup(label=tail[1], ranges=(span,))
    return ExtentGroup(remark=token)
