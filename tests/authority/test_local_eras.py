"""An era that an administrator adds is reckoned with as soon as it is saved."""

from __future__ import annotations

from typing import Any

import pytest

from authority.actions.local_eras import use_local_eras
from authority.chronology import find_dynasty, find_eras, gregorian
from authority.models import DynastyEntry, EraEntry

pytestmark = pytest.mark.usefixtures("calendar")


@pytest.mark.django_db
def test_added_changed_and_taken_away(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        dynasty = DynastyEntry.objects.create(name="某政權", aliases="某國|某朝", start=1500, end=1520, region="CN")
        era = EraEntry.objects.create(dynasty=dynasty, name="某元", aliases="某原", start=1501, end=1510, used_to=1512)
        assert find_eras("某原") == ()
    (found,) = find_eras("某原", "某國")
    assert (found.name, found.dynasty, gregorian(found, 3)) == ("某元", "某政權", 1503)
    assert (found.used_to, found.region) == (1512, "CN")
    era.start = 1502
    with django_capture_on_commit_callbacks(execute=True):
        era.save()
    assert find_eras("某元")[0].start == 1502
    with django_capture_on_commit_callbacks(execute=True):
        era.delete()
    assert find_eras("某元") == ()
    assert find_dynasty("某朝") is not None


@pytest.mark.django_db
def test_a_process_reads_them_when_it_starts() -> None:
    dynasty = DynastyEntry.objects.create(name="某政權")
    EraEntry.objects.create(dynasty=dynasty, name="某元", start=1501, end=1510)
    assert find_eras("某元") == ()
    use_local_eras()
    assert len(find_eras("某元", "某政權")) == 1


@pytest.mark.usefixtures("loaded")
def test_the_tables_own_rows_are_not_doubled() -> None:
    use_local_eras()
    assert len(find_eras("康熙", "清")) == 1
