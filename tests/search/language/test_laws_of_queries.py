"""Laws that every query keeps, tried by going through a shelf of real books: what words side by side, OR and NOT do to
the hits, and that the form in which a word is typed does not matter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import fold_char, spellings
from search.analysis import Columns, match
from search.language import clauses, describe, understand
from search.language.tree import Everything, Node, Not, Term
from tests.search.analysis.books import FIELDS, Said, book
from tests.search.language.test_language_properties import QUERIES

BOOKS = (
    book("說文解字十五卷", by="（漢）許慎撰", edition="清初毛氏汲古閣刻本", years=(1644, 1661)),
    book(
        "説文解字注三十卷",
        Said("六書音均表五卷", "附錄"),
        by="（清）段玉裁撰",
        edition="清嘉慶二十年（1815）段氏經韻樓刻本",
        years=(1815, 1815),
        numbers=("330000-1701-0000012",),
    ),
    book("說文釋例二十卷", by="（清）王筠撰", edition="清道光三十年（1850）刻本", years=(1850, 1850)),
    book("文字蒙求四卷", by="（清）王筠撰", edition="清道光二十六年（1846）刻本", years=(1846, 1846)),
    book("太𤣥經十卷", by="（漢）揚雄撰", edition="明萬曆刻本", years=(1573, 1620)),
    book(
        "［萬曆］金華府志三十卷", by="（明）王懋德　陸鳳儀等纂修", edition="明萬曆六年（1578）刻本", years=(1578, 1578)
    ),
    book("藝文類聚一百卷", by="（唐）歐陽詢輯", edition="明嘉靖刻本", years=(1522, 1566), numbers=("善0864",)),
    book("餘姚縣志四十卷", edition="清光緒二十五年（1899）刻本", years=(1899, 1899)),
    book("余冬序録六十五卷", by="（明）何孟春撰", edition="明嘉靖七年（1528）刻本", years=(1528, 1528)),
    book("□□集三卷", by="（清）□□撰", edition="清抄本"),
)

#: Words of which none joins the next: no single syllables, no ends of ranges.
WORDS = st.sampled_from(
    [
        *(
            "說文",
            "说文",
            "解字",
            "王筠",
            "段玉裁",
            "刻本",
            "清",
            "萬曆",
            "道光三十年",
            "20卷",
            "三十卷",
            "shuowen",
            "wzmq",
        ),
        *(
            "題名:說文",
            "著者:王",
            "=余",
            "1573..1620",
            "乾嘉",
            "康熙刻本",
            "善0864",
            "說□釋例",
            "“文字”",
            "(說文 或 文字)",
        ),
    ]
)


@cache
def _columns() -> Sequence[Columns]:
    return [Columns(one, FIELDS) for one in BOOKS]


def hits(tree: Node, *, scatter: bool = False) -> set[str]:
    """The titles of the books that meet a query."""
    met = (columns for columns in _columns() if match(columns, tree, scatter=scatter) is not None)
    return {columns.titles[0] for columns in met}


def read(text: str) -> Node:
    return understand(text, fields=FIELDS).tree


@given(st.lists(WORDS, min_size=1, max_size=4).flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_the_order_of_words_side_by_side_does_not_matter(both: tuple[list[str], list[str]]) -> None:
    words, other = both
    assert hits(read(" ".join(words)), scatter=True) == hits(read(" ".join(other)), scatter=True)


@given(st.lists(WORDS, min_size=1, max_size=4), WORDS)
def test_one_more_word_never_finds_more_and_one_more_choice_never_less(words: list[str], word: str) -> None:
    asked = " ".join(words)
    assert hits(read(f"{asked} {word}")) == hits(read(asked)) & hits(read(word))
    assert hits(read(f"({asked}) OR {word}")) == hits(read(asked)) | hits(read(word))


@given(st.lists(WORDS, min_size=1, max_size=3))
def test_what_is_said_twice_asks_the_same(words: list[str]) -> None:
    asked = " ".join(words)
    assert read(f"{asked} {asked}") == read(asked)
    assert hits(read(f"({asked}) 或 ({asked})")) == hits(read(asked))


@given(st.one_of(QUERIES, st.lists(WORDS, min_size=1, max_size=3).map(" ".join)))
def test_not_finds_just_the_others(text: str) -> None:
    tree = read(text)
    everybody = hits(Everything())
    assert hits(Not(tree)) == everybody - hits(tree)
    assert hits(Not(Not(tree))) == hits(tree)


@given(st.lists(WORDS, min_size=1, max_size=2))
def test_not_before_a_bracket_is_not_of_all_in_it(words: list[str]) -> None:
    asked = " ".join(words)
    for sign in ("-", "NOT ", "不含 ", "非"):
        assert hits(read(f"{sign}({asked})")) == hits(Everything()) - hits(read(asked))


@given(
    st.sampled_from(["說文解字", "餘姚縣志", "藝文類聚", "太玄經", "金華府志", "六書音均表", "經韻樓", "王筠撰"]),
    st.data(),
)
def test_whichever_form_of_its_characters_is_typed_finds_the_same(words: str, data: st.DataObject) -> None:
    typed = "".join(data.draw(st.sampled_from(spellings(fold_char(character)))) for character in words)
    assert hits(Term(typed)) == hits(Term(words)) != set()


@pytest.mark.parametrize("between", [" ", "\u3000", "\n", "，", "；", " AND ", " 且 ", "&&", "＋", " , "])
@given(st.lists(st.sampled_from(["說文", "解字", "王筠", "段玉裁", "清", "刻本", "釋例"]), min_size=1, max_size=4))
def test_whatever_stands_between_words_they_are_the_same_words(between: str, words: list[str]) -> None:
    assert read(between.join(words)) == read(" ".join(words))


@pytest.mark.parametrize("between", [" OR ", " or ", " ＯＲ ", " 或 ", " 或者 ", "|", "||", "｜", " ∣ "])
@given(st.lists(st.sampled_from(["說文", "解字", "王筠", "段玉裁", "清", "刻本", "釋例"]), min_size=2, max_size=4))
def test_whichever_way_a_choice_is_written_it_is_the_same_choice(between: str, words: list[str]) -> None:
    assert read(between.join(words)) == read(" OR ".join(words))


@given(
    st.lists(
        st.one_of(WORDS, st.sampled_from(["說文 或 爾雅", "-王筠", "非 段玉裁", "《說文》"])), min_size=1, max_size=4
    )
)
def test_a_query_and_its_pieces_put_together_ask_the_same(words: list[str]) -> None:
    """What is told piece by piece where nothing was found is what was asked."""
    asked = " ".join(words)
    assert read(" ".join(clauses(asked, fields=FIELDS))) == read(asked)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_brackets_around_all_of_it_change_nothing(words: list[str]) -> None:
    asked = " ".join(words)
    for bracketed in (f"({asked})", f"（{asked}）", f"(({asked}", f"{asked} )"):
        assert read(bracketed) == read(asked)
        assert describe(read(bracketed), fields=FIELDS) == describe(read(asked), fields=FIELDS)
