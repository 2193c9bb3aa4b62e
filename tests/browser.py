"""A server of the test's own with the web face cut, and a real browser to look at its pages with.

One browser for the whole run: whoever uses these fixtures has a fixture ``people`` of users by name.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from catalog_export.fonts import cache_dir
from catalog_export.fonts.web import cut_web_face
from census.jobs import run
from census.models import Job

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SCREENS = {"desk": (1366, 768), "wide": (1440, 900), "telephone": (390, 844), "zoomed": (683, 384)}


def mark_browser_tests(items: list[pytest.Item], conftest: str) -> None:
    """Mark the tests of a folder, and skip them by name where there is no browser."""
    for item in items:
        if Path(conftest).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="needs Chromium (apt-get install chromium)"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install -r requirements-dev.txt)")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # its event loop runs in the thread that asks the database
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def web_face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole face, cut once into a folder that is served."""
    folder = tmp_path_factory.mktemp("web")
    cut_web_face(cache_dir(), folder, Path(project.BASE_DIR))
    return folder


@pytest.fixture
def desk(settings: Any, transactional_db: None, people: Any, web_face: Path) -> Iterator[str]:
    """The address of a server that was started after the settings were changed."""
    settings.WEB_DIR = settings.WHITENOISE_ROOT = web_face
    server = LiveServer("localhost")
    yield server.url
    wait_for_answers()
    server.stop()


def wait_for_answers(seconds: float = 10) -> None:
    """Wait until the server has done with all that was asked: it shares its connection with the test."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and any("process_request" in thread.name for thread in threading.enumerate()):
        time.sleep(0.02)


def is_complaint(message: Any) -> bool:
    """Say whether a line on the browser's console is a fault: an answer that tells a person what is wrong is none.

    That is a form sent back (400), a session that ended (401, 403), a record that two changed (409).
    """
    told = any(f"status of {code}" in message.text for code in (400, 401, 403, 409))
    return message.type == "error" and not told


@pytest.fixture
def visit(chromium: Browser, desk: str, people: dict[str, User]) -> Iterator[Callable[..., Page]]:
    """Return an opener of pages: as whom, on which screen. At the end, no page may have complained."""
    contexts, complaints = [], []

    def open_page(person: str | None = "editor", screen: str = "desk", **options: Any) -> Page:
        width, height = SCREENS[screen]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", base_url=desk, **options
        )
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(people[person])
            context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": desk}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def settled(page: Page) -> Page:
    """Wait until the page has its faces and pictures."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    return page


def follow(link: Any) -> None:
    """Click on what leads to another page, and wait until that page is there whole.

    A click alone comes back as soon as the way is taken: what is read then may be half a page, or the one before.
    """
    with link.page.expect_navigation(wait_until="load"):
        link.click()


def work_off(page: Page) -> Job:
    """Do the job whose page is open as the worker would, and come back to it when it is done.

    Nothing may ask the server meanwhile: in the tests it shares its connection with the worker.
    """
    address = page.url
    page.goto("about:blank")
    pk = next(part for part in address.split("/") if len(part) == 36)
    job = run(Job.objects.get(pk=pk).pk)
    assert job is not None
    page.goto(address)
    return job
