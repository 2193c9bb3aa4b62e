"""Old and new printed forms: every standard prints one of them, whichever was typed, and no word changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import GLYPH_STANDARDS, as_printed, fold, printed_forms, strokes
from authority.han.forms import GIVEN_UP_EVERYWHERE, KEPT_IN_TAIWAN, OPEN_ON_THE_MAINLAND, TAIWAN_ALONE

PAIRS = KEPT_IN_TAIWAN + GIVEN_UP_EVERYWHERE + OPEN_ON_THE_MAINLAND + TAIWAN_ALONE
#: Words that share a simplified character, or are told apart by a stroke: to exchange them would change the text.
WORDS = "后後于於余餘乾干幹云雲里裏裡曆歷鐘鍾范範征徵祐佑閒間丘邱玄元己已巳戊戌戍未末土士日曰刺剌汨汩"


@pytest.mark.parametrize(
    ("typed", "mainland", "taiwan", "old"),
    [
        ("青", "青", "青", "靑"),
        ("靑", "青", "青", "靑"),
        ("清", "清", "清", "淸"),
        ("真", "真", "真", "眞"),
        ("黄", "黄", "黃", "黃"),
        ("黃", "黄", "黃", "黃"),
        ("吴", "吴", "吳", "吳"),
        ("教", "教", "教", "敎"),
        ("尚", "尚", "尚", "尙"),
        ("緒", "緒", "緒", "緖"),
        ("即", "即", "即", "卽"),
        ("既", "既", "既", "旣"),
        ("説", "説", "說", "說"),
        ("說", "説", "說", "說"),
        ("録", "録", "錄", "錄"),
        ("别", "别", "別", "別"),
        ("户", "户", "戶", "戶"),
        ("内", "内", "內", "內"),
        ("税", "税", "稅", "稅"),
        ("温", "温", "溫", "溫"),
        ("衆", "衆", "眾", "衆"),
        ("吕", "吕", "呂", "呂"),
        ("宫", "宫", "宮", "宮"),
        ("綫", "綫", "線", "綫"),
        ("謚", "謚", "諡", "謚"),
        ("爲", "爲", "為", "爲"),
        ("為", "為", "為", "爲"),
        ("冊", "冊", "冊", "冊"),
        ("册", "册", "冊", "冊"),
        ("書", "書", "書", "書"),
    ],
)
def test_each_standard_prints_its_own_form_whichever_was_typed(
    typed: str, mainland: str, taiwan: str, old: str
) -> None:
    """The pairs of `vocab` and those that every reader of old print knows."""
    assert [as_printed(typed, standard) for standard in ("mainland", "taiwan", "old")] == [mainland, taiwan, old]


@pytest.mark.parametrize("standard", GLYPH_STANDARDS)
def test_no_word_becomes_another(standard: str) -> None:
    assert as_printed(WORDS, standard) == WORDS


@pytest.mark.parametrize("standard", GLYPH_STANDARDS)
def test_what_is_printed_is_printed_as_it_is(standard: str) -> None:
    """No form is exchanged for one that is exchanged in its turn."""
    forms = printed_forms(standard)
    assert not set(forms.values()) & set(forms)


@given(st.text(st.one_of(st.sampled_from("".join(new + old for new, old in PAIRS)), st.characters(codec="utf-8"))))
def test_every_character_is_exchanged_by_itself(text: str) -> None:
    for standard in GLYPH_STANDARDS:
        printed = as_printed(text, standard)
        assert len(printed) == len(text)
        forms = printed_forms(standard)
        assert all(char == shown or forms[char] == shown for char, shown in zip(text, printed, strict=True))


@pytest.mark.parametrize(("new", "old"), PAIRS)
def test_both_forms_of_a_pair_are_one_character_for_searching(new: str, old: str) -> None:
    assert new != old
    assert fold(new) == fold(old)
    assert abs(strokes(new) - strokes(old)) <= 3


def test_no_character_stands_in_two_pairs() -> None:
    for pairs in (KEPT_IN_TAIWAN, GIVEN_UP_EVERYWHERE, OPEN_ON_THE_MAINLAND, TAIWAN_ALONE):
        chars = [char for pair in pairs for char in pair]
        assert len(chars) == len(set(chars))
