"""Profiles and front texts changed by hand in a browser: the pictures of the first pages follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from catalog_export.models import TextVersion, Volume, VolumeProfile
from guji.models import Book
from tests.browser import follow, settled

Visit = Callable[..., Any]
FIRST = "#preview img.leaf"


def shown(page: Any) -> str:
    """The address of the first picture, once the browser has drawn it."""
    page.wait_for_function(f"document.querySelector('{FIRST}')?.naturalWidth > 0")
    return str(page.locator(FIRST).first.get_attribute("src"))


def change(page: Any, field: str, value: str) -> str:
    """Type into a field; return the address of the picture that takes the old one's place."""
    before = shown(page)
    page.locator(field).fill(value)
    page.wait_for_function(
        f"before => {{ const now = document.querySelector('{FIRST}');"
        " return now && now.getAttribute('src') !== before && now.complete && now.naturalWidth > 0; }",
        arg=before,
    )
    return shown(page)


def follows(page: Any, field: str, values: list[str]) -> bool:
    """Tell whether each of some changes, one after another, brings a picture of its own."""
    return len({change(page, field, value) for value in values}) == len(values)


def test_a_profile_is_changed_by_number_with_its_pages_beside_it(visit: Visit) -> None:
    page = visit()
    page.goto(reverse("profile", args=["register"]))
    settled(page)
    width = "[id='page.width']"
    plain = page.locator(FIRST).first.evaluate("(image) => image.naturalHeight")
    change(page, width, "260")
    assert page.locator(FIRST).first.evaluate("(image) => image.naturalHeight") < plain

    page.locator(width).fill("7")
    page.locator("#preview .errorlist").wait_for()
    assert "应是 90 至 420毫米之间的数，不能是“7”" in page.locator("#preview .errorlist").inner_text()
    assert page.locator(FIRST).count() == 0
    page.locator("#form").evaluate("(form) => { form.noValidate = true; }")
    follow(page.locator("button.primary"))
    assert page.locator("[id='page.width']").get_attribute("aria-invalid") == "true"
    assert not VolumeProfile.objects.exists()

    page.locator(width).fill("200")
    page.locator("#name").fill("ours")
    follow(page.locator("button.primary"))
    page.wait_for_url("**" + reverse("profile", args=["ours"]))
    assert VolumeProfile.objects.get().data["page"]["width"] == 200
    assert follows(page, width, ["210", "220", "230"])


def test_a_front_text_is_written_with_its_pages_beside_it(visit: Visit, volume: Volume, approved: Book) -> None:
    page = visit()
    page.goto(reverse("volume-text", args=[volume.pk, "preface"]))
    settled(page)
    change(page, "#text", "# 前言\n本館創辦於清光緒二十六年。")

    wrong = "# 前言\n計{copys}部。"
    page.locator("#text").fill(wrong)
    page.locator("#preview .errorlist").wait_for()
    assert "花括号里的“copys”没有可填的内容" in page.locator("#preview .errorlist").inner_text()
    follow(page.locator("button.primary"))
    page.locator("#error").wait_for()
    assert page.locator("#text").input_value() == wrong
    assert not TextVersion.objects.exists()

    page.locator("#text").fill("# 前言\n計{copies}部。")
    follow(page.locator("button.primary"))
    page.get_by_text("已保存，下次排印即用").wait_for()
    assert TextVersion.objects.get().text == "# 前言\n計{copies}部。"
    assert follows(page, "#text", [f"# 前言\n計{{copies}}部。{more}" for more in "甲乙丙"])


@pytest.mark.parametrize("name", ["preface", "conventions"])
def test_pictures_of_a_text_stand_beside_it_on_a_desk_and_below_it_on_a_telephone(
    name: str, visit: Visit, volume: Volume
) -> None:
    for screen, beside in (("desk", True), ("telephone", False)):
        page = visit("editor", screen)
        page.goto(reverse("volume-text", args=[volume.pk, name]))
        settled(page)
        text, picture = (page.locator(what).first.bounding_box() for what in ("#text", FIRST))
        assert text is not None
        assert picture is not None
        assert (picture["x"] >= text["x"] + text["width"]) is beside
        assert (picture["y"] >= text["y"] + text["height"]) is not beside
