"""What every page has around it: the faces, the language, an empty state with the next step, few queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path, reverse

from authority.models import Institution
from catalog_export.fonts.web import FOLDER, STAMP
from catalog_export.models import Run
from census.models import Job
from config import urls
from guji.models import Book
from workbench.middleware import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.django_db
NAME = f"{FOLDER}/serif.0123456789ab.css"
NOTE = (
    f'{{"key": "k", "stylesheet": "{NAME}", "files": ["serif.0123456789ab.css"], '
    '"slices": 1, "characters": 1, "bytes": 1, "fresh": false}'
)


@pytest.fixture
def cut(settings: Any, tmp_path: Path) -> Path:
    """A web face of one empty stylesheet, noted as cut and served."""
    settings.WEB_DIR = settings.WHITENOISE_ROOT = tmp_path / "web"
    (tmp_path / "web" / FOLDER).mkdir(parents=True)
    (tmp_path / "web" / NAME).write_text("/* faces */", encoding="ascii")
    (tmp_path / "web" / STAMP).write_text(NOTE, encoding="ascii")
    return tmp_path


@pytest.fixture
def root(people: dict[str, User], as_user: Callable[[User | None], Client]) -> Client:
    return as_user(people["root"])


@pytest.mark.parametrize("name", ["login", "home", "admin:index", "record-list"])
def test_every_shell_asks_for_the_face_once_it_is_cut(name: str, cut: Path, root: Client) -> None:
    client = Client() if name == "login" else root
    html = client.get(reverse(name)).content.decode()
    assert f'<link rel="stylesheet" href="/{NAME}">' in html
    assert html.index(NAME) < html.index("workbench/faces.css")


def test_the_face_is_served_for_ever_without_asking_who(cut: Path) -> None:
    answer = Client().get(f"/{NAME}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"/* faces */"  # type: ignore[attr-defined]
    assert "immutable" in answer["Cache-Control"]
    assert "max-age=315360000" in answer["Cache-Control"]


def test_before_it_is_cut_pages_do_without(settings: Any, tmp_path: Path, root: Client) -> None:
    settings.WEB_DIR = tmp_path
    html = root.get(reverse("home")).content.decode()
    assert f"/{FOLDER}/" not in html


def test_a_new_cut_is_noticed_without_a_restart(cut: Path, root: Client) -> None:
    assert NAME in root.get(reverse("home")).content.decode()
    stamp = cut / "web" / STAMP
    stamp.write_text(NOTE.replace("0123456789ab", "ba9876543210"), encoding="ascii")
    assert "serif.ba9876543210.css" in root.get(reverse("home")).content.decode()


def _broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("secret detail")


def test_an_error_of_ours_is_owned_in_words_and_tells_no_detail(cut: Path, settings: Any) -> None:
    settings.ROOT_URLCONF = type("Broken", (), {"urlpatterns": [path("broken/", _broken), *urls.urlpatterns]})
    answer = Client(raise_request_exception=False).get("/broken/")
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "系统未能完成这一步，已记入日志" in html
    assert "has been logged" in html
    assert NAME in html
    assert "secret detail" not in html
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(("template", "said"), [("403.html", "没有权限"), ("404.html", "没有这一页")])
def test_refusals_lead_home(template: str, said: str, rf: Any, people: dict[str, User]) -> None:
    request = rf.get("/")
    request.user = people["reader"]
    html = render_to_string(template, request=request)
    assert said in html
    assert f'href="{reverse("home")}"' in html


@pytest.fixture
def pages(approved: Book, draft: Book, run: Run, job: Job) -> dict[str, str]:
    named = ("home", "record-list", "import-list", "import-new", "volume-list", "volume-new", "job-list")
    return {
        **{name: reverse(name) for name in named},
        "record": reverse("record", args=[approved.pk]),
        "volume": reverse("volume", args=[run.volume_id]),
        "volume-text": reverse("volume-text", args=[run.volume_id, "preface"]),
        "job": reverse("job", args=[job.pk]),
    }


def words_around(html: str) -> str:
    """Return a page's words without those that are records', people's or a volume's own."""
    main = re.sub(r"(?s)<(script|style|textarea|title).*?</\1>", "", html)
    main = re.sub(r'(?s)<(\w+)[^>]* lang="(?:zh-Hant|zh-hans)"[^>]*>.*?</\1>', "", main)
    main = re.sub(r"<option[^>]*>[^<]*</option>|<label[^>]*><input[^>]*>[^<]*</label>", "", main)
    return re.sub(r"(?s)<[^>]*>", " ", main)


@pytest.mark.parametrize(
    "name", ["home", "record-list", "import-list", "import-new", "volume-list", "job-list", "record"]
)
def test_in_english_no_word_of_the_shell_is_chinese(name: str, pages: dict[str, str], root: Client) -> None:
    root.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    words = words_around(root.get(pages[name]).content.decode())
    left = set(re.findall(r"[\u4e00-\u9fff]+", words))
    assert left <= {"中文", "著录", "排印", "浙江圖書館古籍普查登記目錄", "普查登记目录", "双栏"}


def test_no_page_asks_the_database_more_for_being_fuller(
    pages: dict[str, str], root: Client, zhejiang: Institution, django_assert_max_num_queries: Any
) -> None:
    most = {"record": 28}
    for name, address in pages.items():
        with django_assert_max_num_queries(most.get(name, 12)):
            assert root.get(address).status_code == 200


@pytest.mark.parametrize(
    ("person", "name", "said"),
    [
        ("cataloguer", "record-list", "导入一份普查表格"),
        ("reader", "record-list", "省审通过之后，这里才看得到"),
        ("editor", "volume-list", "选收藏单位或地区，排一册普查登记目录"),
        ("province_reviewer", "volume-list", "还没有书目"),
        ("cataloguer", "import-list", "取空表"),
        ("reader", "job-list", "排印书目、导入表格时，进度在这里"),
    ],
)
def test_an_empty_list_says_what_to_do_next(
    person: str, name: str, said: str, people: dict[str, User], as_user: Callable[[User | None], Client]
) -> None:
    html = as_user(people[person]).get(reverse(name)).content.decode()
    assert 'class="sheet empty"' in html
    assert said in html


@pytest.mark.parametrize(
    ("person", "rooms"),
    [
        ("reader", ["工作台", "古籍", "任务", "检索"]),
        ("cataloguer", ["工作台", "古籍", "导入", "任务", "检索"]),
        ("editor", ["工作台", "古籍", "书目", "任务", "检索"]),
        ("province_reviewer", ["工作台", "古籍", "导入", "书目", "任务", "检索"]),
        ("root", ["工作台", "古籍", "导入", "书目", "任务", "管理", "检索"]),
    ],
)
def test_each_sees_the_rooms_of_their_work(
    person: str, rooms: list[str], people: dict[str, User], as_user: Callable[[User | None], Client]
) -> None:
    html = as_user(people[person]).get(reverse("home")).content.decode()
    navigation = html[html.index("<nav") : html.index("</nav>")]
    assert re.findall(r">([^<>\s]+)</a>", navigation) == rooms
