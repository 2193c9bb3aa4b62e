"""Several writers at once: every division gets a tree of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from authority.actions.class_tree import AddNode
from authority.checks.tree import inspect_trees
from authority.models import ClassNode, ClassScheme

WRITERS, EACH = 6, 4
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db(transaction=True)
def test_divisions_added_by_many_threads() -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("threads have no connections of their own to a database in memory")
    scheme = ClassScheme.objects.create(key="crowd", version="1", title="眾手")
    errors: list[Exception] = []
    start = threading.Barrier(WRITERS)

    def write(writer: int) -> None:
        try:
            start.wait()
            for n in range(EACH):
                AddNode(scheme, None, f"{writer}-{n}", "某部", first=bool(n % 2)).execute()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert inspect_trees() == []
    assert ClassNode.objects.values("tree_id").distinct().count() == WRITERS * EACH


def crowd(database: Path, *args: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(ROOT / "tests" / "authority" / "tree_crowd.py"), str(database), *args]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_divisions_added_by_many_processes_to_one_sqlite_file(tmp_path: Path) -> None:
    database = tmp_path / "crowd.sqlite3"
    assert crowd(database, "prepare").wait(60) == 0
    writers = [crowd(database, "write", str(writer), str(EACH)) for writer in range(WRITERS)]
    told = [writer.communicate(timeout=120) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, told
    report = crowd(database, "report").communicate(timeout=60)[0].split()
    assert report == ["damages=0", f"nodes={WRITERS * EACH}", f"trees={WRITERS * EACH}"]
