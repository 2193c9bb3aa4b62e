"""What the checks are told of other records and of the authority tables when one record is submitted."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from authority.models import ClassNode, ClassScheme, Institution
from census.errors import FindingsStand
from census.models import State
from guji.actions import CreateBook, SubmitBook
from guji.checking import house_context, shared_marks, shared_statements
from guji.data import BookData
from guji.findings import context_for, findings_of
from guji.models import Book
from guji.storage import to_data
from tests.guji.actions.action_samples import ZHOUYI, changed

People = dict[str, User]
BARE = changed(ZHOUYI, shelf_mark="", class_code="")


def found(data: BookData, book: Book | None = None) -> set[str]:
    """Return the checks that speak of a record as it is or would be stored."""
    return {finding.check for finding in findings_of(data, book.pk if book else None)}


def test_a_record_is_no_double_of_itself(people: People) -> None:
    book = CreateBook(BARE, people["cataloguer"]).execute()
    assert "statement_duplicate" not in found(to_data(book), book)
    assert "statement_duplicate" in found(BARE)


def test_the_same_statements_without_a_mark_are_seen_from_both_sides(people: People) -> None:
    books = [CreateBook(BARE, people["cataloguer"]).execute() for _ in range(3)]
    context = context_for(to_data(books[0]), books[0].pk)
    assert context.twins == {BARE.twin_key: 2}
    assert shared_statements() == {BARE.twin_key: 2}
    assert house_context().twins == {BARE.twin_key: 2}


@pytest.mark.parametrize("change", [{"shelf_mark": "善1"}, {"volumes": "5冊"}, {"extent": "存三卷"}])
def test_what_tells_two_copies_apart_is_enough(people: People, change: dict[str, str]) -> None:
    CreateBook(BARE, people["cataloguer"]).execute()
    assert "statement_duplicate" not in found(changed(BARE, **change))


def test_tombstones_are_nobodys_double(people: People) -> None:
    for data in (BARE, ZHOUYI):
        CreateBook(data, people["cataloguer"]).execute()
        CreateBook(data, people["cataloguer"]).execute()
    assert (len(shared_statements()), len(shared_marks())) == (1, 1)
    Book.objects.update(state=State.WITHDRAWN, withdrawn_from=State.DRAFT)
    assert (shared_statements(), shared_marks()) == ({}, {})
    assert not found(BARE) & {"statement_duplicate", "shelf_mark_duplicate"}


def test_another_library_may_have_the_same_mark_and_words(people: People) -> None:
    CreateBook(BARE, people["cataloguer"]).execute()
    CreateBook(ZHOUYI, people["cataloguer"]).execute()
    for data in (BARE, ZHOUYI):
        assert not found(changed(data, institution="1713")) & {"statement_duplicate", "shelf_mark_duplicate"}


@pytest.mark.parametrize(
    ("prefix", "region", "number", "speaks"),
    [
        ("330000", True, "330000-1701-0000001", False),
        ("330000", True, "330100-1701-0000001", True),
        ("330100", True, "330100-1701-0000001", False),
        ("", True, "330000-1701-0000001", False),
        ("", False, "110000-1701-0000001", False),
    ],
)
def test_a_number_begins_as_its_librarys_do(
    libraries: dict[str, Institution], prefix: str, region: bool, number: str, speaks: bool
) -> None:
    values = {"census_prefix": prefix} | ({} if region else {"region": None})
    Institution.objects.filter(code="1701").update(**values)
    assert ("census_no_region" in found(changed(ZHOUYI, census_no=number))) == speaks
    assert house_context().settings["census_prefixes"].get("1701", "") == (prefix or ("330000" if region else ""))


def test_a_class_that_the_tree_does_not_have_keeps_a_record_back(people: People) -> None:
    call_command("load_authority", verbosity=0, stdout=io.StringIO())
    assert ClassScheme.objects.exists()
    code = ClassNode.objects.current().values_list("code", flat=True)[0]
    assert "class_unknown" not in found(changed(ZHOUYI, class_code=code))
    book = CreateBook(changed(ZHOUYI, class_code="9999"), people["cataloguer"]).execute()
    with pytest.raises(FindingsStand, match="错误"):
        SubmitBook(book, people["cataloguer"]).execute()


def test_without_a_class_table_classes_are_not_judged(people: People) -> None:
    assert "class_unknown" not in found(changed(ZHOUYI, class_code="9999"))
