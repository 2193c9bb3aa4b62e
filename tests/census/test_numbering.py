"""Census numbers: never given twice, whatever becomes of the records that carried them; gaps are allowed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authority.models import Institution, Region
from census.errors import InvalidData
from census.models import NumberCounter, State
from census.numbering import LAST_SEQUENCE, Numbering, prefix_of, sequence_of
from guji.models import Book

pytestmark = pytest.mark.django_db


def carry(library: Institution, census_no: str) -> Book:
    """Make a record that carries a number."""
    now = timezone.now()
    book: Book = Book.objects.create(
        institution=library,
        title="周易九卷",
        census_no=census_no,
        state=State.PROVINCE_APPROVED,
        created_at=now,
        updated_at=now,
    )
    return book


def take(library: Institution, count: int = 1) -> list[str]:
    with transaction.atomic():
        return Numbering(Book, library).take(count)


def number(sequence: int, code: str = "1701") -> str:
    return f"330000-{code}-{sequence:07d}"


def test_the_first_numbers_of_a_library(library: Institution) -> None:
    assert take(library) == [number(1)]
    assert take(library, 3) == [number(2), number(3), number(4)]
    assert NumberCounter.objects.get().last == 4


def test_libraries_count_apart(library: Institution, other_library: Institution) -> None:
    assert take(library, 2) == [number(1), number(2)]
    assert take(other_library) == [number(1, "1713")]
    assert take(library) == [number(3)]


def test_kinds_count_apart(library: Institution) -> None:
    NumberCounter.objects.create(kind="relic", institution=library, last=900)
    assert take(library) == [number(1)]


def test_a_number_taken_and_never_used_leaves_a_gap(library: Institution) -> None:
    take(library, 5)
    carry(library, number(5))
    assert take(library) == [number(6)]


def test_a_transaction_that_is_undone_gives_its_numbers_back(library: Institution) -> None:
    """Nobody has seen them."""
    with transaction.atomic():
        assert Numbering(Book, library).take(2) == [number(1), number(2)]
        transaction.set_rollback(True)
    assert take(library) == [number(1)]


def test_numbers_that_records_brought_are_passed_over(library: Institution) -> None:
    carry(library, number(41))
    assert take(library) == [number(42)]


def test_a_record_that_goes_does_not_free_its_number(library: Institution) -> None:
    given = carry(library, take(library)[0])
    given.delete()
    assert take(library) == [number(2)]


def test_a_number_from_outside_is_remembered_only_upwards(library: Institution) -> None:
    with transaction.atomic():
        counter = Numbering(Book, library)
        counter.note(number(100))
        counter.note(number(7))
        counter.note(number(500, "1713"))
    assert NumberCounter.objects.get().last == 100
    assert take(library) == [number(101)]


def test_numbers_of_another_region_do_not_disturb(library: Institution) -> None:
    """A library whose prefix was changed counts on: its sequence is its own, whatever stands before it."""
    carry(library, "110000-1701-0000900")
    assert take(library) == [number(1)]
    library.census_prefix = "331000"
    library.save()
    assert take(library) == ["331000-1701-0000002"]


def test_the_seven_digits_can_be_used_up(library: Institution) -> None:
    NumberCounter.objects.create(kind=Book.KIND, institution=library, last=LAST_SEQUENCE - 2)
    assert take(library, 2) == [number(LAST_SEQUENCE - 1), number(LAST_SEQUENCE)]
    with pytest.raises(InvalidData, match="七位流水号已用尽"):
        take(library)
    assert NumberCounter.objects.get().last == LAST_SEQUENCE


def test_a_wish_that_does_not_fit_takes_nothing(library: Institution) -> None:
    NumberCounter.objects.create(kind=Book.KIND, institution=library, last=LAST_SEQUENCE - 1)
    with pytest.raises(InvalidData):
        take(library, 2)
    assert take(library) == [number(LAST_SEQUENCE)]


def test_the_database_holds_a_number_once(library: Institution, other_library: Institution) -> None:
    carry(library, number(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        carry(other_library, number(1))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"census_prefix": "330200"}, "330200-1705-"),
        ({"census_prefix": "", "region": "330203"}, "330000-1705-"),
        ({"census_prefix": "", "region": "110000"}, "110000-1705-"),
    ],
)
def test_what_stands_before_the_running_number(db: None, fields: dict[str, Any], expected: str) -> None:
    region = fields.pop("region", None)
    if region:
        Region.objects.create(code=region, name="某地", kind="county")
    library = Institution.objects.create(code="1705", name="天一閣博物院", region_id=region, **fields)
    assert prefix_of(library) == expected


@pytest.mark.parametrize(("code", "prefix"), [("1705", ""), ("Z001", "330000")])
def test_a_library_that_cannot_be_numbered_is_named(db: None, code: str, prefix: str) -> None:
    library = Institution.objects.create(code=code, name="某書堂", census_prefix=prefix)
    with pytest.raises(InvalidData, match=f"某書堂（{code}）") as refused:
        take(library)
    assert refused.value.field == "institution"


@pytest.mark.parametrize("sequence", [1, 13_797, LAST_SEQUENCE])
def test_the_running_number_in_a_number(sequence: int) -> None:
    assert sequence_of(number(sequence)) == sequence


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.integers(1, 4)),
        st.tuples(st.just("note"), st.integers(1, 60)),
        st.tuples(st.just("bring"), st.integers(1, 60)),
        st.tuples(st.just("delete"), st.integers(0, 9)),
    ),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_through_any_history_no_number_is_given_that_was_given_or_is_carried(
    library: Institution, steps: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        given: list[str] = []
        for act, value in steps:
            carried = set(Book.objects.filter(census_no__isnull=False).values_list("census_no", flat=True))
            if act == "take":
                new = take(library, value)
                assert carried.isdisjoint(new)
                assert not given or new[0] > max(given)
                given += new
                carry(library, new[0])
            elif act == "note":
                Numbering(Book, library).note(number(value))
            elif act == "bring" and number(value) not in carried:
                carry(library, number(value))
                Numbering(Book, library).note(number(value))
            elif act == "delete":
                gone = Book.objects.order_by("pk")[value : value + 1]
                Book.objects.filter(pk__in=[record.pk for record in gone]).delete()
        assert len(given) == len(set(given))
        transaction.set_rollback(True)
