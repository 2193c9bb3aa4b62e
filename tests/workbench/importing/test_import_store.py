"""Where uploads lie: under names that no file system refuses, outside nobody's reach, cleared away in time."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.importing.store import KEPT, LONGEST_NAME, TrialFiles, clear_old, keep, root, safe_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("普查.xlsx", "普查.xlsx"),
        ("C:\\文件\\普查.xlsx", "普查.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..", "sheet"),
        ("", "sheet"),
        ("a\x00b\n.csv", "ab.csv"),
        (".hidden.csv", "hidden.csv"),
    ],
)
def test_a_name_stays_readable_and_harmless(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_any_name_is_one_that_a_folder_takes(name: str) -> None:
    made = safe_name(name)
    assert made
    assert "/" not in made
    assert made not in (".", "..")
    assert len(made.encode()) <= LONGEST_NAME + 1


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("浙江圖書館" * 60 + ".xlsx").endswith(".xlsx")


def test_what_is_kept_is_what_was_sent() -> None:
    token, files = keep([b"ab", b"c"], "普查.csv")
    assert files.source.read_bytes() == b"abc"
    assert TrialFiles.of(token, "普查.csv") == files
    assert files.folder.parent == root()


@pytest.mark.parametrize("token", ["", "../x", "0" * 31, "zz"])
def test_a_token_is_no_path(token: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        TrialFiles.of(token, "x")


def test_old_uploads_go_and_new_ones_stay() -> None:
    _, old = keep([b"x"], "a.csv")
    _, new = keep([b"x"], "b.csv")
    past = time.time() - KEPT - 60
    os.utime(old.folder, (past, past))
    clear_old()
    assert not old.folder.exists()
    assert new.source.exists()


def test_clearing_where_nothing_was_ever_kept(tmp_path: Path) -> None:
    clear_old()
    assert not root().exists()
