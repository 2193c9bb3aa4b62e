"""存缺卷: ``存四卷（十六至十九）``, ``存五卷：一至五``, parts (前集一至十、續集全), 上 中 下, 卷首, periods.

Grammar: vocab.md §5. A label opens a group; places without label belong to the group before. What has the form
of a place is one (:mod:`guji.notation.ranges`); whatever else stands there is a part's name, with or without a
count or 全. Sum, order, overlap and total are checked by :mod:`guji.notation.reckoning`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from authority.han import NUMERAL_CHARS
from guji.notation.extent_parts import read_token, tokens
from guji.notation.issues import Issue, issue
from guji.notation.numbers import read_number
from guji.notation.ranges import NUMBERING, RANGE
from guji.notation.reckoning import confirmed, judge, judge_total
from guji.notation.scan import (
    BRACKETS,
    SEPARATORS,
    closing,
    count_matches,
    doubtful_number,
    lost_characters,
    unplaced_issues,
)
from guji.notation.structures import Count, Extent, ExtentGroup, Extra, Number, Parsed, Place, Range, Span, Title
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
_COMMA: Final = re.compile("[、，,；;﹑]")
#: What may be said in words behind the places (存二卷合爲一軸).
_REMARK: Final = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff□〓、，（）()]{1,30}")
_MAX: Final = 20_000
_MOST_STATEMENTS: Final = 4


@dataclass(slots=True)
class _Reader:
    """Builds the groups of a body, token by token."""

    groups: list[ExtentGroup] = field(default_factory=list)
    pending: list[Range] = field(default_factory=list)

    def read(self, token: str, lead: str) -> None:
        """Place one token between commas."""
        group, *more_groups = read_token(token, lead)
        bare = bool(group.ranges) and not group.label and not group.counts and not group.kind
        if bare and self._continues(lead, group) and not self._repeats(group):
            first = group.ranges[0]
            self.pending.append(first if first.lead == lead else replace(first, lead=lead))
            self.pending += group.ranges[1:]
            if group.remark:
                self.flush(group.remark)
            return
        self.flush()
        self.groups.append(group if group.lead == lead or group.ranges[:1] else replace(group, lead=lead))
        self.groups += more_groups

    def _continues(self, lead: str, group: ExtentGroup) -> bool:
        """Whether the group at hand is a list of places that goes on with ``group`` after ``lead``.

        After the places of a named part a comma turns back to the work itself (目錄上，五、二十六), and so does a
        number after halves (目錄上下、一至三).
        """
        if not self.groups or lead == "；":
            return False
        last = self.groups[-1]
        if last.label and (lead in ("，", ",") or _turns_back(last, group)):
            return False
        return bool(last.ranges) and not last.whole and not last.remark and not last.kind

    def _repeats(self, group: ExtentGroup) -> bool:
        """Whether a place with a remark only says more of one that stands already (三、四，卷四殘; 一至五，卷二殘)."""
        if not group.remark:
            return False
        said = _reach(group.ranges[0])
        return any(_within(said, _reach(span)) for span in (*self.groups[-1].ranges, *self.pending))

    def flush(self, remark: str = "") -> None:
        """Add the places gathered to the group at hand."""
        if self.pending:
            last = self.groups[-1]
            self.groups[-1] = replace(last, ranges=(*last.ranges, *self.pending), remark=remark)
            self.pending = []


def _reach(span: Range) -> tuple[Place, Place]:
    return span.start, span.end or span.start


def _within(said: tuple[Place, Place], stated: tuple[Place, Place]) -> bool:
    """Whether a place or run of places is one that was stated, or lies inside it."""
    if said == stated:
        return True
    numbers = [place.number.value if place.number and not place.mark else None for place in (*stated, *said)]
    if any(number is None for number in numbers):
        return False
    first, last, begin, end = (number or 0 for number in numbers)
    return first <= begin <= end <= last


def _turns_back(part: ExtentGroup, group: ExtentGroup) -> bool:
    halves = bool(part.ranges) and part.ranges[0].start.number is None
    return halves and group.ranges[0].start.number is not None


def parse_extent(text: str, title: Title | None = None) -> Parsed[Extent]:
    """Read a statement of what is extant or lacking; with ``title`` also check it against the whole work.

    Never raises. Offsets count characters of ``text``.
    """
    if not text.strip(SEPARATORS):
        return Parsed(text, Extent())
    found: list[tuple[str, Extent]] = []
    issues: list[Issue] = []
    unplaced: list[Span] = []
    pos, lead = 0, ""
    while True:
        extent, size, noticed = _statement(text[pos:], title)
        issues += [one.moved(pos) for one in noticed]
        if extent is not None:
            found.append((lead, extent))
            pos += size
        further = _ALSO.match(text, pos) if extent is not None and pos < len(text) else None
        if further is None or len(found) >= _MOST_STATEMENTS:
            break
        lead, pos = further[0], further.end()
    rest = text[pos:]
    if found and rest and _REMARK.fullmatch(rest):
        found[-1] = (found[-1][0], replace(found[-1][1], remark=rest))
    elif rest:
        unplaced.append(Span(pos, len(rest), rest))
    return Parsed(
        text, _chained(found), tuple(unplaced), tuple(issues + lost_characters(text) + unplaced_issues(unplaced))
    )


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
    if tally:
        body, counts = tally
    contrary = _CONTRARY.match(body) if len(brackets) == 2 else None
    inside = contrary[0] if contrary else ""
    reader = _Reader()
    for token, lead in tokens(body[len(inside) :]):
        reader.read(token, lead)
    reader.flush()
    groups = tuple(reader.groups)
    extent = Extent(kind[0], counts, extras, groups, brackets, count_last=tally is not None, inside=inside)
    issues = _count_issues(text[:tail], extent)
    if len(brackets) == 1 and brackets in BRACKETS:
        issues.append(issue("unclosed_bracket", start - 1, 1, text=brackets))
    else:
        issues += judge(extent, text[:tail], start, title)
    if title is not None:
        issues += judge_total(extent, title, text[:tail], start)
    return extent, tail, issues


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
    while match := _COUNT.match(text, pos):
        number = read_number(match[1])
        if number is None or _starts_range(text, match) or (match[3] in _PARTS and _PLACED.match(text, match.end())):
            break
        unit = match[3] + match[4]
        counts.append(Count(Number(number.value, match[1] + match[2]), unit))
        pos = match.end()
    if not counts:
        undivided = text.startswith("不分卷", pos)
        return ((Count(Number(None, "不分"), "卷"),), (), pos + 3) if undivided else ((), (), pos)
    extras: list[Extra] = []
    end = next((i for i in range(pos, len(text)) if text[i] in BRACKETS or text[i] in "：:" + SEPARATORS), len(text))
    for found in count_matches(text[:end], pos):
        label = text[pos : found.start]
        if not label or len(label) > 6 or _COMMA.search(label) or label.startswith(("至", "合", "第")):
            break
        extras.append(Extra(label, (found.found,)))
        pos = found.end
    return tuple(counts), tuple(extras), pos


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
    if match is None or number is None or (number.value or 0) < 2:
        return None
    listed = sum(len(ranges) or 1 for token, _ in tokens(match[1]) for ranges in (read_token(token)[0].ranges,))
    return (match[1], (Count(number, match[3]),)) if listed == number.value else None
