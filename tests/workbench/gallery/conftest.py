"""Modules of the desk's scripts, called one by one in a browser that has no page of ours and asks no server."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCRIPTS = Path(__file__).parents[3] / "workbench" / "static" / "workbench" / "images"
SITE = "http://scripts.test/"


@pytest.fixture(scope="module")
def call(chromium: Browser) -> Iterator[Callable[..., Any]]:
    """Return a way to run the body of an async function that has a module as ``m`` and what is given as ``given``."""
    page = chromium.new_page()

    def answer(route: Any) -> None:
        name = route.request.url.removeprefix(SITE)
        if not name:
            route.fulfill(body="<!DOCTYPE html>", content_type="text/html")
        else:
            route.fulfill(path=SCRIPTS / name, content_type=mimetypes.guess_type(name)[0])

    page.route(f"{SITE}**", answer)
    page.goto(SITE)

    def run(module: str, body: str, given: Any = None) -> Any:
        script = f"async (given) => {{ const m = await import('/{module}.js'); {body} }}"
        return page.evaluate(script, json.loads(json.dumps(given)))

    yield run
    page.close()
