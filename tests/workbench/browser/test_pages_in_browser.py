"""Every page in a real browser: readable on any screen, by keyboard and by ear, within its own content policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from authority.models import Institution, Name
from catalog_export.models import Run
from census.models import Job
from guji.models import Book, EntryTemplate
from tests.browser import SCREENS, settled
from tests.workbench.browser.job_watching import JobEndsWhileWatched
from tests.workbench.record_samples_workbench import make_book

Visit = Callable[..., Any]
LONG = "欽定古今圖書集成" * 625


@pytest.fixture
def addresses(
    approved: Book, draft: Book, run: Run, job: Job, zhejiang: Institution, people: dict[str, User]
) -> dict[str, str]:
    """One address of every kind of page, among them a record with a statement of 5,000 characters."""
    Name.objects.create(kind="person", form="某" * 60, dynasty="清", dates="1735—1815", note="註" * 200)
    EntryTemplate.objects.create(user=people["root"], name="模板" * 30, fields={"title": LONG})
    long = make_book(zhejiang, LONG, 99, edition="清雍正銅活字印本", shelf_mark="A" * 60, volumes="5020冊")
    return {
        "home": reverse("home"),
        "list": reverse("record-list"),
        "nothing found": reverse("record-list") + "?q=無此書",
        "record": reverse("record", args=[approved.pk]),
        "draft": reverse("record", args=[draft.pk]),
        "long record": reverse("record", args=[long.pk]),
        "entry": reverse("record-new"),
        "entry of a record": reverse("record-edit", args=[draft.pk]),
        "authority names": reverse("name-list"),
        "templates": reverse("template-list"),
        "records to begin from": reverse("record-begin"),
        "imports": reverse("import-list"),
        "import": reverse("import-new"),
        "volumes": reverse("volume-list"),
        "new volume": reverse("volume-new"),
        "volume": reverse("volume", args=[run.volume_id]),
        "text": reverse("volume-text", args=[run.volume_id, "conventions"]),
        "jobs": reverse("job-list"),
        "job": reverse("job", args=[job.pk]),
        "administration": reverse("admin:index"),
    }


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_scrolls_sideways(screen: str, visit: Visit, addresses: dict[str, str]) -> None:
    page = visit("root", screen)
    wide = {}
    for name, address in addresses.items():
        page.goto(address)
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    del wide["administration"]
    assert {name: width for name, width in wide.items() if width > SCREENS[screen][0]} == {}


@pytest.mark.parametrize("screen", ["desk", "telephone"])
def test_axe_finds_nothing_that_hinders_a_reader(screen: str, visit: Visit, addresses: dict[str, str]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page = visit("root", screen, bypass_csp=True)
    found = {}
    for name, address in addresses.items():
        if name != "administration":
            page.goto(address)
            settled(page)
            violations = axe.run(page).response["violations"]
            found[name] = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in violations]
    assert {name: those for name, those in found.items() if those} == {}


def test_the_login_is_no_hindrance_either(visit: Visit) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page = visit(None, bypass_csp=True)
    page.goto(reverse("login"))
    assert axe.run(page).response["violations"] == []


def test_one_gets_in_and_about_by_keyboard_alone(visit: Visit, people: dict[str, User], approved: Book) -> None:
    people["editor"].set_password("鑰匙 1701")
    people["editor"].save()
    page = visit(None)
    page.goto(reverse("record-list"))
    page.wait_for_function("document.activeElement.id === 'id_username'")
    page.keyboard.type("editor")
    page.keyboard.press("Tab")
    page.keyboard.type("鑰匙 1701")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == reverse("record-list"))
    settled(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.querySelector('#content').contains(document.activeElement)"
    assert page.evaluate(inside)
    reached = []
    for _ in range(15):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        if reached[-1] == approved.title:
            break
    assert reached[-1] == approved.title
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**" + reverse("record", args=[approved.pk]))


@pytest.mark.parametrize("name", ["record-list", "import-list", "volume-list", "import-new", "volume-new"])
def test_the_primary_action_has_one_place_and_one_key(name: str, visit: Visit, approved: Book, run: Run) -> None:
    page = visit("root")
    page.goto(reverse(name))
    primary = page.locator(".primary")
    assert primary.count() == 1
    assert primary.get_attribute("accesskey") == "s"
    box = primary.bounding_box()
    assert box is not None
    assert abs(box["x"] + box["width"] - (SCREENS["desk"][0] - 16)) <= 1
    assert box["y"] < 110


def test_twenty_records_stand_on_a_reviewers_screen(visit: Visit, zhejiang: Institution) -> None:
    for number in range(1, 31):
        make_book(zhejiang, f"國語二十一卷第{number}部", number, edition="明嘉靖七年（1528）金李澤遠堂刻本")
    page = visit()
    page.goto(reverse("record-list"))
    settled(page)
    rows = page.locator("table.records tbody tr")
    boxes = [rows.nth(index).bounding_box() for index in range(20)]
    assert all(box is not None and box["y"] + box["height"] <= 768 for box in boxes)


def test_numbers_stand_under_one_another(visit: Visit, zhejiang: Institution) -> None:
    for number in (1, 11, 111):
        make_book(zhejiang, "國語二十一卷", number, volumes=f"{number}冊")
    page = visit()
    page.goto(reverse("record-list"))
    settled(page)
    cells = page.locator("td.c-number")
    widths = {
        round(
            cells.nth(index).evaluate(
                "(cell) => { const range = document.createRange();"
                " range.selectNodeContents(cell); return range.getBoundingClientRect().width; }"
            ),
            1,
        )
        for index in range(3)
    }
    assert len(widths) == 1


def test_colours_of_the_readers_own_still_say_where_one_is(visit: Visit) -> None:
    page = visit("root", forced_colors="active")
    page.goto(reverse("record-list"))
    current = page.locator("nav [aria-current=page]")
    other = page.locator("nav a:not([aria-current])").first
    assert current.evaluate("(link) => getComputedStyle(link).borderTopWidth") == "2px"
    assert other.evaluate("(link) => getComputedStyle(link).borderTopWidth") == "0px"


def test_the_job_page_follows_its_job_to_the_end(
    settings: Any, job: Job, chromium: Any, people: dict[str, User], request: pytest.FixtureRequest
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.workbench.browser.job_watching.JobEndsWhileWatched"]
    JobEndsWhileWatched.asked = 0
    page = request.getfixturevalue("visit")()
    page.goto(reverse("job", args=[job.pk]))
    assert page.locator("#job-progress").get_attribute("value") == "25"
    page.locator("a.primary", has_text="看结果").wait_for(timeout=20_000)
    assert page.locator("a.primary").get_attribute("href") == "/volumes/"
    assert "排好了" in page.locator("#job-message").inner_text()
    assert JobEndsWhileWatched.asked >= 3


def test_a_chosen_file_is_named_with_its_size(visit: Visit, tmp_path: Any) -> None:
    path = tmp_path / "普查.csv"
    path.write_bytes(b"x" * 2048)
    page = visit("root")
    page.goto(reverse("import-new"))
    page.set_input_files("#id_file", path)
    assert page.locator("#drop-said").inner_text() == "普查.csv　2.0 KB"


def test_a_file_may_be_dropped_on_the_form(visit: Visit) -> None:
    page = visit("root")
    page.goto(reverse("import-new"))
    page.evaluate(
        """() => {
          const carried = new DataTransfer();
          carried.items.add(new File(["x"], "拖來.csv"));
          for (const name of ["dragover", "drop"])
            document.querySelector("#drop").dispatchEvent(
              new DragEvent(name, {dataTransfer: carried, bubbles: true, cancelable: true}));
        }"""
    )
    assert page.locator("#drop-said").inner_text() == "拖來.csv　1 B"
    assert page.evaluate("document.querySelector('#id_file').files[0].name") == "拖來.csv"
    assert "over" not in (page.locator("#drop").get_attribute("class") or "").split()
