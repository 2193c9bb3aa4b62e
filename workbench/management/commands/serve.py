"""``manage.py serve``: the whole service on one machine, web server, job worker and indexer together."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workbench.supervisor import Child, Supervisor


class Command(BaseCommand):
    help = "启动网页服务（gunicorn）、任务进程与索引进程；Ctrl-C 一并停止"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="监听的地址，默认只限本机")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="网页进程数")
        parser.add_argument("--no-static", action="store_true", help="不重新收集静态文件")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 < options["port"] < 65536:
            raise CommandError(f"端口应在 1 至 65535 之间，给的是 {options['port']}")
        if not options["no_static"]:
            call_command("collectstatic", interactive=False, verbosity=0)
        address = f"{options['host']}:{options['port']}"
        children = [
            Child("网页服务", web_command(address, options["workers"])),
            Child("任务进程", worker_command()),
            Child("索引进程", indexer_command()),
        ]
        self.stdout.write(f"已启动：http://{address}/  （Ctrl-C 停止）")
        Supervisor(children, lambda line: self.stderr.write(line)).run()
        self.stdout.write("已停止")


def web_command(address: str, workers: int) -> list[str]:
    """Return gunicorn's command: threads for readers who wait on SQLite, its heartbeat files in memory if possible."""
    shared_memory = Path("/dev/shm")  # noqa: S108
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--chdir", str(settings.BASE_DIR)]
    command += [
        "--bind",
        address,
        "--workers",
        str(workers),
        "--threads",
        "4",
        "--timeout",
        "60",
        "--graceful-timeout",
        "15",
        "--no-control-socket",
        "--config",
        "python:workbench.web_process",
    ]
    if shared_memory.is_dir():
        command += ["--worker-tmp-dir", str(shared_memory)]
    return command


def worker_command() -> list[str]:
    """Return the job worker's command: the house's own where it is installed, else the queue's."""
    name = "run_worker" if "run_worker" in get_commands() else "db_worker"
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), name]


def indexer_command() -> list[str]:
    """Return the command of the process that keeps the search index in step."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_indexer"]
