"""存缺卷: ``存四卷（十六至十九）``, ``存五卷：一至五``, parts (前集一至十、續集全), 上 中 下, 卷首, periods.

Grammar: vocab.md §5. A label opens a group; places without label belong to the group before. What has the form
of a place (一, 三至五, 十九下, 卷首, 上) is one; whatever else stands there is a part's name, with or without a
count or 全. Sum, order, overlap and total are checked where every place is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from authority.han import NUMERAL_CHARS
from guji.notation.issues import Issue, issue
from guji.notation.numbers import read_number
from guji.notation.scan import (
    BRACKETS,
    SEPARATORS,
    closing,
    count_matches,
    doubtful_number,
    lost_characters,
    unplaced_issues,
)
from guji.notation.structures import JUAN, Count, Extent, ExtentGroup, Extra, Number, Parsed, Place, Range, Span, Title

_KIND: Final = re.compile("原缺|又存|又缺|現存|实存|實存|存|缺|闕|佚|残存|殘存|全")
_UNITS: Final = "卷巻冊册葉頁回種种折齣集部件篇則軸開幅本函張家闋段片首"
_COUNT: Final = re.compile(f"([{NUMERAL_CHARS}囗兩]{{1,16}})([餘余]?)([{_UNITS}])(半?)")
_NUM: Final = f"[{NUMERAL_CHARS}]{{1,12}}"
_FEW: Final = "[上中下一二三四五六七八九十]+"
_MARK: Final = f"[上中下](?:[一二三四五六七八九十]+)?半?|之{_FEW}(?:之{_FEW})?|[甲乙丙丁戊己庚辛壬癸]|半"
_PLACE: Final = f"(?:({_NUM})({_MARK})?|(卷首|卷末|卷端|首|末|上|中|下))"
_RANGE: Final = re.compile(
    f"(卷第|卷之|卷|第)?{_PLACE}([葉頁回冊册折年月日]|之[上中下])?(?:([至到\\-－—–~～]{{1,2}})(卷第|卷之|卷|第)?{_PLACE})?([卷巻葉頁回種冊册折齣年月日集]?)$"
)
_TAIL: Final = re.compile(
    f"^(.*?[^{NUMERAL_CHARS}至到])((?:卷第|卷之|卷|第)?(?:{_NUM}(?:{_MARK})?|[上中下首末])(?:[至到\\-－—–~～].*)?)$"
)
_PARTIAL: Final = re.compile(f"^((?:卷|第)?{_NUM})(存.+|殘.*|有缺.*|前.+葉|後.+葉|缺.+)$")
_LACKING: Final = re.compile("^(.+?)(原缺|缺|闕)$")
_YEARS: Final = re.compile(f"^([^年月{NUMERAL_CHARS}]*)({_NUM}(?:[至到\\-－—~～]{_NUM})?年)$")
_RUN_ON: Final = re.compile(f"卷{_NUM}(?:至卷?{_NUM})?(?!至)")
_RUN_ON_ALL: Final = re.compile(f"(?:卷{_NUM}(?:至卷?{_NUM})?)+")
_COMMAS: Final = "、，,；;﹑\u3000"
_COMMA: Final = re.compile("[、，,；;﹑]")
_PERIOD: Final = re.compile("[元正一二三四五六七八九十廿]年|[正一二三四五六七八九十臘]月|日記.*日")
#: What may be said in words behind the places (存二卷合爲一軸).
_REMARK: Final = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff□〓、，（）()]{1,30}")
_MAX: Final = 20_000


@dataclass(slots=True)
class _Reader:
    """Builds the groups of a body, token by token."""

    groups: list[ExtentGroup] = field(default_factory=list)
    pending: list[Range] = field(default_factory=list)

    def read(self, token: str, lead: str) -> None:
        """Place one token between commas."""
        group, *more_groups = read_token(token, lead)
        if group.ranges and not group.label and not group.counts and not group.kind and self._continues(lead):
            first = group.ranges[0]
            self.pending.append(first if first.lead == lead else replace(first, lead=lead))
            self.pending += group.ranges[1:]
            if group.remark:
                self.flush(group.remark)
            return
        self.flush()
        self.groups.append(group)
        self.groups += more_groups

    def _continues(self, lead: str) -> bool:
        """Whether the group at hand is a list of places that goes on after ``lead``.

        A comma after the places of a named part turns back to the work itself (目錄上，五、二十六).
        """
        if not self.groups or lead == "；":
            return False
        last = self.groups[-1]
        if last.label and lead in ("，", ","):
            return False
        return bool(last.ranges) and not last.whole and not last.remark and not last.kind

    def flush(self, remark: str = "") -> None:
        """Add the places gathered to the group at hand."""
        if self.pending:
            last = self.groups[-1]
            self.groups[-1] = replace(last, ranges=(*last.ranges, *self.pending), remark=remark)
            self.pending = []


def parse_extent(text: str, title: Title | None = None) -> Parsed[Extent]:
    """Read a statement of what is extant or lacking; with ``title`` also check it against the whole work.

    Never raises. Offsets count characters of ``text``.
    """
    if not text.strip(SEPARATORS):
        return Parsed(text, Extent())
    kind = _KIND.match(text)
    if kind is None or len(text) > _MAX:
        span = Span(0, len(text), text)
        return Parsed(text, Extent(), (span,), tuple(lost_characters(text) + unplaced_issues([span])))
    pos = kind.end()
    counts, extras, pos = _counts(text, pos)
    body, brackets, start, tail = _body(text, pos, bool(counts))
    reader = _Reader()
    for token, lead in tokens(body):
        reader.read(token, lead)
    reader.flush()
    rest = text[tail:]
    unplaced = []
    if rest and not _REMARK.fullmatch(rest):
        unplaced.append(Span(tail, len(rest), rest))
        rest = ""
    extent = Extent(kind[0], counts, extras, tuple(reader.groups), brackets, rest)
    issues = _count_issues(text, extent)
    if len(brackets) == 1 and brackets in BRACKETS:
        issues.append(issue("unclosed_bracket", start - 1, 1, text=brackets))
    else:
        issues += judge(extent, text, start)
    if title is not None:
        issues += judge_total(extent, title, text, start)
    return Parsed(text, extent, tuple(unplaced), tuple(issues + lost_characters(text) + unplaced_issues(unplaced)))


def _count_issues(text: str, extent: Extent) -> list[Issue]:
    """Ask about numerals that read two ways, unless the ranges confirm the value."""
    if extent.count is not None and sum(group_size(group) or 0 for group in extent.groups) == extent.count:
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
        if number is None or _starts_range(text, match):
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
    if counted and not _RANGE.match(text[pos:]):
        return "", "", pos, pos
    return text[pos:], "", pos, len(text)


def tokens(body: str) -> list[tuple[str, str]]:
    """Cut a list of places at commas outside brackets; return each token with the comma before it."""
    found: list[tuple[str, str]] = []
    start, lead, depth = 0, "", 0
    for index, char in enumerate(body):
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth -= 1
        elif depth <= 0 and char in _COMMAS:
            found.append((body[start:index], lead))
            start, lead = index + 1, char
    if start < len(body) or lead:
        found.append((body[start:], lead))
    return found


@lru_cache(maxsize=2048)
def read_token(token: str, lead: str = "") -> tuple[ExtentGroup, ...]:
    """Read one token: a place or run of places, or a label with places, a count, 全, or nothing.

    A token with several counted parts (大學章句一卷或問一卷) gives several groups.
    """
    if token.startswith("全") and len(token) == 1:
        return (ExtentGroup(whole="全", lead=lead),)
    spans = read_ranges(token, lead)
    if spans:
        return (ExtentGroup(ranges=spans),)
    if len(token) > 120:
        return (ExtentGroup(remark=token, lead=lead),)
    kind = token[0] if token[:1] in ("缺", "存", "闕") and len(token) > 1 else ""
    first, *others = _named(token[len(kind) :])
    return (replace(first, kind=kind or first.kind, lead=lead), *others)


def _named(token: str) -> tuple[ExtentGroup, ...]:
    """Read a token that is more than a place."""
    lacking = _LACKING.match(token)
    if lacking and read_ranges(lacking[1]):
        return (ExtentGroup(ranges=read_ranges(lacking[1]), kind=lacking[2]),)
    partial = _PARTIAL.match(token)
    if partial and read_ranges(partial[1]):
        return (ExtentGroup(ranges=read_ranges(partial[1]), remark=partial[2]),)
    if _PERIOD.search(token):
        return (_period(token),)
    return _counted(token) or (_labelled(token),)


def _counted(token: str) -> tuple[ExtentGroup, ...]:
    """Read parts with counts: 陰符經一卷, 史記六卷全, 大學章句一卷或問一卷."""
    groups: list[ExtentGroup] = []
    pos = 0
    for match in count_matches(token):
        label = token[pos : match.start]
        if label.endswith(("卷", "第", "至", "存卷")):
            return ()
        whole = "全" if token[match.end :] == "全" else ""
        groups.append(ExtentGroup(label=label, counts=(match.found,), whole=whole))
        pos = match.end + len(whole)
    return tuple(groups) if pos == len(token) else ()


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


@lru_cache(maxsize=2048)
def read_ranges(text: str, lead: str = "") -> tuple[Range, ...]:
    """Read one place or run, or several written without commas (卷一至卷十八卷二十至卷六十); empty if it is none."""
    span = read_range(text, lead)
    if span is not None:
        return (span,)
    pieces = _RUN_ON.findall(text) if text.startswith("卷") and _RUN_ON_ALL.fullmatch(text) else []
    spans = [read_range(piece) for piece in pieces]
    return tuple(found for found in spans if found is not None) if spans and None not in spans else ()


def _part_of_name(label: str, span: Range) -> bool:
    """Whether a single 首, 末 or 上 at the end is only a name's last character."""
    return (
        span.end is None
        and span.start.number is None
        and span.start.mark in ("首", "末")
        and not span.before
        and len(label) > 4
    )


