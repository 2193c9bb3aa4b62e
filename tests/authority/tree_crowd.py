"""One of several processes that write class trees into one database; run by test_tree_concurrency."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django
from django.conf import settings

from config import settings as project

settings.configure(
    INSTALLED_APPS=["mptt", "authority"],
    DATABASES=project.DATABASES,
    DEFAULT_AUTO_FIELD=project.DEFAULT_AUTO_FIELD,
)
django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from authority.actions.class_tree import AddNode, MergeNode, MoveNode  # noqa: E402
from authority.checks.tree import inspect_trees  # noqa: E402
from authority.models import ClassNode, ClassScheme  # noqa: E402


def prepare() -> None:
    """Make the tables and an empty scheme."""
    call_command("migrate", verbosity=0)
    ClassScheme.objects.create(key="crowd", version="1", title="眾手")


def add(writer: str, each: str) -> None:
    """Add divisions, every second one before all others."""
    scheme = ClassScheme.objects.get()
    for n in range(int(each)):
        AddNode(scheme, None, f"{writer}-{n}", "某部", first=bool(n % 2)).execute()


def add_by_threads(threads: str, each: str) -> None:
    """Add divisions from threads of this process, each with a connection of its own."""
    start = threading.Barrier(int(threads))
    failures: list[Exception] = []

    def work(writer: int) -> None:
        try:
            start.wait()
            add(str(writer), each)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=(writer,)) for writer in range(int(threads))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == [], failures


def rearrange(writer: str, times: str) -> None:
    """Move and merge classes picked by chance, from a picture of the tree that others make old meanwhile."""
    chance = random.Random(writer)
    for _ in range(int(times)):
        node, other = chance.sample(list(ClassNode.objects.all()), 2)
        change = chance.choice((MoveNode(node, other), MoveNode(node, None, first=True), MergeNode(node, other)))
        with suppress(ValidationError):
            change.execute()


def report() -> None:
    """Tell what is there."""
    trees = ClassNode.objects.order_by().values("tree_id").distinct().count()
    print(f"damages={len(inspect_trees())} nodes={ClassNode.objects.count()} trees={trees}")


if __name__ == "__main__":
    acts: tuple[Callable[..., None], ...] = (prepare, add, add_by_threads, rearrange, report)
    {act.__name__: act for act in acts}[sys.argv[1]](*sys.argv[2:])
