"""Run every benchmark, or the topics named, and write the figures: ``python -m benchmarks [TOPIC…]``."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

import django

import benchmarks
from benchmarks.report import Figure, as_table, write_results

SUPPORT = {"__main__", "entry_pages", "hand", "peers", "report", "stages"}


def topics() -> list[str]:
    """Return the names of the benchmark modules, in alphabetical order."""
    return [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in SUPPORT]


def main(wanted: list[str]) -> None:
    """Run the topics and print them; the file is written only for a full run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    figures: list[Figure] = []
    for topic in wanted or topics():
        print(f"… {topic}", flush=True)
        measured = importlib.import_module(f"benchmarks.{topic}").run()
        print(as_table(measured), flush=True)
        figures += measured
    if not wanted:
        print(f"→ {write_results(figures, 'make bench')}")


if __name__ == "__main__":
    main(sys.argv[1:])
