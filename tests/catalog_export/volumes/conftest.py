"""A register of the whole sample, set once for all tests that read pages back."""

from __future__ import annotations

import pytest

from catalog_export.fonts import find_faces
from catalog_export.typeset import Typefaces
from guji.sample import sample_books
from tests.catalog_export.volumes.register_reading import SetRegister, frozen, set_register


@pytest.fixture(scope="session")
def main_faces() -> Typefaces:
    """The main face alone: what every machine has."""
    return Typefaces(find_faces()[0])


@pytest.fixture(scope="session")
def register(main_faces: Typefaces, tmp_path_factory: pytest.TempPathFactory) -> SetRegister:
    return set_register(frozen(sample_books()), main_faces, tmp_path_factory.mktemp("register"), sample=True)
