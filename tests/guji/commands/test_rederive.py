"""``rederive``: what older rules derived is brought up to date, and no statement changes."""

import io

import pytest
from django.core.management import call_command

from authority.models import Institution, Region
from census.models import OutboxEntry
from guji.actions import CreateBook
from guji.data import BookData
from guji.models import Book


@pytest.mark.django_db
def test_stale_records_are_derived_anew_and_keep_their_words() -> None:
    region = Region.objects.create(code="330000", name="浙江省", kind="province")
    Institution.objects.create(code="1701", name="浙江圖書館", region=region)
    data = BookData(institution="1701", title="國語二十一卷", edition="明嘉靖七年（1528）刻本", volumes="6冊")
    book = CreateBook(data, user=None, trusted=True).execute()
    Book.objects.filter(pk=book.pk).update(derivation="old", year_from=None, title_main="")
    written = OutboxEntry.objects.count()
    out = io.StringIO()
    call_command("rederive", stdout=out)
    assert "更新 1 条" in out.getvalue()
    found = Book.objects.get(pk=book.pk)
    assert (found.title_main, found.year_from) == ("國語", 1528)
    assert (found.title, found.edition, found.version) == (data.title, data.edition, 1)
    assert OutboxEntry.objects.count() == written + 1
    call_command("rederive", stdout=out)
    assert "更新 0 条" in out.getvalue()
