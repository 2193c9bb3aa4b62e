"""Every page asked for again and again in one process, then through the web server, and what it weighs."""

from __future__ import annotations

import gc
import gzip
import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.peers.pages.addresses import CATALOGUER, PROVINCE, ROOT, Asked, holder_of_most, pages
from census.models import Membership, Role
from search import facade
from workbench.web_process import get_ready

_LINKED = re.compile(r'<(?:link rel="stylesheet" href|script[^>]* src)="/static/([^"]+)"')


@dataclass
class Seen:
    """What was measured of one page. Milliseconds; bytes plain and compressed; the most SQL queries of an address."""

    name: str
    peer: str
    desk: bool
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    served: list[float] = field(default_factory=list)
    queries: int = 0
    html: int = 0
    html_packed: int = 0
    linked: int = 0
    linked_packed: int = 0


def main(arguments: Sequence[str]) -> None:
    """Measure the pages over this process's database, and print a line of JSON for each.

    Given are a free port, and how many answers of each page are timed, however few addresses it has.
    """
    port, times = map(int, arguments)
    _people()
    found = pages()
    facade.warm()
    get_ready()
    measured = [_seen(asked, times) for asked in found]
    with _server(port) as ready:
        if ready:
            for asked, seen in zip(found, measured, strict=True):
                seen.served = _through_server(port, asked, times // 2)
    for seen in measured:
        print(json.dumps(asdict(seen)))


def _people() -> None:
    """Make those who ask, once."""
    users, holder = get_user_model().objects, holder_of_most()
    if users.filter(username=ROOT).exists():
        return
    users.create_superuser(ROOT)
    for name, role, place in ((CATALOGUER, Role.CATALOGUER, holder), (PROVINCE, Role.PROVINCE_REVIEWER, None)):
        Membership.objects.create(user=users.create_user(name), role=role, institution=place)


def _client(asked: Asked) -> Client:
    client = Client()
    if asked.user:
        client.force_login(get_user_model().objects.get(username=asked.user))
    return client


def _seen(asked: Asked, times: int) -> Seen:
    seen, client = Seen(asked.name, asked.peer, asked.desk), _client(asked)
    for address in asked.addresses:
        with CaptureQueriesContext(connection) as queries:
            html = _asked(client, address)
        seen.queries = max(seen.queries, len(queries))
        _weigh(seen, html)
    gc.collect()
    for turn in range(times):
        address = asked.addresses[turn % len(asked.addresses)]
        clock, processor = time.perf_counter(), time.process_time()
        _asked(client, address)
        seen.clock.append((time.perf_counter() - clock) * 1000)
        seen.processor.append((time.process_time() - processor) * 1000)
    print(f"  {asked.name}: {sorted(seen.clock)[times // 2]:.1f} ms", file=sys.stderr, flush=True)
    return seen


def _asked(client: Client, address: str) -> bytes:
    answer = client.get(address, headers={"host": "127.0.0.1"})
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} {address}")
    return bytes(answer.content)


def _weigh(seen: Seen, html: bytes) -> None:
    linked = [_file(name) for name in _LINKED.findall(html.decode())]
    seen.html = max(seen.html, len(html))
    seen.html_packed = max(seen.html_packed, len(gzip.compress(html, 6)))
    seen.linked = max(seen.linked, sum(plain for plain, _packed in linked))
    seen.linked_packed = max(seen.linked_packed, sum(packed for _plain, packed in linked))


@cache
def _file(name: str) -> tuple[int, int]:
    path = Path(settings.STATIC_ROOT) / name
    packed = path.with_name(f"{path.name}.gz")
    plain = path.stat().st_size
    return plain, packed.stat().st_size if packed.exists() else plain


@contextmanager
def _server(port: int) -> Iterator[bool]:
    """Run the web server as ``serve`` does, over the same database."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "error"]
    process = subprocess.Popen([*command, "--config", "python:workbench.web_process"])
    try:
        yield _is_up(port)
    finally:
        process.terminate()
        process.wait(20)


def _is_up(port: int) -> bool:
    for _attempt in range(150):
        try:
            _fetch(http.client.HTTPConnection("127.0.0.1", port, timeout=30), "/login/", {})
        except OSError:
            time.sleep(0.2)
            continue
        return True
    return False


def _through_server(port: int, asked: Asked, answers: int) -> list[float]:
    client = _client(asked)
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie.value}"} if cookie else {}
    times = []
    for turn in range(-8, answers):
        to_server = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        began = time.perf_counter()
        _fetch(to_server, asked.addresses[turn % len(asked.addresses)], headers)
        if turn >= 0:
            times.append((time.perf_counter() - began) * 1000)
    return times


def _fetch(to_server: http.client.HTTPConnection, address: str, headers: dict[str, Any]) -> None:
    to_server.request("GET", address, headers=headers)
    answer = to_server.getresponse()
    answer.read()
    to_server.close()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} {address}")
