"""What a chosen offer writes: with the dynasty and brackets that belong there, and none that stand already."""

from __future__ import annotations

import pytest

from guji.assisting.asks import asks
from guji.assisting.writing import written
from guji.models import Offer

DUAN = Offer(kind="person", form="段玉裁", detail="清")
WUJING = Offer(kind="person", form="物茂卿", detail="日本")
QING = Offer(kind="dynasty", form="清")
JIAQING = Offer(kind="era", form="嘉慶", detail="清")
YI = Offer(kind="class", form="易類", value="102")


def after(field: str, text: str, offer: Offer, reading: int = 0, caret: int | None = None) -> str:
    at = len(text) if caret is None else caret
    ask = asks(field, text, at)[reading]
    statement = field in ("responsibility", "annotation", "edition")
    return text[: ask.start] + written(offer, ask, text, statement=statement) + text[ask.end :]


@pytest.mark.parametrize(
    ("text", "offer", "expected"),
    [
        ("duanyu", DUAN, "（清）段玉裁"),
        ("（清）duanyu", DUAN, "（清）段玉裁"),
        ("(清)duanyu", DUAN, "(清)段玉裁"),
        ("(漢)許慎撰 duanyu", DUAN, "(漢)許慎撰 (清)段玉裁"),
        ("（清）王念孫　duanyu", DUAN, "（清）王念孫　段玉裁"),  # co-authors share one dynasty
        ("（明）王世貞　duanyu", DUAN, "（明）王世貞　（清）段玉裁"),
        ("（清）王念孫撰　duanyu", DUAN, "（清）王念孫撰　（清）段玉裁"),
        ("（明）duanyu", DUAN, "（明）段玉裁"),  # what stands written is the cataloguer's to judge
        ("wumao", WUJING, "（日本）物茂卿"),
        ("qing", QING, "（清）"),
        ("（qing", QING, "（清）"),
        ("[q", QING, "[清]"),
    ],
)
def test_people(text: str, offer: Offer, expected: str) -> None:
    assert after("responsibility", text, offer) == expected


def test_brackets_closed_already_are_not_closed_again() -> None:
    assert after("responsibility", "（q）段玉裁撰", QING, caret=2) == "（清）段玉裁撰"


@pytest.mark.parametrize(
    ("text", "offer", "reading", "expected"),
    [
        ("qing", QING, 0, "清"),
        ("jiaqing", JIAQING, 0, "清嘉慶"),
        ("清jiaq", JIAQING, 1, "清嘉慶"),
        ("清嘉", JIAQING, 0, "清嘉慶"),
    ],
)
def test_editions(text: str, offer: Offer, reading: int, expected: str) -> None:
    assert after("edition", text, offer, reading) == expected


def test_a_class_is_written_by_its_code() -> None:
    assert after("class_code", "yi", YI) == "102"
    assert after("sub_works.0.class_code", "易", YI, caret=1) == "102"
