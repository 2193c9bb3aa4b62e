"""The tables as shipped: whole, in their layout, with their sources named."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pytest

from authority.han import four_corner, is_ideograph, strokes
from authority.han._tables import TABLES, read_lines, read_pairs

BUILT = ["fold.txt", "simplified.txt", "strokes.txt", "pinyin.txt", "polyphones.txt", "four_corner.txt", "parts.txt"]
BLOCKS = {
    "URO": (0x4E00, 0x9FFF),
    "A": (0x3400, 0x4DBF),
    "B": (0x20000, 0x2A6DF),
    "C": (0x2A700, 0x2B739),
    "D": (0x2B740, 0x2B81D),
    "E": (0x2B820, 0x2CEA1),
    "F": (0x2CEB0, 0x2EBE0),
    "G": (0x30000, 0x3134A),
    "H": (0x31350, 0x323AF),
    "compatibility": (0xFA70, 0xFAD9),
    "compatibility supplement": (0x2F800, 0x2FA1D),
}


@pytest.mark.parametrize("block", BLOCKS)
def test_every_ideograph_of_unicode_15_has_strokes(block: str) -> None:
    low, high = BLOCKS[block]
    assert [hex(code) for code in range(low, high + 1) if strokes(chr(code)) == 0] == []


def test_stroke_runs_rise_without_overlap() -> None:
    end = 0
    for line in read_lines("strokes.txt"):
        start, radical, *sequences = line.split(" ")
        assert int(start, 16) >= end
        assert 1 <= int(radical) <= 214
        assert all(re.fullmatch(r"[1-5]+(/\d+)?", sequence) for sequence in sequences)
        end = int(start, 16) + len(sequences)


@pytest.mark.parametrize(("name", "least"), [("pinyin.txt", 43_000), ("four_corner.txt", 16_256)])
def test_readings_and_codes_cover_what_the_sources_have(name: str, least: int) -> None:
    chars = [ch for _, members in read_pairs(name) for ch in members]
    assert len(chars) == len(set(chars)) >= least
    assert all(map(is_ideograph, chars))


def test_syllables_are_plain_letters() -> None:
    assert all(re.fullmatch("[a-z]+", syllable) for syllable, _ in read_pairs("pinyin.txt"))


def test_fold_classes_hold_no_compatibility_forms() -> None:
    folded = [ch for line in read_lines("fold.txt") for ch in line if unicodedata.normalize("NFKD", ch) != ch]
    assert folded == []


def test_four_corner_codes_have_four_or_five_digits() -> None:
    assert all(re.fullmatch(r"\d{4,5}", code) for code, _ in read_pairs("four_corner.txt"))
    assert four_corner("书") is not None


def test_all_tables_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in TABLES.iterdir()) < 3_000_000


def test_every_table_is_named_in_the_notice() -> None:
    notice = (TABLES / "NOTICE").read_text(encoding="utf-8")
    unnamed = [path.name for path in TABLES.iterdir() if path.name not in notice and path.name != "NOTICE"]
    assert unnamed == []


def test_built_tables_are_those_whose_checksums_are_kept() -> None:
    kept = {name: digest for digest, name in map(str.split, read_lines("SHA256SUMS"))}
    assert sorted(kept) == sorted(BUILT)
    assert {name: hashlib.sha256((TABLES / name).read_bytes()).hexdigest() for name in BUILT} == kept
