"""The administration site shows records and history and writes neither."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from census.models import Membership, Role
from guji.models import Book

#: Made by Django for each model; where nothing may be made or deleted they are closed.
CLOSED = (403,)


@pytest.fixture
def admin(people: dict[str, User], settings: object) -> Client:
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    client = Client()
    client.force_login(people["root"])
    return client


def test_records_are_shown_with_their_rows(admin: Client, approved: Book) -> None:
    listing = admin.get(reverse("admin:guji_book_changelist")).content.decode()
    assert "330000-1701-0000001" in listing
    page = admin.get(reverse("admin:guji_book_change", args=[approved.pk])).content.decode()
    assert "韓康伯" in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize("model", ["guji_book", "census_revision", "census_waiver", "census_importbatch", "census_job"])
def test_what_actions_write_cannot_be_written_here(admin: Client, approved: Book, model: str) -> None:
    assert admin.get(reverse(f"admin:{model}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:{model}_add")).status_code in CLOSED
    if model == "guji_book":
        assert admin.post(reverse("admin:guji_book_change", args=[approved.pk]), {"title": "改"}).status_code in CLOSED
        assert admin.post(reverse("admin:guji_book_delete", args=[approved.pk]), {"post": "yes"}).status_code in CLOSED
        assert Book.objects.get().title == "周易九卷略例一卷"


def test_roles_are_given_here_within_their_rules(admin: Client, people: dict[str, User], approved: Book) -> None:
    address = reverse("admin:census_membership_add")
    reader = people["reader"]
    refused = admin.post(address, {"user": reader.pk, "role": Role.CATALOGUER, "institution": ""})
    assert "须属于一个单位" in refused.content.decode()
    admin.post(address, {"user": reader.pk, "role": Role.CATALOGUER, "institution": approved.institution_id})
    assert Membership.objects.filter(user=reader, role=Role.CATALOGUER).exists()
