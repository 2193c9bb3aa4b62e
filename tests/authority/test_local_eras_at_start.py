"""A process that starts knows the eras that an administrator added before, and minds no empty database."""

from unittest.mock import patch

import pytest
from django.db import OperationalError

from authority.actions import local_eras
from authority.chronology import find_eras, use_local
from authority.models import DynastyEntry, EraEntry


@pytest.mark.django_db
def test_an_era_of_the_house_is_known_from_the_start() -> None:
    dynasty = DynastyEntry.objects.create(name="大理", start=937, end=1253, region="CN", kind="dynasty", is_local=True)
    EraEntry.objects.create(name="利貞", dynasty=dynasty, start=1172, end=1175, kind="era", is_local=True)
    try:
        local_eras.start_with_local_eras()
        assert 1172 in {era.start for era in find_eras("利貞")}
    finally:
        use_local([], [])


@pytest.mark.django_db
def test_a_database_without_tables_stops_nothing() -> None:
    with patch.object(local_eras, "use_local_eras", side_effect=OperationalError("no such table")):
        local_eras.start_with_local_eras()
    assert find_eras("萬曆")
