"""``manage.py run_worker``: do what waits in the queue, and take up what dead workers left."""

from __future__ import annotations

import logging
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
from census.jobs.upkeep import keep_up

#: Seconds between two looks for jobs whose worker died.
LOOK_AFTER = 60.0


class Command(BaseCommand):
    """Run one worker. Several may run side by side; on SQLite one is enough."""

    help = "Run the jobs that wait in the queue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drain", action="store_true", help="do what waits, then exit")
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between looks at an empty queue")

    def handle(self, *, drain: bool, interval: float, **options: Any) -> None:
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)  # it would tell of every look at the queue
        start_with_local_eras()
        worker = self._worker(interval)
        worker.configure_signals()
        looked = -LOOK_AFTER
        while worker.running:
            try:
                if time.monotonic() - looked >= LOOK_AFTER:
                    self._take_up()
                    if not drain:
                        keep_up()
                    looked = time.monotonic()
                worker.run()
            except OperationalError as error:
                if not is_locked_database_exception(error):
                    raise
            else:
                if drain:
                    return
            if worker.running:
                time.sleep(interval)

    def _take_up(self) -> None:
        for job in recover(idle=True):
            self.stdout.write(
                gettext("接手中断的任务：{title}（{state}）").format(title=job.title, state=job.get_state_display())
            )

    @staticmethod
    def _worker(interval: float) -> Worker:
        """Return a worker that does what waits and comes back."""
        return Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
