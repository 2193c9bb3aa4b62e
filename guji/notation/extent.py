"""存缺卷: ``存四卷（十六至十九）``, ``存五卷：一至五``, parts (前集一至十、續集全), 上 中 下, 卷首, periods.

Grammar: vocab.md §5. A label opens a group; places without label belong to the group before. What has the form
of a place is one (:mod:`guji.notation.ranges`); whatever else stands there is a part's name, with or without a
count or 全. Sum, order, overlap and total are checked by :mod:`guji.notation.reckoning`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from authority.han import NUMERAL_CHARS
from guji.notation.extent_groups import read_groups
from guji.notation.extent_parts import read_token, tokens
from guji.notation.issues import Issue, issue
from guji.notation.numbers import read_number
from guji.notation.ranges import NUMBERING, RANGE
from guji.notation.reckoning import confirmed, judge, judge_total
from guji.notation.scan import (
    BRACKETS,
    OPENING,
    SEPARATORS,
    closing,
    count_matches,
    doubtful_number,
    lost_characters,
    unplaced_issues,
)
from guji.notation.structures import Count, Extent, Extra, Number, Parsed, Span, Title
from guji.notation.words import both_forms

KIND: Final = re.compile(both_forms("原缺|又存|又缺|現存|现存|实存|實存|存|缺|闕|佚|残存|殘存|全|殘\\Z|残\\Z"))
_UNITS: Final = "卷巻冊册葉頁回種种折齣集部件篇則軸開幅本函張家闋段片首期號"
_COUNT: Final = re.compile(f"([{NUMERAL_CHARS}囗兩]{{1,16}})([餘余]?)([{_UNITS}])(半?)")
_PARTS: Final = frozenset("集編輯部")
_PLACED: Final = re.compile(f"卷[首末上中下{NUMERAL_CHARS}]|[{NUMERAL_CHARS}]+[、至，]|[{NUMERAL_CHARS}]+\\Z")
#: A count behind the places it counts: 上、下二冊.
_TALLY: Final = re.compile(f"(.*[{''.join(sorted(NUMBERING))}首末])([{NUMERAL_CHARS}兩]{{1,3}})([卷冊册集])\\Z")
#: A further statement behind the first: 存十卷（一至十）　缺三卷（七至九）.
_ALSO: Final = re.compile("[\u3000 ，,；;、]*(?=又?[存缺闕])")
#: What turns the places round: those lacking of what is extant (存九十五卷（缺一至三、七至八）).
_CONTRARY: Final = re.compile(both_forms("原?[缺闕]|存"))
_COMMAS: Final = "、，,；;﹑"
#: What names an addition that is counted on its own: no list, no run of places, no sum.
_LABEL: Final = re.compile(f"(?!至|合|第)[^{_COMMAS}]{{1,6}}")
#: Where the places begin, or the statement ends.
_STOP: Final = re.compile(f"[{re.escape(OPENING + SEPARATORS)}：:]")
_UNDIVIDED: Final = (Count(Number(None, "不分"), "卷"),)
#: What may be said in words behind the places (存二卷合爲一軸).
_REMARK: Final = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff□〓、，（）()]{1,30}")
_MAX: Final = 20_000
_MOST_STATEMENTS: Final = 4


def parse_extent(text: str, title: Title | None = None) -> Parsed[Extent]:
    """Read a statement of what is extant or lacking; with ``title`` also check it against the whole work.

    Never raises. Offsets count characters of ``text``.
    """
    if not text.strip(SEPARATORS):
        return Parsed(text, Extent())
    found, pos, issues = _statements(text, title)
    unplaced: list[Span] = []
    rest = text[pos:]
    if found and rest and _REMARK.fullmatch(rest):
        found[-1] = (found[-1][0], replace(found[-1][1], remark=rest))
    elif rest:
        unplaced.append(Span(pos, len(rest), rest))
    issues += lost_characters(text) + unplaced_issues(unplaced)
    return Parsed(text, _chained(found), tuple(unplaced), tuple(issues))


def _statements(text: str, title: Title | None) -> tuple[list[tuple[str, Extent]], int, list[Issue]]:
    """Return the statements one behind the other, each with the separator before it, where they end, and issues."""
    found: list[tuple[str, Extent]] = []
    issues: list[Issue] = []
    pos, lead = 0, ""
    while True:
        extent, size, noticed = _statement(text[pos:], title)
        if extent is None:
            return found, pos, issues
        issues += [one.moved(pos) for one in noticed]
        found.append((lead, extent))
        pos += size
        further = _ALSO.match(text, pos)
        if further is None or len(found) >= _MOST_STATEMENTS:
            return found, pos, issues
        lead, pos = further[0], further.end()


def _chained(found: list[tuple[str, Extent]]) -> Extent:
    """Hang each further statement on the one before it."""
    lead, whole = "", None
    for before, extent in reversed(found):
        whole = extent if whole is None else replace(extent, also=whole, also_lead=lead)
        lead = before
    return whole or Extent()


def _statement(text: str, title: Title | None) -> tuple[Extent | None, int, list[Issue]]:
    """Read one statement at the beginning of ``text``: the extent, where it ends, and what was noticed."""
    kind = KIND.match(text)
    if kind is None or len(text) > _MAX:
        return None, 0, []
    counts, extras, pos = _counts(text, kind.end())
    body, brackets, start, tail = _body(text, pos, bool(counts))
    tally = None if counts or brackets else _tally(body)
    body, counts = tally or (body, counts)
    inside = _contrary(body) if len(brackets) == 2 else ""
    groups = read_groups(body[len(inside) :])
    extent = Extent(kind[0], counts, extras, groups, brackets, count_last=tally is not None, inside=inside)
    return extent, tail, _noticed(extent, text[:tail], start, title)


def _contrary(body: str) -> str:
    """Return 存 or 缺 at the head of the places, where it stands."""
    found = _CONTRARY.match(body)
    return found[0] if found else ""


def _noticed(extent: Extent, text: str, start: int, title: Title | None) -> list[Issue]:
    """Return what is doubtful in one statement, or wrong in itself or against the whole work."""
    issues = _count_issues(text, extent)
    if extent.brackets in BRACKETS:
        issues.append(issue("unclosed_bracket", start - 1, 1, text=extent.brackets))
    else:
        issues += judge(extent, text, start, title)
    if title is not None:
        issues += judge_total(extent, title, text, start)
    return issues


def _count_issues(text: str, extent: Extent) -> list[Issue]:
    """Ask about numerals that read two ways, unless the ranges confirm the value."""
    if extent.count is not None and confirmed(extent):
        return []
    issues: list[Issue] = []
    for count in extent.counts:
        issues += doubtful_number(count.number, max(text.find(count.number.written), 0))
    return issues


def _counts(text: str, pos: int) -> tuple[tuple[Count, ...], tuple[Extra, ...], int]:
    """Return the counts after 存 (十二種十二卷), labelled counts that follow (目錄二十二卷), and where they end."""
    counts: list[Count] = []
    while found := _count_at(text, pos):
        counts.append(found[0])
        pos = found[1]
    if not counts:
        undivided = text.startswith("不分卷", pos)
        return (_UNDIVIDED, (), pos + 3) if undivided else ((), (), pos)
    extras, pos = _labelled_counts(text, pos)
    return tuple(counts), extras, pos


def _count_at(text: str, pos: int) -> tuple[Count, int] | None:
    """Return the count at ``pos`` and where it ends; None where a place begins instead (存二十卷至…, 存三集一至二)."""
    match = _COUNT.match(text, pos)
    number = read_number(match[1]) if match else None
    if match is None or number is None or _starts_range(text, match) or _is_part(text, match):
        return None
    return Count(Number(number.value, match[1] + match[2]), match[3] + match[4]), match.end()


def _is_part(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a count is a part, whose places follow (存二集一至三)."""
    return match[3] in _PARTS and _PLACED.match(text, match.end()) is not None


