"""The made-up province: the same each time, believable, and sound by the checks unless flaws are asked for."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from census.checks import Context, Level
from guji.checks import BOOK_CHECKS
from guji.synthetic import institution_codes, synthetic_books
from guji.synthetic.flaws import FLAWS

ROOT = Path(__file__).resolve().parents[3]
N = 6000


@pytest.fixture(scope="module")
def province() -> list[object]:
    return list(synthetic_books(N, 7))


def digest(seed: int) -> str:
    return hashlib.sha256("\n".join(map(repr, synthetic_books(300, seed))).encode()).hexdigest()


def test_a_seed_gives_the_same_province_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib;from guji.synthetic import synthetic_books;"
        "print(hashlib.sha256('\\n'.join(map(repr, synthetic_books(300, 3))).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("0", "1")
    }
    assert found == {digest(3)}
    assert digest(3) != digest(4)


def test_the_first_records_do_not_depend_on_how_many_follow() -> None:
    assert list(islice(synthetic_books(10_000, 1), 50)) == list(synthetic_books(50, 1))


def test_numbers_and_shelf_marks_are_told_apart(province: list[object]) -> None:
    numbers = [book.census_no for book in province]  # type: ignore[attr-defined]
    marks = [(book.institution, book.shelf_mark) for book in province]  # type: ignore[attr-defined]
    assert len(set(numbers)) == len(set(marks)) == N
    assert {number[7:11] for number in numbers} <= set(institution_codes(95))


def test_the_shares_are_those_of_a_province(province: list[object]) -> None:
    books = province
    incomplete = sum(bool(book.extent) for book in books) / N  # type: ignore[attr-defined]
    rare = sum(any(ord(c) > 0xFFFF for c in book.title + book.responsibility) for book in books) / N  # type: ignore[attr-defined]
    editions = Counter((book.title, book.responsibility, book.edition) for book in books)  # type: ignore[attr-defined]
    shared = sum(count for count in editions.values() if count > 1) / N
    assert 0.12 < incomplete < 0.17
    assert 0.012 < rare < 0.03
    assert 0.15 < shared < 0.35


def test_sound_records_have_no_error_and_hardly_a_warning(province: list[object]) -> None:
    levels = Counter(
        finding.level
        for book in province[:2000]
        for finding in BOOK_CHECKS.run(book, Context())  # type: ignore[arg-type]
    )
    assert levels[Level.ERROR] == 0
    assert levels[Level.WARNING] <= 5


def test_flaws_are_as_many_as_asked_for_and_the_checks_see_them() -> None:
    sound, flawed = list(synthetic_books(2000, 5)), list(synthetic_books(2000, 5, flaws=0.1))
    spoiled = [after for before, after in zip(sound, flawed, strict=True) if before != after]
    assert 140 < len(spoiled) < 260
    seen = [book for book in spoiled if BOOK_CHECKS.run(book, Context())]
    assert len(seen) / len(spoiled) > 0.9


@pytest.mark.parametrize("flaw", FLAWS)
def test_each_flaw_leaves_a_trace_on_some_record(flaw: object) -> None:
    books = synthetic_books(200, 2)
    assert any(flaw(book) != book for book in books)  # type: ignore[operator]


@pytest.mark.parametrize("options", [{"flaws": 1.5}, {"flaws": -0.1}, {"institutions": 0}, {"institutions": 100_000}])
def test_what_cannot_be_is_refused(options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        list(synthetic_books(1, 1, **options))  # type: ignore[arg-type]


def test_it_is_made_fast_enough_to_measure_with() -> None:
    start = time.process_time()
    made = sum(1 for _ in synthetic_books(5000, 1))
    assert made / (time.process_time() - start) > 5000
