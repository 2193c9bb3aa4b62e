"""The public catalogue in a real browser: from the search to a record and back, with scripts, without, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from guji.models import Book
from tests.browser import SCREENS, follow, settled

Visit = Callable[..., Any]
CHANGES = "/r/330000-1701-0000012/"
PAGES = (
    "/",
    "/search/?q=周易",
    "/search/?q=周易 段玉栽 無此書&institution=1704",
    "/search/?class=1&dynasty=清&sort=-year",
    "/search/advanced/?q=周易",
    "/browse/",
    "/browse/strokes/",
    "/browse/region/",
    "/classes/102/",
    "/institutions/",
    "/institutions/1704/",
    "/statistics/",
    CHANGES,
    "/r/330000-1704-0000003/",
    "/search/?hl=en&q=周易 無此書",
)


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_scrolls_sideways(screen: str, visit: Visit, books: dict[str, Book]) -> None:
    page = visit(None, screen)
    wide = {}
    for address in PAGES:
        page.goto(address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert {address: width for address, width in wide.items() if width > SCREENS[screen][0]} == {}


@pytest.mark.parametrize("screen", ["desk", "telephone"])
def test_axe_finds_nothing_that_hinders_a_reader(screen: str, visit: Visit, books: dict[str, Book]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page = visit(None, screen, bypass_csp=True)
    found = {}
    for address in PAGES:
        page.goto(address)
        settled(page)
        violations = axe.run(page).response["violations"]
        found[address] = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in violations]
    assert {address: those for address, those in found.items() if those} == {}


def test_the_list_of_saved_searches_is_no_hindrance(visit: Visit, books: dict[str, Book]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page = visit("reader", bypass_csp=True)
    page.goto("/search/?q=周易")
    page.fill("#save-name", "易類")
    follow(page.locator(".save button"))
    assert axe.run(page).response["violations"] == []


def test_from_the_search_over_a_choice_to_a_record_and_back(visit: Visit, books: dict[str, Book]) -> None:
    page = visit(None)
    page.goto("/")
    page.fill("#q", "周易")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    assert page.locator(".hit").count() == 3
    page.locator(".panel a", has_text="溫州市圖書館").click()
    page.wait_for_url("**institution=1704**")
    page.wait_for_function("() => document.querySelectorAll('.hit').length === 2")
    assert page.locator(".chosen").inner_text().startswith("收藏单位 溫州市圖書館")
    follow(page.locator(".hit a", has_text="周易九卷略例一卷"))
    assert page.locator("h1").inner_text() == "周易九卷略例一卷"
    page.go_back(wait_until="load")
    page.wait_for_function("() => document.querySelectorAll('.hit').length === 2")
    page.go_back()
    page.wait_for_function("() => document.querySelectorAll('.hit').length === 3")


def test_a_choice_changes_the_results_in_place_and_tells_where_one_is(visit: Visit, books: dict[str, Book]) -> None:
    page = visit(None)
    page.goto("/search/?q=周易")
    page.evaluate("window.sameDocument = true")
    page.locator(".panel a", has_text="溫州市圖書館").click()
    page.wait_for_function("() => document.querySelectorAll('.hit').length === 2")
    assert page.evaluate("window.sameDocument")
    page.wait_for_function("() => document.activeElement.matches('h1[data-focus]')")
    assert page.locator("main").count() == 1
    assert "溫州市圖書館" in page.title()
    follow(page.locator(".who button[lang=en]"))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".hit").count() == 2
    login = page.locator(".who a")
    follow(login)
    assert "institution%3D1704" in page.url


def test_a_change_in_place_that_fails_becomes_a_page_of_its_own(visit: Visit, books: dict[str, Book]) -> None:
    page = visit(None)
    page.add_init_script("console.error = () => {}")  # htmx tells of the failure there
    page.route(
        "**/search/?*",
        lambda route: route.fulfill(status=403) if "hx-request" in route.request.headers else route.continue_(),
    )
    page.goto("/search/?q=周易")
    page.evaluate("window.sameDocument = true")
    follow(page.locator(".panel a", has_text="溫州市圖書館"))
    assert page.evaluate("window.sameDocument") is None
    assert "institution=1704" in page.url
    assert page.locator(".hit").count() == 2


def test_without_scripts_everything_can_be_reached(visit: Visit, books: dict[str, Book]) -> None:
    page = visit(None, java_script_enabled=False)
    page.goto("/")
    page.fill("#q", "周易")
    with page.expect_navigation(wait_until="load"):
        page.locator("main button.primary").click()
    follow(page.locator(".panel a", has_text="溫州市圖書館"))
    assert page.locator(".hit").count() == 2
    follow(page.locator(".hit a").first)
    assert "納蘭" in page.locator(".printed").inner_text()
    assert page.locator("button[data-copies]").first.is_hidden()


def test_completions_come_while_one_types_and_are_chosen_by_keyboard(visit: Visit, books: dict[str, Book]) -> None:
    page = visit(None)
    page.goto("/")
    box = page.locator("#q")
    box.press_sequentially("说文")
    page.wait_for_selector("#q-list [role=option]")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#q-list [aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert box.input_value() == chosen.get_attribute("data-text")
    page.keyboard.press("Escape")
    assert box.input_value() == "说文"
    assert page.locator("#q-list").is_hidden()
    box.press_sequentially("解")
    page.wait_for_selector("#q-list [role=option]")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    assert "說文解字註三十卷" in page.locator(".hits").inner_text()


def test_what_an_input_method_is_still_composing_is_not_asked(visit: Visit, books: dict[str, Book]) -> None:
    page = visit(None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    page.goto("/")
    page.evaluate("""() => {
      const box = document.querySelector('#q');
      box.focus();
      box.dispatchEvent(new CompositionEvent('compositionstart'));
      box.value = 'shuo';
      box.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
    }""")
    page.wait_for_timeout(400)
    assert asked == []
    page.evaluate("""() => {
      const box = document.querySelector('#q');
      box.value = '说文';
      box.dispatchEvent(new CompositionEvent('compositionend'));
    }""")
    page.wait_for_selector("#q-list [role=option]")
    assert len(asked) == 1


def test_a_citation_is_copied_by_its_button(visit: Visit, books: dict[str, Book]) -> None:
    page = visit(None, permissions=["clipboard-read", "clipboard-write"])
    page.goto(CHANGES)
    button = page.locator("button[data-copies]").first
    button.click()
    page.wait_for_function("() => document.querySelector('button[data-copies]').textContent.includes('已复制')")
    assert page.locator("#copied[role=status]").inner_text() == "已复制"
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#cite-1").inner_text().strip()


def test_a_rare_character_is_drawn_with_our_own_face(visit: Visit, books: dict[str, Book]) -> None:
    page = visit(None)
    page.goto("/r/330000-1704-0000002/")
    settled(page)
    loaded = page.evaluate("[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)")
    assert any("Guji Serif" in family for family in loaded)
    assert page.evaluate("document.fonts.check('20px \"Guji Serif Rest\"', '𡒄')")


def test_the_desk_has_a_search_box_of_its_own(visit: Visit, books: dict[str, Book]) -> None:
    page = visit("cataloguer")
    page.goto("/desk/")
    page.fill("#quick", "越縵堂")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    follow(page.locator(".hit a").first)
    assert "/records/" in page.url
