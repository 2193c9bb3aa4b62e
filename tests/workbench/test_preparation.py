"""Setting up: each step may be done again, changes nothing the second time, and never what a person entered."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from authority.models import Institution, Region
from census.models import Membership, Role
from workbench import preparation
from workbench.demonstration import PEOPLE, credentials_path, make_people


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
