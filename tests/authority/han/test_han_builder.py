"""How the builder of the tables decides; the sources themselves are not needed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BUILDER = Path(__file__).resolve().parents[3] / "tools" / "build_han_tables.py"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_han_tables", BUILDER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_rare_form_never_makes_one_of_two_common_characters(builder: ModuleType) -> None:
    classes = builder.Classes({"柳", "檉"})
    classes.join_rare("柳", "桞")
    classes.join_rare("檉", "桞")
    assert classes.find("柳") == classes.find("桞")
    assert classes.find("檉") != classes.find("桞")


def test_a_chain_of_rare_forms_does_not_join_common_ones_either(builder: ModuleType) -> None:
    classes = builder.Classes({"甲", "乙"})
    for a, b in (("甲", "㐀"), ("㐁", "乙"), ("㐀", "㐁")):
        classes.join_rare(a, b)
    assert classes.find("甲") != classes.find("乙")


def test_a_pair_chosen_by_hand_joins_common_characters(builder: ModuleType) -> None:
    classes = builder.Classes({"玄", "元"})
    classes.join("玄", "元")
    assert classes.sets() == [{"玄", "元"}]


def test_sections_of_the_hand_kept_list(builder: ModuleType) -> None:
    sections = builder.hand_variants()
    assert list(sections) == ["glyphs", "taboo", "joined", "apart"]
    assert "弘宏𢎞" in sections["taboo"]
    assert all(len(line) == 2 for line in sections["apart"])


@pytest.mark.parametrize(
    ("known", "total", "picked"),
    [
        (["444121", "441121"], 6, "441121"),
        (["52", "12", "121"], 2, "12"),
        (["12", "13"], 5, "13"),
        ([], 9, "441"),
        ([], 2, "44"),
    ],
    ids=["the mainland's comes last", "right length", "no length fits", "only the radical", "no longer than the total"],
)
def test_which_stroke_sequence_is_taken(builder: ModuleType, known: list[str], total: int, picked: str) -> None:
    assert builder.pick_sequence("江", {"江": known}, total, "441") == picked


def test_a_compatibility_form_borrows_from_its_unified_one(builder: ModuleType) -> None:
    assert builder.pick_sequence("\uf9d1", {"六": ["4134"]}, 4, "1") == "4134"


@pytest.mark.parametrize(
    ("codes", "shared"),
    [(["4411", "4412", "4413", "25"], "441"), (["12", "12", "34", "5"], "1"), (["12", "123", "12"], "12")],
)
def test_the_beginning_shared_under_a_radical(builder: ModuleType, codes: list[str], shared: str) -> None:
    assert builder.shared_beginning(codes) == shared


@pytest.mark.parametrize(
    ("reading", "plain"), [("lǜ", "lv"), ("nüè", "nve"), ("Zhōng", "zhong"), ("ḿ", "m"), ("ê̄", "e")]
)
def test_readings_lose_their_tones(builder: ModuleType, reading: str, plain: str) -> None:
    assert builder.toneless(reading) == plain
