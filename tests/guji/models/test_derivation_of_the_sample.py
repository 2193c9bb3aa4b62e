"""What is stored of each record of the sample is what its statements say when they are read on their own."""

from __future__ import annotations

import pytest

from authority.han import fold
from census.models import OutboxEntry, Revision
from guji.actions import CreateBook, OverrideStructure, RederiveBooks, WithdrawBook
from guji.data import BookData
from guji.derivation import AgentRow, UnitRow, derive, remember
from guji.models import Agent, Book, Override, TitleUnit
from guji.notation import parse_edition, parse_extent, parse_responsibility, parse_title, parse_volumes, years_of_layer
from guji.sample import sample_books
from guji.sample.loading import load_sample

SAMPLE = list(sample_books())
NAMES = [f"{book.census_no} {book.title}"[:40] for book in SAMPLE]
UNIT_COLUMNS = UnitRow._fields
AGENT_COLUMNS = AgentRow._fields


@pytest.mark.parametrize("book", SAMPLE, ids=NAMES)
def test_the_columns_are_what_the_statements_say(book: BookData) -> None:
    columns = derive(book).columns
    title, people = parse_title(book.title).structure, parse_responsibility(book.responsibility).structure
    edition, volumes = parse_edition(book.edition).structure, parse_volumes(book.volumes).structure
    extent = parse_extent(book.extent).structure
    totals = [title.total, *(work.total for work in people.works)]
    assert columns["title_main"] == title.name
    assert columns["title_fold"] == fold(title.name)
    assert columns["juan_total"] == (None if None in totals else sum(t for t in totals if t is not None))
    assert (columns["dynasty"], columns["era"], columns["era_year"]) == (edition.dynasty, edition.era, edition.year)
    assert (columns["year_from"], columns["year_to"]) == years_of_layer(edition.main)
    assert (columns["place"], columns["maker"]) == (edition.place, edition.maker)
    assert columns["edition_type"] == edition.type
    assert columns["volumes_count"] in [item.value for item in volumes.items]
    assert (columns["extent_kind"], columns["extent_count"]) == (extent.kind, extent.count)
    assert columns["is_complete"] == (not book.extent)


@pytest.mark.parametrize("book", SAMPLE, ids=NAMES)
def test_the_rows_are_the_works_and_people_named(book: BookData) -> None:
    derived = derive(book)
    own = [unit.name for unit in derived.units if unit.source == "title"]
    assert own == [unit.name + unit.part for unit in book.parsed_title.structure.units if unit.name + unit.part]
    named = [agent.name for agent in derived.agents if agent.source in ("responsibility", "appended")]
    assert named == [person.name.text for person in book.people]
    assert derive(book) == derived
    assert derive(remember(book, derived)) is derived


def kept() -> tuple[list[object], list[object], list[object]]:
    """Return every derived column and row, as the database has them."""
    columns = [*derive(BookData()).columns, "class_node_id", "class_path", "version"]
    return (
        list(Book.objects.order_by("pk").values_list("pk", *columns)),
        list(TitleUnit.objects.order_by("book_id", "position").values_list("book_id", "position", *UNIT_COLUMNS)),
        list(Agent.objects.order_by("book_id", "position").values_list("book_id", "position", *AGENT_COLUMNS)),
    )


@pytest.mark.django_db
def test_deriving_everything_anew_changes_nothing(authority_tables: None) -> None:
    load_sample()
    before, revisions = kept(), Revision.objects.count()
    heard: list[tuple[int, int]] = []
    assert RederiveBooks(everything=True, chunk=300).execute(lambda done, total: heard.append((done, total))) == 884
    assert kept() == before
    assert heard == [(300, 884), (600, 884), (884, 884)]
    assert Revision.objects.count() == revisions, "no statement changed"


@pytest.mark.django_db
def test_only_what_older_rules_derived_is_derived_anew(authority_tables: None) -> None:
    load_sample()
    before = kept()
    stale = list(Book.objects.order_by("pk").values_list("pk", flat=True)[:7])
    Book.objects.filter(pk__in=stale).update(derivation="0/old", title_main="", year_from=None, class_path="")
    Agent.objects.filter(book_id__in=stale).delete()
    written = OutboxEntry.objects.count()
    assert RederiveBooks().execute() == 7
    assert kept() == before
    assert OutboxEntry.objects.count() == written + 7
    assert RederiveBooks().execute() == 0


@pytest.mark.django_db
def test_corrections_by_hand_and_tombstones_outlive_a_new_derivation(authority_tables: None) -> None:
    right = CreateBook(SAMPLE[0], None, trusted=True).execute()
    from django.contrib.auth.models import User

    root = User.objects.create_superuser("root")
    right = OverrideStructure(right, root, "maker", "毛氏汲古閣", reason="讀錯").execute()
    right = WithdrawBook(right, root, reason="重複").execute()
    Override.objects.create(
        book=right, field="place", value="杭州", text="此前的版本", reason="舊文", by=root, at=right.updated_at
    )
    assert RederiveBooks(everything=True).execute() == 1
    found = Book.objects.get()
    assert found.maker == "毛氏汲古閣"
    assert found.place == derive(SAMPLE[0]).columns["place"], "of a wording that is gone"
    assert found.version == right.version
