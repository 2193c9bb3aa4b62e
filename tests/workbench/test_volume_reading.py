"""Reading for volumes: whose records a volume holds, what it is called after, and what is there to choose."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from authority.models import Institution, Region
from catalog_export.models import Run, Volume, VolumeProfile
from catalog_export.policies import VolumePolicy
from catalog_export.queries import (
    UnknownProfileError,
    institutions_of,
    profile_choices,
    profile_label,
    profile_named,
    region_above,
    region_institutions,
    regions_with_records,
    volume_rows,
    with_records,
)
from catalog_export.volumes.profile import DEFAULT_PROFILE
from guji.models import Book

pytestmark = pytest.mark.django_db


@pytest.fixture
def map_of_zhejiang(region: Region, zhejiang: Institution) -> dict[str, Institution]:
    """Libraries in the province's seat, in a district of it, in another city, and in another province."""
    made = {"province": zhejiang}
    cities = {}
    for code, name, parent in (("330100", "杭州市", region), ("330300", "溫州市", region), ("440000", "廣東省", None)):
        cities[code] = Region.objects.create(code=code, name=name, kind="city", parent=parent)
    district = Region.objects.create(code="330110", name="餘杭區", kind="county", parent=cities["330100"])
    places = (
        ("hangzhou", "1702", cities["330100"]),
        ("yuhang", "1707", district),
        ("wenzhou", "1704", cities["330300"]),
    )
    for key, code, place in (*places, ("guangdong", "1901", cities["440000"])):
        made[key] = Institution.objects.create(code=code, name=key, region=place)
    return made


def codes(found: object) -> list[str]:
    return [institution.code for institution in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("330000", ["1701", "1702", "1704", "1707"]), ("330100", ["1702", "1707"]), ("330110", ["1707"])],
)
def test_a_region_holds_what_lies_below_it(map_of_zhejiang: object, code: str, expected: list[str]) -> None:
    assert codes(region_institutions(Region.objects.get(code=code))) == expected


def test_a_volume_is_of_its_region_or_of_its_institutions(map_of_zhejiang: dict[str, Institution]) -> None:
    of_region = Volume.objects.create(subject="杭州市", profile="register", region=Region.objects.get(code="330100"))
    assert codes(institutions_of(of_region)) == ["1702", "1707"]
    of_holders = Volume.objects.create(subject="兩館", profile="register")
    of_holders.institutions.set([map_of_zhejiang["wenzhou"], map_of_zhejiang["hangzhou"]])
    assert codes(institutions_of(of_holders)) == ["1702", "1704"]


def test_the_title_page_names_the_province_of_a_single_holder(map_of_zhejiang: dict[str, Institution]) -> None:
    one = Institution.objects.filter(code="1707")
    assert region_above(None, one) == "浙江省"
    assert region_above(None, Institution.objects.filter(code__in=["1707", "1901"])) == ""
    assert region_above(Region.objects.get(code="330100"), one) == "杭州市"


def test_only_places_with_records_are_offered(map_of_zhejiang: dict[str, Institution], draft: Book) -> None:
    Book.objects.update(institution=map_of_zhejiang["yuhang"])
    assert codes(with_records(Institution.objects.all())) == ["1707"]
    assert [region.code for region in regions_with_records()] == ["330000", "330100", "330110"]


def test_profiles_of_the_house_stand_behind_those_delivered(db: None) -> None:
    VolumeProfile.objects.create(name="ours", label="本省版式", data={})
    names = [name for name, _label in profile_choices()]
    assert DEFAULT_PROFILE in names[:-1]
    assert names[-1] == "ours"
    assert profile_named("ours").label == "本省版式"
    assert profile_label("ours") == "本省版式"
    assert profile_label("gone") == "gone"
    with pytest.raises(UnknownProfileError, match=r"gone.*ours"):
        profile_named("gone")


def test_a_row_shows_the_latest_run_that_was_set(
    volume: Volume, run: Run, django_assert_num_queries: Callable[..., object]
) -> None:
    Run.objects.create(volume=volume, number=2)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        (row,) = volume_rows(Volume.objects.all())
    assert row.latest == run
    assert row.run_count == 2


@pytest.mark.parametrize(
    ("person", "sees", "sets"),
    [
        ("editor", True, True),
        ("administrator", True, True),
        ("local_administrator", True, True),
        ("province_reviewer", True, False),
        ("other_administrator", False, False),
        ("cataloguer", False, False),
        ("reader", False, False),
    ],
)
def test_who_sees_and_who_sets_a_librarys_volume(
    person: str, sees: bool, sets: bool, volume: Volume, people: dict[str, User]
) -> None:
    policy = VolumePolicy.of(people[person])
    assert policy.visible().filter(pk=volume.pk).exists() is sees
    assert policy.may_typeset(volume) is sets
    assert policy.settable().filter(pk=volume.pk).exists() is sets


def test_a_volume_of_several_libraries_is_not_one_librarys(
    volume: Volume, wenzhou: Institution, people: dict[str, User]
) -> None:
    volume.institutions.add(wenzhou)
    for person in ("local_administrator", "other_administrator"):
        assert not VolumePolicy.of(people[person]).may_typeset(volume)
    assert VolumePolicy.of(people["editor"]).may_typeset(volume)


def test_findings_beyond_the_page_are_counted_and_found_in_the_report(
    run: Run, people: dict[str, User], as_user: Callable[[User | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog_export.views.volumes.SHOWN", 2)
    report = json.loads(run.report_path.read_text(encoding="utf-8"))
    report["findings"] = [{**report["findings"][0], "number": f"330000-1701-000000{n}"} for n in range(5)]
    run.report_path.write_text(json.dumps(report), encoding="utf-8")
    html = as_user(people["editor"]).get(reverse("volume", args=[run.volume_id])).content.decode()
    assert html.count("330000-1701-000000") == 2
    assert "另有 3 处" in html
    assert reverse("record", args=["00000000-0000-7000-8000-000000000001"]) in html


def test_a_run_whose_report_is_lost_still_has_a_page(
    run: Run, people: dict[str, User], as_user: Callable[[User | None], Client]
) -> None:
    run.report_path.unlink()
    html = as_user(people["editor"]).get(reverse("volume", args=[run.volume_id])).content.decode()
    assert run.digest in html
    assert as_user(people["editor"]).get(reverse("run-preflight", args=[run.volume_id, 1])).status_code == 404


def test_an_earlier_run_may_be_looked_at_again(
    volume: Volume, run: Run, people: dict[str, User], as_user: Callable[[User | None], Client]
) -> None:
    Run.objects.create(volume=volume, number=2, records=5, pages=3, pdf_digest="22", digest="33")
    client = as_user(people["editor"])
    address = reverse("volume", args=[volume.pk])
    assert "（第 2 次）" in client.get(address).content.decode()
    assert "（第 1 次）" in client.get(address, {"run": "1"}).content.decode()
    assert "印前检查（第" not in client.get(address, {"run": "7"}).content.decode()
