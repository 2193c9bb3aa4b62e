"""A page of results: order, pages to the last, choices with their counts, reasons with their places, what was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from authority.actions.class_tree import AddNode
from authority.models import ClassScheme
from census.models import State
from guji.models import Book
from search import answering, facade
from search.engine.protocol import IndexUnusable
from search.results import FacetChoice, Hit, Results

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]

SHUOWEN = {"title": "說文解字十五卷", "responsibility": "（漢）許慎撰", "edition": "清初毛氏汲古閣刻本"}
DUAN = {
    "title": "說文解字注三十卷六書音均表五卷",
    "responsibility": "（清）段玉裁撰",
    "edition": "清嘉慶二十年（1815）經韻樓刻本",
}
YAN = {"title": "鐵橋漫稿八卷", "responsibility": "（清）嚴可均撰　說文聲類二卷　（清）嚴可均撰", "edition": "清刻本"}
DU = {"title": "杜工部集二十卷", "responsibility": "（唐）杜甫撰", "edition": "明萬曆刻本", "note": "有說文堂藏印"}


@pytest.fixture
def shelf(new_book: NewBook) -> dict[str, Book]:
    return {
        "duan": new_book(**DUAN),
        "shuowen": new_book(**SHUOWEN, extent="存三卷（一至三）"),
        "yan": new_book(**YAN),
        "du": new_book(**DU),
    }


def names(results: Results, shelf: dict[str, Book]) -> list[str]:
    known = {book.pk: name for name, book in shelf.items()}
    return [known[hit.record.pk] for hit in results.hits]


def why(hit: Hit) -> list[tuple[str, str, str]]:
    return [
        (str(one.label), str(one.place), "".join(f"[{s.text}]" if s.marked else s.text for s in one.segments))
        for one in hit.why
    ]


def test_titles_before_other_fields_whole_before_begun(shelf: dict[str, Book]) -> None:
    assert names(facade.search(None, "说文解字"), shelf) == ["shuowen", "duan"]
    assert names(facade.search(None, "說文"), shelf) == ["duan", "shuowen", "yan", "du"]


def test_a_hit_elsewhere_says_where(shelf: dict[str, Book]) -> None:
    hits = dict(zip(["duan", "shuowen", "yan", "du"], facade.search(None, "說文").hits, strict=True))
    assert why(hits["duan"]) == []
    assert why(hits["yan"]) == [("题名", "附录之作", "[說文]聲類")]
    assert why(hits["du"]) == [("附注", "", "有[說文]堂藏印")]
    assert [s.text for s in hits["duan"].statements[0].segments if s.marked] == ["說文"]
    assert why(facade.search(None, "六书音均表").hits[0]) == [("题名", "合刻", "[六書音均表]")]


def test_pages_to_the_last_meet_every_record_once(new_book: NewBook) -> None:
    books = [new_book(title=f"說文解字{n}卷").pk for n in range(1, 24)]
    pages = [facade.search(None, "說文", page=page, size=5) for page in range(1, 6)]
    assert [hit.record.pk for page in pages for hit in page.hits] == books
    assert [(page.page, page.pages, page.first, page.last) for page in pages] == [
        (1, 5, 1, 5), (2, 5, 6, 10), (3, 5, 11, 15), (4, 5, 16, 20), (5, 5, 21, 23),
    ]  # fmt: skip
    assert [page.has_next for page in pages] == [True] * 4 + [False]
    assert [page.has_previous for page in pages] == [False] + [True] * 4


@pytest.mark.parametrize(("page", "shown"), [(99, 5), (0, 1), (-7, 1), (10**12, 5)])
def test_a_page_beyond_is_the_last_one_and_keeps_its_counts(new_book: NewBook, page: int, shown: int) -> None:
    for n in range(1, 24):
        new_book(title=f"說文解字{n}卷")
    results = facade.search(None, "說文", page=page, size=5)
    assert (results.page, len(results.hits)) == (shown, 3 if shown == 5 else 5)
    assert results.facet("kind") is not None


def test_hits_from_any_place(new_book: NewBook) -> None:
    books = [new_book(title=f"說文解字{n}卷").pk for n in range(1, 12)]
    results = facade.search(None, "說文", size=4, offset=3)
    assert [hit.record.pk for hit in results.hits] == books[3:7]
    assert facade.search(None, "說文", size=4, offset=99).hits == ()


def test_orders_and_what_has_no_key_stands_last(shelf: dict[str, Book]) -> None:
    assert names(facade.search(None, "", sort="year"), shelf)[:2] == ["du", "duan"]
    assert names(facade.search(None, "", sort="year", descending=True), shelf)[:2] == ["duan", "du"]
    assert set(names(facade.search(None, "", sort="year", descending=True), shelf)[2:]) == {"yan", "shuowen"}
    assert names(facade.search(None, "", sort="title"), shelf) == ["du", "shuowen", "duan", "yan"]
    assert names(facade.search(None, "", sort="pinyin"), shelf) == ["du", "shuowen", "duan", "yan"]
    results = facade.search(None, "", sort="nonsense", descending=True)
    assert (results.sort, results.descending) == ("", False)
    assert [option.name for option in results.sorts] == ["", "number", "title", "pinyin", "year", "class"]
    assert [option.name for option in facade.search(None, "", sort="year").sorts if option.selected] == ["year"]


def test_every_dimension_is_counted_under_all_others(shelf: dict[str, Book]) -> None:
    results = facade.search(None, "說文", {"dynasty": ["清"], "completeness": ["complete"]})
    assert names(results, shelf) == ["duan", "yan"]
    choices = {group.name: {c.value: (c.count, c.selected) for c in group.choices} for group in results.facets}
    assert choices["dynasty"] == {"明": (1, False), "清": (2, True)}
    assert choices["completeness"] == {"complete": (2, True), "incomplete": (1, False)}
    assert choices["kind"] == {"book": (2, False)}


def test_a_value_picked_that_nothing_has_stays_in_sight(shelf: dict[str, Book]) -> None:
    results = facade.search(None, "說文", {"dynasty": ["元"]})
    assert (results.total, results.hits) == (0, ())
    dynasty = results.facet("dynasty")
    assert dynasty is not None
    assert [(choice.value, choice.count) for choice in dynasty.selected] == [("元", 0)]


def test_choices_that_mean_nothing_are_passed_over(shelf: dict[str, Book]) -> None:
    results = facade.search(None, "說文", {"nonsense": ["x"], "dynasty": []})
    assert (results.total, results.chosen) == (4, {})


@pytest.fixture
def classes(db: Any) -> None:
    scheme = ClassScheme.objects.create(key="hanwen-guji", version="1", title="表", is_current=True)
    parent = None
    for code, name in (("1", "經部"), ("123", "小學類"), ("12303", "説文之屬")):
        parent = AddNode(scheme, parent, code, name).execute()


def test_the_class_tree_is_counted_at_every_level(classes: None, new_book: NewBook) -> None:
    new_book(**SHUOWEN, class_code="12303")
    new_book(title="爾雅三卷", class_code="123")
    tree = facade.search(None, "", {"class": ["123"]}).facet("class")
    assert tree is not None

    def shape(choice: FacetChoice) -> tuple[str, int, bool, list[Any]]:
        return str(choice.label), choice.count, choice.selected, [shape(child) for child in choice.children]

    assert [shape(choice) for choice in tree.choices] == [
        ("經部", 2, False, [("小學類", 2, True, [("説文之屬", 1, False, [])])])
    ]
    assert [str(choice.label) for choice in tree.path] == ["經部", "小學類"]
    assert tree.choices[0].open


def test_browsing_dimensions_are_counted_only_when_asked_for(shelf: dict[str, Book]) -> None:
    assert facade.search(None, "").facet("strokes") is None
    strokes = facade.search(None, "", counted=["strokes"]).facet("strokes")
    assert strokes is not None
    assert [(choice.value, str(choice.label), choice.count) for choice in strokes.choices] == [
        ("7", "7画", 1), ("14", "14画", 2), ("21", "21画", 1),
    ]  # fmt: skip


def test_what_may_have_been_meant(shelf: dict[str, Book]) -> None:
    assert [one.text for one in facade.search(None, "說文解宇").did_you_mean] == ["說文解字"]
    assert facade.search(None, "說文解字").did_you_mean == ()
    assert facade.search(None, "=說文解宇").did_you_mean == (), "who wants these very characters means them"


def test_a_name_of_a_title_and_of_a_person_is_meant_once(new_book: NewBook) -> None:
    new_book(title="曹娥碑一卷", responsibility="（清）曹娥碑撰")
    assert [one.text for one in facade.search(None, "曹全碑").did_you_mean] == ["曹娥碑"]


def test_what_is_offered_while_typing_leads_to_hits_in_any_form(new_book: NewBook) -> None:
    for title in ("廿二史劄記三十六卷", "二十二史考異一百卷", "藝文類聚一百卷"):
        new_book(title=title)
    hidden = new_book(State.DRAFT, title="廿二史策案十二卷")
    assert {one.text for one in facade.suggest(None, "22史")} == {"廿二史劄記", "二十二史考異"}
    assert [one.text for one in facade.suggest(None, "芸文")] == ["藝文類聚"]
    for typed in ("22史", "廿二史", "二十二史", "芸文", "《藝文"):
        offered = facade.suggest(None, typed)
        assert offered, typed
        for one in offered:
            assert one.text not in hidden.title
            assert facade.search(None, one.text).total == one.records


def test_exact_characters(new_book: NewBook) -> None:
    traditional, simplified = new_book(title="說文解字十五卷"), new_book(title="说文解字十五卷")
    both = facade.search(None, "说文解字")
    assert [hit.record.pk for hit in both.hits] == [simplified.pk, traditional.pk], "equal glyphs first"
    exact = facade.search(None, "说文解字", exact=True)
    assert [hit.record.pk for hit in exact.hits] == [simplified.pk]


def test_scattered_hits_come_last_and_only_where_little_is_found(shelf: dict[str, Book]) -> None:
    assert names(facade.search(None, "說解注"), shelf) == ["duan"]
    assert facade.search(None, "說解注").hits[0].tier.name == "SCATTERED"
    assert facade.search(None, '"說解注"').total == 0


def test_the_address_of_nothing_lists_everything(shelf: dict[str, Book]) -> None:
    for words in ("", "   ", "。", "()", "\0", "“”"):
        assert facade.search(None, words).total == 4, repr(words)


def test_hints_speak_the_readers_language(shelf: dict[str, Book]) -> None:
    assert facade.search(None, "版本类型:天字").hints == ("“版本类型”没有“天字”这一项，已当作普通的词查找",)
    with translation.override("en"):
        assert facade.search(None, "type:天字").hints[0].startswith("“Type of edition” has no")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("版本类型:刻本", 4),
        ("版本類型:抄", 0),
        ("朝代:明代", 1),
        ("地区:浙江", 4),
        ("收藏单位:浙江图书馆", 4),
        ("存缺:残缺", 1),
        ("存:三卷", 1),
        ("世纪:19", 1),
    ],
)
def test_words_for_the_values_of_a_dimension(shelf: dict[str, Book], words: str, found: int) -> None:
    assert facade.search(None, words).total == found


def test_without_an_index_the_database_answers_and_says_so(
    shelf: dict[str, Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Any:
        raise IndexUnusable("还没有索引")

    for module in (answering, facade):
        monkeypatch.setattr(module, "engine", broken)
    results = facade.search(None, "說文解字")
    assert names(results, shelf) == ["shuowen", "duan"]
    assert "还没有索引" in results.notice
    assert [one.text for one in facade.suggest(None, "說文解字注")] == ["說文解字注"]
    assert {book.pk for book in facade.records(None, "說文")} == {book.pk for book in shelf.values()}
    assert facade.same_edition(shelf["shuowen"], None) == []


def test_an_engine_that_does_not_exist_is_an_index_that_cannot_be_used(shelf: dict[str, Book], settings: Any) -> None:
    settings.SEARCH_ENGINE = "search.engine.nowhere.Store"
    assert "search.engine.nowhere.Store" in facade.search(None, "說文").notice


def test_an_engine_of_the_settings_own_choice_needs_no_notice(shelf: dict[str, Book]) -> None:
    results = facade.search(None, "說文")
    assert (results.notice, results.capped) == ("", False)
    assert facade.state().usable
    assert facade.state().documents == 4


def test_the_same_edition_leaves_out_the_record_itself_and_what_is_too_vague(new_book: NewBook) -> None:
    first = new_book(**DUAN)
    second = new_book(**{**DUAN, "title": "说文解字注三十卷六书音均表五卷"}, institution="1705")
    new_book(**{**DUAN, "edition": "清同治刻本"})
    assert [book.pk for book in facade.same_edition(first, None)] == [second.pk]
    vague = new_book(**YAN)
    new_book(**YAN)
    assert facade.same_edition(vague, None) == []


def test_a_record_that_has_just_gone_has_no_copies(new_book: NewBook) -> None:
    book = new_book(State.DRAFT, **DUAN)
    Book.objects.filter(pk=book.pk).delete()
    assert facade.same_edition(book, None) == []


def test_a_word_that_names_a_value_finds_what_has_it_and_what_says_it(new_book: NewBook, catch_up: Any) -> None:
    ming = new_book(title="杜工部集二十卷", edition="明萬曆刻本")
    says = new_book(title="明代史略四卷", edition="清刻本")
    new_book(title="爾雅三卷", edition="清嘉慶刻本")
    catch_up()
    found = facade.search(None, "明代")
    assert [hit.record.pk for hit in found.hits] == [says.pk, ming.pk]
    assert [hint.template for hint in found.understood.hints] == ["“{word}”也作{facet}查；只查文字请加引号"]
    assert [hit.record.pk for hit in facade.search(None, "“明代”").hits] == [says.pk]
    assert [hit.record.pk for hit in facade.search(None, "=明代").hits] == [says.pk]
    assert facade.search(None, "明代 -杜工部").total == 1
    assert facade.search(None, "-明代").total == 1


def test_a_library_is_named_beside_a_title(new_book: NewBook, catch_up: Any) -> None:
    here, there = (new_book(institution=code, title="杜工部集二十卷", edition="明刻本") for code in ("1701", "1705"))
    catch_up()
    assert facade.search(None, "杜工部集").total == 2
    found = facade.search(None, f"杜工部集 {there.institution.name}")
    assert [hit.record.pk for hit in found.hits] == [there.pk] != [here.pk]
