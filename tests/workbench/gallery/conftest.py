"""Modules of the desk's scripts, called one by one in a browser that has no page of ours and asks no server."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "workbench" / "static" / "workbench" / "images"
#: What the modules share with the entry page's lies here, as it does on the server.
SHARED = ROOT / "guji" / "static"
SITE = "http://scripts.test/"


@pytest.fixture(scope="module")
def bench(chromium: Browser) -> Iterator[Page]:
    """An empty page that can load the modules, under fingers too."""
    context = chromium.new_context(has_touch=True, viewport={"width": 1000, "height": 700})
    page = context.new_page()

    def answer(route: Any) -> None:
        name = route.request.url.removeprefix(SITE)
        if not name:
            route.fulfill(body="<!DOCTYPE html>", content_type="text/html")
        else:
            folder = SHARED if name.startswith("guji/") else SCRIPTS
            route.fulfill(path=folder / name, content_type=mimetypes.guess_type(name)[0])

    page.route(f"{SITE}**", answer)
    page.goto(SITE)

    yield page
    context.close()


@pytest.fixture(scope="module")
def call(bench: Page) -> Callable[..., Any]:
    """Return a way to run the body of an async function that has a module as ``m`` and what is given as ``given``."""

    def run(module: str, body: str, given: Any = None) -> Any:
        script = f"async (given) => {{ const m = await import('/{module}.js'); {body} }}"
        return bench.evaluate(script, json.loads(json.dumps(given)))

    return run
