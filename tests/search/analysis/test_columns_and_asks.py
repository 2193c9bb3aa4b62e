"""Columns, their tokens, and what a term asks of them: on titles as catalogues write them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from authority.han import fold
from search.analysis import (
    AGAIN,
    SEPARATOR,
    Tier,
    asks,
    bare,
    folded_column,
    plain_column,
    repeated,
    same_glyphs,
    scattered,
    scattered_tokens,
    title_forms,
    title_tier,
    tokens,
    verify,
)
from search.language.tree import Term

SHUOWEN = "說文解字十五卷標目一卷"
GAZETTEER = "［萬曆］金華府志三十卷"

#: Characters that titles are made of, signs and wildcards among them.
WRITTEN = st.text("說说文解字註注十五卷廿二〇□?？、　［］（）清刻本Ab1𢎞\U000e0100\x1f\ud800", max_size=12)


def title_column(*titles: str) -> str:
    return folded_column(titles, title=True)


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("说文解字注", "說文解字註"),
        ("说文解字注", "説文解字注"),
        ("清刻本", "淸刻本"),
        ("抄本", "鈔本"),
        ("弘簡錄", "𢎞簡録"),
        ("鄭玄", "鄭𤣥"),
        ("金華 府志", "金華府志"),
        ("昭明文選", "昭明、文選"),
        ("ABC", "ａｂｃ"),
    ],
)
def test_any_form_of_the_characters_finds(typed: str, stated: str) -> None:
    assert verify(Term(typed), folded_column([f"新刊{stated}一卷"]))


def test_bigrams_alone_would_find_what_does_not_stand_together() -> None:
    column = folded_column(["清刻鵠齋刻本"])
    (ask,) = asks(Term("清刻本"))
    assert set(ask.tokens) <= tokens(column)
    assert not ask.found_in(column)


def test_words_do_not_run_over_from_one_text_into_the_next() -> None:
    assert not verify(Term("解字段注"), folded_column(["說文解字", "段注"]))


def test_a_text_of_signs_only_leaves_nothing_in_the_column() -> None:
    assert folded_column(["……", "說文", "。"]) == f"{SEPARATOR}说文{SEPARATOR}"
    assert folded_column(["……"]) == ""
    assert tokens("") == set()


def test_tokens_are_characters_bigrams_and_the_marks_of_beginning_and_end() -> None:
    assert tokens(folded_column(["說文"])) == {"说", "文", "说文", f"{SEPARATOR}说", f"文{SEPARATOR}"}


@pytest.mark.parametrize("signs", ["", "　", "，。", "\x1f", "\u200b"])
def test_words_of_which_nothing_counts_ask_nothing(signs: str) -> None:
    assert asks(Term(signs)) == ()
    assert not verify(Term(signs), folded_column(["說文"]))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("說□解字", True),
        ("說?解字", True),
        ("說？解字", True),
        ("□文解", True),
        ("說□字", False),
        ("字□□卷", True),
        ("一卷□", False),
    ],
)
def test_a_wildcard_stands_for_just_one_character(typed: str, found: bool) -> None:
    column = title_column(SHUOWEN)
    assert verify(Term(typed), column) is found
    assert all(set(ask.tokens) <= tokens(column) for ask in asks(Term(typed)) if found)


def test_a_wildcard_does_not_reach_into_the_next_text() -> None:
    assert not verify(Term("解字□段注"), folded_column(["說文解字", "段注"]))
    assert not verify(Term("字□"), folded_column(["說文解字", "段注"]))


def test_signs_for_lost_characters_are_found_as_such() -> None:
    assert verify(Term("□□"), folded_column(["□□集三卷"]))
    assert not verify(Term("□"), folded_column(["文集三卷"]))


@pytest.mark.parametrize(
    ("typed", "tier"),
    [
        ("说文解字", Tier.WHOLE),
        ("說文解字十五卷標目一卷", Tier.WHOLE),
        ("說文", Tier.BEGINS),
        ("說文□字", Tier.WHOLE),
        ("□文", Tier.BEGINS),
        ("標目", Tier.IN_TITLE),
        ("段玉裁", None),
    ],
)
def test_how_well_a_title_answers(typed: str, tier: Tier | None) -> None:
    assert title_tier(Term(typed), title_column(SHUOWEN)) is tier


@pytest.mark.parametrize("rest", ["", "不分卷", "□□卷", "一百三十卷", "三卷附録一卷", "20卷", "四十回", "卷數不詳"])
def test_a_title_with_its_juan_is_just_the_title(rest: str) -> None:
    assert title_tier(Term("史記"), title_column(f"史記{rest}")) is Tier.WHOLE


@pytest.mark.parametrize("rest", ["索隱三十卷", "評林一百三十卷", "卷子"])
def test_a_longer_title_only_begins_with_it(rest: str) -> None:
    assert title_tier(Term("史記"), title_column(f"史記{rest}")) is Tier.BEGINS


def test_the_bracketed_head_of_a_gazetteer_may_be_left_out() -> None:
    assert title_forms(GAZETTEER) == (GAZETTEER, "金華府志三十卷")
    assert title_tier(Term("金華府志"), title_column(GAZETTEER)) is Tier.WHOLE
    assert title_tier(Term("萬曆金華府志"), title_column(GAZETTEER)) is Tier.WHOLE
    assert title_forms("［萬曆］") == ("［萬曆］",)


def test_the_best_of_several_titles_counts() -> None:
    assert title_tier(Term("段注"), title_column("說文段注訂", "段注一卷")) is Tier.WHOLE


@pytest.mark.parametrize(
    ("typed", "found"),
    [("說文解字", True), ("說文", False), ("解字", False), ("說文解字十五卷標目一卷", True), ("说□解字", True)],
)
def test_whole_asks_for_just_this(typed: str, found: bool) -> None:
    term = Term(typed, whole=True)
    column = title_column(SHUOWEN)
    assert verify(term, column) is found
    assert all(set(ask.tokens) <= tokens(column) for ask in asks(term) if found)


def test_whole_holds_for_a_single_character() -> None:
    assert verify(Term("書", whole=True), title_column("書一卷"))
    assert not verify(Term("書", whole=True), title_column("書經一卷"))


def test_any_of_the_forms_will_do() -> None:
    term = Term("二十卷", forms=("廿卷", "20卷"))
    assert [verify(term, folded_column([text])) for text in ("存二十卷", "存廿卷", "存２０卷", "存三十卷")] == [
        True,
        True,
        True,
        False,
    ]


def test_exact_characters_are_those_typed() -> None:
    column, plain = folded_column(["說文、解字註"]), plain_column(["說文、解字註"])
    assert verify(Term("說文解字註", exact=True), column, plain)
    assert not verify(Term("説文解字註", exact=True), column, plain)
    assert not verify(Term("說□", exact=True), column, plain)
    assert same_glyphs(Term("解字註"), plain)
    assert not same_glyphs(Term("解字注"), plain)


@pytest.mark.parametrize(
    ("term", "found"),
    [
        (Term("說解字"), True),
        (Term("说文十五"), True),
        (Term("字說"), False),
        (Term("說文解", quoted=True), False),
        (Term("說解", exact=True), False),
        (Term("說解", whole=True), False),
        (Term("說"), False),
    ],
)
def test_scattered_characters_stand_in_order_in_one_text(term: Term, found: bool) -> None:
    column = title_column(SHUOWEN)
    assert scattered(term, column) is found
    assert not found or set(scattered_tokens(term)) <= tokens(column)


def test_scattered_characters_of_two_texts_are_no_hit() -> None:
    assert not scattered(Term("說注"), folded_column(["說文", "段注"]))


@given(before=WRITTEN, typed=WRITTEN, after=WRITTEN)
def test_what_stands_in_a_text_is_found_there(before: str, typed: str, after: str) -> None:
    """For every text and every stretch of it: the tokens are there and the column proves it.

    A question mark asks for one character, so a stretch with one is another question.
    """
    assume("?" not in typed and "？" not in typed)
    column = folded_column([before + typed + after])
    for ask in asks(Term(typed)):
        assert ask.found_in(column)
        assert set(ask.tokens) <= tokens(column)


#: Few characters, so that they come again: with heads, as a title and without juan.
CROWDED = st.one_of(
    st.text(st.sampled_from("清刻本"), max_size=6),
    st.builds("［{}］{}".format, st.sampled_from(["清", "刻本"]), st.text(st.sampled_from("清刻本"), max_size=5)),
)


@given(texts=st.lists(st.one_of(WRITTEN, CROWDED), max_size=3), typed=st.one_of(WRITTEN, CROWDED))
def test_what_tokens_are_sure_of_is_so(texts: list[str], typed: str) -> None:
    column = folded_column(texts, title=True)
    for ask in asks(Term(typed)):
        if ask.sure and repeated(column).isdisjoint(ask.doubts):
            assert ask.found_in(column) is (set(ask.tokens) <= tokens(column))


def test_tokens_are_not_sure_where_a_character_inside_comes_again() -> None:
    """清刻鵠齋刻本 has both bigrams of 清刻本."""
    (ask,) = asks(Term("清刻本"))
    column = folded_column(["清刻鵠齋刻本"])
    assert set(ask.tokens) <= tokens(column)
    assert set(ask.doubts) <= repeated(column)
    assert repeated(folded_column(["清光緒刻本"])).isdisjoint(ask.doubts)


@pytest.mark.parametrize(
    ("texts", "marked"),
    [
        (["說文", "說文"], ""),
        (["［光緒］金華府志三十卷", "金華府志"], ""),
        (["說文", "段說"], "說"),
        (["卷首一卷"], "卷"),
        (["說文", "文說", "說"], "說文"),
        ([], ""),
    ],
)
def test_a_character_comes_again_unless_in_what_was_said_before(texts: list[str], marked: str) -> None:
    """The forms of a title without its head and juan say nothing that the whole title does not."""
    assert repeated(folded_column(texts, title=True)) == {fold(character) + AGAIN for character in marked}


@given(texts=st.lists(WRITTEN, max_size=4))
def test_columns_run_beside_each_other(texts: list[str]) -> None:
    """Folding the plain column text by text gives the folded one, so that both have the same texts."""
    plain = plain_column(texts).split(SEPARATOR)
    assert [fold(text) for text in plain if fold(text)] == [t for t in folded_column(texts).split(SEPARATOR) if t]


@given(text=WRITTEN)
def test_bare_text_keeps_its_characters(text: str) -> None:
    assert fold(bare(text)) == fold(text)
    assert bare(bare(text)) == bare(text)
