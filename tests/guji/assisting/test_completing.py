"""What is offered at the caret, from what approved records and the authority's tables know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from guji.assisting import looking
from guji.assisting.completing import Completion, complete
from guji.assisting.tally import recount
from guji.models import Offer
from tests.guji.assisting.conftest import approve_copies, few_eras, fill_records, fill_tables

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Tables and records that all tests here share; what one adds is taken back at its end."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        few_eras(patch)
        fill_tables()
        fill_records()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _shared(province: None, db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    few_eras(monkeypatch)


def typed(field: str, text: str, caret: int | None = None, *, asked: bool = False) -> Completion:
    return complete(field, text, len(text) if caret is None else caret, asked=asked)


def forms(found: Completion) -> list[str]:
    return [line.offer.form for line in found.lines]


def chosen(field: str, text: str, form: str, caret: int | None = None) -> str:
    """The text of a field after an offer is chosen."""
    found = typed(field, text, caret)
    line = next(line for line in found.lines if line.offer.form == form)
    return text[: found.start] + line.text + text[found.end :]


@pytest.mark.parametrize("text", ["duanyu", "（清）duanyu", "段玉", "dyc", "（清）段玉", "段yu", "玉裁"])
def test_a_person_is_offered_with_dynasty_and_number_of_records(text: str) -> None:
    (line,) = typed("responsibility", text).lines
    assert (line.offer.form, line.offer.detail, line.offer.uses) == ("段玉裁", "清", 2)


def test_a_whole_statement_is_typed_by_sound_alone() -> None:
    text = chosen("responsibility", "duanyu", "段玉裁")
    assert text == "（清）段玉裁"
    assert chosen("responsibility", text + "zhuan", "撰") == "（清）段玉裁撰"


def test_behind_a_whole_name_its_roles_are_offered_by_use() -> None:
    found = typed("responsibility", "（清）段玉裁")
    assert forms(found)[0] == "撰"
    assert found.start == found.end == len("（清）段玉裁")


def test_the_part_at_the_caret_is_completed_and_what_follows_stays() -> None:
    assert chosen("responsibility", "（清）duan撰", "段玉裁", caret=7) == "（清）段玉裁撰"


def test_what_is_finished_is_left_in_peace() -> None:
    for field, text in (
        ("responsibility", "（清）段玉裁撰"),
        ("edition", "清嘉慶二十年（1815）金壇段氏經韻樓刻本"),
        ("edition", "清嘉慶"),
        ("class_code", "102"),
        ("series", "高郵王氏四種"),
    ):
        assert forms(typed(field, text)) == [], (field, text)


def test_simplified_characters_are_written_as_the_records_write_them() -> None:
    assert chosen("responsibility", "（清）王念孙", "王念孫") == "（清）王念孫"
    assert chosen("series", "高邮王", "高郵王氏四種") == "高郵王氏四種"


def test_the_most_used_stand_first() -> None:
    approve_copies(3, title="金石萃編一百六十卷", responsibility="（清）王昶撰")
    recount()
    assert forms(typed("responsibility", "（清）w"))[:2] == ["王昶", "王念孫"]


def test_people_of_the_dynasty_that_stands_written_come_first() -> None:
    approve_copies(3, title="弇山堂別集一百卷", responsibility="（明）王世貞撰")
    recount()
    assert forms(typed("responsibility", "wang"))[0] == "王世貞"
    assert forms(typed("responsibility", "（清）wang"))[0] == "王念孫"


def test_where_very_many_begin_so_the_most_used_are_found_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    approve_copies(3, title="弇山堂別集一百卷", responsibility="（明）王世貞撰")
    recount()
    monkeypatch.setattr(looking, "MANY", 1)
    assert forms(typed("responsibility", "w"))[:2] == ["王世貞", "王念孫"]
    assert forms(typed("responsibility", "（清）w"))[:2] == ["王念孫", "王世貞"]
    assert forms(typed("edition", "清嘉慶二十年（1815）d"))[:1] == ["段氏經韻樓"]


def test_what_is_only_drafted_is_offered_to_nobody() -> None:
    assert forms(typed("responsibility", "段玉成")) == []
    assert not Offer.objects.filter(form="段玉成").exists()


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("jiaqing", "嘉慶", "清嘉慶"),
        ("清嘉", "嘉慶", "清嘉慶"),
        ("清嘉慶二十年（1815）金壇duan", "段氏經韻樓", "清嘉慶二十年（1815）金壇段氏經韻樓"),
        ("清嘉慶二十年（1815）金壇jingyun", "段氏經韻樓", "清嘉慶二十年（1815）金壇段氏經韻樓"),
        ("清嘉慶二十年（1815）jintan", "金壇", "清嘉慶二十年（1815）金壇"),
        ("清嘉慶二十年（1815）金壇段氏經韻樓ke", "刻本", "清嘉慶二十年（1815）金壇段氏經韻樓刻本"),
        ("清嘉慶二十年（1815）金壇段氏經韻樓", "刻本", "清嘉慶二十年（1815）金壇段氏經韻樓刻本"),
    ],
)
def test_an_edition_is_completed_part_by_part(text: str, form: str, expected: str) -> None:
    assert chosen("edition", text, form) == expected


def test_a_maker_is_told_by_the_years_of_what_it_made() -> None:
    line = typed("edition", "清嘉慶二十年（1815）段氏").lines[0]
    assert (line.offer.form, line.offer.note, line.offer.uses) == ("段氏經韻樓", "1815", 2)


@pytest.mark.parametrize(
    ("field", "text", "form", "expected"),
    [
        ("class_code", "yilei", "易類", "102"),
        ("class_code", "易", "易類", "102"),
        ("series", "gyw", "高郵王氏四種", "高郵王氏四種"),
        ("provenances.0.source", "浙图", "浙江圖書館", "浙江圖書館"),
        ("seals.0.style", "zhuwen", "朱文", "朱文"),
        ("prefaces.1.dynasty", "qing", "清", "清"),
        ("annotations.0.mode", "jiao", "校", "校"),
        ("bindings.0.binding", "xianz", "線裝", "線裝"),
    ],
)
def test_each_field_is_completed_from_its_own(field: str, text: str, form: str, expected: str) -> None:
    assert chosen(field, text, form) == expected


def test_an_empty_field_shows_what_it_may_hold_only_where_that_is_asked_for() -> None:
    assert forms(typed("bindings.0.binding", "")) == []
    assert "線裝" in forms(typed("bindings.0.binding", "", asked=True))


def test_a_name_that_nobody_has_may_be_proposed() -> None:
    found = typed("responsibility", "（清）某無名")
    assert found.lines == ()
    assert found.missing is not None
    assert (found.missing.kind, found.missing.form, found.missing.dynasty) == ("person", "某無名", "清")
    assert typed("responsibility", "（清）段玉裁").missing is None
    assert typed("responsibility", "（清）段玉裁撰").missing is None


@pytest.mark.parametrize("text", ["\0", "段\ud800", "（" * 3000, "%_'\"\\", "🀄" * 10, "　", "a" * 5000])
@pytest.mark.parametrize("field", ["responsibility", "edition", "series", "class_code", "nonsense.1.x"])
def test_whatever_is_typed_is_answered(field: str, text: str) -> None:
    complete(field, text, 10_000)
    complete(field, text, 0, asked=True)


def test_questions_to_the_database_are_few(django_assert_max_num_queries: Any) -> None:
    texts = ("（清）段玉裁某某某某某", "清嘉慶二十年（1815）某某某某某某某某", "清陳鱣校並跋某某")
    for field, text in zip(("responsibility", "edition", "annotation"), texts, strict=True):
        with django_assert_max_num_queries(10):
            typed(field, text)


def test_a_question_is_answered_by_the_index_alone() -> None:
    with CaptureQueriesContext(connection) as asked:
        typed("responsibility", "（清）wang")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[0]['sql']}")
            plan = " ".join(str(row[3]) for row in cursor.fetchall())
        assert "guji_offerkey_found" in plan
        assert "SCAN" not in plan
