"""One engine, or the making of the documents, in a process of its own: ``python -m benchmarks.peers.search PART …``."""

from __future__ import annotations

import importlib
import sys

import django

if __name__ == "__main__":
    django.setup()
    importlib.import_module(f"benchmarks.peers.search.{sys.argv[1]}").main(sys.argv[2:])
