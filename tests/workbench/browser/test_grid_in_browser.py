"""The grid in a real browser: two hundred rows pasted, mended by keys, saved, and none of it lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from authority.models import Institution
from guji.actions import EditBook
from guji.grid.clipboard import rows_of_text
from guji.grid.keeping import choose_columns, new_grid
from guji.models import Book, Grid, GridRow
from guji.storage import merged, to_data
from tests.browser import settled

expect = pytest.importorskip("playwright.sync_api", reason="needs playwright").expect
Visit = Callable[..., Any]
PATIENCE = 30_000
HEADER = ["索書號", "書名", "作者", "版本項", "冊數", "存卷"]
BOOKS = [
    ["國語二十一卷", "（三國吳）韋昭注", "明嘉靖七年(1528)金李澤遠堂刻本", "6冊", ""],
    ["史記一百三十卷", "（漢）司馬遷撰", "明崇禎十四年(1641)毛氏汲古閣刻本", "20冊", "存二卷（三至四）"],
    ["白氏文集七十一卷", "（唐）白居易撰", "清康熙刻本", "24冊", ""],
]


def two_hundred_rows() -> str:
    rows = [HEADER, *([f"善{number}", *BOOKS[number % 3]] for number in range(1, 201))]
    rows[50][5] = "存十四卷（一至十三）"
    rows[150][3] = "明崇禎十七年(1641)毛氏汲古閣刻本"
    rows[180][4] = ""
    return "\n".join("\t".join(row) for row in rows)


@pytest.fixture
def grid(people: dict[str, User], zhejiang: Institution) -> Grid:
    return new_grid(people["cataloguer"], zhejiang, "善本", "statements")


def opened(visit: Visit, grid: Grid, screen: str = "desk") -> Any:
    page = visit("cataloguer", screen)
    page.goto(reverse("grid", args=[grid.pk]))
    expect(page.locator(".grid-writer")).to_be_focused()
    return page


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def paste(page: Any, text: str, html: str = "") -> None:
    page.evaluate(
        """([text, html]) => {
            const clipboard = new DataTransfer();
            clipboard.setData("text/plain", text);
            if (html) clipboard.setData("text/html", html);
            const event = new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event);
        }""",
        [text, html],
    )


def here(page: Any) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def count(page: Any, name: str) -> Any:
    return expect(page.locator(f"#grid-counts [data-count={name}]"))


def kept(page: Any) -> None:
    expect(page.locator("#kept")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"), timeout=PATIENCE)


def test_two_hundred_pasted_rows_are_mended_by_keys_and_saved(visit: Visit, grid: Grid) -> None:
    page = opened(visit, grid)
    paste(page, two_hundred_rows())
    count(page, "rows").to_have_text("200", timeout=PATIENCE)
    count(page, "error").to_have_text("3", timeout=PATIENCE)
    assert page.locator(".grid-body [role=row]").count() < 60, "rows out of sight are not on the page"

    press(page, "F8")
    assert here(page) == "存卷 第 50 行"
    expect(page.locator("#said-cell mark")).to_have_text("存十四卷（一至十三）")
    press(page, "F2")
    for _ in range(10):
        press(page, "Backspace")
    page.keyboard.type("存十三卷（一至十三）")
    press(page, "Enter", "F8")
    assert here(page) == "版本 第 150 行"
    page.keyboard.type("明崇禎十七年(1644)毛氏汲古閣刻本")
    press(page, "Enter", "F8")
    assert here(page) == "册数 第 180 行"
    press(page, "Control+d")
    count(page, "error").to_have_text("0", timeout=PATIENCE)

    press(page, "Control+Home", "ArrowRight", "ArrowRight")
    page.keyboard.type("10201")
    press(page, "Enter", "ArrowUp", "Control+Shift+d")
    assert page.locator("[aria-selected=true]").count() > 10
    kept(page)
    press(page, "Control+s")
    count(page, "saved").to_have_text("200", timeout=PATIENCE)
    press(page, "Control+s")
    expect(page.locator("#grid-told")).to_contain_text("新增 0 部", timeout=PATIENCE)
    assert Book.objects.count() == 200
    assert Book.objects.filter(class_code="10201").count() == 200
    assert set(Book.objects.filter(shelf_mark__in=["善50", "善150", "善180"]).values_list("extent", "volumes")) == {
        ("存十三卷（一至十三）", "24冊"),
        ("", "6冊"),
        ("", "24冊"),
    }


def test_what_was_typed_outlives_the_server_the_session_and_the_browser(visit: Visit, grid: Grid) -> None:
    page = opened(visit, grid)
    page.evaluate("() => { window.whole = fetch; window.fetch = () => Promise.reject(new TypeError('away')); }")
    page.keyboard.type("330000-1701-0000001")
    press(page, "Tab")
    expect(page.locator("#grid-told")).to_contain_text("连不上服务器", timeout=PATIENCE)
    page.evaluate("() => { window.fetch = window.whole; }")
    kept(page)
    expect(page.locator("#grid-told")).to_be_hidden()
    session = page.context.storage_state()["cookies"]
    page.context.clear_cookies()
    page.keyboard.type("善1")
    press(page, "Tab", "Tab")
    expect(page.locator("#grid-told")).to_contain_text("登录已过期", timeout=PATIENCE)
    page.keyboard.type("國語二十")
    left = page.context.storage_state()
    page.context.close()
    assert set(GridRow.objects.get().cells.values()) == {"330000-1701-0000001"}

    page = visit("cataloguer", storage_state={**left, "cookies": session})
    page.goto(reverse("grid", args=[grid.pk]))
    expect(page.locator("#grid-told")).to_contain_text("取回", timeout=PATIENCE)
    kept(page)
    assert GridRow.objects.get().cells == {
        "census_no": "330000-1701-0000001",
        "shelf_mark": "善1",
        "title": "國語二十",
    }


def test_a_composition_neither_moves_nor_stores_and_its_end_is_taken(visit: Visit, grid: Grid) -> None:
    page = opened(visit, grid)
    press(page, "ArrowRight", "ArrowRight", "ArrowRight")
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "guo yu", "selectionStart": 6, "selectionEnd": 6})
    for key in ("Enter", "Tab", "Escape", "ArrowDown", "F8"):
        page.evaluate(
            """(key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
                {key, keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))""",
            key,
        )
    assert here(page) == "题名卷数 第 1 行"
    assert not GridRow.objects.exists()
    session.send("Input.insertText", {"text": "國語"})
    press(page, "Enter")
    assert here(page) == "题名卷数 第 2 行"
    kept(page)
    assert GridRow.objects.get().cells == {"title": "國語"}


def test_rows_and_words_are_taken_back_one_by_one(visit: Visit, grid: Grid) -> None:
    page = opened(visit, grid)
    first = page.locator(".grid-row[data-row='0'] [data-column='1'] .grid-text")
    paste(
        page,
        "",
        "<table><tr><th rowspan=2>索书号</th><th colspan=2>书名</th></tr><tr><th>题名</th><th>卷数</th></tr>"
        "<tr><td>善1</td><td>國語<br>附補音</td><td>21</td></tr></table>",
    )
    expect(page.locator("[role=columnheader]").last).to_have_text("卷数", timeout=PATIENCE)
    expect(first).to_have_text("善1")
    press(page, "Alt+u", "Alt+a")
    page.keyboard.type("善3")
    press(page, "Enter")
    count(page, "rows").to_have_text("3")
    press(page, "Control+Home", "Alt+Delete", "Control+z", "Control+z", "Control+z", "Control+z")
    count(page, "rows").to_have_text("1")
    press(page, "Control+y")
    count(page, "rows").to_have_text("2")
    press(page, "Escape")
    assert page.evaluate("document.activeElement.id") == "grid-save", "one can leave the grid by keys"


#: Two hundred changes of every kind at random, then all taken back, then all made again.
AT_RANDOM = """async () => {
    const { Rows, asText } = await import("/static/guji/grid_rows.js");
    let seed = 20260101;
    const chance = (most) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % most; };
    const rows = new Rows(60);
    rows.load([]);
    const columns = ["title", "edition", "note"];
    const texts = (row) => columns.map((key) => row.cells[key] ?? "");
    const shown = () => JSON.stringify(rows.list.slice(0, rows.lastWritten() + 1).map(texts));
    const acts = [
        () => rows.fill(chance(rows.length), columns.slice(chance(3)), [["國"], ["語", String(chance(99))]]),
        () => rows.copyDown(chance(5), 5 + chance(9), [columns[chance(3)]]),
        () => rows.insert(chance(rows.length), 1 + chance(2)),
        () => rows.remove(chance(4), 4 + chance(3)),
        () => rows.duplicate(chance(4), 4 + chance(2)),
        () => rows.make({ cells: [[rows.list[chance(rows.length)], columns[chance(3)], ""]] }),
    ];
    const states = [shown()];
    for (let turn = 0; turn < 200; turn += 1) {
        rows.pad(20);
        if (acts[chance(acts.length)]()) states.push(shown());
    }
    const wrong = [];
    for (let at = states.length - 2; at >= 0; at -= 1) { rows.undo(); if (shown() !== states[at]) wrong.push(at); }
    for (let at = 1; at < states.length; at += 1) { rows.redo(); if (shown() !== states[at]) wrong.push(-at); }
    const keys = new Set(rows.list.map((row) => row.key));
    return { changes: states.length, wrong, most: rows.length <= 60, single: keys.size === rows.length,
        text: asText([["甲\\t乙", '"丙"', "丁"], ["戊\\n己", "", '庚"']]) };
}"""


def test_any_changes_are_taken_back_and_made_again(visit: Visit, grid: Grid) -> None:
    page = opened(visit, grid)
    found = page.evaluate(AT_RANDOM)
    assert found["changes"] > 60
    assert found["wrong"] == []
    assert found["most"]
    assert found["single"]
    assert rows_of_text(found["text"]) == [["甲\t乙", '"丙"', "丁"], ["戊\n己", "", '庚"']]


def test_whole_entries_are_split_and_a_conflict_is_settled(visit: Visit, grid: Grid) -> None:
    choose_columns(grid, ["shelf_mark", "entry"])
    page = opened(visit, grid)
    press(page, "ArrowRight")
    lines = [f"{title}　{author}　{edition}　{ce}" for title, author, edition, ce, _ in BOOKS]
    paste(page, "\n".join(lines))
    count(page, "rows").to_have_text("3", timeout=PATIENCE)
    press(page, "Alt+x")
    expect(page.locator("[role=columnheader]")).to_have_count(7, timeout=PATIENCE)
    assert here(page) == "题名卷数 第 1 行"
    expect(page.locator(".cell-here .grid-text")).to_have_text("國語二十一卷")
    press(page, "Control+s")
    count(page, "saved").to_have_text("3", timeout=PATIENCE)

    book = Book.objects.get(title="國語二十一卷")
    EditBook(book, merged(to_data(book), volumes="7冊"), None, trusted=True).execute()
    press(page, "ArrowRight", "ArrowRight", "ArrowRight")
    assert here(page) == "册数 第 1 行"
    page.keyboard.type("8冊")
    press(page, "Enter", "ArrowUp", "Control+s")
    expect(page.locator("#said-row")).to_contain_text("库里现在是“7冊”", timeout=PATIENCE)
    page.locator("#take-theirs").click()
    expect(page.locator(".cell-here .grid-text")).to_have_text("7冊", timeout=PATIENCE)
    kept(page)
    press(page, "Control+s")
    expect(page.locator("#grid-told")).to_contain_text("已保存", timeout=PATIENCE)
    expect(page.locator("#said-row")).not_to_contain_text("库里现在是")
    assert Book.objects.get(pk=book.pk).volumes == "7冊"


def test_the_grid_is_sound_for_those_who_hear_it_and_fits_a_telephone(visit: Visit, grid: Grid) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(visit, grid)
    rows = two_hundred_rows().split("\n")
    written = 8
    paste(page, "\n".join([rows[0], *rows[46 : 46 + written]]))
    count(page, "error").to_have_text("1", timeout=PATIENCE)
    settled(page)
    found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]})
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    board = page.locator("[role=grid]")
    assert int(board.get_attribute("aria-rowcount")) > written
    assert board.get_attribute("aria-colcount") == "11"
    assert page.locator(".grid-body [role=row]").first.get_attribute("aria-rowindex") == "2"
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    press(page, "Control+End")
    assert here(page) == f"附注 第 {written} 行"
    expect(page.locator(".grid-writer")).to_be_in_viewport()
