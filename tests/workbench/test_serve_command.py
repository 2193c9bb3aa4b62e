"""``manage.py serve``: web server, worker and indexer come up together and go down together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.serving import answers, wait_for
from tools.ports import free_port
from workbench.management.commands.serve import indexer_command, web_command, worker_command


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split()]


def test_all_processes_are_of_this_house() -> None:
    web, worker = web_command("127.0.0.1:8000", 3), worker_command()
    assert web[:3] == [sys.executable, "-m", "gunicorn"]
    assert web[web.index("--bind") + 1] == "127.0.0.1:8000"
    assert web[web.index("--workers") + 1] == "3"
    assert worker[-1] == "run_worker"
    assert indexer_command()[-1] == "run_indexer"


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_an_impossible_port_is_refused(port: int) -> None:
    with pytest.raises(CommandError, match="1 至 65535"):
        call_command("serve", port=port)


def test_it_serves_until_told_to_stop_and_leaves_nothing_behind(tmp_path: Path, database_url: str) -> None:
    port = free_port()
    own = {"DATABASE_URL": database_url, "VAR_DIR": str(tmp_path), "MEDIA_ROOT": str(tmp_path / "media")}
    environment = {**os.environ, **own}
    manage = str(Path(settings.BASE_DIR) / "manage.py")
    with (tmp_path / "said").open("w") as said:
        command = [sys.executable, manage, "serve", "--port", str(port), "--workers", "1"]
        service = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
        try:
            assert wait_for(lambda: answers(f"http://127.0.0.1:{port}/login/"), 60)
            assert answers(f"http://127.0.0.1:{port}/static/workbench/desk.css")
            children = children_of(service.pid)
            assert len(children) == 3
            assert wait_for(lambda: "索引进程开始工作" in (tmp_path / "said").read_text(encoding="utf-8"), 60)
            os.kill(service.pid, signal.SIGTERM)
            assert service.wait(30) == 0
        finally:
            service.kill()
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    assert not answers(f"http://127.0.0.1:{port}/login/")
    words = (tmp_path / "said").read_text(encoding="utf-8")
    assert f"http://127.0.0.1:{port}/" in words
    assert "已停止" in words
