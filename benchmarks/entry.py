"""Ten records entered from paper: on the entry page, and on Django's own administration site.

A real browser is driven by a hand that counts (:mod:`benchmarks.hand`), on a real server over a database with the
authority tables. The ten are taken out of the sample when the benchmark runs: what the printed entry says, shelf mark,
class and series, and of the full record the hands, the seals and the works of a set. Each is entered in three ways:
typed; with the entry copied from another window; and as another copy of a book that is there already. Every record
entered is read back and must be the one intended: its text where nothing is understood (the site with fields of text),
its structure where that is typed by hand (the site with columns, :mod:`benchmarks.peers.entry.sites`).

The peers are as kind as plain sites can be: holder and numbers of rows, which they would have to ask for, cost nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.entry_pages import (
    GROUPS,
    LINES,
    OTHERS,
    Administration,
    Desk,
    derived_rows,
    hands_of,
    row_typed,
    rows_of,
    stated_columns,
    typed,
)
from benchmarks.hand import Effort, Hand
from benchmarks.report import Figure
from guji.data import BookData
from guji.sample import sample_books
from guji.storage import AGENT_COLUMNS, UNIT_COLUMNS, clean, merged, to_data
from tools.ports import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from guji.models import Book

ROOT = Path(__file__).resolve().parent.parent
HOLDER = "1701"
HERE, TEXT, COLUMNS = "here", "text", "columns"
TYPED, PASTED, COPIED = "typed", "pasted", "another copy"
#: Which way on which page. Nobody has an entry in another window field by field, as the site with columns would need.
ROUNDS = (
    (HERE, TYPED),
    (TEXT, TYPED),
    (COLUMNS, TYPED),
    (HERE, PASTED),
    (TEXT, PASTED),
    (HERE, COPIED),
    (TEXT, COPIED),
    (COLUMNS, COPIED),
)
IN_PROCESS = "import json, django; django.setup(); from benchmarks import entry; print(json.dumps(entry.measure()))"
PEERS = {TEXT: "Django admin, fields of text", COLUMNS: "Django admin, columns and inlines"}


def _is_small_set(data: BookData) -> bool:
    works = data.details.get("sub_works", ())
    return 4 <= len(works) <= 8 and not any("children" in work for work in works)


#: What records are taken, and how many of each, the rarest kinds first.
TEN: tuple[tuple[Callable[[BookData], object], int], ...] = (
    (_is_small_set, 1),
    (lambda data: len(data.details.get("seals", ())) >= 2 and data.extent, 1),
    (lambda data: len(data.details.get("seals", ())) >= 2 and data.annotation, 1),
    (lambda data: data.annotation and data.details.get("annotations"), 2),
    (lambda data: data.extent and not data.details, 1),
    (lambda data: len(data.people) >= 3 and not data.details, 1),
    (lambda data: not data.details and not data.series and len(data.people) == 1, 3),
)


def ten_books() -> list[BookData]:
    """Return the ten records: the first of each kind in the sample that no kind before has taken."""
    rest, taken = list(sample_books()), list[BookData]()
    for fits, count in TEN:
        found = [data for data in rest if fits(data)][:count]
        rest = [data for data in rest if data not in found]
        taken += found
    assert len(taken) == 10, len(taken)
    return [on_paper(data) for data in taken]


def on_paper(data: BookData) -> BookData:
    """Return what of a record stands on the paper, as a record of the one library."""
    kept = {*LINES, *OTHERS}
    emptied = {f.name: f.default for f in fields(data) if f.name not in kept and f.name != "details"}
    details = {group: rows for group, rows in data.details.items() if group in GROUPS}
    return clean(merged(data, **emptied | {"institution": HOLDER, "details": details}))


def another_copy(data: BookData) -> BookData:
    """Return a second copy of a book: the same edition, whole, on another shelf, without marks of owners."""
    details = {group: rows for group, rows in data.details.items() if group == "sub_works"}
    return merged(data, shelf_mark=f"{data.shelf_mark}/2", annotation="", extent="", details=details)


def measure() -> list[dict[str, Any]]:
    """Enter the ten records in every way, on a server over this process's database; return what each took."""
    from django.contrib.auth.models import Permission, User

    from authority.models import Institution
    from census.models import Membership, Role

    user = User.objects.create_user("cataloguer", is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    Membership.objects.create(user=user, role=Role.CATALOGUER, institution=Institution.objects.get(code=HOLDER))
    books, found = ten_books(), list[dict[str, Any]]()
    with serving() as address, opened(address, user) as page:
        for place, way in ROUNDS:
            effort = sum((enter(page, place, way, data) for data in books), Effort())
            found.append({"place": place, "way": way, "effort": asdict(effort)})
    return found


def enter(page: Page, place: str, way: str, data: BookData) -> Effort:
    """Enter one record, see that it is stored as intended, take all away again, and return what it took."""
    from guji.actions import CreateBook
    from guji.models import Book

    hand = Hand(page)
    form = Desk(hand) if place == HERE else Administration(hand, place)
    if way == COPIED:
        first = CreateBook(data, None, trusted=True).execute()
        data = another_copy(data)
        form.begin_like(first.pk, data)
    else:
        form.begin()
    if way == PASTED:
        form.paste_lines(data)
    form.type_lines(data)
    form.type_rest(data)
    if way == COPIED:
        form.save_copy()
    else:
        form.save()
    check(Book.objects.whole().get(shelf_mark=data.shelf_mark), data, columns=place == COLUMNS)
    Book.objects.all().delete()
    return hand.effort


def check(stored: Book, data: BookData, *, columns: bool) -> None:
    """Compare a stored record with the one intended: what is written, or, in the site with columns, what it means."""
    found, meant = (_meaning_stored(stored), _meaning(data)) if columns else (to_data(stored), data)
    assert found == meant, (found, meant)


def _meaning(data: BookData) -> dict[str, Any]:
    """Return what a record means, as the site with columns holds it."""
    groups = {group: rows_of(data, group) for group in GROUPS[1:]}
    return {**stated_columns(data), **derived_rows(data), **groups, "annotations": hands_of(data)}


def _meaning_stored(stored: Book) -> dict[str, Any]:
    """Return what a stored record means, by the columns, rows and groups that were typed."""
    data = to_data(stored)
    columns = {name: typed(getattr(stored, name)) for name in stated_columns(data)}
    rows = {"title_units": _rows(stored.title_units, UNIT_COLUMNS), "agents": _rows(stored.agents, AGENT_COLUMNS)}
    groups = {group: rows_of(data, group) for group in GROUPS[1:]}
    return {**columns, **rows, **groups, "annotations": rows_of(data, "annotations")}


def _rows(rows: Any, columns: Iterable[str]) -> list[Any]:
    return [row_typed({name: getattr(row, name) for name in columns}) for row in rows.all()]


@contextmanager
def serving() -> Iterator[str]:
    """Start this project's web server with the peers' sites on it; yield its address."""
    from workbench.management.commands.serve import web_command

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(web_command(f"127.0.0.1:{port}", 2), cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        limit = time.monotonic() + 60
        while time.monotonic() < limit and server.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"{address}/login/", timeout=2):
                break
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def opened(address: str, user: Any) -> Iterator[Page]:
    """Open a browser in which a user is logged in; yield an empty page of it."""
    from django.test import Client
    from playwright.sync_api import sync_playwright

    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        context = browser.new_context(
            base_url=address, locale="zh-CN", viewport={"width": 1366, "height": 768}, reduced_motion="reduce"
        )
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        yield page
        browser.close()


def in_own_database() -> list[dict[str, Any]]:
    """Measure on a database of its own, which holds the authority tables and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmarks.peers.entry.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/entry.sqlite3",
        }

        def run(*command: str) -> str:
            done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            return done.stdout

        run("manage.py", "migrate", "-v0")
        run("manage.py", "load_authority")
        found: list[dict[str, Any]] = json.loads(run("-c", IN_PROCESS).splitlines()[-1])
        return found


def run() -> list[Figure]:
    """Measure, and return keys, clicks, moves, seconds and waits of each way beside each peer's."""
    efforts = {(one["place"], one["way"]): Effort(**one["effort"]) for one in in_own_database()}
    return [
        figure
        for way in (TYPED, PASTED, COPIED)
        for place, peer in PEERS.items()
        if (place, way) in efforts
        for figure in _figures(way, peer, efforts[HERE, way], efforts[place, way])
    ]


def _figures(way: str, peer: str, ours: Effort, theirs: Effort) -> Iterator[Figure]:
    topic = f"ten records from paper, {way}"
    quantities: dict[str, tuple[str, Callable[[Effort], float]]] = {
        "keys": ("", lambda effort: effort.keys),
        "clicks of the mouse": ("", lambda effort: effort.clicks),
        "moves of the focus": ("", lambda effort: effort.moves),
        "looks at the paper, decisions": ("", lambda effort: effort.looks),
        "waiting for the server": ("s", lambda effort: effort.waited),
        "by the keystroke-level model": ("s", lambda effort: effort.seconds),
        "one record, by the keystroke-level model": ("s", lambda effort: effort.seconds / 10),
    }
    for what, (unit, of) in quantities.items():
        yield Figure(topic, what, unit, of(ours), peer, of(theirs), higher_is_better=False)
