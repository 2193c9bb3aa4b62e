"""One of several processes that write class trees into one database; begun by test_tree_concurrency."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import connections

from authority.actions.class_tree import AddNode, MergeNode, MoveNode
from authority.checks.tree import inspect_trees
from authority.models import ClassNode, ClassScheme


def prepare() -> None:
    """Make an empty scheme."""
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


def main(act: str, *args: str) -> None:
    """Do one act."""
    acts: tuple[Callable[..., None], ...] = (prepare, add, add_by_threads, rearrange, report)
    {one.__name__: one for one in acts}[act](*args)
