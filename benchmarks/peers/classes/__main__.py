"""One part in a process of its own: ``python -m benchmarks.peers.classes SOURCE``, or ``times``; prints JSON."""

import json
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.peers.classes.asking import ask_all, times

    print(json.dumps(times() if sys.argv[1] == "times" else ask_all(sys.argv[1]), ensure_ascii=False))
