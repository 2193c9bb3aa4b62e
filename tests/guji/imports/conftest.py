"""The holders that the sheets of these tests name."""

from __future__ import annotations

from typing import Any

import pytest

from authority.models import Institution


@pytest.fixture
def holders(db: Any) -> None:
    for code, name, short in (("1701", "浙江圖書館", "浙圖"), ("1705", "天一閣博物院", "天一閣")):
        values = {"name": name, "short_name": short, "census_prefix": "330000"}
        Institution.objects.get_or_create(code=code, defaults=values)
