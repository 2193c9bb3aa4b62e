"""``manage.py run_worker``: do what waits in the queue, after taking up what a dead worker left."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.utils import is_locked_database_exception

from authority.actions.local_eras import start_with_local_eras
from census.jobs import recover


class Command(BaseCommand):
    """Run one worker. Several may run side by side; on SQLite one is enough."""

    help = "Run the jobs that wait in the queue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drain", action="store_true", help="do what waits, then exit")
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks at an empty queue")

    def handle(self, *, drain: bool, interval: float, **options: Any) -> None:
        start_with_local_eras()
        for job in recover():
            self.stdout.write(
                gettext("接手中断的任务：{title}（{state}）").format(title=job.title, state=job.get_state_display())
            )
        worker = self._worker(drain=drain, interval=interval)
        worker.configure_signals()
        while worker.running:
            try:
                worker.run()
                return
            except OperationalError as error:
                if not is_locked_database_exception(error):
                    raise
                time.sleep(interval)

    @staticmethod
    def _worker(*, drain: bool, interval: float) -> Worker:
        return Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=drain,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
