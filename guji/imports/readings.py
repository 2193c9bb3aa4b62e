"""Statements understood once though they stand on many rows: 清刻本 need not be read a thousand times."""

from __future__ import annotations

from functools import lru_cache

from guji.data import BookData
from guji.notation import (
    parse_annotations,
    parse_edition,
    parse_responsibility,
    parse_title,
    parse_volumes,
)

#: How many statements of each kind are remembered.
REMEMBERED = 512

_title = lru_cache(REMEMBERED)(parse_title)
_responsibility = lru_cache(REMEMBERED)(parse_responsibility)
_edition = lru_cache(REMEMBERED)(parse_edition)
_annotations = lru_cache(REMEMBERED)(parse_annotations)
_volumes = lru_cache(REMEMBERED)(parse_volumes)


def share_readings(data: BookData) -> BookData:
    """Give ``data`` the readings of its statements, taken from earlier rows where these said the same.

    Readings are immutable, so sharing them is safe; 存缺卷 is read with its title and is not shared.
    """
    known = data.__dict__
    known["parsed_title"] = _title(data.title)
    known["parsed_responsibility"] = _responsibility(data.responsibility)
    known["parsed_edition"] = _edition(data.edition)
    known["parsed_annotations"] = _annotations(data.annotation)
    known["parsed_volumes"] = _volumes(data.volumes)
    return data
