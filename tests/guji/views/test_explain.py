"""Statements cut where something is marked, and what was understood as chips."""

from hypothesis import given
from hypothesis import strategies as st

from guji.data import BookData
from guji.explaining import explain, segments
from guji.notation import parse_edition, parse_title

texts = st.text("清乾隆間刻本（1736）□?＊周易十卷〔〕 　", max_size=30)


@given(texts)
def test_segments_give_the_statement_back(text: str) -> None:
    for parsed in (parse_edition(text), parse_title(text)):
        assert "".join(segment.text for segment in segments(parsed)) == text


@given(title=texts, edition=texts, extent=texts, author=texts)
def test_any_statement_is_explained(title: str, edition: str, extent: str, author: str) -> None:
    data = BookData(title=title, edition=edition, extent=extent, responsibility=author, volumes="1冊")
    shown = explain(data)
    assert all(chip.text for statement in shown for chip in statement.chips)
    assert [statement.field for statement in shown if statement.field == "volumes"] == ["volumes"]


def test_empty_statements_are_not_shown() -> None:
    assert explain(BookData()) == []


def test_a_wrong_year_is_marked_with_the_reason() -> None:
    (statement,) = explain(BookData(edition="明嘉靖七年（1628）刻本"))
    marked = [segment for segment in statement.segments if segment.note]
    assert marked
    assert any("1628" in segment.note or "1628" in segment.text for segment in marked)


def test_persons_of_an_appended_work_name_it() -> None:
    data = BookData(title="後漢書九十卷", responsibility="（南朝宋）范曄撰　（唐）李賢注　志三十卷　（晉）司馬彪撰")
    chips = {(str(chip.label), chip.text) for statement in explain(data) for chip in statement.chips}
    assert ("撰", "南朝宋 范曄") in chips
    assert ("撰", "晉 司馬彪（志）") in chips


def test_annotators_and_supplements_are_named() -> None:
    data = BookData(edition="宋刻本（卷三十二至三十三配明影宋抄本）", annotation="清惠棟校並跋")
    chips = {(str(chip.label), chip.text) for statement in explain(data) for chip in statement.chips}
    assert ("校並跋", "清 惠棟") in chips
    assert any(label == "配补" and "配明影宋抄本" in text for label, text in chips)
