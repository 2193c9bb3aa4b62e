"""How many one-line entries the grammar takes apart and writes back in a second, on one core.

The lines are made from our own works, people, editions and extents, shuffled by a fixed seed so that hardly any two
are alike. The peer is what a script would do: split at U+3000 and pick the fields with regular expressions, without
names, dates, ranges, checks or a way back.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

from benchmarks.report import Figure
from guji.notation import parse_entry, render_entry

LINES = 20_000
WORKS = [
    "周易集解",
    "尚書後案",
    "毛詩傳箋",
    "儀禮圖",
    "春秋釋例",
    "論語古訓",
    "說文解字繫傳",
    "史記索隱",
    "越絕書",
    "水經注釋",
    "夢溪筆談",
    "鮚埼亭集",
    "樊榭山房集",
]
ADDITIONS = ["", "", "首一卷", "附錄二卷", "續集六卷", "目錄一卷補遺三卷"]
PEOPLE = [
    "全祖望",
    "萬斯同",
    "朱彝尊",
    "章學誠",
    "厲鶚",
    "杭世駿",
    "盧文弨",
    "孫詒讓",
    "俞樾",
    "李慈銘",
    "黃以周",
    "嚴可均",
    "沈欽韓",
    "陳鱣",
    "吳騫",
]
ROLES = ["撰", "輯", "注", "校", "編", "纂修", "輯並評"]
PLACES = ["", "", "", "常熟", "杭州", "金陵", "建陽"]
MAKERS = ["毛氏汲古閣", "內府", "浙江書局", "鮑氏知不足齋", "慎獨齋", "凌濛初", "盧氏抱經堂", "劉氏日新堂", "自"]
ACTS = ["刻", "刻", "刻", "抄", "活字印", "刻朱墨套印", "石印"]
ERAS = [("明", "嘉靖", 1522, 45), ("明", "萬曆", 1573, 47), ("清", "康熙", 1662, 60), ("清", "光緒", 1875, 33)]
HOLDERS = ["浙江圖書館", "天一閣博物院", "浙江大學圖書館", "溫州市圖書館", "嘉興市圖書館", "紹興圖書館"]
DIGITS = "〇一二三四五六七八九"


def numeral(n: int) -> str:
    """Write a number below 1000 as catalogues do."""
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    text += ("十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十") if tens else ""
    return text + (DIGITS[ones] if ones else "") or "〇"


def line(rng: random.Random) -> str:
    """Return one entry that never was, of forms that are."""
    parts = [rng.choice(WORKS) + numeral(rng.randint(1, 300)) + "卷" + rng.choice(ADDITIONS)]
    for _ in range(rng.choice((1, 1, 2))):
        parts.append(f"（{rng.choice('宋元明清')}）{rng.choice(PEOPLE)}{rng.choice(('', '', '等'))}{rng.choice(ROLES)}")
    dynasty, era, start, last = rng.choice(ERAS)
    n = rng.randint(2, last)
    edition = f"{dynasty}{era}{numeral(n)}年（{start + n - 1}）" if rng.random() < 0.6 else dynasty + era
    edition += rng.choice(PLACES) + rng.choice(MAKERS) + rng.choice(ACTS)
    parts.append(edition + rng.choice(("", "", "", "清重修")) + "本" + rng.choice(("", "", "", "（卷一至二抄配）")))
    if rng.random() < 0.2:
        parts.append(f"{rng.choice(PEOPLE)}{rng.choice(('跋', '批校', '校並跋'))}")
    parts.append(rng.choice(HOLDERS))
    if rng.random() < 0.15:
        first, size = rng.randint(1, 50), rng.randint(2, 60)
        parts.append(f"存{numeral(size)}卷（{numeral(first)}至{numeral(first + size - 1)}）")
    return "\u3000".join(parts)


NAIVE = {
    "title": re.compile(r"^(.*?)([一二三四五六七八九十百]+)卷"),
    "people": re.compile(r"（(.)）(.*?)(撰|輯|注|校|編|纂修)"),
    "edition": re.compile(
        r"(宋|元|明|清)(嘉靖|萬曆|康熙|光緒)?(?:([一二三四五六七八九十]+)年)?(?:（(\d{4})）)?(.*?)(刻|抄|印)"
    ),
    "extent": re.compile(r"存([一二三四五六七八九十百]+)卷（(.*?)）"),
}


def naive(text: str) -> dict[str, list[tuple[str, ...]]]:
    """Split at U+3000 and pick fields with regular expressions: the usual script."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for part in text.split("\u3000"):
        for name, pattern in NAIVE.items():
            match = pattern.search(part)
            if match:
                found.setdefault(name, []).append(match.groups(""))
    return found


def _rate(work: Callable[[str], object], lines: list[str]) -> float:
    """Return lines a second of one core, with the garbage collector on as in a page or a script."""
    begin = time.process_time()
    for text in lines:
        work(text)
    return len(lines) / (time.process_time() - begin)


def run() -> list[Figure]:
    """Measure parsing, parsing with rendering, and how many lines come back byte for byte."""
    rng = random.Random(330000)
    lines = [line(rng) for _ in range(LINES)]
    split = _rate(naive, lines)
    parse = _rate(parse_entry, lines)
    both = _rate(lambda text: render_entry(parse_entry(text)), lines)
    same = sum(render_entry(parse_entry(text)) == text for text in lines) / len(lines)
    peer = "plain regex split, fields only"
    return [
        Figure("notation", "entries parsed, one core", "rows/s", parse, peer, split, wanted="≥ 5,000"),
        Figure("notation", "entries parsed and rendered", "rows/s", both),
        Figure("notation", "entries that come back byte for byte", "share", same, wanted="≥ 0.995"),
    ]
