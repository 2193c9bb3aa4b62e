"""What the command line says when the database is not there yet, and when nobody reads on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def manage(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start ``manage.py`` with everything that it keeps below ``folder``, and ``settings`` in its environment."""
    kept = {"VAR_DIR": str(folder), "MEDIA_ROOT": str(folder / "media"), "DATABASE_URL": f"sqlite:///{folder}/new.db"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    environment = {**inherited, **kept, "DJANGO_SETTINGS_MODULE": "config.settings", **settings}
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("command", [["check_records"], ["check_tree"], ["typeset_register", "--region", "33"]])
def test_a_database_without_tables_is_named_and_the_way_out_shown(tmp_path: Path, command: list[str]) -> None:
    out = ["--out", str(tmp_path / "out")] if command[0] == "typeset_register" else []
    process = manage(tmp_path, *command, *out)
    told = process.communicate()[1]
    assert process.returncode == 1
    assert "manage.py prepare" in told
    assert "Traceback" not in told


def test_who_asks_for_the_traceback_gets_it(tmp_path: Path) -> None:
    process = manage(tmp_path, "check_tree", "--traceback")
    assert "no such table" in process.communicate()[1]


def test_a_reader_who_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    process = manage(tmp_path, "check_records", "--list")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    told = process.stderr.read()
    process.wait()
    assert "BrokenPipeError: " not in told


PRODUCTION = {"HTTPS": "1", "SECRET_KEY": "k9!" * 20 + "abcdefghij", "ALLOWED_HOSTS": "guji.example.cn"}


def test_production_settings_are_beyond_reproach(tmp_path: Path) -> None:
    process = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    told = process.communicate()[1]
    assert process.returncode == 0, told


def test_settings_of_a_local_run_are_not_taken_for_those_of_production(tmp_path: Path) -> None:
    process = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", HTTPS="", DEBUG="1")
    told = process.communicate()[1]
    assert process.returncode == 1
    assert "security.W018" in told, "DEBUG in production is named"


def test_the_secret_made_for_a_machine_is_its_owners_alone(tmp_path: Path) -> None:
    secret, found = tmp_path / "secret_key", []
    for _ in range(2):
        manage(tmp_path, "check", SECRET_KEY="", DEBUG="").communicate()
        found.append(secret.read_text())
    assert found[0] == found[1], "sessions outlive a restart"
    assert len(found[0]) >= 50
    assert secret.stat().st_mode & 0o077 == 0
