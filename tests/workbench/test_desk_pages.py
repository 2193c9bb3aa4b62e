"""The shell, the desk, the jobs: what every page carries and what each says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from authority.models import Institution
from catalog_export.models import Run
from census.models import Job, JobState, State
from guji.models import Book
from tests.workbench.record_samples_workbench import make_book
from workbench.middleware import CONTENT_SECURITY_POLICY

People = dict[str, User]
Login = Callable[[User | None], Client]
ADDRESSES = ("home", "record-list", "volume-list", "volume-new", "job-list")


@pytest.fixture
def editor(people: People, as_user: Login) -> Client:
    return as_user(people["editor"])


def text(client: Client, name: str, *arguments: object, query: str = "") -> str:
    return client.get(reverse(name, args=arguments) + query).content.decode()


def test_every_answer_carries_the_content_policy(editor: Client) -> None:
    for client in (editor, Client()):
        for name in (*ADDRESSES, "login"):
            assert client.get(reverse(name))["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert Client().get("/nowhere/")["Content-Security-Policy"] == CONTENT_SECURITY_POLICY


def test_no_template_carries_script_or_style_of_its_own() -> None:
    rooms = ("workbench", "catalog_export", "guji", "census", "authority")
    templates = [path for room in rooms for path in (Path(settings.BASE_DIR) / room).rglob("templates/**/*.html")]
    assert len(templates) > 10
    for path in templates:
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", source), path
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source)), path
        assert not re.search(r"(src|href)=\"(https?:)?//", source), path


@pytest.mark.parametrize("name", ADDRESSES)
def test_each_page_marks_its_room_in_the_navigation(editor: Client, name: str) -> None:
    page = text(editor, name)
    assert page.count('aria-current="page"') == 1
    assert '<main id="content">' in page


def test_the_login_leads_back_to_where_one_wanted_to_go(people: People) -> None:
    people["editor"].set_password("correct horse")
    people["editor"].save()
    client = Client()
    wanted = reverse("record-list")
    assert wanted in client.get(wanted)["Location"]
    wrong = client.post(reverse("login"), {"username": "editor", "password": "no", "next": wanted})
    assert "用户名或密码不对" in wrong.content.decode()
    right = client.post(reverse("login"), {"username": "editor", "password": "correct horse", "next": wanted})
    assert right["Location"] == wanted
    assert client.post(reverse("logout"))["Location"] == reverse("login")
    assert client.get(reverse("home")).status_code == 302


def test_the_language_may_be_chosen(editor: Client) -> None:
    answer = editor.post(reverse("set_language"), {"language": "en", "next": reverse("home")})
    assert answer["Location"] == reverse("home")
    assert '<html lang="en">' in text(editor, "home")
    editor.post(reverse("set_language"), {"language": "zh-hans", "next": "/"})
    assert '<html lang="zh-hans">' in text(editor, "home")


def test_only_those_who_publish_see_that_room(people: People, as_user: Login) -> None:
    assert reverse("volume-list") in text(as_user(people["editor"]), "home")
    assert reverse("volume-list") not in text(as_user(people["cataloguer"]), "home")


def test_the_desk_counts_what_the_user_may_see(
    people: People, as_user: Login, draft: Book, approved: Book, wenzhou: Institution
) -> None:
    make_book(wenzhou, "文選六十卷", state=State.SUBMITTED)
    assert "<b>3</b>全部" in text(as_user(people["editor"]), "home")
    assert "<b>2</b>全部" in text(as_user(people["cataloguer"]), "home")
    assert "<b>1</b>全部" in text(as_user(people["reader"]), "home")


def test_the_desk_says_what_to_do_next(editor: Client, draft: Book, approved: Book) -> None:
    page = text(editor, "home")
    assert "1 部草稿尚未送审" in page
    assert "1 部省审通过，可排印登记目录" in page


def test_an_empty_house_says_how_to_begin(editor: Client, people: People, as_user: Login) -> None:
    assert "省审通过之后，这里才看得到" in editor.get(reverse("home")).content.decode()
    html = as_user(people["cataloguer"]).get(reverse("home")).content.decode()
    assert f'<a href="{reverse("import-new")}">导入一份普查表格</a>' in html


def test_once_a_volume_is_there_it_is_shown_not_suggested(editor: Client, approved: Book, run: Run) -> None:
    page = text(editor, "home")
    assert str(run.volume) in page
    assert "可排印登记目录" not in page


def test_a_running_job_is_followed_with_and_without_script(editor: Client, job: Job) -> None:
    page = text(editor, "job", job.pk)
    assert 'http-equiv="refresh"' in page
    assert "workbench/job.js" in page
    assert reverse("job-state", args=[job.pk]) in page
    state = editor.get(reverse("job-state", args=[job.pk])).json()
    assert (state["percent"], state["finished"], state["label"]) == (25, False, "进行中")


def test_a_finished_job_shows_its_result_and_is_not_followed(editor: Client, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, result={"url": "/volumes/9/"}, log="完成了")
    page = text(editor, "job", job.pk)
    assert 'href="/volumes/9/"' in page
    assert "完成了" in page
    assert "job.js" not in page
    assert reverse("job-cancel", args=[job.pk]) not in page


def test_a_waiting_job_is_stopped_at_once(editor: Client, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    assert editor.post(reverse("job-cancel", args=[job.pk]))["Location"] == reverse("job", args=[job.pk])
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_jobs_of_others_are_not_listed(people: People, as_user: Login, job: Job) -> None:
    assert job.title in text(as_user(people["editor"]), "job-list")
    assert "没有任务" in text(as_user(people["cataloguer"]), "job-list")
    assert job.title in text(as_user(people["administrator"]), "job-list")


def test_a_log_is_shown_as_text(editor: Client, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(log="<script>alert(1)</script>")
    assert "<script>alert" not in text(editor, "job", job.pk)


def test_a_page_that_is_not_there_says_so_in_words(editor: Client) -> None:
    answer = editor.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()
