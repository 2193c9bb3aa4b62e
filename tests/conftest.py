"""What tests of several rooms share: the authority tables as they are delivered."""

import io
from typing import Any

import pytest
from django.core.management import call_command


@pytest.fixture
def authority_tables(db: Any) -> None:
    """Load the authority tables into the test's database."""
    call_command("load_authority", verbosity=0, stdout=io.StringIO())
