"""Setting up: each step may be done again, changes nothing the second time, and never what a person entered."""

import io
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from authority.models import Institution, Region
from census.models import Membership, Role
from tests.workbench.record_samples_workbench import make_book
from workbench import preparation
from workbench.demonstration import PEOPLE, credentials_path, demonstration_step, make_people


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture
def library(db: None) -> Institution:
    region = Region.objects.create(code="330000", name="浙江省", kind="province")
    return Institution.objects.create(code="1701", name="浙江圖書館", region=region)


def test_steps_are_announced_before_they_run_and_told_after() -> None:
    said: list[str] = []
    steps = [
        preparation.Step("甲", lambda: "、".join(said)),
        preparation.Step("乙", lambda: "二"),
    ]
    outcomes = [outcome for _step, outcome in preparation.run_steps(steps, said.append)]
    assert outcomes == ["[1/2] 甲 …", "二"]
    assert said == ["[1/2] 甲 …", "[2/2] 乙 …"]


def test_without_the_sample_nothing_is_loaded_and_nobody_made() -> None:
    with_sample = [step.title for step in preparation.steps(sample=True)]
    without = [step.title for step in preparation.steps(sample=False)]
    assert "样例著录" in with_sample
    assert without == with_sample[: len(without)]
    assert "演示用户" not in without


@pytest.mark.django_db
def test_a_database_up_to_date_is_left_alone() -> None:
    assert preparation.migrate() == "已是最新"


def test_static_files_are_collected_once_and_again_when_one_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert preparation.collect_static() == "已收集"
    assert preparation.collect_static() == "已是最新"
    monkeypatch.setattr(preparation, "static_fingerprint", lambda: "another")
    assert preparation.collect_static() == "已收集"


@pytest.mark.django_db
def test_one_person_a_role_with_a_password_that_works(library: Institution) -> None:
    made = make_people()
    assert {name for name, _role, _password in made} == set(PEOPLE)
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    for name, _role, password in made:
        assert User.objects.get(username=name).check_password(password)
    path = credentials_path()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(password in path.read_text(encoding="utf-8") for _name, _role, password in made)


@pytest.mark.django_db
def test_people_who_exist_keep_their_password(library: Institution) -> None:
    make_people()
    user = User.objects.get(username="bianji")
    user.set_password("自己改的密码")
    user.save()
    assert make_people() == []
    user.refresh_from_db()
    assert user.check_password("自己改的密码")


@pytest.mark.django_db
def test_production_makes_nobody(library: Institution, settings: Any) -> None:
    settings.HTTPS = True
    assert make_people() == []
    assert not User.objects.exists()


def test_the_web_face_is_cut_once_and_its_size_told(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog_export.fonts.web.other_slices", lambda faces, done: [])
    settings.WEB_DIR = tmp_path / "web"
    (tmp_path / "fonts").mkdir()
    for file in Path(settings.FONT_CACHE_DIR).glob("*.ttf"):
        (tmp_path / "fonts" / file.name).symlink_to(file)
    settings.FONT_CACHE_DIR = tmp_path / "fonts"
    first = preparation.web_face()
    assert first.endswith(" MB")
    assert not first.startswith("已是最新")
    assert preparation.web_face() == f"已是最新（{first}）"


def test_progress_of_the_cutting_is_for_terminals_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    preparation._told_at_times(50, 100)
    assert capsys.readouterr().out == ""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for done in (1, 50, 100):
        preparation._told_at_times(done, 100)
    assert capsys.readouterr().out == "      50/100 片\r      100/100 片\n"


@pytest.mark.django_db
def test_the_samples_volume_is_set_again_when_a_record_changed(
    library: Institution, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[str, ...]] = []

    def typeset(command: str, *arguments: str, **options: object) -> str:
        ran.append((command, *arguments))
        folder = Path(arguments[-1])
        folder.mkdir(exist_ok=True)
        (folder / "register-330000.pdf").write_bytes(b"%PDF-")
        return ""

    monkeypatch.setattr(preparation, "quietly", typeset)
    assert preparation.sample_volume() == str(tmp_path / "sample-volume" / "register-330000.pdf")
    preparation.sample_volume()
    assert len(ran) == 1
    make_book(library, "國語二十一卷", 1)
    preparation.sample_volume()
    assert len(ran) == 2
    assert ran[0][:3] == ("typeset_register", "--region", "330000")


@pytest.mark.django_db
def test_the_people_are_named_with_passwords_once_and_then_with_the_place(library: Institution, tmp_path: Path) -> None:
    first = demonstration_step()
    assert "zhulu（著录员） 密码 " in first
    assert demonstration_step() == f"已有，密码见 {tmp_path / 'demonstration-users.txt'}"
    credentials_path().unlink()
    assert demonstration_step() == "已有"


@pytest.mark.django_db
def test_the_command_says_each_step_its_outcome_and_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [preparation.Step("甲", lambda: "一"), preparation.Step("乙", lambda: "二")]
    monkeypatch.setattr("workbench.management.commands.prepare.steps", lambda sample: steps[: 1 + sample])
    out = io.StringIO()
    call_command("prepare", "--sample", stdout=out)
    assert re.sub(r"[\d.]+ 秒", "N 秒", out.getvalue()).split("\n") == [
        "[1/2] 甲 …",
        "      一（N 秒）",
        "[2/2] 乙 …",
        "      二（N 秒）",
        "准备就绪，共 N 秒",
        "",
    ]


@pytest.mark.django_db
def test_a_database_that_is_behind_is_brought_up(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def note(command: str, **options: object) -> str:
        ran.append(command)
        return ""

    monkeypatch.setattr(preparation, "quietly", note)
    monkeypatch.setattr("workbench.preparation.MigrationExecutor.migration_plan", lambda self, targets: ["a", "b", "c"])
    assert preparation.migrate() == "3 步"
    assert ran == ["migrate"]


def test_only_the_last_line_of_a_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def say(command: str, *arguments: str, stdout: Any, **options: object) -> None:
        stdout.write("甲\n\n  乙  \n\n")

    monkeypatch.setattr(preparation, "call_command", say)
    assert preparation.quietly("anything") == "乙"
    monkeypatch.setattr(preparation, "call_command", lambda *arguments, **options: None)
    assert preparation.quietly("anything") == ""
