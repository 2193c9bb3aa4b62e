"""Names proposed by cataloguers and decided about by the province."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from authority import tables
from authority.models import Name, NameStatus
from census.errors import ActionRefused, ConflictError, InvalidData, NotAllowed
from census.models import Revision, Role
from guji.assisting.completing import complete
from guji.assisting.names import DecideName, ProposeName, Stated
from guji.assisting.tally import recount
from guji.models import Offer

Member = Callable[..., User]
WUMING = Stated("person", "某無名", "清", "1735-1815", "號某")


@pytest.fixture
def cataloguer(member: Member) -> User:
    return member(Role.CATALOGUER)


@pytest.fixture
def reviewer(member: Member) -> User:
    return member(Role.PROVINCE_REVIEWER)


@pytest.fixture
def proposed(cataloguer: User) -> Name:
    return ProposeName(WUMING, cataloguer).execute()


def offers(text: str) -> list[tuple[str, str, str]]:
    lines = complete("responsibility", text, len(text)).lines
    return [(line.offer.form, line.offer.note, line.offer.status) for line in lines]


def decide(name: Name, user: User, status: str = "confirmed", **given: Any) -> Name:
    return DecideName(name, user, status, given.pop("version", name.version), **given).execute()


def test_a_proposed_name_is_offered_to_the_next_cataloguer_at_once(proposed: Name) -> None:
    assert offers("mouwu") == [("某無名", "1735—1815", "proposed")]
    assert offers("某無") == [("某無名", "1735—1815", "proposed")]
    recount()
    assert offers("某無") == [("某無名", "1735—1815", "proposed")]


def test_who_proposed_and_who_decided_is_recorded(proposed: Name, cataloguer: User, reviewer: User) -> None:
    name = decide(proposed, reviewer)
    rows = Revision.objects.filter(record_id=name.pk).order_by("number").values_list("action", "actor__username")
    assert list(rows) == [("propose_name", str(cataloguer)), ("confirm_name", str(reviewer))]
    assert Revision.objects.get(record_id=name.pk, number=2).diff == {"status": ["proposed", "confirmed"]}
    assert offers("某無") == [("某無名", "1735—1815", "confirmed")]


def test_a_name_proposed_twice_is_one(proposed: Name, member: Member) -> None:
    again = ProposeName(WUMING, member(Role.CATALOGUER, "second")).execute()
    assert again == proposed
    assert again.proposed_by == proposed.proposed_by
    assert Name.objects.count() == 1


def test_two_people_of_one_name_are_told_apart_by_their_dates(proposed: Name, cataloguer: User) -> None:
    other = ProposeName(Stated("person", "某無名", "清", "1801—1870"), cataloguer).execute()
    assert other != proposed
    assert Name.objects.count() == 2


def test_the_reviewer_may_amend_what_is_confirmed(proposed: Name, reviewer: User) -> None:
    decide(proposed, reviewer, stated=Stated("person", "某無明", "明", "", ""))
    assert offers("某無") == [("某無明", "", "confirmed")]
    assert not Offer.objects.filter(form="某無名").exists()


def test_a_declined_name_is_offered_no_more_and_may_be_proposed_again(
    proposed: Name, cataloguer: User, reviewer: User
) -> None:
    declined = decide(proposed, reviewer, "declined", reason="即段玉裁之誤")
    assert offers("某無") == []
    recount()
    assert offers("某無") == []
    assert Revision.objects.get(record_id=declined.pk, number=2).reason == "即段玉裁之誤"
    again = ProposeName(WUMING, cataloguer).execute()
    assert (again.pk, again.status, again.version) == (proposed.pk, NameStatus.PROPOSED, 3)


def test_a_name_in_approved_records_is_offered_though_the_authority_declined_it(
    offered: None, cataloguer: User, reviewer: User
) -> None:
    name = ProposeName(Stated("person", "段玉裁", "清", "1735—1815"), cataloguer).execute()
    assert offers("duanyu") == [("段玉裁", "1735—1815", "proposed")]
    decide(name, reviewer, "declined", reason="重複")
    assert [(form, status) for form, _note, status in offers("duanyu")] == [("段玉裁", "")]


def test_declining_needs_a_reason(proposed: Name, reviewer: User) -> None:
    with pytest.raises(InvalidData):
        decide(proposed, reviewer, "declined", reason=" ")


def test_two_reviewers_at_one_name(proposed: Name, reviewer: User) -> None:
    decide(proposed, reviewer)
    with pytest.raises(ConflictError):
        decide(proposed, reviewer, "declined", reason="x", version=1)
    assert Name.objects.get().status == NameStatus.CONFIRMED


def test_amending_into_a_name_that_exists_is_refused(proposed: Name, cataloguer: User, reviewer: User) -> None:
    ProposeName(Stated("person", "某無明", "清"), cataloguer).execute()
    with pytest.raises(InvalidData, match="已有"):
        decide(proposed, reviewer, stated=Stated("person", "某無明", "清"))
    assert Name.objects.get(pk=proposed.pk).form == "某無名"


def test_only_the_province_decides(proposed: Name, cataloguer: User, member: Member) -> None:
    for user in (cataloguer, member(Role.INSTITUTION_REVIEWER), member(Role.EDITOR)):
        with pytest.raises(NotAllowed):
            decide(proposed, user)


def test_a_reader_proposes_nothing(library: Any) -> None:
    for user in (User.objects.create_user("reader"), None):
        with pytest.raises(NotAllowed):
            ProposeName(WUMING, user).execute()


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        (Stated("person", ""), "form"),
        (Stated("person", "   "), "form"),
        (Stated("person", "（清）段玉裁"), "form"),  # the dynasty has a field of its own
        (Stated("person", "段玉裁 撰"), "form"),
        (Stated("person", "duanyucai"), "form"),
        (Stated("person", "字" * 61), "form"),
        (Stated("person", "段\0玉裁"), "form"),
        (Stated("person", "段玉裁", "大宋朝代"), "dynasty"),
        (Stated("person", "段玉裁", "清", "1815"), "dates"),
        (Stated("person", "段玉裁", "清", "", "注" * 201), "note"),
        (Stated("ghost", "段玉裁"), "kind"),
    ],
)
def test_what_is_no_name_is_refused_with_its_field(stated: Stated, field: str, cataloguer: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        ProposeName(stated, cataloguer).execute()
    assert refused.value.params["field"] == field
    assert not Name.objects.exists()


def test_a_house_has_no_dynasty_nor_dates(cataloguer: User) -> None:
    name = ProposeName(Stated("maker", "某氏某樓", "清", "1735—1815"), cataloguer).execute()
    assert (name.dynasty, name.dates) == ("", "")


def test_every_name_that_comes_with_the_system_is_one_that_could_be_proposed() -> None:
    for row in tables.names():
        stated = Stated(row["kind"], row["form"], row["dynasty"], row["dates"], row["note"])
        assert stated.checked() == stated
        assert row["dates"]


def test_no_name_comes_twice() -> None:
    keys = [(row["kind"], row["folded"], row["dynasty"]) for row in tables.names()]
    assert len(keys) == len(set(keys))
