"""Editing: what differs is stored and told, what is locked stays, two editors meet a conflict."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from census.diff import replay
from census.errors import ConflictError, InvalidData, LockedFields, NotAllowed, WrongState
from census.models import Erratum, OutboxEntry, Revision, State
from guji.actions import CorrectPublished, CreateBook, EditBook, OverrideStructure, RemoveOverride
from guji.data import BookData
from guji.models import Book
from guji.storage import snapshot, to_data
from tests.guji.actions.action_samples import ZHOUYI, changed

People = dict[str, User]


def stored(book: Book) -> BookData:
    return to_data(Book.objects.whole().get(pk=book.pk))


def test_only_what_differs_is_in_the_history(draft: Book, people: People) -> None:
    data = changed(stored(draft), edition="明刻本", note="有抄配")
    record = EditBook(draft, data, people["cataloguer"], version=1, reason="改版本").execute()
    assert record.version == 2
    revision = Revision.objects.get(record_id=draft.pk, number=2)
    assert revision.diff == {"edition": [ZHOUYI.edition, "明刻本"], "note": [None, "有抄配"]}
    assert (revision.reason, revision.actor) == ("改版本", people["cataloguer"])
    assert (record.era, record.year_from, record.dynasty) == ("", None, "明")


def test_storing_the_same_again_changes_nothing(draft: Book, people: People) -> None:
    before = OutboxEntry.objects.count()
    record = EditBook(draft, stored(draft), people["cataloguer"], version=1).execute()
    assert (record.version, Revision.objects.count(), OutboxEntry.objects.count()) == (1, 1, before)


def test_two_editors_on_one_record(draft: Book, people: People) -> None:
    first, second = changed(ZHOUYI, note="甲"), changed(ZHOUYI, note="乙")
    EditBook(draft, first, people["cataloguer"], version=1).execute()
    with pytest.raises(ConflictError) as conflict:
        EditBook(draft, second, people["second_cataloguer"], version=1).execute()
    assert (conflict.value.expected, conflict.value.found) == (1, 2)
    assert conflict.value.mine["note"] == "乙"
    assert conflict.value.theirs["note"] == "甲"
    assert "第 1 版" in conflict.value.message
    assert stored(draft).note == "甲"


def test_rows_of_a_group_are_replaced_in_their_order(draft: Book, people: People) -> None:
    rows = [{"text": "八千卷樓", "institutional": "否"}, {"text": "嘉惠堂"}, {"text": "", "owner": None}]
    EditBook(draft, changed(stored(draft), details={"seals": rows}), people["cataloguer"]).execute()
    details = stored(draft).details
    assert details == {"seals": [{"text": "八千卷樓"}, {"text": "嘉惠堂"}]}
    diff = Revision.objects.get(number=2).diff
    assert diff.keys() == {"details.layouts", "details.seals"}


def test_a_set_keeps_its_works_to_any_depth(draft: Book, people: People) -> None:
    works = [
        {
            "title": "經部",
            "children": [{"title": "易傳十卷", "responsibility": "（宋）程頤撰"}, {"title": "詩傳二十卷"}],
        },
        {"title": "史部", "children": [{"title": "正史", "children": [{"title": "史記一百三十卷"}]}]},
    ]
    record = EditBook(
        draft, changed(ZHOUYI, is_series=True, details={"sub_works": works}), people["cataloguer"]
    ).execute()
    assert stored(draft).details == {"sub_works": works}
    assert list(record.sub_works.values_list("path", flat=True))[:3] == ["0001", "0001.0001", "0001.0002"]
    assert record.title_units.filter(source="sub_work", name="史記", juan=130).exists()
    assert record.agents.filter(source="sub_work", name="程頤").exists()


@pytest.mark.parametrize(
    ("group", "row", "word"),
    [
        ("layouts", {"frame_height": "二十公分"}, "二十公分"),
        ("layouts", {"frame_height": "-3"}, "-3"),
        ("layouts", {"frame_height": "1e9"}, "1e9"),
        ("bindings", {"ce": "四"}, "四"),
        ("bindings", {"interleaved": "或許"}, "或許"),
        ("layouts", {"colour": "藍"}, "colour"),
        ("spells", {"text": "咒"}, "spells"),
    ],
)
def test_a_value_that_does_not_fit_is_named(
    draft: Book, people: People, group: str, row: dict[str, str], word: str
) -> None:
    with pytest.raises(InvalidData, match=word):
        EditBook(draft, changed(ZHOUYI, details={group: [row]}), people["cataloguer"]).execute()
    assert stored(draft).details.keys() == {"layouts", "seals"}


def test_numbers_of_details_come_back_as_numbers(draft: Book) -> None:
    layout = stored(draft).details["layouts"][0]
    assert (layout["frame_height"], layout["lines"]) == (Decimal("20.10"), "九")


def test_six_items_are_locked_after_approval_and_the_rest_is_not(approved: Book, people: People) -> None:
    reviewer = people["province_reviewer"]
    assert EditBook(approved, changed(stored(approved), note="補記"), reviewer).execute().note == "補記"
    with pytest.raises(LockedFields) as refusal:
        EditBook(approved, changed(stored(approved), title="周易十卷", volumes="5冊"), reviewer).execute()
    assert refusal.value.fields == ("title", "volumes")
    assert "题名卷数、册数" in refusal.value.message


def test_a_number_once_given_does_not_change(approved: Book, people: People) -> None:
    data = changed(stored(approved), census_no="330000-1701-0000099")
    with pytest.raises(InvalidData, match="不能改为"):
        EditBook(approved, data, people["province_reviewer"]).execute()
    kept = EditBook(approved, changed(stored(approved), census_no="", note="記"), people["province_reviewer"]).execute()
    assert kept.census_no == approved.census_no


def test_a_draft_may_move_to_another_library_of_the_same_person_only(draft: Book, people: People) -> None:
    data = changed(ZHOUYI, institution="1713")
    with pytest.raises(NotAllowed):
        EditBook(draft, data, people["cataloguer"]).execute()
    assert EditBook(draft, data, people["administrator"]).execute().institution.code == "1713"


def test_a_submitted_record_does_not_move(submitted: Book, people: People) -> None:
    with pytest.raises(LockedFields):
        EditBook(submitted, changed(ZHOUYI, institution="1713"), people["administrator"]).execute()


def test_a_published_record_changes_by_correction_and_the_erratum_is_kept(published: Book, people: People) -> None:
    data = changed(stored(published), title="周易九卷附略例一卷", note="據原書改")
    with pytest.raises(WrongState, match="已出版"):
        EditBook(published, data, people["administrator"]).execute()
    with pytest.raises(InvalidData, match="理由"):
        CorrectPublished(published, data, people["editor"]).execute()
    record = CorrectPublished(published, data, people["editor"], version=5, reason="卷端題名如此").execute()
    assert (record.state, record.title) == (State.PUBLISHED, "周易九卷附略例一卷")
    errata = {row.field: (row.old, row.new) for row in Erratum.objects.filter(record_id=record.pk)}
    assert errata == {"title": ("周易九卷略例一卷", "周易九卷附略例一卷"), "note": ("", "據原書改")}
    assert Erratum.objects.first().census_no == "330000-1701-0000001"  # type: ignore[union-attr]


def test_a_correction_before_publication_is_no_erratum(approved: Book, people: People) -> None:
    data = changed(stored(approved), volumes="5冊")
    CorrectPublished(approved, data, people["province_reviewer"], reason="漏計一冊").execute()
    assert Revision.objects.latest("number").action == "correct"
    assert not Erratum.objects.exists()


def test_an_override_corrects_the_structure_and_not_the_statement(draft: Book, people: People) -> None:
    record = OverrideStructure(draft, people["cataloguer"], "maker", "吳郡顧氏", reason="據牌記").execute()
    assert (record.maker, record.edition) == ("吳郡顧氏", ZHOUYI.edition)
    assert Revision.objects.get(number=2).diff == {"override.maker": [None, "吳郡顧氏"]}
    record = EditBook(record, changed(stored(record), note="記"), people["cataloguer"]).execute()
    assert record.maker == "吳郡顧氏"
    record = EditBook(record, changed(stored(record), edition="清刻本"), people["cataloguer"]).execute()
    assert record.maker != "吳郡顧氏"
    record = EditBook(record, changed(stored(record), edition=ZHOUYI.edition), people["cataloguer"]).execute()
    assert record.maker == "吳郡顧氏"
    record = RemoveOverride(record, people["cataloguer"], "maker").execute()
    assert record.maker != "吳郡顧氏"
    assert not record.overrides.exists()


def test_people_and_works_can_be_put_right_by_hand(draft: Book, people: People) -> None:
    rows = [{"name": "王弼", "dynasty": "三國魏", "role": "注"}]
    record = OverrideStructure(draft, people["cataloguer"], "agents", rows, reason="朝代").execute()
    assert list(record.agents.values_list("dynasty", "name", "role")) == [("三國魏", "王弼", "注")]
    units = [{"name": "周易", "juan": 9}, {"name": "周易略例", "juan": 1}]
    record = OverrideStructure(record, people["cataloguer"], "units", units, reason="略例亦書").execute()
    assert list(record.title_units.values_list("name", "juan")) == [("周易", 9), ("周易略例", 1)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "易"),
        ("juan_total", "十"),
        ("is_complete", 1),
        ("agents", ["王弼"]),
        ("era", "萬" * 41),
        ("place", None),
    ],
)
def test_an_override_of_the_wrong_kind_is_refused(draft: Book, people: People, field: str, value: object) -> None:
    with pytest.raises(InvalidData):
        OverrideStructure(draft, people["cataloguer"], field, value, reason="試").execute()


TEXTS = st.sampled_from(["", "周易九卷", "清刻本", "存一卷（一）", "□□卷", "𡨿", "4冊"])
EDITS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "title": TEXTS,
            "edition": TEXTS,
            "note": TEXTS,
            "is_series": st.booleans(),
            "details": st.fixed_dictionaries(
                {},
                optional={
                    "seals": st.lists(st.fixed_dictionaries({"text": TEXTS}), max_size=2),
                    "layouts": st.just([{"frame_height": "18.5"}]),
                },
            ),
        },
    ),
    max_size=5,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_replayed_revisions_give_the_present_record(people: People, edits: list[dict[str, object]]) -> None:
    record = CreateBook(ZHOUYI, people["cataloguer"]).execute()
    for edit in edits:
        record = EditBook(record, changed(stored(record), **edit), people["cataloguer"]).execute()
    revisions = Revision.objects.filter(record_id=record.pk).order_by("number")
    assert [revision.number for revision in revisions] == list(range(1, record.version + 1))
    assert replay(revision.diff for revision in revisions) == snapshot(stored(record), record.state)
