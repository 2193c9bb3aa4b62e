"""The digest by which a check tells an index that is behind: it follows what is kept, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy, override

from census.searching import Document, TextPart, digest_of

KEY = UUID("0197b6c2-0000-7000-8000-000000000001")
ZHOUYI = Document(
    kind="book",
    record_id=KEY,
    institution=1701,
    public=True,
    texts={"title": (TextPart("周易十卷"), TextPart("略例一卷", "附錄")), "edition": (TextPart("明刻本"),)},
    numbers=("330000-1701-0000012", "善0012"),
    facets={"class": ("経", "経.易")},
    sorts={"number": b"\x01", "title": b"\x08"},
    years=(1368, 1644),
    same="周易明刻本",
)
CHANGES: dict[str, Any] = {
    "kind": "relic",
    "record_id": UUID(int=KEY.int + 1),
    "institution": 1702,
    "public": False,
    "texts": {**ZHOUYI.texts, "edition": (TextPart("清刻本"),)},
    "numbers": ("330000-1701-0000012",),
    "facets": {"class": ("経",)},
    "sorts": {"number": b"\x02", "title": b"\x08"},
    "years": (1368, 1643),
    "same": "",
}


@pytest.mark.parametrize("field", CHANGES)
def test_whatever_is_kept_changes_it(field: str) -> None:
    assert digest_of(replace(ZHOUYI, **{field: CHANGES[field]})) != digest_of(ZHOUYI)


def test_a_text_moved_from_one_field_or_part_to_another_changes_it() -> None:
    moved = replace(ZHOUYI, texts={"title": ZHOUYI.texts["edition"], "edition": ZHOUYI.texts["title"]})
    joined = replace(ZHOUYI, texts={**ZHOUYI.texts, "title": (TextPart("周易十卷略例一卷"),)})
    elsewhere = replace(ZHOUYI, texts={**ZHOUYI.texts, "title": (TextPart("周易十卷"), TextPart("略例一卷", "子目"))})
    assert len({digest_of(one) for one in (ZHOUYI, moved, joined, elsewhere)}) == 4


def test_the_order_in_which_a_document_was_put_together_does_not() -> None:
    turned = replace(
        ZHOUYI,
        texts=dict(sorted(ZHOUYI.texts.items())),
        numbers=ZHOUYI.numbers[::-1],
        facets={"class": ("経.易", "経"), "grade": ()},
        sorts=dict(sorted(ZHOUYI.sorts.items(), reverse=True)),
    )
    assert digest_of(turned) == digest_of(ZHOUYI)


def test_the_language_of_the_moment_does_not() -> None:
    placed = replace(ZHOUYI, texts={"title": (TextPart("周易十卷", gettext_lazy("任务")),)})
    with override("en"):
        english = digest_of(placed)
    with override("zh-hans"):
        assert digest_of(placed) == english


def test_a_lone_surrogate_is_no_obstacle() -> None:
    assert len(digest_of(replace(ZHOUYI, same="\ud800"))) == 16
