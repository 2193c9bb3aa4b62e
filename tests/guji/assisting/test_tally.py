"""Counting what is offered: anew when records changed, only what differs is written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from authority.models import Name, NameStatus
from census.jobs.upkeep import keep_up
from census.models import State
from guji.assisting import tally
from guji.assisting.gathering import gather, is_offered
from guji.assisting.tally import recount, recount_if_due
from guji.models import Book, Offer, OfferKey, OfferTally
from tests.guji.assisting.conftest import GUANGYA, SHUOWEN, Approve

pytestmark = pytest.mark.usefixtures("offered")


def uses(kind: str, form: str) -> int | None:
    return Offer.objects.filter(kind=kind, form=form).values_list("uses", flat=True).first()


def test_every_part_of_approved_records_is_counted() -> None:
    assert uses("person", "段玉裁") == 2
    assert uses("role", "撰") == 3
    assert uses("maker", "段氏經韻樓") == 2
    assert uses("place", "金壇") == 2
    assert uses("era", "嘉慶") == 3
    assert uses("dynasty", "清") == 3
    assert uses("series", "高郵王氏四種") == 1


def test_the_authority_tables_are_offered_though_no_record_uses_them() -> None:
    assert uses("dynasty", "元") == 0
    assert uses("edition_type", "稿本") == 0
    assert Offer.objects.filter(kind="era", form="萬曆", detail="明", note="1573—1620").exists()
    assert Offer.objects.filter(kind="class", value="102", note__endswith="易類").exists()


def test_counting_twice_writes_nothing() -> None:
    keys = OfferKey.objects.count()
    assert recount() == 0
    assert OfferKey.objects.count() == keys


def test_a_record_no_longer_approved_takes_its_names_with_it(approve: Approve) -> None:
    Book.objects.filter(title__startswith="廣雅").update(state=State.DRAFT)
    recount()
    assert uses("person", "王念孫") is None
    assert not OfferKey.objects.filter(offer__form="王念孫").exists()
    assert uses("person", "段玉裁") == 2


def test_the_form_most_written_is_the_one_offered(approve: Approve) -> None:
    simplified = {**GUANGYA, "responsibility": "（清）王念孙撰"}
    approve(2, **simplified)
    recount()
    assert (uses("person", "王念孙"), uses("person", "王念孫")) == (3, None)
    approve(2, **GUANGYA)
    recount()
    assert (uses("person", "王念孙"), uses("person", "王念孫")) == (None, 5)


def test_the_worker_counts_when_something_changed_and_the_last_count_is_old(approve: Approve) -> None:
    approve(1, **SHUOWEN)
    assert recount_if_due() is None  # just counted
    OfferTally.objects.update(counted_at=timezone.now() - timedelta(hours=1))
    assert keep_up() == []
    assert uses("person", "段玉裁") == 3
    OfferTally.objects.update(counted_at=timezone.now() - timedelta(hours=1))
    assert recount_if_due() is None  # nothing changed since


def test_other_rules_for_keys_are_followed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    OfferKey.objects.all().delete()
    monkeypatch.setattr(tally, "RULES", "other")
    assert recount_if_due()
    assert OfferKey.objects.filter(kind="person").exists()


def test_a_name_proposed_while_records_are_counted_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile() -> Any:
        found = gather()
        tally.show_name(Name.objects.create(kind="person", form="某無名", status=NameStatus.PROPOSED))
        return found

    monkeypatch.setattr(tally, "gather", meanwhile)
    recount()
    assert uses("person", "某無名") == 0


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("段玉裁", True),
        ("𢎞曆", True),
        ("汲古閣", True),
        ("", False),
        ("段□裁", False),
        ("？", False),
        ("字" * 50, False),
    ],
)
def test_what_cannot_be_read_or_is_a_sentence_is_not_offered(form: str, expected: bool) -> None:
    assert is_offered(form) is expected
