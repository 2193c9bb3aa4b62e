"""Queries that lead on from a record: they are understood as meant, whatever its statements hold."""

from __future__ import annotations

import pytest

from guji.catalogue.related import MOST_PEOPLE, same_work, see_also
from guji.data import BookData
from guji.searching.dimensions import FACET_FIELDS
from guji.searching.fields import TEXT_FIELDS
from search.language import understand
from search.language.tree import And, Node, Term


def meant(query: str) -> Node:
    understood = understand(query, fields=TEXT_FIELDS, facets=FACET_FIELDS)
    assert understood.hints == ()
    return understood.tree


def work_of(title: str, responsibility: str) -> Node:
    found = same_work(BookData(institution="1701", title=title, responsibility=responsibility))
    assert found is not None
    return meant(found.query)


def titled(text: str) -> Term:
    return Term(text, "title", quoted=True, whole=True)


def person(name: str) -> Term:
    return Term(name, "person", quoted=True)


def led(data: BookData) -> dict[str, Node]:
    return {one.words: meant(one.query) for one in see_also(data)}


def test_the_same_work_is_the_first_title_by_the_first_author() -> None:
    found = work_of(title="説文解字注三十卷六書音均表五卷", responsibility="（清）段玉裁撰")
    assert found == And((titled("説文解字注"), person("段玉裁")))


def test_people_of_appended_works_do_not_count() -> None:
    found = work_of(title="周易九卷", responsibility="（三國魏）王弼注　略例一卷　（唐）邢璹注")
    assert found == And((titled("周易"), person("王弼")))


def test_a_gazetteer_is_looked_up_with_its_reign() -> None:
    found = work_of(title="［嘉泰］會稽志二十卷", responsibility="（宋）施宿等撰")
    assert found == And((Term("嘉泰會稽志", "title", quoted=True), person("施宿")))


@pytest.mark.parametrize("responsibility", ["", "佚名撰", "不著撰人"])
def test_without_an_author_only_the_title_can_be_alike_and_that_is_said(responsibility: str) -> None:
    found = same_work(BookData(institution="1701", title="周易四卷", responsibility=responsibility))
    assert found is not None
    assert meant(found.query) == titled("周易")
    assert found.label == "同名的其他著录"


def test_without_a_title_nothing_is_the_same() -> None:
    assert same_work(BookData(institution="1701", responsibility="（清）段玉裁撰")) is None


def test_quotation_marks_in_a_title_cannot_end_the_quotation() -> None:
    found = work_of(title='問"字"堂集六卷', responsibility="（清）孫星衍撰")
    assert found == And((titled("問字堂集"), person("孫星衍")))


def test_people_house_and_set_lead_on_each_once() -> None:
    data = BookData(
        institution="1701",
        title="周易九卷",
        responsibility="（三國魏）王弼　（晉）韓康伯注",
        edition="清康熙十二年（1673）納蘭性德刻通志堂經解本",
        annotation="（清）何焯批校　（清）王弼跋",
        series="通志堂經解",
    )
    assert led(data) == {
        "王弼": person("王弼"),
        "韓康伯": person("韓康伯"),
        "何焯": person("何焯"),
        "納蘭性德": Term("納蘭性德", "edition", quoted=True),
        "通志堂經解": Term("通志堂經解", quoted=True),
    }


def test_of_many_compilers_the_first_are_named() -> None:
    names = "　".join(f"{surname}大有" for surname in "趙錢孫李周吳鄭王馮陳")
    data = BookData(institution="1701", title="金華府志三十卷", responsibility=f"（清）{names}纂修")
    assert list(led(data)) == [f"{surname}大有" for surname in "趙錢孫李周吳鄭王馮陳"[:MOST_PEOPLE]]


def test_a_bare_record_leads_nowhere() -> None:
    assert led(BookData(institution="1701", title="周易", edition="清刻本")) == {}
