"""The entry page in a real browser: by keyboard alone, with an input method, and with everything going wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from census.models import State
from guji.actions import CreateBook, EditBook
from guji.data import BookData
from guji.models import Book, WorkingCopy
from guji.storage import merged, to_data
from tests.browser import follow

expect = pytest.importorskip("playwright.sync_api", reason="needs playwright").expect
Visit = Callable[..., Any]
PASTED = "說文解字十五卷　（漢）許慎撰　清初毛氏汲古閣刻本　清陳鱣校並跋　6冊　存十三卷（一至十三）"


@pytest.fixture
def entry(visit: Visit) -> Any:
    page = visit("cataloguer")
    page.goto(reverse("record-new"))
    expect(page.locator("#id-title")).to_be_focused()
    return page


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def kept(page: Any) -> None:
    expect(page.locator("#kept")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"), timeout=20_000)


def test_a_whole_record_is_entered_by_keyboard_alone(entry: Any) -> None:
    page = entry
    for words in ("國語二十一卷", "（三國吳）韋昭注", "明嘉靖七年（1528）金李澤遠堂刻本", "", "6冊", ""):
        page.keyboard.type(words)
        press(page, "Enter")
    page.locator("#said-edition").get_by_text("澤遠堂").first.wait_for()
    press(page, "Alt+0")
    page.keyboard.type("善0012")
    page.locator('[data-group="seals"] summary').focus()
    press(page, "Enter", "Alt+a")
    page.keyboard.type("八千卷樓")
    press(page, "Alt+a")
    page.keyboard.type("善本書室")
    with page.expect_navigation():
        press(page, "Control+s")
    data = to_data(Book.objects.get())
    assert (data.title, data.responsibility, data.volumes, data.shelf_mark) == (
        "國語二十一卷",
        "（三國吳）韋昭注",
        "6冊",
        "善0012",
    )
    assert data.details["seals"] == [{"text": "八千卷樓"}, {"text": "善本書室"}]
    assert not WorkingCopy.objects.exists()


#: A copy of the form takes its time to be sent; the page tells that one is on its way.
SLOW_COPIES = """() => {
  const send = window.fetch, address = document.querySelector("form[data-keep]").dataset.keep;
  window.fetch = async (to, how) => {
    if (to === address) await new Promise((done) => { document.body.dataset.copying = ""; setTimeout(done, 700); });
    return send(to, how);
  };
}"""


def test_storing_waits_for_the_copy_that_is_on_its_way(entry: Any) -> None:
    """A copy that reached the server after the record was stored would be offered as an entry left unfinished."""
    page, sent = entry, []
    page.on("requestfinished", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate(SLOW_COPIES)
    page.keyboard.type("國語二十一卷")
    page.locator("body[data-copying]").wait_for()
    with page.expect_navigation():
        press(page, "Control+s")
    addresses = [url for url in sent if "/understand" not in url]
    assert [url.endswith(reverse("record-keep")) for url in addresses] == [True, False], addresses
    assert Book.objects.get().title == "國語二十一卷"
    assert not WorkingCopy.objects.exists()


def test_enter_that_ends_a_composition_moves_and_stores_nothing(entry: Any) -> None:
    page = entry
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "shuo", "selectionStart": 4, "selectionEnd": 4})
    moved = """(composing) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
        {key: "Enter", keyCode: composing ? 229 : 13, isComposing: composing, bubbles: true, cancelable: true}))"""
    assert page.evaluate(moved, True)
    session.send("Input.insertText", {"text": "說文解字"})
    assert page.evaluate("document.activeElement.id") == "id-title"
    assert page.locator("#id-title").input_value() == "說文解字"
    assert not page.evaluate(moved, False)
    assert page.evaluate("document.activeElement.id") == "id-responsibility"
    assert not Book.objects.exists()


def test_a_pasted_entry_falls_apart_and_is_understood(entry: Any) -> None:
    page = entry
    press(page, "F2")
    page.keyboard.insert_text(PASTED)
    press(page, "F2")
    page.locator("#said-annotation").get_by_text("陳鱣").first.wait_for()
    assert page.locator("#printed").inner_text() == PASTED
    page.locator("#id-extent").fill("存十四卷（一至十三）")
    page.locator("#said-extent mark").wait_for()
    assert page.locator("#counts [data-level=error]").inner_text() == "1"


def test_what_was_typed_outlives_the_browser(entry: Any, visit: Visit) -> None:
    page = entry
    page.keyboard.type("國語二十一卷")
    kept(page)
    page.context.close()
    again = visit("cataloguer")
    again.goto(reverse("record-new"))
    follow(again.get_by_role("link", name="國語二十一卷"))
    assert again.locator("#id-title").input_value() == "國語二十一卷"


def test_what_was_typed_outlives_the_session(entry: Any, people: Any) -> None:
    page = entry
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.keyboard.type("國語二十一卷")
    expect(page.locator("#kept")).to_contain_text("登录已过期", timeout=20_000)
    page.context.add_cookies(cookies)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(reverse("record-new"))
    page.locator("#rescue-take").click()
    kept(page)
    assert page.locator("#id-title").input_value() == "國語二十一卷"
    assert WorkingCopy.objects.get().fields["title"] == "國語二十一卷"


def test_a_login_in_another_window_is_enough_to_go_on(entry: Any, visit: Visit) -> None:
    page = entry
    page.context.clear_cookies()
    page.keyboard.type("國語二十一卷")
    expect(page.locator("#kept")).to_contain_text("登录已过期", timeout=20_000)
    other = visit("cataloguer")
    other.goto(reverse("record-new"))
    page.context.add_cookies(other.context.cookies())
    kept(page)
    follow(page.locator('button[data-keys="Control+S"]'))
    assert Book.objects.get().title == "國語二十一卷"


def test_leaving_what_is_not_kept_is_asked_about(entry: Any) -> None:
    page = entry
    asked: list[str] = []

    def leave(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.keyboard.type("國")
    page.goto(reverse("record-list"))
    assert asked == ["beforeunload"]


def test_two_people_at_one_record_choose(visit: Visit, zhejiang: Any) -> None:
    data = BookData(institution="1701", title="國語二十一卷", edition="明嘉靖七年(1528)刻本", volumes="6冊")
    book = CreateBook(data, None, trusted=True).execute()
    page = visit("cataloguer")
    page.goto(reverse("record-edit", args=[book.pk]))
    EditBook(book, merged(data, volumes="8冊"), None, trusted=True).execute()
    page.locator("#id-edition").fill("明嘉靖刻本")
    follow(page.locator("button.primary"))
    assert "8冊" in page.locator("table.both").inner_text()
    page.locator('input[name="pick.volumes"][value="theirs"]').check()
    follow(page.locator("button.primary"))
    stored = Book.objects.get()
    assert (stored.edition, stored.volumes, stored.state) == ("明嘉靖刻本", "8冊", State.DRAFT)


def test_the_keys_are_listed(entry: Any) -> None:
    press(entry, "F1")
    assert entry.locator("dialog[open] kbd").count() > 10
    press(entry, "Escape")
    assert entry.locator("dialog[open]").count() == 0
