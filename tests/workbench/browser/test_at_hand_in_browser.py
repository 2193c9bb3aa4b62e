"""The tools at hand beside the entry page, in a real browser and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from authority.actions.class_tree import AddNode
from authority.han import fold
from authority.models import ClassNode, ClassScheme, Institution
from tests.workbench.record_samples_workbench import make_book

expect = pytest.importorskip("playwright.sync_api", reason="needs playwright").expect
Visit = Callable[..., Any]

CLASSES = (("1", "", "經部"), ("102", "1", "易類"), ("10202", "102", "傳説之屬"), ("120", "1", "小學類"))


#: A statement that nobody's field shows whole, and what a web server takes of an address.
LONG = "宋𢎞治刻本𨽻書　" * 60
LONGEST_ADDRESS = 4094


@pytest.fixture
def tree(zhejiang: Institution) -> None:
    cache.clear()
    scheme = ClassScheme.objects.create(key="hanwen-guji", version="1", title="分類表", is_current=True)
    nodes: dict[str, ClassNode] = {}
    for code, above, name in CLASSES:
        nodes[code] = AddNode(scheme, nodes.get(above), code, name).execute()


@pytest.fixture
def entry(visit: Visit, zhejiang: Institution, tree: None) -> Any:
    make_book(zhejiang, "周易九卷略例一卷", 12, title_fold=fold("周易"), class_code="10202")
    page = visit("cataloguer", bypass_csp=True)
    page.goto(reverse("record-new"))
    expect(page.locator("#id-title")).to_be_focused()
    return page


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def answered(page: Any, words: str) -> None:
    expect(page.locator("#at-hand-answer")).to_contain_text(words, timeout=20_000)


def test_what_is_at_hand_is_asked_walked_and_chosen_from_by_keys(entry: Any) -> None:
    page = entry
    edition, panel, question = page.locator("#id-edition"), page.locator("#at-hand"), page.locator("#at-hand-ask")
    for words in ("周易九卷", "（三國魏）王弼注", "明万历癸未刻本"):
        page.keyboard.type(words)
        press(page, "Enter")
    edition.focus()
    press(page, "Home", *["ArrowRight"] * 3)

    # the year in which the caret stands, with the Gregorian year beside it
    press(page, "Alt+y")
    expect(question).to_be_focused()
    answered(page, "这一项里的“明万历癸未”")
    assert edition.input_value() == "明万历癸未刻本"
    press(page, "ArrowDown", "ArrowRight")
    expect(page.get_by_role("button", name="明萬曆十一年（1583）")).to_be_focused()
    press(page, "Enter")
    expect(edition).to_be_focused()
    assert edition.input_value() == "明萬曆十一年（1583）刻本"
    press(page, "Control+z")
    assert edition.input_value() == "明万历癸未刻本"

    # asked instead of read; the first answer is taken from the question itself
    press(page, "Home", *["Shift+ArrowRight"] * 5, "Alt+y")
    answered(page, "所问“明万历癸未”")
    press(page, "Enter")
    expect(edition).to_be_focused()
    assert edition.input_value() == "明萬曆十一年刻本"

    # down into the class tree and up again, then what approved records speak for
    press(page, "Alt+c")
    answered(page, "同题名“周易”1 部，1 部在此类")
    press(page, "ArrowDown", "ArrowDown")
    expect(page.locator("[data-row]:focus-within")).to_have_count(1)
    page.keyboard.press("End")
    press(page, "ArrowRight")
    answered(page, "102 易類")
    press(page, "ArrowRight")
    answered(page, "傳説之屬")
    press(page, "ArrowLeft")
    answered(page, "小學類")
    press(page, "Alt+c", "Alt+c")
    answered(page, "建议分类")
    press(page, "Enter")
    expect(page.locator("#id-class_code")).to_have_value("10202")

    # a search by pinyin, through an input method's composition that chooses nothing
    press(page, "Alt+c")
    page.keyboard.type("xiaoxue")
    answered(page, "小學類")
    composing = """document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
        {key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))"""
    page.evaluate(composing)
    expect(page.locator("#id-class_code")).to_have_value("10202")
    press(page, "ArrowDown", "Enter")
    expect(page.locator("#id-class_code")).to_have_value("120")

    # rules follow the field without taking the caret from it
    page.locator("#id-volumes").focus()
    press(page, "Alt+r")
    answered(page, "册数未用阿拉伯数字")
    expect(page.locator("#id-volumes")).to_be_focused()
    page.locator("#id-extent").focus()
    answered(page, "存缺卷数与卷次不符")

    # a rare character at the caret
    page.locator("#id-title").focus()
    press(page, "End", "Alt+z")
    page.keyboard.insert_text("三点水吾")
    answered(page, "浯")
    press(page, "ArrowDown", "Enter")
    expect(page.locator("#id-title")).to_have_value("周易九卷浯")

    press(page, "Escape")
    expect(panel).to_be_hidden()
    expect(page.locator("#id-title")).to_be_focused()


@pytest.mark.parametrize(("screen", "beside"), [("desk", True), ("telephone", False)])
def test_the_panel_stands_beside_a_wide_page_and_below_a_narrow_one(
    visit: Visit, tree: None, screen: str, beside: bool
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page = visit("cataloguer", screen, bypass_csp=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/desk/tools/" in request.url else None)
    page.goto(reverse("record-new"))
    page.locator("#id-title").fill("國語二十一卷　" * 70)
    page.locator("#id-edition").fill(LONG + "清嘉慶乙亥刻本")
    for key, words in (("c", "經部"), ("r", "年次后括注公元"), ("y", "清嘉慶乙亥")):
        page.locator("#id-edition").focus()
        press(page, f"Alt+{key}")
        answered(page, words)
        assert axe.run(page).response["violations"] == []
    assert max(map(len, asked)) < LONGEST_ADDRESS
    box, width = page.locator("#at-hand").bounding_box(), page.viewport_size["width"]
    assert (box["x"] > width / 2, box["width"] < width) == (beside, beside)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    press(page, "Enter")
    expect(page.locator("#id-edition")).to_have_value(LONG + "清嘉慶二十年刻本")
