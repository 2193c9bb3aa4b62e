"""Imports in processes of their own, on a database of their own: to be killed, or to run side by side."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from django.core.management import execute_from_command_line

from tests.nursery import Child, Nursery

#: Tables that an import writes its records into.
STORED = ("guji_book", "guji_titleunit", "guji_agent", "census_revision", "census_importrow", "census_outboxentry")


def main(*arguments: str) -> None:
    """Run a management command."""
    execute_from_command_line(["manage.py", *arguments])


class House:
    """A fresh database in a folder, and the commands run on it."""

    def __init__(self, nursery: Nursery, folder: Path) -> None:
        self.nursery, self.base = nursery, folder / "k.sqlite3"
        self._variables = {
            **os.environ,
            "VAR_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.base}",
            "LOG_LEVEL": "ERROR",
        }
        self.run("migrate", "-v0")

    def start(self, *arguments: object) -> Child:
        """Start a management command."""
        return self.nursery.start(__name__, *arguments, environment=self._variables, together=False)

    def run(self, *arguments: object) -> str:
        """Run a management command to its end, which must be a good one, and return what it said."""
        process = self.start(*arguments)
        assert process.wait() == 0, process.error
        return process.out

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows of a query."""
        with sqlite3.connect(self.base) as database:
            return database.execute(query).fetchall()

    def stored(self) -> dict[str, object]:
        """Return how many rows each table of records has."""
        return {table: self.ask(f"SELECT count(*) FROM {table}")[0][0] for table in STORED}


def wait_for(process: Child, beginning: str) -> None:
    """Wait until a line of what a command says of its progress begins so."""
    while not any(line.strip().startswith(beginning) for line in process.error.splitlines()):
        assert process.poll() is None, f"the command ended without saying {beginning}"
        time.sleep(0.002)
