"""題名卷數: ``［萬曆］金華府志三十卷首一卷``, 合刻 (周易九卷略例一卷), parts, 不分卷, □□卷, 回, 種, 折.

The grammar is that of vocab.md §4: a title, its counts, named additions with theirs; a further title begins a
further unit. What stands between two counts is an addition if it is one of the labels of
:data:`guji.notation.lexicon.LABELS` (or such a label with 又, 續, 附 … before it), else a work of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from guji.notation.lexicon import LEADING_UNITS
from guji.notation.scan import (
    BRACKETS,
    REMEMBERED,
    SEPARATORS,
    CountMatch,
    closing,
    count_matches,
    doubtful_number,
    lost_characters,
)
from guji.notation.structures import JUAN, Note, Parsed, Title, TitleUnit
from guji.notation.title_units import LINK, PREFIX_BRACKETS, ROUND, TitleBuilder, is_label

_LEADS: Final = frozenset(PREFIX_BRACKETS + SEPARATORS + "、，,")
#: So many 集 are a number of parts; fewer may be the name of one (御製詩四集一百卷).
_MANY_PARTS: Final = 8
#: How far a remark with counts inside is looked for.
_LONGEST_NOTE: Final = 300
_SUBDIVISIONS: Final = frozenset("回種种折齣出冊册則则篇本")
#: Units that issues of a periodical are numbered by, and how (第一至第一百冊).
_ISSUES: Final = frozenset("冊册期號号")
_NUMBERED: Final = re.compile("第\\Z|第[^第卷]{1,8}[至到\\-－—～~]\\Z")


def parse_title(text: str) -> Parsed[Title]:
    """Read a title statement. Never raises; a text without counts is one unit, all name."""
    return _remembered(text) if len(text) <= REMEMBERED else _parse(text)


@lru_cache(maxsize=2048)
def _remembered(text: str) -> Parsed[Title]:
    return _parse(text)


def _parse(text: str) -> Parsed[Title]:
    if not text.strip(SEPARATORS):
        return Parsed(text, Title())
    matches = _counts_in(text)
    if len(matches) == 1 and _is_simple(text, matches[0]):
        unit = TitleUnit(text[: matches[0].start], counts=(matches[0].found,))
        issues = doubtful_number(matches[0].found.number, matches[0].start) + lost_characters(text)
        return Parsed(text, Title((unit,)), issues=tuple(issues))
    builder = _built(text, _count_groups(text, matches))
    if builder is None:
        return Parsed(text, Title((TitleUnit(text),)), issues=tuple(lost_characters(text)))
    return Parsed(text, Title(tuple(builder.units)), issues=tuple(builder.issues + lost_characters(text)))


def _built(text: str, groups: list[list[CountMatch]]) -> TitleBuilder | None:
    """Return the units with their counts, and what has none behind them; None where nothing stands before a count."""
    builder = TitleBuilder()
    position = 0
    limits = [*(group[0].start for group in groups[1:]), len(text)]
    for group, limit in zip(groups, limits, strict=False):
        position = _read_counted(text, position, group, limit, builder)
        if position < 0:
            return None
    rest, lead = _stripped(text[position:])
    if rest or lead:
        builder.add(rest, (), lead)
    builder.flush()
    return builder


def _counts_in(text: str) -> list[CountMatch]:
    """Return the counts of a title, without those inside a remark and without numbers of issues (第一至第一百冊)."""
    matches = [
        match
        for match in count_matches(text)
        if match.found.unit not in _ISSUES or not _NUMBERED.search(text, 0, match.start)
    ]
    return _outside_notes(text, matches) if len(matches) > 1 and ("（" in text or "(" in text) else matches


def _read_counted(text: str, position: int, group: list[CountMatch], limit: int, builder: TitleBuilder) -> int:
    """Take the name before a run of counts, the counts and a remark after them; return where reading goes on.

    -1 if there is no name to count.
    """
    start, end = group[0].start, group[-1].end
    name, lead = _stripped(text[position:start])
    if not name and not builder.units:
        return -1
    encloses = _encloses(text, name, end)
    builder.add(name + text[end] if encloses else name, tuple(match.found for match in group), lead)
    if encloses:
        builder.units[-1] = replace(builder.units[-1], encloses=True)
        end += 1
    for match in group:
        builder.issues += doubtful_number(match.found.number, match.start)
    return _take_note(text, end, limit, builder)


def _outside_notes(text: str, matches: list[CountMatch]) -> list[CountMatch]:
    """Leave out the counts inside a remark that follows a count (十九卷（大學章句一卷中庸章句一卷 …）)."""
    kept: list[CountMatch] = []
    end = -1
    for match in matches:
        if match.start < end:
            continue
        kept.append(match)
        after = text[match.end : match.end + 1]
        if after and after in ROUND and not LINK.match(text, match.end):
            end = closing(text, match.end, match.end + _LONGEST_NOTE)
    return kept


def _is_simple(text: str, match: CountMatch) -> bool:
    """Whether the text is one plain name and its count."""
    return (
        match.end == len(text) and match.start > 0 and text[0] not in _LEADS and match.found.unit not in LEADING_UNITS
    )


def _encloses(text: str, name: str, end: int) -> bool:
    """Whether a bracket before the name closes right after the counts: [妙法蓮華經科文一卷]."""
    opener = name[:1]
    return (
        opener != "" and opener in PREFIX_BRACKETS and closing(name, 0) < 0 and text[end : end + 1] == BRACKETS[opener]
    )


def _take_note(text: str, position: int, limit: int, builder: TitleBuilder) -> int:
    """Attach a bracket that follows a count as its note; return where reading goes on."""
    if position < limit and text[position] in BRACKETS and not LINK.match(text, position):
        end = closing(text, position, limit)
        if 0 < end < limit and (end + 1 == len(text) or limit < len(text)):
            builder.note(Note(text[position + 1 : end], text[position] + text[end]))
            return end + 1
    return position


def _stripped(text: str) -> tuple[str, str]:
    """Return ``text`` without the separators before it, and those separators."""
    name = text.lstrip(SEPARATORS + "、，,")
    return name, text[: len(text) - len(name)]


def _count_groups(text: str, matches: list[CountMatch]) -> list[list[CountMatch]]:
    """Return runs of adjacent counts, without those that are only words of a name (唐宋八家文抄)."""
    groups: list[list[CountMatch]] = []
    for match, following in zip(matches, (*matches[1:], None), strict=False):
        if (match.start == 0 and _begins_name(match, following)) or not _is_count(text, match, following):
            continue
        if groups and groups[-1][-1].end == match.start:
            groups[-1].append(match)
        else:
            groups.append([match])
    return groups


def _begins_name(match: CountMatch, following: CountMatch | None) -> bool:
    """Whether what looks like a count, with nothing before it, begins the name (十萬卷樓叢書, 六十種曲)."""
    return following is not None and following.start > match.end


def _is_count(text: str, match: CountMatch, following: CountMatch | None) -> bool:
    """Whether a count of units really counts, or is only words of a name (唐宋八家文抄)."""
    unit = match.found.unit
    if unit in LEADING_UNITS and unit not in ("帙", "函"):
        return _counts_parts(text, match, following)
    if unit[0] in JUAN or (following is not None and following.start == match.end):
        return True
    return _ends_count(text, match, following)


def _ends_count(text: str, match: CountMatch, following: CountMatch | None) -> bool:
    """Whether what stands behind a count can follow one: nothing, a remark, an addition that is counted."""
    name = text[match.end : following.start if following else len(text)].lstrip(SEPARATORS)
    if not name or name[0] in BRACKETS:
        return True
    return following is not None and (is_label(name) or name[0] == "附")


def _counts_parts(text: str, match: CountMatch, following: CountMatch | None) -> bool:
    """Whether 集, 部 or 編 counts parts (十集一百種, 三十集) rather than names one (初集, 第二集, 御製詩四集)."""
    if text[match.start - 1 : match.start] == "第":
        return False
    many = (match.found.value or 0) >= _MANY_PARTS
    if following is None:
        return many and match.found.unit == "集" and match.end == len(text)
    if following.start != match.end:
        return False
    return many if following.found.unit in JUAN else following.found.unit in _SUBDIVISIONS
