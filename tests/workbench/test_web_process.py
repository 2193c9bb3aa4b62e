"""A process of the web server gets ready by itself, whether there is an index or not."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from search import facade
from search.engine.protocol import IndexUnusable
from workbench import web_process


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def ready() -> None:
    web_process.post_worker_init(None)
    for thread in threading.enumerate():
        if thread.name == "get-ready":
            thread.join(30)


def test_what_stays_is_set_aside_after_the_index_was_warmed(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[int] = []
    monkeypatch.setattr(facade, "warm", lambda: order.append(gc.get_freeze_count()))
    ready()
    assert order == [0]
    assert gc.get_freeze_count() > 10_000


def test_without_an_index_it_gets_ready_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise IndexUnusable("还没有检索索引")

    monkeypatch.setattr(facade, "engine", none)
    ready()
    assert gc.get_freeze_count() > 10_000
