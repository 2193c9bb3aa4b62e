"""The measuring, in a process of its own: ``python -m benchmarks.peers.pages PORT TIMES``."""

from __future__ import annotations

import sys

import django

if __name__ == "__main__":
    django.setup()
    from benchmarks.peers.pages.measure import main

    main(sys.argv[1:])