def _period(token: str) -> ExtentGroup:
    """Read a period of a diary or record: 清光緒十八至三十四年."""
    tail = _YEARS.match(token)
    span = read_range(tail[2]) if tail else None
    if tail and span is not None:
        return ExtentGroup(label=tail[1], ranges=(span,))
    return ExtentGroup(remark=token)


@lru_cache(maxsize=2048)
def read_range(text: str, lead: str = "") -> Range | None:
    """Read one place or run of places (卷三, 三至五, 十九下至二十上, 一之三, 卷首); None if it is not one."""
    match = _RANGE.match(text)
    if match is None:
        return None
    start = _place(match[2], match[3], match[4])
    end = _place(match[8], match[9], match[10]) if match[6] else None
    if start is None or (match[6] and end is None):
        return None
    return Range(start, end, match[6] or "至", lead, match[1] or "", match[7] or "", match[5] or "", match[11] or "")


def _place(number: str | None, mark: str | None, word: str | None) -> Place | None:
    if word:
        return Place(None, word)
    found = read_number(number or "")
    return None if found is None else Place(found, mark or "")


# --- arithmetic -----------------------------------------------------------------------------------------------


def group_size(group: ExtentGroup) -> int | None:
    """Return how many juan a group holds, None where that is not certain (全, a name alone, 上 and 下 of one juan)."""
    if group.counts and not group.kind:
        return group.counts[0].value if group.counts[0].unit in JUAN else None
    if group.kind or not group.ranges or group.whole or group.remark:
        return None
    total = 0
    for span in group.ranges:
        size = _range_size(span)
        if size is None:
            return None
        total += size
    return total


