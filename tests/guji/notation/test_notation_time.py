"""No text takes the grammar longer than in proportion to its length; an ordinary line takes a tenth of a millisecond.

Times are of the process, so that other work on the machine hardly counts, and the best of a few; the bounds leave
a factor of five.
"""

import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.notation import line
from guji.notation import (
    parse_annotations,
    parse_edition,
    parse_entry,
    parse_extent,
    parse_responsibility,
    parse_title,
    parse_volumes,
    render_entry,
)
from guji.notation.as_json import entry_json

PARSERS: list[Callable[[str], Any]] = [
    parse_title,
    parse_responsibility,
    parse_edition,
    parse_annotations,
    parse_extent,
    parse_volumes,
    parse_entry,
]
#: Texts that once were, or could be, read again and again from the same place.
REPEATED = [
    "（", "[", "（（明）", "[[明]]", "）（", "（一卷", "十卷（", "〔清", "（明）王", "題（", "（明）王撰；", "（　",
    "一", "百", "元年", "十有", "1-2、", "一百", "至", "卷一至二", "存一卷（一）缺一卷（二）", "上下", "甲至癸、",
    "明萬曆刻", "乾嘉", "大正", "民", "或", "約", "刻印", "修補", "寶印齋", "藏板", "本、清抄", "配", "日本", "等地",
    "李氏堂", "、李氏堂", "跋並錄", "跋　", "王　", "論語十卷　", "合訂　", "附", "與", "□", "?", "\u3000",
    " ", "a", "\t",
]  # fmt: skip
SHORT, LONG = 3_000, 24_000
#: Seconds that the longer text may take in any case; the slowest take a tenth of this on one slow core.
MOST = 2.0
#: Below this a ratio says nothing: the clock and the collector of memory count for too much.
TOO_SHORT = 0.1
#: In proportion the longer text takes eight times as long, were it by the square 64 times.
RATIO = 24
#: A measurement that another program disturbed is made again.
TRIES = 4


def seconds(parser: Callable[[str], Any], text: str) -> float:
    """The processor time that reading a text took."""
    begin = time.process_time()
    parser(text)
    return time.process_time() - begin


def at_best(parser: Callable[[str], Any], text: str, bound: float) -> float:
    """The least time of a few readings; of one, if that keeps within the bound."""
    least = seconds(parser, text)
    for _ in range(TRIES - 1):
        if least < bound:
            break
        least = min(least, seconds(parser, text))
    return least


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.__name__)
@pytest.mark.parametrize("unit", REPEATED, ids=repr)
def test_time_grows_with_the_length_only(parser: Callable[[str], Any], unit: str) -> None:
    long = at_best(parser, unit * (LONG // len(unit)), TOO_SHORT)
    assert long < MOST
    if long >= TOO_SHORT:
        assert long < RATIO * at_best(parser, unit * (SHORT // len(unit)), 0)


@pytest.mark.parametrize(
    "lead", ["清", "明萬曆", "存", "存一卷（", "論語十卷（", "論語十卷　明刻本　", "論語十卷　（明）", "論語十卷　明"]
)
@pytest.mark.parametrize("unit", ["（", "刻", "一卷", "王", "跋並錄", "，", "、", "至", "本", "十卷（"])
def test_lines_that_begin_well_and_never_end(lead: str, unit: str) -> None:
    assert at_best(parse_entry, lead + unit * (LONG // len(unit)), MOST) < MOST


@pytest.mark.parametrize(
    "text",
    [
        "論語" + "注" * 1_000_000 + "十卷　明刻本",
        "　".join(f"論語{n}卷　（明）王某撰" for n in range(10_000)),
        "論語十卷　（明）" + "　".join(["王某"] * 50_000) + "撰　明刻本",
        "論語十卷　明刻本（" + "配" * 1_000_000 + "）",
        "論語十卷　明刻本　浙江圖書館　存十卷（" + "、".join(["一至二"] * 50_000) + "）",
    ],
    ids=["a long name", "many works", "many people", "a long remark", "many places"],
)
def test_enormous_lines_are_read(text: str) -> None:
    begin = time.process_time()
    entry = parse_entry(text)
    entry_json(entry)
    render_entry(entry)
    assert time.process_time() - begin < 60
    assert "".join(part.lead + part.text for part in entry.parts) == text


def test_a_thousand_different_lines_are_read_in_a_second() -> None:
    rng = random.Random(5)
    lines = [line(rng) for _ in range(1000)]
    assert at_best(lambda text: [parse_entry(one) for one in text.split("\n")], "\n".join(lines), 1.0) < 1.0


def test_reading_a_line_again_gives_the_same() -> None:
    rng = random.Random(7)
    for text in [line(rng) for _ in range(200)]:
        first = entry_json(parse_entry(text))
        assert entry_json(parse_entry(text)) == first
