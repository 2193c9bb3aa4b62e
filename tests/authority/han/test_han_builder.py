"""How the builder of the tables decides; the sources themselves are not needed."""

from __future__ import annotations

import pytest

from tools.han_tables.folding import Classes, hand_variants
from tools.han_tables.simplified import mend_by_hand
from tools.han_tables.sounds import toneless
from tools.han_tables.strokes import pick_sequence, shared_beginning


def test_a_rare_form_never_makes_one_of_two_common_characters() -> None:
    classes = Classes({"柳", "檉"})
    classes.join_rare("柳", "桞")
    classes.join_rare("檉", "桞")
    assert classes.find("柳") == classes.find("桞")
    assert classes.find("檉") != classes.find("桞")


def test_a_chain_of_rare_forms_does_not_join_common_ones_either() -> None:
    classes = Classes({"甲", "乙"})
    for a, b in (("甲", "㐀"), ("㐁", "乙"), ("㐀", "㐁")):
        classes.join_rare(a, b)
    assert classes.find("甲") != classes.find("乙")


def test_a_pair_chosen_by_hand_joins_common_characters() -> None:
    classes = Classes({"玄", "元"})
    classes.join("玄", "元")
    assert classes.sets() == [{"玄", "元"}]


def test_sections_of_the_hand_kept_list() -> None:
    sections = hand_variants()
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
def test_which_stroke_sequence_is_taken(known: list[str], total: int, picked: str) -> None:
    assert pick_sequence("江", {"江": known}, total, "441") == picked


def test_a_compatibility_form_borrows_from_its_unified_one() -> None:
    assert pick_sequence("\uf9d1", {"六": ["4134"]}, 4, "1") == "4134"


@pytest.mark.parametrize(
    ("codes", "shared"),
    [(["4411", "4412", "4413", "25"], "441"), (["12", "12", "34", "5"], "1"), (["12", "123", "12"], "12")],
)
def test_the_beginning_shared_under_a_radical(codes: list[str], shared: str) -> None:
    assert shared_beginning(codes) == shared


@pytest.mark.parametrize(
    ("reading", "plain"), [("lǜ", "lv"), ("nüè", "nve"), ("Zhōng", "zhong"), ("ḿ", "m"), ("ê̄", "e")]
)
def test_readings_lose_their_tones(reading: str, plain: str) -> None:
    assert toneless(reading) == plain


def test_the_hand_kept_list_adds_mends_and_takes_away() -> None:
    forms = {"发": "發", "么": "麼", "干": "乾"}
    assert mend_by_hand(forms, "# 發、髮\n+发發髮\n-干\n-无\n") == {"发": "發髮", "么": "麼"}
    assert forms["干"] == "乾", "what was given is left alone"
