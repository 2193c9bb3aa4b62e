"""Templates of one's own, and records to begin from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from authority.models import Institution
from census.errors import ActionRefused, InvalidData, NotAllowed
from census.models import Membership, Role
from guji.assisting.beginnings import found, latest
from guji.assisting.templates import MOST, ChangeTemplate, KeepTemplate, fields_for, removed, usable
from guji.models import EntryTemplate
from tests.guji.assisting.conftest import GUANGYA, SHUOWEN, Approve

Member = Callable[..., User]
FILLED = {
    "institution": "1701",
    "title": "東陽縣志",
    "census_no": "330000-1701-0000001",
    "shelf_mark": "善0153",
    "identifiers.0.value": "12",
    "provenances.0.source": "八千卷樓",
    "csrfmiddlewaretoken": "x",
    "extent": "",
}


@pytest.fixture
def owner(member: Member) -> User:
    return member(Role.CATALOGUER, "owner")


@pytest.fixture
def colleague(member: Member) -> User:
    return member(Role.CATALOGUER, "colleague")


@pytest.fixture
def stranger(library: Institution) -> User:
    user = User.objects.create_user("stranger")
    wenzhou = Institution.objects.exclude(code="1701").first()
    Membership.objects.create(user=user, role=Role.CATALOGUER, institution=wenzhou)
    return user


@pytest.fixture
def kept(owner: User) -> EntryTemplate:
    return KeepTemplate(owner, " 方志 ", FILLED).execute()


def change(template: EntryTemplate, user: User, act: str, value: str = "") -> EntryTemplate:
    return ChangeTemplate(template, user, act, value).execute()


def test_a_template_keeps_what_is_not_the_copys_own(kept: EntryTemplate, owner: User) -> None:
    assert kept.name == "方志"
    expected = {"institution": "1701", "title": "東陽縣志", "provenances.0.source": "八千卷樓"}
    assert fields_for(owner, kept.pk) == expected


def test_keeping_again_under_a_name_replaces_it(kept: EntryTemplate, owner: User) -> None:
    again = KeepTemplate(owner, "方志", {"title": "義烏縣志"}).execute()
    assert again.pk == kept.pk
    assert fields_for(owner, kept.pk) == {"title": "義烏縣志"}


@pytest.mark.parametrize(
    ("name", "sent"), [("", FILLED), ("x" * 61, FILLED), ("空", {"institution": "1701"}), ("a\0", FILLED)]
)
def test_what_cannot_be_kept_is_said_so(name: str, sent: dict[str, str], owner: User) -> None:
    with pytest.raises(InvalidData):
        KeepTemplate(owner, name, sent).execute()
    assert not EntryTemplate.objects.exists()


def test_a_person_keeps_only_so_many(owner: User, kept: EntryTemplate) -> None:
    EntryTemplate.objects.bulk_create(EntryTemplate(user=owner, name=str(number)) for number in range(MOST - 1))
    with pytest.raises(InvalidData):
        KeepTemplate(owner, "再一個", FILLED).execute()
    KeepTemplate(owner, "方志", {"title": "改"}).execute()


def test_a_template_is_ones_own_until_it_is_shared(
    kept: EntryTemplate, owner: User, colleague: User, stranger: User
) -> None:
    assert [user for user in (owner, colleague, stranger) if usable(user).exists()] == [owner]
    change(kept, owner, "share", "1701")
    assert [user for user in (owner, colleague, stranger) if usable(user).exists()] == [owner, colleague]
    change(kept, owner, "unshare")
    assert fields_for(colleague, kept.pk) is None


def test_only_the_owner_changes_it_and_shares_it_only_at_home(
    kept: EntryTemplate, owner: User, colleague: User
) -> None:
    change(kept, owner, "share", "1701")
    for act in ("rename", "share", "unshare", "remove", "restore"):
        with pytest.raises(NotAllowed):
            change(kept, colleague, act, "x")
    for code in ("0101", "", "17\x0001"):
        with pytest.raises(NotAllowed):
            change(kept, owner, "share", code)
    with pytest.raises(ActionRefused):
        change(kept, owner, "nonsense")


def test_what_is_thrown_away_can_be_fetched_back(kept: EntryTemplate, owner: User) -> None:
    change(kept, owner, "remove")
    assert not usable(owner).exists()
    assert list(removed(owner)) == [kept]
    KeepTemplate(owner, "方志", {"title": "新"}).execute()
    kept.refresh_from_db()
    with pytest.raises(InvalidData, match="方志"):
        change(kept, owner, "restore")
    kept.refresh_from_db()
    change(kept, owner, "rename", "舊方志")
    change(kept, owner, "restore")
    assert sorted(usable(owner).values_list("name", flat=True)) == ["方志", "舊方志"]


def test_records_to_begin_from_are_found_by_number_mark_title_and_words(approve: Approve, owner: User) -> None:
    book = approve(1, **SHUOWEN, shelf_mark="善0153")
    approve(1, **GUANGYA)
    assert book.census_no is not None
    for text in (book.census_no, "善0153", "說文", "说文解字", "段玉裁", "經韻樓"):
        assert found(owner, text) == [book], text
    assert found(owner, "沒有這個") == []
    assert len(latest(owner)) == 2


def test_records_of_others_are_found_only_when_approved(approve: Approve, stranger: User, owner: User) -> None:
    draft = approve(1, draft=True, **GUANGYA, shelf_mark="稿1")
    for text in ("廣雅", "稿1", "王念孫"):
        assert found(stranger, text) == []
        assert found(owner, text) == [draft]


@pytest.mark.parametrize("text", ["", "　", "。", "%", "330000-1701-9999999"])
def test_words_that_say_nothing_find_nothing_and_break_nothing(text: str, owner: User, approve: Approve) -> None:
    approve(1, **GUANGYA)
    assert all(book.title for book in found(owner, text))
