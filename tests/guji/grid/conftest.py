"""A library, its cataloguers, and a grid to write in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from census.models import Membership, Role
from guji.grid.keeping import new_grid
from guji.models import Grid
from tests.guji.views.conftest import plain_static, wenzhou, zhejiang

__all__ = ["plain_static", "wenzhou", "zhejiang"]

GUOYU = {
    "shelf_mark": "善1",
    "title": "國語二十一卷",
    "responsibility": "（三國吳）韋昭注",
    "edition": "明嘉靖七年(1528)金李澤遠堂刻本",
    "volumes": "6冊",
}
SHIJI = {
    "shelf_mark": "善2",
    "title": "史記一百三十卷",
    "responsibility": "（漢）司馬遷撰",
    "edition": "明崇禎十四年(1641)毛氏汲古閣刻本",
    "volumes": "20冊",
}


def person(name: str, role: Role, institution: Institution | None) -> User:
    user = User.objects.create_user(name)
    Membership.objects.create(user=user, role=role, institution=institution)
    return user


@pytest.fixture
def cataloguer(zhejiang: Institution) -> User:
    return person("cataloguer", Role.CATALOGUER, zhejiang)


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    def logged_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return logged_in


@pytest.fixture
def grid(cataloguer: User, zhejiang: Institution) -> Grid:
    return new_grid(cataloguer, zhejiang, "善本", "statements")


class Window:
    """A window that has a grid open: it sends what the scripts of the page send."""

    def __init__(self, client: Client, grid: Grid, writer: str = "w1") -> None:
        self.client, self.grid, self.writer = client, grid, writer
        self.stamp = grid.stamp

    def ask(self, name: str, body: Any, status: int = 200) -> dict[str, Any]:
        sent = body if isinstance(body, (str, bytes)) else json.dumps(body)
        answer = self.client.post(reverse(f"grid-{name}", args=[self.grid.pk]), sent, content_type="application/json")
        assert answer.status_code == status, answer.content.decode()[:500]
        said: dict[str, Any] = answer.json()
        self.stamp = said.get("stamp", self.stamp)
        return said

    def keep(self, rows: Mapping[str, Mapping[str, str]], status: int = 200, **more: Any) -> dict[str, Any]:
        return self.ask("keep", {"stamp": self.stamp, "writer": self.writer, "rows": rows, **more}, status)

    def save(self, which: str = "all") -> dict[str, Any]:
        return self.ask("save", {"which": which})

    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.client.get(reverse("grid-rows", args=[self.grid.pk])).json()["rows"]
        return found


@pytest.fixture
def window(client_of: Callable[[User], Client], cataloguer: User, grid: Grid) -> Window:
    return Window(client_of(cataloguer), grid)
