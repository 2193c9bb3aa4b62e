"""Rebuild the tables of authority/han from their sources. For development only; the product reads the tables.

Sources: Debian's unicode-data 15.0.0 (/usr/share/unicode), Debian's rime-data-stroke (/usr/share/rime-data),
OpenCC 1.4.2 and pypinyin-dict 0.9.0, plus the hand-kept lists beside the tables. To rebuild:

    apt-get install unicode-data rime-data-stroke
    python -m venv var/hantables && var/hantables/bin/pip install opencc==1.4.2 pypinyin==0.55.0 pypinyin-dict==0.9.0
    var/hantables/bin/python tools/build_han_tables.py

The same sources give the same bytes; `git diff --stat authority/han/tables` then shows nothing.
"""

from __future__ import annotations

import bz2
import hashlib
import importlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from authority.han.characters import is_separator

UNICODE = Path("/usr/share/unicode")
RIME = Path("/usr/share/rime-data/stroke.dict.yaml")
TABLES = Path(__file__).resolve().parent.parent / "authority" / "han" / "tables"

Field = dict[str, str]


def main() -> None:
    """Write every table and say how large it became."""
    sources = Sources()
    sums = []
    for name, lines in (
        ("fold.txt", fold_lines(sources)),
        ("simplified.txt", simplified_lines(sources)),
        ("strokes.txt", stroke_lines(sources)),
        ("pinyin.txt", pinyin_lines(sources)),
        ("polyphones.txt", polyphone_lines(sources)),
        ("four_corner.txt", four_corner_lines(sources)),
    ):
        text = "".join(f"{line}\n" for line in lines)
        (TABLES / name).write_text(text, encoding="utf-8")
        sums.append(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n")
        print(f"{name}: {len(text.encode()):,} bytes")
    others = [line for line in read_sums() if "  parts.txt" in line]
    (TABLES / "SHA256SUMS").write_text("".join(sums + others), encoding="utf-8")


def read_sums() -> list[str]:
    """The checksums kept so far; `tools.build_han_parts` keeps that of parts.txt."""
    return (TABLES / "SHA256SUMS").read_text(encoding="utf-8").splitlines(keepends=True)


class Sources:
    """The source data, read once: Unihan's fields by name, OpenCC's conversions character by character."""

    def __init__(self) -> None:
        self.unihan: dict[str, Field] = defaultdict(dict)
        for path in sorted(UNICODE.glob("Unihan_*.txt.bz2")):
            self._read_unihan(path)
        self.ideographs = sorted(self.unihan["kTotalStrokes"])
        self.to_simplified = self.opencc("t2s")

    def _read_unihan(self, path: Path) -> None:
        with bz2.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("U+"):
                    code, field, value = line.rstrip("\n").split("\t", 2)
                    self.unihan[field][chr(int(code[2:], 16))] = value

    def opencc(self, config: str) -> Field:
        """Single characters that `config` changes, never by phrase: each character is converted alone."""
        converter = importlib.import_module("opencc").OpenCC(config)
        out = converter.convert("\n".join(self.ideographs)).split("\n")
        return {a: b for a, b in zip(self.ideographs, out, strict=True) if a != b and len(b) == 1}

    def variants(self, field: str) -> Iterator[tuple[str, str]]:
        """Pairs of a Unihan variant field, in code point order."""
        for char, value in sorted(self.unihan[field].items()):
            for code in re.findall(r"U\+([0-9A-F]+)", value):
                yield char, chr(int(code, 16))

    def common(self) -> set[str]:
        """Characters in everyday use: the mainland's 8,105 and Big5's first level."""
        big5 = {ch for ch, code in self.unihan["kBigFive"].items() if int(code, 16) <= 0xC67E}
        return big5 | set(self.unihan["kTGH"])


class Classes:
    """Disjoint sets of characters that fold together."""

    def __init__(self, common: set[str]) -> None:
        self.parent: dict[str, str] = {}
        self.common = common
        self.holds_common: dict[str, bool] = {}

    def find(self, char: str) -> str:
        """The root of the character's class."""
        while (up := self.parent.get(char, char)) != char:
            char = up
        return char

    def join(self, a: str, b: str) -> None:
        """Make one class of the classes of `a` and `b`."""
        a, b = self.find(a), self.find(b)
        if a != b:
            self.holds_common[a] = self.has_common(a) or self.has_common(b)
            self.parent[b] = a

    def has_common(self, char: str) -> bool:
        """Does the class of `char` hold a character in everyday use?"""
        root = self.find(char)
        return self.holds_common.get(root, root in self.common)

    def join_rare(self, a: str, b: str) -> None:
        """Join unless that would make one of two common characters: such pairs are chosen by hand."""
        if not (self.has_common(a) and self.has_common(b)):
            self.join(a, b)

    def sets(self) -> list[set[str]]:
        """The classes of more than one character."""
        found: dict[str, set[str]] = defaultdict(set)
        for char in self.parent:
            found[self.find(char)] |= {char, self.find(char)}
        return [found[root] for root in sorted(found)]


def hand_variants() -> dict[str, list[str]]:
    """The sections of variants.txt: section name → lines."""
    sections: dict[str, list[str]] = defaultdict(list)
    name = ""
    for line in (TABLES / "variants.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            sections[name].append(line)
    return sections


def fold_lines(sources: Sources) -> list[str]:
    """One class of characters a line, the representative first: a simplified, common one where there is one."""
    classes = Classes(sources.common())
    for a, b in sure_edges(sources):
        classes.join(a, b)
    apart = {frozenset(pair) for pair in hand_variants()["apart"]}
    for a, b in rare_edges(sources):
        if frozenset((a, b)) not in apart:
            classes.join_rare(a, b)
    rank = Rank(sources)
    lines = []
    for members in classes.sets():
        kept = [ch for ch in members if unicodedata.normalize("NFKD", ch) == ch and not is_separator(ch)]
        if len(kept) > 1:
            first, *rest = sorted(kept, key=rank)
            lines.append(first + "".join(sorted(rest)))
    return sorted(lines)


def sure_edges(sources: Sources) -> Iterator[tuple[str, str]]:
    """Pairs taken without asking: the hand-kept sets, simplification, Hong Kong's and Taiwan's forms."""
    hand = hand_variants()
    for line in hand["glyphs"] + hand["taboo"] + hand["joined"]:
        for char in line[1:]:
            yield line[0], char
    for config in ("t2s", "hk2t", "tw2t"):
        yield from sorted(sources.opencc(config).items())


def rare_edges(sources: Sources) -> Iterator[tuple[str, str]]:
    """Pairs from radical signs, Japanese forms and Unihan, surest first.

    A semantic variant of two characters at once is left out.
    """
    yield from radical_signs()
    yield from sorted(sources.opencc("jp2t").items())
    yield from sources.variants("kZVariant")
    yield from sources.variants("kTraditionalVariant")
    yield from sources.variants("kSimplifiedVariant")
    pairs = list(sources.variants("kSemanticVariant"))
    targets = Counter(a for a, _ in pairs)
    common = sources.common()
    for a, b in pairs:
        if targets[a] == 1 and a not in common:
            yield a, b


def radical_signs() -> Iterator[tuple[str, str]]:
    """Ideographs and the radical signs (⺝) that look like them; NFKC knows only the Kangxi ones."""
    text = (UNICODE / "EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8")
    for low, high, target in re.findall(r"(?m)^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*([0-9A-F]+)", text):
        for code in range(int(low, 16), int(high or low, 16) + 1):
            if 0x2E80 <= code <= 0x2EFF:
                yield chr(int(target, 16)), chr(code)


class Rank:
    """Sort key in a class: what simplification leaves alone first, then the mainland's table of common characters."""

    def __init__(self, sources: Sources) -> None:
        self.simplified = sources.to_simplified
        self.order = {ch: int(value.split(":")[1]) for ch, value in sources.unihan["kTGH"].items()}

    def __call__(self, char: str) -> tuple[bool, int, str]:
        """Smallest is the representative."""
        return char in self.simplified, self.order.get(char, 99_999), char


def simplified_lines(sources: Sources) -> list[str]:
    """Simplified characters that no Traditional text uses, each with its Traditional forms.

    Traditional in their own right is what Big5 or GB/T 12345 (the mainland's Traditional set) holds.
    """
    forms: dict[str, list[str]] = defaultdict(list)
    for traditional, simple in sorted(sources.to_simplified.items()):
        if not unicodedata.decomposition(traditional):
            forms[simple].append(traditional)
    for simple, traditional in sources.variants("kTraditionalVariant"):
        if marked_simplified(sources, simple) and traditional != simple and simple not in forms:
            forms[simple].append(traditional)
    own_right = set(sources.unihan["kBigFive"]) | set(sources.unihan["kGB1"])
    modern = set(sources.unihan["kTGH"]) | set(sources.unihan["kGB0"])
    found = {
        simple: "".join(traditional)
        for simple, traditional in forms.items()
        if simple not in own_right and (simple in modern or marked_simplified(sources, simple))
    }
    for line in (TABLES / "simplified_extra.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("+"):
            found[line[1]] = line[2:]
        elif line.startswith("-"):
            found.pop(line[1], None)
    return [simple + found[simple] for simple in sorted(found)]


def marked_simplified(sources: Sources, char: str) -> bool:
    """Does Unihan count it under a simplified radical (讠, 钅 …)?"""
    return "'" in sources.unihan["kRSUnicode"].get(char, "")


def stroke_lines(sources: Sources) -> Iterator[str]:
    """Runs of code points under one radical: first code point, radical, then the strokes of each character.

    Strokes are digits 1–5; `4412/9` gives the total where the sequence is not that long (only its beginning is known).
    """
    codes = rime_codes()
    radicals = {ch: int(value.split(".")[0].strip("'")) for ch, value in sources.unihan["kRSUnicode"].items()}
    totals = {ch: int(value.split()[0]) for ch, value in sources.unihan["kTotalStrokes"].items()}
    beginnings = radical_beginnings(codes, radicals)
    run: list[str] = []
    previous = (-1, 0)
    for char in sources.ideographs:
        radical = radicals[char]
        if (ord(char) - 1, radical) != previous:
            if run:
                yield " ".join(run)
            run = [f"{ord(char):X}", str(radical)]
        previous = (ord(char), radical)
        sequence = pick_sequence(char, codes, totals[char], beginnings[radical])
        run.append(sequence if len(sequence) == totals[char] else f"{sequence}/{totals[char]}")
    yield " ".join(run)


def rime_codes() -> dict[str, list[str]]:
    """Stroke codes by character, in the order of the source: Taiwan's table first, then the mainland's."""
    digits = str.maketrans("hspnz", "12345")
    codes: dict[str, list[str]] = defaultdict(list)
    for line in RIME.read_text(encoding="utf-8").splitlines():
        char, _, code = line.partition("\t")
        if len(char) == 1 and re.fullmatch("[hspnz]+", code):
            codes[char].append(code.translate(digits))
    return codes


def pick_sequence(char: str, codes: dict[str, list[str]], total: int, beginning: str) -> str:
    """The last code (the mainland's, like kTotalStrokes) of the right length, else the last; else the radical's."""
    known = codes.get(char) or codes.get(unicodedata.normalize("NFC", char)) or []
    fitting = [code for code in known if len(code) == total]
    return (fitting or known or [beginning[:total]])[-1]


def radical_beginnings(codes: dict[str, list[str]], radicals: dict[str, int]) -> dict[int, str]:
    """How characters under each radical begin: strokes shared by three in five of them, at least the first stroke."""
    members: dict[int, list[str]] = defaultdict(list)
    for char, radical in radicals.items():
        if char in codes:
            members[radical].append(codes[char][-1])
    return {radical: shared_beginning(known) for radical, known in members.items()}


def shared_beginning(known: list[str]) -> str:
    """The longest beginning that at least 60 % of `known` share; one stroke by plurality if none does."""
    prefix = Counter(code[0] for code in known).most_common(1)[0][0]
    while True:
        longer = Counter(
            code[: len(prefix) + 1] for code in known if code.startswith(prefix) and len(code) > len(prefix)
        )
        if not longer or (best := longer.most_common(1)[0])[1] < 0.6 * len(known):
            return prefix
        prefix = best[0]


def pinyin_lines(sources: Sources) -> list[str]:
    """One syllable a line, then the characters whose first reading it is."""
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for char, reading in sorted(readings(sources).items()):
        by_syllable[toneless(reading)].append(char)
    return [f"{syllable}\t{''.join(chars)}" for syllable, chars in sorted(by_syllable.items())]


def readings(sources: Sources) -> Field:
    """First reading of each character, the most trusted source winning."""
    found: Field = {}
    for table in ("zdic", "khanyupinyin", "pinyin"):
        found |= dictionary(table)
    mandarin = {ch: value.split()[0] for ch, value in sources.unihan["kMandarin"].items()}
    found = found | mandarin | dictionary("kmandarin_8105")
    return {ch: reading for ch, reading in found.items() if ch in sources.unihan["kTotalStrokes"] or ch == "〇"}


def dictionary(table: str) -> Field:
    """A table of pypinyin-dict: character → first reading."""
    data: dict[int, str] = importlib.import_module(f"pypinyin_dict.pinyin_data.{table}").pinyin_dict
    return {chr(code): value.split(",")[0] for code, value in data.items()}


def polyphone_lines(sources: Sources) -> list[str]:
    """One set of syllables a line, then the characters that two dictionaries of today read in all these ways.

    A Traditional character that they do not have is read like its simplified form.
    """
    by_choices: dict[str, list[str]] = defaultdict(list)
    for char in sources.ideographs:
        choices = every_reading(sources, char) or every_reading(sources, sources.to_simplified.get(char, char))
        if len(choices) > 1:
            by_choices[" ".join(choices)].append(char)
    return [f"{choices}\t{''.join(chars)}" for choices, chars in sorted(by_choices.items())]


def every_reading(sources: Sources, char: str) -> list[str]:
    """All toneless syllables of a character in 《現代漢語詞典》 (1983) and 《通用規範漢字字典》 (2013), sorted."""
    entries = f"{sources.unihan['kXHC1983'].get(char, '')} {sources.unihan['kTGHZ2013'].get(char, '')}".split()
    return sorted({toneless(reading) for entry in entries for reading in entry.split(":")[1].split(",")})


def toneless(reading: str) -> str:
    """lǜ → lv: no tone, ü as v, letters only."""
    plain = unicodedata.normalize("NFD", reading.lower()).replace("u\u0308", "v")
    return "".join(ch for ch in plain if ch.isascii() and ch.isalpha())


def four_corner_lines(sources: Sources) -> list[str]:
    """One code a line (digits, the small fifth one last), then its characters."""
    by_code: dict[str, list[str]] = defaultdict(list)
    for char, value in sorted(sources.unihan["kFourCornerCode"].items()):
        by_code[value.split()[0].replace(".", "")].append(char)
    return [f"{code}\t{''.join(chars)}" for code, chars in sorted(by_code.items())]


if __name__ == "__main__":
    main()
