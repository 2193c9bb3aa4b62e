"""What is offered while one types, in a real browser: one way walked by keyboard, and what must not get in its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from authority.actions.class_tree import AddNode
from authority.chronology import ERAS
from authority.models import ClassScheme, Name, Term, Vocabulary
from census.models import State
from guji.actions import CreateBook
from guji.assisting import gathering
from guji.assisting.tally import recount
from guji.data import BookData
from guji.models import Book, EntryTemplate

expect = pytest.importorskip("playwright.sync_api", reason="needs playwright").expect
Visit = Callable[..., Any]
OPTIONS = "#completions:not([hidden]) [role=option]"


@pytest.fixture
def known(zhejiang: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One approved record, a class, a role: what the page may offer."""
    monkeypatch.setattr(gathering, "ERAS", [era for era in ERAS if era.dynasty == "清"])
    scheme = ClassScheme.objects.create(key="hanwen-guji", version="1", title="分類", is_current=True)
    AddNode(scheme=scheme, parent=None, code="1", name_hant="經部").execute()
    Vocabulary.objects.create(key="binding", name="裝幀形式")
    Term.objects.create(vocabulary_id="binding", code="xian", name_hant="線裝")
    stated = BookData(
        institution="1701",
        title="說文解字注三十卷",
        responsibility="（清）段玉裁撰",
        edition="清嘉慶二十年（1815）金壇段氏經韻樓刻本",
    )
    book = CreateBook(stated, None, trusted=True).execute()
    Book.objects.filter(pk=book.pk).update(state=State.PROVINCE_APPROVED, census_no="330000-1701-0000001")
    recount()


@pytest.fixture
def entry(visit: Visit, known: None) -> Any:
    page = visit("cataloguer")
    page.goto(reverse("record-new"))
    expect(page.locator("#id-title")).to_be_focused()
    return page


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def take(page: Any, form: str) -> None:
    """Wait until a form is offered first, mark it and write it."""
    expect(page.locator(OPTIONS).first).to_contain_text(form)
    press(page, "ArrowDown", "Enter")


def value(page: Any, field: str) -> Any:
    return expect(page.locator(f'[id="id-{field}"]'))


def test_a_record_is_typed_by_sound_and_chosen_by_keys(entry: Any) -> None:
    page = entry
    page.keyboard.type("說文解字注三十卷")
    press(page, "Enter")
    page.keyboard.type("duanyu")
    take(page, "段玉裁")
    value(page, "responsibility").to_have_value("（清）段玉裁")
    take(page, "撰")  # after a whole name its roles are offered of themselves
    value(page, "responsibility").to_have_value("（清）段玉裁撰")
    press(page, "Enter")
    page.keyboard.type("清嘉慶二十年（1815）金壇jingyun")
    take(page, "段氏經韻樓")
    take(page, "刻本")
    value(page, "edition").to_have_value("清嘉慶二十年（1815）金壇段氏經韻樓刻本")
    page.locator("#id-class_code").focus()
    page.keyboard.type("jing")
    take(page, "經部")
    value(page, "class_code").to_have_value("1")

    press(page, "Alt+2", "End")
    page.keyboard.type("　（清）某無名")
    option = page.locator(OPTIONS).last
    expect(option).to_contain_text("某無名")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    assert axe.run(page).response["violations"] == []
    press(page, "ArrowUp", "Enter")
    expect(page.locator("#propose-dates")).to_be_focused()
    assert axe.run(page).response["violations"] == []
    page.keyboard.type("1815-1735")
    press(page, "Enter")
    expect(page.locator("#propose [role=alert]")).to_contain_text("1815-1735")
    page.locator("#propose-dates").fill("1735-1815")
    press(page, "Enter")
    expect(page.locator("#propose")).to_be_hidden()
    value(page, "responsibility").to_have_value("（清）段玉裁撰　（清）某無名")
    name = Name.objects.get()
    assert (name.form, name.dynasty, name.dates, name.status) == ("某無名", "清", "1735—1815", "proposed")

    page.locator("#as-template summary").click()
    page.locator("#id-template_name").fill("說文")
    page.locator("button[value=template]").click()
    expect(page.locator("#template-said")).to_contain_text("說文")
    assert EntryTemplate.objects.get().fields["class_code"] == "1"

    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(reverse("record-new"))
    value(page, "title").to_be_focused()
    page.keyboard.type("別的書")
    press(page, "F4")
    expect(page.locator("#begin-found a").first).to_have_text("說文")
    assert axe.run(page).response["violations"] == []
    press(page, "Enter")
    value(page, "class_code").to_have_value("1")
    value(page, "responsibility").to_have_value("（清）段玉裁撰　（清）某無名")
    value(page, "title").to_have_value("別的書")  # what was typed stays


def test_what_is_offered_gets_in_the_way_of_no_key(entry: Any) -> None:
    page = entry
    press(page, "Alt+2")
    page.keyboard.type("duan")
    expect(page.locator(OPTIONS)).to_have_count(1)
    press(page, "Enter")  # nothing is marked: on to the next line as always
    value(page, "edition").to_be_focused()
    value(page, "responsibility").to_have_value("duan")
    expect(page.locator("#completions")).to_be_hidden()

    press(page, "Alt+2", "End")
    page.keyboard.type("y")
    expect(page.locator(OPTIONS)).to_have_count(1)
    composing = """document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
        {key: "ArrowDown", keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))"""
    assert page.evaluate(composing)
    assert page.locator(f"{OPTIONS}[aria-selected=true]").count() == 0
    press(page, "Escape")
    expect(page.locator("#completions")).to_be_hidden()
    value(page, "responsibility").to_be_focused()

    page.locator('[data-group="bindings"] summary').focus()
    press(page, "Enter", "Alt+a", "Alt+ArrowDown")  # an empty field shows what it may hold where that is asked for
    take(page, "線裝")
    value(page, "bindings.0.binding").to_have_value("線裝")

    press(page, "Alt+2", "Control+a")
    page.keyboard.insert_text("（明）𢎞某等撰　" * 700 + "（清）")  # longer than any address
    page.keyboard.type("duan")
    take(page, "段玉裁")
    value(page, "responsibility").to_have_value("（明）𢎞某等撰　" * 700 + "（清）段玉裁")
    press(page, "Control+a")
    page.keyboard.type("（清）𢎞duan")  # a character of two code units before the caret
    press(page, "ArrowLeft", "ArrowRight")
    page.keyboard.press("Backspace")
    page.keyboard.type("n")
    expect(page.locator("#completions")).to_be_hidden()
    parts = page.evaluate(
        """import('/static/guji/entry-complete.js').then((module) => [
            module.characters("𢎞曆a", 3), module.units("𢎞曆a", 2), module.plain("seals.3.owner"),
            module.step(-1, "ArrowUp", 3), module.step(2, "ArrowDown", 3), module.step(0, "ArrowDown", 0)])"""
    )
    assert parts == [2, 3, "seals.owner", 2, -1, -1]
