"""Institutions found by any of their names, and vocabularies in their order."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from authority.models import EraEntry, Institution, InstitutionName, Region, Term, Vocabulary


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("浙江圖書館", "1701"),
        ("浙江图书馆", "1701"),
        ("浙圖", "1701"),
        ("浙江 圖書館", "1701"),
        ("天一閣", "1705"),
        ("寧波市天一閣博物館", "1705"),
        ("宁波市天一阁博物院", "1705"),
        ("浙江省瑞安市文物館", "1788"),
        ("台州市黃巖區圖書館", "1720"),
        ("台州市黄巖區圖書館", "1720"),
        ("故宮博物院", "0181"),
    ],
)
@pytest.mark.usefixtures("loaded")
def test_found_by_any_name(written: str, code: str) -> None:
    assert Institution.objects.by_any_name(written).get().code == code


@pytest.mark.usefixtures("loaded")
def test_every_name_leads_to_its_own_institution_and_to_no_other() -> None:
    owners: dict[str, set[str]] = {}
    for name in InstitutionName.objects.select_related("institution"):
        owners.setdefault(name.folded, set()).add(name.institution.code)
    assert {folded: codes for folded, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.usefixtures("loaded")
def test_an_unknown_name_finds_none() -> None:
    assert not Institution.objects.by_any_name("某圖書館").exists()
    assert not Institution.objects.by_any_name("").exists()


@pytest.mark.django_db
def test_a_changed_name_is_found_and_the_old_one_no_more() -> None:
    library = Institution.objects.create(code="1798", name="某縣圖書館", short_name="某圖")
    library.name, library.short_name = "某市圖書館", ""
    library.save()
    assert library.names.get().name == "某市圖書館"
    assert Institution.objects.by_any_name("某市图书馆").get() == library
    assert not Institution.objects.by_any_name("某縣圖書館").exists()
    assert not Institution.objects.by_any_name("某圖").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["170", "17011", "a701", "17 1", ""])
def test_a_unit_code_has_four_places(code: str) -> None:
    with pytest.raises(ValidationError):
        Institution(code=code, name="某館").full_clean()


@pytest.mark.django_db
def test_a_private_collection_may_have_a_letter() -> None:
    Institution(code="Z001", name="某書堂").full_clean()


@pytest.mark.django_db
def test_a_region_with_institutions_stays() -> None:
    region = Region.objects.create(code="339900", name="某市", kind="city")
    Institution.objects.create(code="1798", name="某館", region=region)
    with pytest.raises(IntegrityError):
        region.delete()


@pytest.mark.django_db
def test_terms_come_in_their_order_without_retired_ones() -> None:
    vocabulary = Vocabulary.objects.create(key="trial", name="試")
    for code, position, active in (("a", 30, True), ("b", 10, True), ("c", 20, False)):
        Term.objects.create(vocabulary=vocabulary, code=code, name_hant=code, position=position, active=active)
    assert [term.code for term in Term.objects.of("trial")] == ["b", "a"]
    assert not Term.objects.of("other").exists()


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("start", "end"), [(1620, 1619), (0, 5), (-3, 0)])
def test_an_era_has_possible_years(start: int, end: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EraEntry.objects.create(dynasty_id="明", name="某號", start=start, end=end)
