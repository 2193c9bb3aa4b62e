"""One person for each role, to try the house with; made only for a local run, never under production settings."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from authority.models import Institution
from census.models import Membership, Role

#: User name → role, and the unit code of the institution in which it is held (empty: the province's).
PEOPLE: dict[str, tuple[Role, str]] = {
    "zhulu": (Role.CATALOGUER, "1701"),
    "guanshen": (Role.INSTITUTION_REVIEWER, "1701"),
    "shengshen": (Role.PROVINCE_REVIEWER, ""),
    "bianji": (Role.EDITOR, ""),
    "guanli": (Role.ADMINISTRATOR, ""),
}


def credentials_path() -> Path:
    """Return where the passwords of the demonstration users are written down, readable by the owner only."""
    return Path(settings.VAR_DIR) / "demonstration-users.txt"


def make_people() -> list[tuple[str, str, str]]:
    """Make those of :data:`PEOPLE` that do not exist, with random passwords; return (name, role, password) of each.

    A user who exists is left as they are, whatever became of the password. Under ``HTTPS`` nobody is made.
    """
    if settings.HTTPS:
        return []
    made = []
    with transaction.atomic():
        known = set(User.objects.filter(username__in=PEOPLE).values_list("username", flat=True))
        for name, (role, code) in PEOPLE.items():
            if name in known:
                continue
            password = secrets.token_urlsafe(9)
            user = User.objects.create_user(name, password=password, is_staff=role == Role.ADMINISTRATOR)
            institution = Institution.objects.get(code=code) if code else None
            Membership.objects.create(user=user, role=role, institution=institution)
            made.append((name, str(role.label), password))
    if made:
        write_down(made)
    return made


def write_down(people: list[tuple[str, str, str]]) -> None:
    """Add the names and passwords to the file of :func:`credentials_path`."""
    descriptor = os.open(credentials_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.writelines(f"{name}\t{password}\t{role}\n" for name, role, password in people)


def demonstration_step() -> str:
    """Make the people and say who they are; on later runs, where their passwords are written down."""
    made = make_people()
    if made:
        return "、".join(f"{name}（{role}） 密码 {password}" for name, role, password in made)
    path = credentials_path()
    return f"已有，密码见 {path}" if path.exists() else "已有"
