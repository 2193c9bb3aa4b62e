"""Run a command with ``DATABASE_URL`` pointing at a PostgreSQL server: ``python -m tools.on_postgres COMMAND …``.

With ``TEST_DATABASE_URL`` set, that server is used. Else a private one is started from the PostgreSQL programs found on
this machine: its data and its socket lie in a temporary folder, nothing listens on the network, and server and folder
are gone when the command has ended, however it ended. Where there is neither, one line says so and the exit is 0.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

SKIPPED = "PostgreSQL: skipped, neither TEST_DATABASE_URL nor PostgreSQL's programs (initdb, postgres) are here"
#: Where Debian, Red Hat and Homebrew put the programs, beside ``PATH``.
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
#: Users as whom the server runs where we are root, which PostgreSQL refuses to be.
UNPRIVILEGED = ("postgres", "nobody")
#: Data that need not outlive the machine's power: a test run is three times as quick.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")
SECONDS_TO_START = 60


def find_programs(environment: Mapping[str, str] = os.environ, places: Sequence[str] = PLACES) -> Path | None:
    """Return the folder of ``initdb`` and ``postgres``, of the newest version there is; ``None`` without them."""
    on_path = shutil.which("initdb", path=environment.get("PATH", ""))
    folders = [Path(on_path).resolve().parent] if on_path else []
    for place in places:
        root, pattern = Path("/"), place.lstrip("/")
        folders += sorted(root.glob(pattern), key=_version, reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _version(folder: Path) -> tuple[int, ...]:
    digits = "".join(character if character.isdigit() else " " for character in str(folder))
    return tuple(int(number) for number in digits.split())


def server_user() -> str | None:
    """Return the user as whom the server has to run: ``None`` is this one, which must not be root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


@contextlib.contextmanager
def private_server(programs: Path, settings: Sequence[str] = QUICK) -> Iterator[str]:
    """Start a server of our own, yield the ``DATABASE_URL`` of its database ``census``, and leave no trace of it.

    Text is ordered by ICU's Chinese rules, as far from SQLite's order by code point as a server can be set, so that
    nothing comes to lean on either order.
    """
    user = server_user()
    folder = Path(tempfile.mkdtemp(prefix="census-pg-", dir="/tmp"))
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        locale = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh")
        _run([programs / "initdb", "-D", data, "-U", "census", "-A", "trust", "--no-sync", *locale], user, folder)
        with _serving(programs, data, user, folder, settings):
            _run([programs / "createdb", "-h", folder, "-U", "census", "census"], user, folder)
            yield f"postgres://census@/{folder}/census"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str | Path], user: str | None, folder: Path) -> None:
    done = subprocess.run(
        [str(part) for part in command], user=user, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"PostgreSQL: {Path(command[0]).name} failed\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def _serving(programs: Path, data: Path, user: str | None, folder: Path, settings: Sequence[str]) -> Iterator[None]:
    options = [part for setting in (*settings, "listen_addresses=") for part in ("-c", setting)]
    log = folder / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), "-k", str(folder), *options],
            user=user,
            cwd=folder,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        _await(programs, server, folder, log)
        yield
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _await(programs: Path, server: subprocess.Popen[bytes], folder: Path, log: Path) -> None:
    limit = time.monotonic() + SECONDS_TO_START
    ready = [str(programs / "pg_isready"), "-q", "-h", str(folder)]
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None or time.monotonic() > limit:
            raise SystemExit(f"PostgreSQL: the server did not start\n{log.read_text(errors='replace')}")
        time.sleep(0.1)


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main(command: Sequence[str]) -> int:
    """Run the command on PostgreSQL and return its exit; 0, with a line, where there is no PostgreSQL."""
    signal.signal(signal.SIGTERM, _stop)
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": given}, check=False).returncode
    programs = find_programs()
    if programs is None:
        print(SKIPPED, flush=True)
        return 0
    with private_server(programs) as url:
        print(f"PostgreSQL: a private server of {programs}", flush=True)
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
