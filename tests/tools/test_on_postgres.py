"""The second run of the tests: on a server of its own that leaves nothing behind, or not at all and said so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import on_postgres

ROOT = Path(__file__).resolve().parents[2]
needs_postgres = pytest.mark.skipif(on_postgres.find_programs() is None, reason="PostgreSQL is not installed")


def launched(code: str) -> subprocess.Popen[str]:
    """Run a Python program on a private server."""
    environment = {key: value for key, value in os.environ.items() if key != "TEST_DATABASE_URL"}
    command = [sys.executable, "-m", "tools.on_postgres", sys.executable, "-u", "-c", code]
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE)


def folder_of(address: str) -> Path:
    return Path("/tmp") / address.split("/tmp/")[1].split("/")[0]


def test_without_a_server_one_line_says_so_and_nothing_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(on_postgres, "find_programs", lambda: None)
    assert on_postgres.main(["touch", str(tmp_path / "ran")]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "PostgreSQL: skipped" in line
    assert "TEST_DATABASE_URL" in line
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_given_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://u@host/census")
    told = tmp_path / "told"
    assert on_postgres.main(["sh", "-c", f'echo "$DATABASE_URL" > {told}; exit 4']) == 4
    assert told.read_text() == "postgres://u@host/census\n"


def test_the_newest_programs_are_taken_and_halves_passed_over(tmp_path: Path) -> None:
    for version in ("9.6", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    places = [f"{tmp_path}/*/bin"]
    assert on_postgres.find_programs({"PATH": ""}, places) is None
    for version in ("9.6", "15"):
        (tmp_path / version / "bin" / "postgres").touch()
    assert on_postgres.find_programs({"PATH": ""}, places) == tmp_path / "15" / "bin"


@needs_postgres
def test_the_command_meets_an_empty_database_and_its_failure_is_passed_on() -> None:
    code = (
        "import os, sys; from config import settings; import psycopg; base = settings.DATABASES['default']\n"
        "with psycopg.connect(host=base['HOST'], user=base['USER'], dbname=base['NAME']) as held:\n"
        "    print(os.environ['DATABASE_URL'], held.execute('select 天地 from (select 1 as 天地) t').fetchone()[0])\n"
        "sys.exit(3)"
    )
    process = launched(code)
    out, _ = process.communicate(timeout=120)
    address, one = out.splitlines()[-1].split()
    assert (process.returncode, one) == (3, "1")
    assert not folder_of(address).exists()


@needs_postgres
def test_the_server_goes_when_the_run_is_stopped() -> None:
    process = launched("import os, time; print(os.environ['DATABASE_URL']); time.sleep(600)")
    assert process.stdout is not None
    assert process.stdout.readline().startswith("PostgreSQL")
    folder = folder_of(process.stdout.readline())
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 128 + signal.SIGTERM
    process.stdout.close()
    assert not folder.exists()
    limit = time.monotonic() + 30
    while Path(f"/proc/{server}").exists():
        assert time.monotonic() < limit
        time.sleep(0.05)
