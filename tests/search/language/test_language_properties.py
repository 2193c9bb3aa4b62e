"""What holds for every text that can be typed: no error, nothing lost without a word, and bounds on what it becomes."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from authority.han import fold
from search.language import LONGEST_QUERY, MOST_TERMS
from search.language.hinting import TOO_LONG, TOO_MANY
from search.language.reading import LONGEST_TERM
from search.language.tree import And, Node, Not, Or, Term
from tests.search.language.conftest import Understand

#: What queries are made of, so that examples come near to real ones, good and bad.
PIECES = st.sampled_from(
    [
        *"說文爾雅段玉裁存缺全或且非□?？-－=＝|｜()（）「」『』《》“”\"'：:..…~～至年明 　\n\x00\u200b\ud800，。［］+&",
        *("題名:", "著者：", "年:", "is:", "有:", "無:", "原字:", "四角:", "拼音:", "編號:", "存:", "版本類型:"),
        *("OR", "AND", "NOT", "1573", "1620", "..", "萬曆", "康熙十二年", "同治十四年", "癸未", "二十卷", "元年"),
        *("shuowen", "shuo", "wen", "swjz", "xi'an", "330000-1701-0000012", "1701-12", "0864", "善0012", "20"),
    ]
)
QUERIES = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=24).map("".join))


def leaves(node: Node) -> Iterator[Node]:
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part)
    elif isinstance(node, Not):
        yield from leaves(node.part)
    else:
        yield node


@given(QUERIES)
@example("\ud800")
@example("題名:題名:題名:")
@example("- -(=")
def test_any_text_is_understood_and_hints_stand_inside_it(ask: Understand, text: str) -> None:
    understood = ask(text)
    assert understood.text == text
    for hint in understood.hints:
        assert 0 <= hint.offset <= hint.offset + hint.length <= len(text)
        assert hint.message
        assert "{" not in hint.message or "{" in text


@given(QUERIES)
def test_trees_have_no_empty_and_no_needless_parts(ask: Understand, text: str) -> None:
    def check(node: Node) -> None:
        if isinstance(node, And | Or):
            assert len(node.parts) > 1
            assert len(set(node.parts)) == len(node.parts)
            assert not any(isinstance(part, type(node)) for part in node.parts)
            for part in node.parts:
                check(part)
        if isinstance(node, Not):
            assert not isinstance(node.part, Not) or "(" in text or "（" in text
            check(node.part)

    check(ask(text).tree)


@given(QUERIES)
def test_every_term_has_something_to_find(ask: Understand, text: str) -> None:
    for leaf in leaves(ask(text).tree):
        if isinstance(leaf, Term):
            assert fold(leaf.text)
            assert all(fold(form) != fold(leaf.text) for form in leaf.forms)


@given(st.lists(st.text("說文解字爾雅段玉裁經韻樓", min_size=1, max_size=6), min_size=1, max_size=8, unique=True))
def test_plain_words_all_come_back(ask: Understand, words: list[str]) -> None:
    found = [leaf.text for leaf in leaves(ask(" ".join(words)).tree) if isinstance(leaf, Term)]
    assert found == words


@given(st.text("說文解字 OR-:或非(1573)", max_size=20))
def test_quoted_words_are_taken_as_they_stand(ask: Understand, words: str) -> None:
    tree = ask(f"「{words}」").tree
    if fold(words):
        assert isinstance(tree, Term)
        assert tree.text == words
        assert tree.quoted


@pytest.mark.parametrize(
    "text",
    [
        "說" * 10_000,
        "說 " * 5_000,
        "「" * 10_000,
        "(" * 10_000,
        "（說" * 5_000,
        "非 " * 5_000,
        "題名:" * 3_000,
        "-=" * 5_000,
        "二十" * 5_000,
        "xian" * 2_500,
        "x" * 10_000,
        "shuo " * 2_000,
        "1573-" * 2_000,
        "萬曆至" * 3_000,
        "\"'" * 5_000,
        "|" * 10_000,
        "a:" * 5_000,
    ],
)
def test_long_and_hostile_queries_are_bounded(ask: Understand, text: str) -> None:
    began = time.process_time()
    understood = ask(text)
    assert time.process_time() - began < 2
    found = list(leaves(understood.tree))
    assert len(found) <= MOST_TERMS * 5
    assert all(len(leaf.text) <= LONGEST_TERM for leaf in found if isinstance(leaf, Term))
    assert any(hint.template == TOO_LONG and hint.offset == LONGEST_QUERY for hint in understood.hints)


def test_words_too_many_are_left_out_and_a_hint_says_so(ask: Understand) -> None:
    text = " ".join(f"說{chr(0x4E00 + n)}" for n in range(MOST_TERMS + 8))
    understood = ask(text)
    assert len(list(leaves(understood.tree))) == MOST_TERMS
    (hint,) = understood.hints
    assert hint.template == TOO_MANY
    assert text[hint.offset : hint.offset + hint.length].split() == text.split()[MOST_TERMS:]
