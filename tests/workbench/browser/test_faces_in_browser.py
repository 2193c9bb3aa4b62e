"""The volumes' face in a real browser: fetched from our own server, only what is needed, rare characters drawn."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from PIL import Image, ImageChops

from authority.models import Institution
from catalog_export.fonts.web import STAMP
from tests.browser import settled
from tests.catalog_export.fonts.woff_reading import Rule, rules_of
from tests.workbench.record_samples_workbench import make_book

Visit = Callable[..., Any]
#: No face has these: the last of an empty plane, and an unassigned one beside the rare characters.
NOWHERE = "\U0003fffd"


@pytest.fixture
def rules(web_face: Path) -> dict[str, Rule]:
    style = json.loads((web_face / STAMP).read_text(encoding="ascii"))["stylesheet"]
    return {rule.name: rule for rule in rules_of((web_face / style).read_text(encoding="ascii"))}


@pytest.fixture
def rare(rules: dict[str, Rule]) -> list[str]:
    """Two characters beyond the Basic Multilingual Plane that the chain of this machine has."""
    codes = sorted(code for rule in rules.values() for code in rule.codes if code >= 0x20000)
    return [chr(codes[0]), chr(codes[len(codes) // 2])]


def drawn(page: Any, text: str) -> Image.Image:
    """Return the picture of a text, black on white, in the face of records."""
    page.evaluate(
        """async (text) => {
          let place = document.querySelector("#drawn");
          if (!place) {
            place = document.createElement("div");
            place.id = "drawn";
            Object.assign(place.style, {position: "fixed", top: 0, left: 0, width: "80px", height: "80px", zIndex: 9,
              background: "#fff", color: "#000", font: "60px/80px var(--serif)"});
            document.body.append(place);
          }
          place.textContent = text;
          await document.fonts.load("60px 'Guji Serif', 'Guji Serif Rest'", text);
        }""",
        text,
    )
    settled(page)
    return Image.open(io.BytesIO(page.locator("#drawn").screenshot())).convert("L")


def is_same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


def test_every_face_comes_from_our_own_server_and_may_be_kept(visit: Visit, approved: Any, desk: str) -> None:
    page, faces = visit(), []
    page.on("response", lambda answer: faces.append(answer) if "/faces/" in answer.url else None)
    settled_page = page.goto(reverse("record-list"))
    assert settled_page is not None
    settled(page)
    assert len(faces) > 3
    for answer in faces:
        assert answer.status == 200
        assert answer.url.startswith(desk + "/faces/")
        assert "immutable" in answer.headers["cache-control"]
    assert {urlsplit(answer.url).path.rpartition(".")[2] for answer in faces} == {"css", "woff"}


def test_only_slices_that_the_page_needs_are_fetched(visit: Visit, approved: Any, rules: dict[str, Rule]) -> None:
    page, fetched = visit(), []
    page.on("response", lambda answer: fetched.append(answer.url.rpartition("/")[2]))
    page.goto(reverse("record", args=[approved.pk]))
    settled(page)
    text = set(map(ord, page.evaluate("document.documentElement.textContent")))
    slices = [rules[name] for name in fetched if name in rules]
    assert slices
    assert len(slices) < len(rules) / 10
    for rule in slices:
        assert rule.codes & text, rule.name


def test_rare_characters_are_drawn_not_boxed(visit: Visit, zhejiang: Institution, rare: list[str]) -> None:
    book = make_book(zhejiang, f"{rare[0]}書一卷", 1)
    page = visit()
    page.goto(reverse("record", args=[book.pk]))
    settled(page)
    box, common = drawn(page, NOWHERE), drawn(page, "書")
    pictures = [drawn(page, char) for char in rare]
    for picture in [common, *pictures]:
        assert not is_same(picture, box)
        assert sum(picture.histogram()[:128]) > 50
    assert not is_same(*pictures)
    assert rare[0] in page.locator("h1").inner_text()


def test_what_no_face_has_looks_like_the_box_everywhere(visit: Visit, approved: Any) -> None:
    """The negative control of the test above: two characters that nobody has are drawn alike."""
    page = visit()
    page.goto(reverse("record-list"))
    assert is_same(drawn(page, NOWHERE), drawn(page, NOWHERE))
    assert not is_same(drawn(page, "一"), drawn(page, "二"))


def test_controls_are_never_boxes_either(visit: Visit, approved: Any) -> None:
    """Without a Chinese face of the system's own, the words of buttons come from ours."""
    page = visit()
    page.goto(reverse("record-list"))
    settled(page)
    loaded = page.evaluate(
        """[...document.fonts].filter((face) => face.status === "loaded").map((face) => face.family)"""
    )
    assert any("Guji Serif" in family or "Desk Han" in family for family in loaded)
    button = Image.open(io.BytesIO(page.locator("form.filter button").screenshot())).convert("L")
    page.evaluate("document.querySelector('form.filter button').textContent = '\U0003fffd\U0003fffd'")
    boxes = Image.open(io.BytesIO(page.locator("form.filter button").screenshot())).convert("L")
    assert button.size != boxes.size or not is_same(button, boxes)


def test_nothing_jumps_when_the_list_loads(visit: Visit, zhejiang: Institution) -> None:
    for number in range(1, 26):
        make_book(zhejiang, f"國語二十一卷第{number}部", number, responsibility="（三國吳）韋昭注", edition="明刻本")
    page = visit()
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => { for (const one of list.getEntries()) window.moved += one.value; })
          .observe({type: "layout-shift", buffered: true});"""
    )
    page.goto(reverse("record-list"))
    settled(page)
    assert page.evaluate("window.moved") < 0.05
