"""Every rule that stands in the database: it holds there, whoever writes, and says in Chinese what is wrong.

A constraint that is added without a row here fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from authority.actions.class_tree import AddNode
from authority.models import (
    ClassMapping,
    ClassNode,
    ClassScheme,
    DynastyEntry,
    EraEntry,
    Institution,
    InstitutionName,
    Name,
    Region,
    Term,
    Vocabulary,
)
from census.identifiers import new_key
from census.models import (
    Comment,
    Erratum,
    Image,
    ImportBatch,
    ImportRow,
    Job,
    Membership,
    NumberCounter,
    OutboxEntry,
    Revision,
    Waiver,
)
from guji.models import Book

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
KEY = new_key()
CHINESE = range(0x4E00, 0xA000)


class World:
    """The rows that others point to, made when first asked for."""

    def __init__(self) -> None:
        self.library = Institution.objects.create(code="1701", name="浙江圖書館", short_name="浙圖")
        self.user = User.objects.create_user("zhang")
        self.scheme = ClassScheme.objects.create(key="trial", version="1", title="試表", is_current=True)
        self.classes = [
            AddNode(self.scheme, None, code, name).execute() for code, name in (("1", "經部"), ("2", "史部"))
        ]
        self.dynasty = DynastyEntry.objects.create(name="某朝", start=1500, end=1600)
        self.vocabulary = Vocabulary.objects.create(key="binding", name="裝幀")
        self.batch = ImportBatch.objects.create(kind="book", file_name="普查.xlsx", sha256="0" * 64)


@pytest.fixture
def world(db: None) -> World:
    return World()


def book(world: World, **changes: Any) -> Book:
    return Book(**{"institution": world.library, "created_at": NOW, "updated_at": NOW, "title": "周易九卷", **changes})


def era(world: World, **changes: Any) -> EraEntry:
    return EraEntry(**{"dynasty": world.dynasty, "name": "某元", "start": 1501, "end": 1510, **changes})


def comment(world: World, **changes: Any) -> Comment:
    stated = {"kind": "book", "record_id": KEY, "text": "請核", "version": 1, "by": world.user, "at": NOW}
    return Comment(**{**stated, **changes})


def waiver(world: World, **changes: Any) -> Waiver:
    stated = {"kind": "book", "record_id": KEY, "check_id": "extent_over", "field": "extent", "reason": "原書如此"}
    return Waiver(**{**stated, "by": world.user, "at": NOW, **changes})


def revision(world: World, **changes: Any) -> Revision:
    return Revision(**{"kind": "book", "record_id": KEY, "number": 1, "action": "create", "at": NOW, **changes})


def erratum(world: World, **changes: Any) -> Erratum:
    stated = {"kind": "book", "record_id": KEY, "version": 2, "census_no": "330000-1701-0000001", "field": "title"}
    return Erratum(**{**stated, "reason": "誤", "by": world.user, "at": NOW, **changes})


def image(world: World, **changes: Any) -> Image:
    stated = {"kind": "book", "record_id": KEY, "institution": world.library, "name": "卷端.jpg", "bytes": 9}
    return Image(**{**stated, "created_at": NOW, **changes})


def ready(world: World, **changes: Any) -> Image:
    whole = {"status": "ready", "sha256": "0" * 64, "width": 1, "height": 1, "format": "jpeg"}
    return image(world, **{**whole, **changes})


def twice(make: Callable[..., models.Model]) -> Callable[[World], models.Model]:
    """Return a maker of the second of two equal rows."""

    def second(world: World) -> models.Model:
        make(world).save()
        return make(world)

    return second


def each(make: Callable[[World, Any], models.Model], *values: Any) -> list[Callable[[World], models.Model]]:
    """Return a maker of a row for each value."""
    return [lambda world, value=value: make(world, value) for value in values]  # type: ignore[misc]


Case = Callable[[World], models.Model]
#: constraint → rows that it must refuse.
CASES: dict[str, list[Case]] = {
    "class_scheme_version_once": [lambda w: ClassScheme(key="trial", version="1", title="又表")],
    "class_scheme_one_current": [lambda w: ClassScheme(key="trial", version="2", title="又表", is_current=True)],
    "class_code_once_in_scheme": [
        lambda w: ClassNode(scheme=w.scheme, code="1", name_hant="又", lft=1, rght=2, tree_id=9, level=0)
    ],
    "class_mapping_once": [twice(lambda w: ClassMapping(old=w.classes[0], new=w.classes[1]))],
    "class_mapping_leads_on": [lambda w: ClassMapping(old=w.classes[0], new=w.classes[0])],
    "dynasty_ends_after_start": [lambda w: DynastyEntry(name="倒", start=1600, end=1599)],
    "dynasty_no_year_zero": [
        lambda w: DynastyEntry(name="零", start=0),
        lambda w: DynastyEntry(name="零", start=-5, end=0),
    ],
    "era_once_in_dynasty": [twice(era)],
    "era_ends_after_start": [lambda w: era(w, end=1500)],
    "era_no_year_zero": [lambda w: era(w, start=0), lambda w: era(w, start=-5, end=0)],
    "era_used_beyond_its_end": [lambda w: era(w, used_to=1509)],
    "institution_code_form": each(lambda w, code: Institution(code=code, name="某館"), "17", "a701", "17０1", "ZZ01"),
    "institution_prefix_form": each(
        lambda w, prefix: Institution(code="1799", name="某館", census_prefix=prefix), "33", "33000a"
    ),
    "institution_name_once": [
        twice(lambda w: InstitutionName(institution=w.library, kind="variant", name="浙江省立圖書館"))
    ],
    "institution_one_full_and_short_name": [
        lambda w: InstitutionName(institution=w.library, kind="full", name="又一全稱"),
        lambda w: InstitutionName(institution=w.library, kind="short", name="又一簡稱"),
    ],
    "region_code_form": [lambda w: Region(code="33", name="浙江省", kind="province")],
    "authority_name_once": [twice(lambda w: Name(kind="person", form="段玉裁", dynasty="清"))],
    "authority_name_written": [lambda w: Name(kind="person", form="")],
    "authority_name_kind_known": [lambda w: Name(kind="ghost", form="某")],
    "authority_name_status_known": [lambda w: Name(kind="person", form="某", status="perhaps")],
    "term_code_once_in_vocabulary": [twice(lambda w: Term(vocabulary=w.vocabulary, code="xz", name_hant="線裝"))],
    "census_comment_says": [lambda w: comment(w, text="")],
    "census_comment_resolved_whole": [
        lambda w: comment(w, resolved_at=NOW),
        lambda w: comment(w, resolved_by=w.user),
    ],
    "census_erratum_reason": [lambda w: erratum(w, reason="")],
    "census_image_once": [twice(ready)],
    "census_image_choices_known": [lambda w: image(w, status="lost"), lambda w: image(w, role="cover")],
    "census_image_has_digest": [
        lambda w: image(w, status="checking"),
        lambda w: image(w, status="checking", sha256="0" * 63),
    ],
    "census_image_ready_whole": [
        lambda w: ready(w, width=None),
        lambda w: ready(w, height=0),
        lambda w: ready(w, format="gif"),
    ],
    "census_image_refusal_said": [lambda w: image(w, status="refused"), lambda w: image(w, refusal="bomb")],
    "census_importbatch_undone_when": [
        lambda w: ImportBatch(kind="book", file_name="甲", sha256="0" * 64, state="undone")
    ],
    "census_importbatch_words_known": [
        lambda w: ImportBatch(kind="book", file_name="甲", sha256="0" * 64, state="half"),
        lambda w: ImportBatch(kind="book", file_name="甲", sha256="0" * 64, mode="printed"),
    ],
    "census_importrow_once": [twice(lambda w: ImportRow(batch=w.batch, number=7, verdict="create"))],
    "census_job_state_known": [lambda w: Job(kind="x", title="排印", state="asleep")],
    "census_membership_once": [twice(lambda w: Membership(user=w.user, institution=w.library, role="cataloguer"))],
    "census_membership_province_once": [twice(lambda w: Membership(user=w.user, role="editor"))],
    "census_membership_needs_institution": each(
        lambda w, role: Membership(user=w.user, role=role), "cataloguer", "institution_reviewer"
    ),
    "census_membership_of_province": each(
        lambda w, role: Membership(user=w.user, role=role, institution=w.library), "province_reviewer", "editor"
    ),
    "census_membership_role_known": [lambda w: Membership(user=w.user, institution=w.library, role="director")],
    "census_numbercounter_once": [twice(lambda w: NumberCounter(kind="book", institution=w.library))],
    "census_numbercounter_seven_digits": [lambda w: NumberCounter(kind="book", institution=w.library, last=10_000_000)],
    "census_outboxentry_operation_known": [lambda w: OutboxEntry(kind="book", record_id=KEY, operation="wipe")],
    "census_revision_once": [twice(revision)],
    "census_waiver_once": [twice(waiver)],
    "census_waiver_reason": [lambda w: waiver(w, reason="")],
    "census_waiver_revoked_whole": [lambda w: waiver(w, revoked_at=NOW), lambda w: waiver(w, revoked_by=w.user)],
    "guji_book_census_no_form": each(
        lambda w, number: book(w, census_no=number),
        "1",
        "330000-1701-000001",
        "330000-1701-000000a",
        "３30000-1701-0000001",
    ),
    "guji_book_approved_has_no": each(lambda w, state: book(w, state=state), "province_approved", "published"),
    "guji_book_state_known": [lambda w: book(w, state="lost")],
    "guji_book_tombstone_whole": [
        lambda w: book(w, state="withdrawn"),
        lambda w: book(w, state="draft", withdrawn_from="submitted"),
    ],
    "guji_book_version_from_one": [lambda w: book(w, version=0)],
}


def constraints() -> Iterator[tuple[type[models.Model], models.BaseConstraint]]:
    shared = {constraint.name % {"app_label": "guji", "class": "book"} for constraint in _of_every_record()}
    for app in ("authority", "census"):
        for model in apps.get_app_config(app).get_models():
            yield from ((model, constraint) for constraint in model._meta.constraints)
    yield from ((Book, constraint) for constraint in Book._meta.constraints if constraint.name in shared)


def _of_every_record() -> list[models.BaseConstraint]:
    from census.models import CensusRecord

    return list(CensusRecord._meta.constraints)


KNOWN = {constraint.name: (model, constraint) for model, constraint in constraints()}


def test_every_constraint_is_tried_here() -> None:
    assert set(CASES) == set(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_every_constraint_speaks_chinese(name: str) -> None:
    message = str(KNOWN[name][1].violation_error_message)
    assert any(ord(character) in CHINESE for character in message), message


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(world: World, name: str) -> None:
    for case in CASES[name]:
        with transaction.atomic():
            with pytest.raises(IntegrityError, match=_as_told(name)), transaction.atomic():
                _write(case(world))
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", CASES)
def test_a_form_is_told_in_the_same_words(world: World, name: str) -> None:
    constraint = KNOWN[name][1]
    for case in CASES[name]:
        with transaction.atomic():
            row = case(world)
            with pytest.raises(ValidationError) as refused:
                constraint.validate(type(row), row)
            transaction.set_rollback(True)
        assert str(constraint.violation_error_message) in refused.value.messages


def _as_told(name: str) -> str:
    """Return what the engine's message names: PostgreSQL the constraint; SQLite, for unique ones, only the columns."""
    from django.db import connection

    unique = isinstance(KNOWN[name][1], models.UniqueConstraint)
    return "UNIQUE constraint failed" if unique and connection.vendor == "sqlite" else name


def _write(row: models.Model) -> None:
    if isinstance(row, ClassNode):
        ClassNode._base_manager.bulk_create([row])
    else:
        row.save()
