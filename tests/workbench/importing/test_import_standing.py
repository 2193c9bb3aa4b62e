"""How a trial is said to stand: what can be taken, and what to do next."""

from __future__ import annotations

import pytest

from workbench.importing.summary import standing


@pytest.mark.parametrize(
    ("changes", "refused", "errors", "level", "words"),
    [
        (0, 0, 0, "done", "没有要入库的"),
        (0, 0, 2, "done", "没有要入库的"),
        (2, 0, 0, "done", "各行都可以收。"),
        (2, 0, 1, "warning", "送审前须改正"),
        (1, 2, 2, "error", "有 2 行不收"),
        (0, 2, 2, "error", "没有一行可以收"),
    ],
)
def test_how_a_trial_stands_is_said_with_what_to_do(
    changes: int, refused: int, errors: int, level: str, words: str
) -> None:
    said = standing({"changes": changes, "refused": refused, "levels": {"error": errors}})
    assert said[0] == level
    assert words in said[1]
