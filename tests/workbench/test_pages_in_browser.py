"""Pages in a real browser: nothing the content policy forbids, the job followed to its end, room on a small screen."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image
from pytest_django.live_server_helper import LiveServer

from census.models import Job
from guji.models import Book
from tests.workbench.desk_in_browser import JobEndsWhileWatched

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (apt-get install chromium)"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def desk(settings: Any, transactional_db: None, people: Any) -> Iterator[str]:
    """The address of a server of its own, started after the settings were changed: every visitor is the editor."""
    watched = ["tests.workbench.desk_in_browser.JobEndsWhileWatched", "tests.workbench.desk_in_browser.SignedIn"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, *watched]
    JobEndsWhileWatched.asked = 0
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def browse(address: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Open an address headless; return what the browser said (the page on stdout with ``--dump-dom``)."""
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--enable-logging=stderr",
        f"--user-data-dir={folder / 'profile'}",
        *options,
        address,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)


def test_the_job_page_follows_its_job_to_the_end(desk: str, job: Job, tmp_path: Path) -> None:
    address = desk + reverse("job", args=[job.pk])
    said = browse(address, tmp_path, "--virtual-time-budget=20000", "--dump-dom")
    assert 'href="/volumes/"' in said.stdout
    assert "排好了" in said.stdout
    assert JobEndsWhileWatched.asked >= 3
    assert "Content Security Policy" not in said.stderr


@pytest.mark.parametrize("name", ["home", "record-list", "volume-list", "volume-new"])
def test_no_page_breaks_its_own_content_policy(name: str, desk: str, approved: Book, tmp_path: Path) -> None:
    said = browse(desk + reverse(name), tmp_path, "--dump-dom")
    assert 'aria-current="page"' in said.stdout
    assert "Content Security Policy" not in said.stderr
    assert "Uncaught" not in said.stderr


def test_a_small_screen_needs_no_sideways_scrolling(desk: str, approved: Book, tmp_path: Path) -> None:
    """The right edge of a 390-pixel picture is ground, with nothing cut off by it."""
    picture = tmp_path / "record.png"
    address = desk + reverse("record", args=[approved.pk])
    browse(address, tmp_path, "--window-size=390,844", f"--screenshot={picture}")
    with Image.open(picture) as image:
        assert image.width == 390
        edge = {image.convert("RGB").getpixel((388, y)) for y in range(160, 840, 4)}
    assert edge == {(246, 245, 242)}
