"""Which records a volume holds, in which order, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F

from authority.models import Institution, Region
from catalog_export import freezing
from catalog_export.freezing import VolumeSpec, freeze, holds_sample, subject_of
from catalog_export.models import VolumeProfile
from catalog_export.queries import (
    UnknownProfileError,
    profile_choices,
    profile_named,
    region_above,
    region_institutions,
    regions_with_records,
)
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.snapshot import FrozenRecord, Snapshot
from catalog_export.volumes.register.standing import standing_errors
from census.bulk import SQLITE_CACHE
from census.checks import Level
from census.models import State, Waiver
from guji.models import Book
from guji.sample import sample_books
from tests.catalog_export.volumes.stored_records import GUOYU, NOW, ZHOUYI, make_institutions, store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def institutions() -> dict[str, Institution]:
    return make_institutions()


def spec_of(*codes: str, proof: bool = False) -> VolumeSpec:
    chosen = Institution.objects.filter(code__in=codes).order_by("code")
    return VolumeSpec("浙江圖書館", "浙江省", chosen, Profile(), proof=proof)


def frozen(spec: VolumeSpec, folder: Path) -> tuple[Snapshot, list[FrozenRecord]]:
    path = folder / "snapshot.gz"
    freeze(spec, path)
    snapshot = Snapshot.open(path)
    return snapshot, list(snapshot.records())


def test_records_come_by_institution_and_number(tmp_path: Path) -> None:
    for data in (GUOYU, replace(ZHOUYI, institution="1704", census_no="330000-1704-0000001"), ZHOUYI):
        store(data)
    _, records = frozen(spec_of("1704", "1701"), tmp_path)
    assert [record.data.census_no for record in records] == [
        "330000-1701-0000012",
        "330000-1701-0002577",
        "330000-1704-0000001",
    ]


def test_only_what_the_province_approved_is_printed_but_a_proof_takes_all_that_lives(tmp_path: Path) -> None:
    store(ZHOUYI)
    store(replace(GUOYU, census_no=""), State.DRAFT)
    store(replace(GUOYU, census_no="", shelf_mark="善1"), State.SUBMITTED)
    tombstone = store(replace(GUOYU, census_no=""), State.DRAFT)
    Book.objects.filter(pk=tombstone.pk).update(state=State.WITHDRAWN, withdrawn_from=State.DRAFT)
    store(GUOYU, State.PUBLISHED)
    _, final = frozen(spec_of("1701"), tmp_path)
    _, proof = frozen(spec_of("1701", proof=True), tmp_path)
    assert {record.state for record in final} == {"province_approved", "published"}
    assert [record.state for record in proof] == ["province_approved", "published", "submitted", "draft"]


def test_the_whole_record_is_kept_with_its_version(tmp_path: Path) -> None:
    data = replace(ZHOUYI, details={"sub_works": [{"title": "第一集", "children": [{"title": "略例一卷"}]}]})
    book = store(data)
    _, (record,) = frozen(spec_of("1701"), tmp_path)
    assert record.data == data
    assert (record.record_id, record.version) == (str(book.pk), 1)
    assert record.derived == {"dynasty": "清", "edition_type": "刻本"}


def test_a_frozen_volume_does_not_change_with_its_records(tmp_path: Path) -> None:
    book = store(ZHOUYI)
    snapshot, before = frozen(spec_of("1701"), tmp_path)
    Book.objects.filter(pk=book.pk).update(title="改題")
    assert list(snapshot.records()) == before


def test_the_header_names_holders_that_have_records_and_the_day_of_the_last_change(tmp_path: Path) -> None:
    store(ZHOUYI)
    snapshot, _ = frozen(spec_of("1701", "1704"), tmp_path)
    facts = snapshot.header.facts
    assert [holder.name for holder in facts.holders] == ["浙江圖書館"]
    assert facts.stated_on == date(2026, 11, 23)
    assert NOW.day == 23
    assert not facts.sample


def test_the_sample_is_recognised_by_its_fictional_numbers() -> None:
    store(ZHOUYI)
    assert not holds_sample(spec_of("1701").books())
    store(next(data for data in sample_books() if data.institution == "1701"))
    assert holds_sample(spec_of("1701").books())


def waive(key: UUID, record: FrozenRecord) -> list[Waiver]:
    user = User.objects.create_user("reviewer")
    return [
        Waiver.objects.create(
            kind="book",
            record_id=key,
            check_id=finding.check,
            field=finding.field,
            text=getattr(record.data, finding.field),
            reason="原書如此",
            by=user,
            at=NOW,
        )
        for finding in standing_errors(record)
    ]


def test_errors_stand_until_somebody_waives_them_for_the_text_as_it_reads(tmp_path: Path) -> None:
    wrong = store(replace(ZHOUYI, edition="清康熙十二年（1773）納蘭性德刻通志堂經解本"))
    _, (record,) = frozen(spec_of("1701"), tmp_path)
    found = list(standing_errors(record))
    assert found
    assert {finding.level for finding in found} == {Level.ERROR}
    waivers = waive(wrong.pk, record)
    _, (record,) = frozen(spec_of("1701"), tmp_path)
    assert list(standing_errors(record)) == []
    reworded = replace(record, data=replace(record.data, edition="清康熙十二年（1774）納蘭性德刻本"))
    assert list(standing_errors(reworded)), "a waiver is for the text it was given for"
    Waiver.objects.filter(pk__in=[waiver.pk for waiver in waivers]).update(
        revoked_at=NOW, revoked_by=User.objects.get(username="reviewer")
    )
    _, (record,) = frozen(spec_of("1701"), tmp_path)
    assert list(standing_errors(record)), "a revoked waiver covers nothing"


def test_a_record_changed_while_others_are_read_is_read_again(tmp_path: Path) -> None:
    book = store(ZHOUYI)
    store(GUOYU)
    meanwhile = iter(["改題一卷"])

    def somebody_works(done: int, total: int) -> None:
        for title in meanwhile:
            Book.objects.filter(pk=book.pk).update(title=title, version=2)

    path = tmp_path / "snapshot.gz"
    freeze(spec_of("1701"), path, somebody_works)
    assert [record.data.title for record in Snapshot.open(path).records()] == ["改題一卷", "國語二十一卷"]


def test_where_somebody_changes_records_without_end_the_lock_ends_it(tmp_path: Path) -> None:
    book = store(ZHOUYI)
    seen = []

    def somebody_works(done: int, total: int) -> None:
        seen.append(done)
        Book.objects.filter(pk=book.pk).update(version=F("version") + 1)

    frozen = freeze(spec_of("1701"), tmp_path / "snapshot.gz", somebody_works)
    assert frozen.records == 1
    assert len(seen) == freezing.FREE_ATTEMPTS + 1


def test_the_same_records_freeze_to_the_same_digest(tmp_path: Path) -> None:
    store(GUOYU)
    store(ZHOUYI)
    first = freeze(spec_of("1701"), tmp_path / "a.gz")
    assert freeze(spec_of("1701"), tmp_path / "b.gz") == first
    assert first.records == 2


def test_chunks_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for serial in range(1, 8):
        store(replace(ZHOUYI, census_no=f"330000-1701-{serial:07d}"))
    whole = freeze(spec_of("1701"), tmp_path / "a.gz")
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(freezing, "CHUNK", 3)
    assert freeze(spec_of("1701"), tmp_path / "b.gz", lambda done, total: seen.append((done, total))) == whole
    assert seen == [(3, 7), (6, 7), (7, 7)]


def test_a_region_holds_what_lies_below_it() -> None:
    def codes(region: str) -> list[str]:
        return [row.code for row in region_institutions(Region.objects.get(code=region))]

    assert codes("330000") == ["1701", "1704"]
    assert codes("330300") == ["1704"]
    assert codes("340000") == ["2201"]


def test_only_regions_with_records_are_offered() -> None:
    store(replace(ZHOUYI, institution="1704", census_no="330000-1704-0000001"))
    assert [region.code for region in regions_with_records()] == ["330000", "330300"]


def test_the_province_stands_above_a_single_holder_only() -> None:
    assert region_above(None, Institution.objects.filter(code="1704")) == "浙江省"
    assert region_above(None, Institution.objects.filter(code__in=["1701", "1704"])) == ""
    assert region_above(Region.objects.get(code="330300"), Institution.objects.all()) == "溫州市"


def test_whose_register_it_is(institutions: dict[str, Institution]) -> None:
    rows = [institutions["1701"], institutions["1704"], institutions["2201"]]
    assert subject_of(None, rows[:1]) == "浙江圖書館"
    assert subject_of(None, rows[:2]) == "浙江圖書館等兩家收藏單位"
    assert subject_of(None, rows) == "浙江圖書館等三家收藏單位"
    assert subject_of(Region.objects.get(code="330000"), rows) == "浙江省"


def test_profiles_are_found_by_name_the_houses_own_too() -> None:
    VolumeProfile.objects.create(name="ours", label="本省", data={"page": {"columns": 1}})
    assert profile_named("ours").page.columns == 1
    assert profile_named("ours").label == "本省"
    assert profile_named("register").page.columns == 2
    assert ("ours", "本省") in profile_choices()
    with pytest.raises(UnknownProfileError, match="ours"):
        profile_named("nobody")


def test_a_house_profile_may_not_take_a_built_in_name_nor_hold_nonsense() -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="系统自带"):
        VolumeProfile(name="register", label="x").full_clean()
    with pytest.raises(ValidationError, match="开本宽"):
        VolumeProfile(name="mine", label="x", data={"page": {"width": 1}}).full_clean()


def test_reading_is_lazy() -> None:
    store(ZHOUYI)
    records: Iterator[FrozenRecord] = freezing.frozen_records(spec_of("1701").books())
    assert next(records).data.title == ZHOUYI.title


# --- what it takes of memory


def held_by_sqlite() -> dict[str, int]:
    """What SQLite may hold of the file in this process: pages in its cache, and the file mapped whole."""
    with connection.cursor() as cursor:
        rows = {name: cursor.execute(f"PRAGMA {name}").fetchone() for name in ("cache_size", "mmap_size")}
    return {name: int(row[0]) for name, row in rows.items() if row}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone reads the file in this process")
@pytest.mark.parametrize("stopped", [False, True])
def test_a_province_is_not_held_in_memory_while_it_is_frozen(tmp_path: Path, stopped: bool) -> None:
    store(ZHOUYI)
    usual, while_frozen = held_by_sqlite(), {}

    def progress(done: int, total: int) -> None:
        while_frozen.update(held_by_sqlite())
        if stopped:
            raise InterruptedError

    with pytest.raises(InterruptedError) if stopped else nullcontext():
        freeze(spec_of("1701"), tmp_path / "snapshot.gz", progress)
    assert while_frozen["cache_size"] == SQLITE_CACHE != usual["cache_size"]
    assert while_frozen.get("mmap_size", 0) == 0
    assert held_by_sqlite() == usual, "the server goes on as before"
