#!/usr/bin/env python
"""Django's command-line entry point for the cataloguing system."""

import os
import sys

#: How SQLite says that a table or a column is not there; PostgreSQL says so by the kind of its error.
NO_TABLES = ("no such table", "no such column")


def main() -> None:
    """Run one management command with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except BrokenPipeError:  # what read our output (head, a closed pager) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except DatabaseError as error:
        absent = isinstance(error, ProgrammingError) or any(words in str(error) for words in NO_TABLES)
        if "--traceback" in sys.argv or not absent:
            raise
        sys.exit("数据库还没有建好，或没有升级到这一版：请先运行 make prepare（或 manage.py prepare）。")


if __name__ == "__main__":
    main()
