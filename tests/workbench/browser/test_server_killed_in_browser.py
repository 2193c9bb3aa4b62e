"""The whole server dies while a cataloguer types, and comes back: what was typed is there."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from tests.browser import follow
from tests.serving import answers, wait_for
from tools.ports import free_port
from workbench.management.commands.serve import web_command

if TYPE_CHECKING:
    from playwright.sync_api import Browser

expect = pytest.importorskip("playwright.sync_api", reason="needs playwright").expect
PASSWORD = "一部書也不許丟"
SET_UP = f"""
from django.contrib.auth.models import User
from authority.models import Institution, Region
from census.models import Membership, Role
region = Region.objects.create(code="330000", name="浙江省", kind="province")
library = Institution.objects.create(code="1713", name="溫州市圖書館", region=region)
user = User.objects.create_user("cataloguer", password="{PASSWORD}")
Membership.objects.create(user=user, role=Role.CATALOGUER, institution=library)
"""


class Service:
    """The web server with a database of its own; killed as a failing machine kills, with all its processes."""

    def __init__(self, folder: Path, database: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        own = {"VAR_DIR": str(folder), "MEDIA_ROOT": str(folder / "media"), "DATABASE_URL": database}
        self.environment = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        self.said = folder / "said"
        self.manage("migrate", "-v0")
        self.manage("collectstatic", "--no-input", "-v0")
        self.manage("shell", "-c", SET_UP)
        self.start()

    def manage(self, *command: str) -> None:
        program = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *command]
        subprocess.run(program, env=self.environment, check=True, capture_output=True)

    def start(self) -> None:
        command = web_command(f"127.0.0.1:{self.port}", 1)
        with self.said.open("a") as said:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
            )
        assert wait_for(lambda: answers(f"{self.address}/login/"), 60), self.said.read_text()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def service(tmp_path: Path, database_url: str) -> Iterator[Service]:
    running = Service(tmp_path, database_url)
    yield running
    running.kill()


@pytest.fixture
def page(chromium: Browser, service: Service) -> Iterator[Any]:
    context = chromium.new_context(base_url=service.address, locale="zh-CN", viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto("/login/")
    page.get_by_label("用户名").fill("cataloguer")
    page.get_by_label("密码").fill(PASSWORD)
    follow(page.locator("form.fields button.primary"))
    yield page
    context.close()


def kept(page: Any) -> None:
    expect(page.locator("#kept")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"), timeout=30_000)


def test_what_was_typed_while_the_server_was_dead_is_kept_when_it_is_back(page: Any, service: Service) -> None:
    page.goto("/records/new/")
    page.locator("#id-title").fill("國語二十一卷")
    kept(page)
    service.kill()
    page.locator("#id-edition").fill("明嘉靖七年(1528)金李澤遠堂刻本")
    expect(page.locator("#kept")).to_contain_text("连不上服务器", timeout=20_000)
    service.start()
    kept(page)
    page.goto("/records/new/")
    follow(page.get_by_role("link", name="國語二十一卷"))
    assert page.locator("#id-title").input_value() == "國語二十一卷"
    assert page.locator("#id-edition").input_value() == "明嘉靖七年(1528)金李澤遠堂刻本"