def _labelled_counts(text: str, pos: int) -> tuple[tuple[Extra, ...], int]:
    """Return the counts of named additions behind the main one (存八千卷|目錄二十二卷), and where they end."""
    stop = _STOP.search(text, pos)
    extras: list[Extra] = []
    for found in count_matches(text[: stop.start() if stop else len(text)], pos):
        label = text[pos : found.start]
        if not _LABEL.fullmatch(label):
            break
        extras.append(Extra(label, (found.found,)))
        pos = found.end
    return tuple(extras), pos


def _starts_range(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a count is the first place of a range (存二十卷至…)."""
    return match[3] != "卷" and match.end() < len(text) and text[match.end()] in "至到"


def _body(text: str, pos: int, counted: bool) -> tuple[str, str, int, int]:
    """Return the list of places, its brackets (or ``：``), where it begins, and where the rest begins."""
    if pos >= len(text):
        return "", "", pos, pos
    char = text[pos]
    if char in BRACKETS:
        end = closing(text, pos)
        if end < 0:
            return text[pos + 1 :], char, pos + 1, len(text)
        return text[pos + 1 : end], char + text[end], pos + 1, end + 1
    if char in "：:":
        return text[pos + 1 :], char, pos + 1, len(text)
    if counted and not RANGE.match(text[pos:]):
        return "", "", pos, pos
    return text[pos:], "", pos, len(text)


def _tally(body: str) -> tuple[str, tuple[Count, ...]] | None:
    """Set apart a count that follows the places it sums up (上、下二冊); None if the last word is no such count."""
    match = _TALLY.match(body)
    number = read_number(match[2]) if match else None
    if match is None or number is None or number.value != _listed(match[1]):
        return None
    return (match[1], (Count(number, match[3]),)) if number.value > 1 else None


def _listed(places: str) -> int:
    """Return how many places or parts a list has."""
    return sum(len(read_token(token)[0].ranges) or 1 for token, _ in tokens(places))
