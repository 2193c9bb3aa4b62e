"""What the files of a volume are called: by the region's code, or by its holders' while they are few."""

from __future__ import annotations

import pytest

from authority.models import Region
from catalog_export.freezing import file_stem
from catalog_export.series_files import part_stem

ZHEJIANG = Region(code="330000", name="浙江省")


@pytest.mark.parametrize(
    ("region", "codes", "proof", "name"),
    [
        (ZHEJIANG, [], False, "register-330000"),
        (ZHEJIANG, [], True, "register-330000-proof"),
        (None, ["1701"], False, "register-1701"),
        (None, ["1704", "1701", "1702", "1701"], False, "register-1701-1702-1704"),
        (None, ["1704", "1701", "1702", "1705"], False, "register-1701-and-3-more"),
        (None, ["1704", "1701", "1702", "1705"], True, "register-1701-and-3-more-proof"),
    ],
)
def test_files_are_named_by_region_or_holders(region: Region | None, codes: list[str], proof: bool, name: str) -> None:
    assert file_stem(region, codes, proof=proof) == name


def test_volumes_of_a_set_sort_by_their_names() -> None:
    assert [part_stem("register-330000", number) for number in (1, 12)] == ["register-330000-01", "register-330000-12"]
