"""Imports in processes of their own, on a database of their own: to be killed, or to run side by side."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
#: Tables that an import writes its records into.
STORED = ("guji_book", "guji_titleunit", "guji_agent", "census_revision", "census_importrow", "census_outboxentry")


class House:
    """A fresh database in a folder, and the commands run on it."""

    def __init__(self, folder: Path) -> None:
        self.base = folder / "k.sqlite3"
        self._variables = {
            **os.environ,
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.base}",
            "LOG_LEVEL": "ERROR",
        }
        self.run("migrate", "-v0")

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """Start a management command."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.Popen(
            command, cwd=ROOT, env=self._variables, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *arguments: object) -> str:
        """Run a management command to its end, which must be a good one, and return what it said."""
        process = self.start(*arguments)
        told, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        return told

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows of a query."""
        with sqlite3.connect(self.base) as database:
            return database.execute(query).fetchall()

    def stored(self) -> dict[str, object]:
        """Return how many rows each table of records has."""
        return {table: self.ask(f"SELECT count(*) FROM {table}")[0][0] for table in STORED}


def wait_for(process: subprocess.Popen[str], beginning: str) -> None:
    """Read what a command says of its progress until a line begins so."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.strip().startswith(beginning):
            return
    raise AssertionError(f"the command ended without saying {beginning}")
