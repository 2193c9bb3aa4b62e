"""One of several processes that write class trees into one SQLite file; run by test_tree_concurrency."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django
from django.conf import settings

from config import settings as project


def connect(database: str) -> None:
    """Set Django up with this room alone and the project's own way of opening SQLite."""
    sqlite = {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}
    if "sqlite3" in project.DATABASES["default"]["ENGINE"]:
        sqlite = project.DATABASES["default"]["OPTIONS"]
    settings.configure(
        INSTALLED_APPS=["mptt", "authority"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database, "OPTIONS": sqlite}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


def main(database: str, act: str, *args: str) -> None:
    """Prepare the file, write divisions into it, or report on it."""
    connect(database)
    from django.core.management import call_command

    from authority.actions.class_tree import AddNode
    from authority.checks.tree import inspect_trees
    from authority.models import ClassNode, ClassScheme

    if act == "prepare":
        call_command("migrate", verbosity=0)
        ClassScheme.objects.create(key="crowd", version="1", title="眾手")
    elif act == "write":
        writer, each = args
        scheme = ClassScheme.objects.get()
        for n in range(int(each)):
            AddNode(scheme, None, f"{writer}-{n}", "某部", first=bool(n % 2)).execute()
    else:
        trees = ClassNode.objects.order_by().values("tree_id").distinct().count()
        print(f"damages={len(inspect_trees())} nodes={ClassNode.objects.count()} trees={trees}")


if __name__ == "__main__":
    main(*sys.argv[1:])