def _range_size(span: Range) -> int | None:
    if span.after and span.after not in JUAN:
        return None
    if span.start.mark or (span.end is not None and span.end.mark):
        return None
    first = span.start.number.value if span.start.number else None
    if span.end is None:
        return None if first is None else 1
    last = span.end.number.value if span.end.number else None
    return None if first is None or last is None else last - first + 1


def judge(extent: Extent, text: str, start: int) -> list[Issue]:
    """Return what does not add up inside the statement: sum, order, overlap."""
    issues: list[Issue] = []
    for group in extent.groups:
        issues += _judge_group(group, text, start)
    if issues or extent.unit not in JUAN or extent.count is None or not extent.groups:
        return issues
    sizes = [group_size(group) for group in extent.groups]
    known = sum(size for size in sizes if size is not None)
    expected = extent.count + sum(c.value or 0 for extra in extent.extras for c in extra.counts)
    if (None not in sizes and known != expected and known != extent.count) or known > expected:
        issues.append(issue("extent_sum_mismatch", 0, len(text), found=known, expected=expected))
    return issues


def _judge_group(group: ExtentGroup, text: str, start: int) -> list[Issue]:
    issues: list[Issue] = []
    reached = 0
    for span in group.ranges:
        first, last = _bounds(span)
        if first is None or last is None or (span.after and span.after not in JUAN):
            continue
        words = _words(span)
        offset = text.find(words, start)
        at, length = (offset, len(words)) if offset >= 0 else (0, len(text))
        marked = bool(span.start.mark or (span.end and span.end.mark))
        if last < first or (first + marked < reached and last < reached):
            issues.append(issue("extent_range_order", at, length, text=words))
        elif first + marked <= reached:
            issues.append(issue("extent_overlap", at, length, text=words))
        reached = max(reached, last)
    return issues


def _bounds(span: Range) -> tuple[int | None, int | None]:
    first = span.start.number.value if span.start.number else None
    if span.end is None:
        return first, first
    return first, span.end.number.value if span.end.number else None


def _words(span: Range) -> str:
    def place(one: Place | None) -> str:
        return "" if one is None else (one.number.written if one.number else "") + one.mark

    middle = span.joint + span.before_end if span.end else ""
    return span.before + place(span.start) + span.after_start + middle + place(span.end) + span.after


def judge_total(extent: Extent, title: Title, text: str, start: int) -> list[Issue]:
    """Return places beyond the work's last juan and a count beyond its total, where the total is known.

    Parts that the title does not name may lie beyond its count, and then nothing can be said.
    """
    total = title.total
    names = {name for unit in title.units for name in (unit.name, unit.part, *(extra.label for extra in unit.extras))}
    labels = {group.label for group in extent.groups if group.label}
    if total is None or extent.unit not in JUAN or not labels <= names:
        return []
    issues: list[Issue] = []
    if extent.count is not None and extent.count > total:
        params = {"kind": extent.kind, "found": extent.count, "unit": "卷", "total": total}
        issues.append(issue("extent_count_beyond_total", 0, len(text), **params))
    for group in extent.groups:
        for span in group.ranges if not group.label else ():
            _, last = _bounds(span)
            if last is not None and last > total and not (span.after and span.after not in JUAN):
                words = _words(span)
                at = max(text.find(words, start), 0)
                issues.append(issue("extent_beyond_total", at, len(words), text=words, total=total, unit="卷"))
    return issues
