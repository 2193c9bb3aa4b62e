"""Files sent piece by piece: gone on with after every kind of break, refused with a reason, and never mixed up."""

from __future__ import annotations

import io
import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from census.identifiers import new_key
from census.images import places, uploads
from census.images.actions import BeginUpload
from census.images.uploads import Busy, OffsetDiffers, append, begin_file, offset_of
from census.models import Image, ImageChange, ImageQuota, ImageStatus
from guji.models import Book
from tests.census.images import picture_samples as samples
from tests.census.images.image_helpers import do_jobs, headers, pieces_of


class Sender:
    """A script that sends one file to one record."""

    def __init__(self, client: Client, book: Book) -> None:
        self.client, self.book = client, book

    def begin(self, content: bytes, name: str = "卷端.jpg", **more: Any) -> Any:
        address = reverse("images:upload", args=["book", self.book.pk])
        given = {"name": name, "size": len(content), **more}
        return self.client.post(address, json.dumps(given), content_type="application/json")

    def piece(self, url: str, offset: int, data: bytes) -> Any:
        return self.client.patch(url, data, **headers(offset))

    def whole(self, content: bytes, size: int = 700, **more: Any) -> Any:
        """Send a file from its first to its last piece, and return the last answer."""
        url = self.begin(content, **more).json()["url"]
        return [self.piece(url, offset, data) for offset, data in pieces_of(content, size)][-1]


@pytest.fixture
def sender(draft: Book, cataloguer: User) -> Sender:
    client = Client()
    client.force_login(cataloguer)
    return Sender(client, draft)


@pytest.mark.django_db
class TestSending:
    """One sender at a time."""

    def test_the_last_piece_makes_it_a_picture(self, sender: Sender) -> None:
        content = samples.jpeg()
        answer = sender.whole(content, role="opening", caption="卷一首葉")
        assert answer.json()["status"] == ImageStatus.CHECKING
        do_jobs()
        image = Image.objects.get()
        assert (image.status, image.role, image.caption) == (ImageStatus.READY, "opening", "卷一首葉")
        assert places.master(image.sha256).read_bytes() == content

    def test_a_broken_connection_is_gone_on_with(self, sender: Sender) -> None:
        """As after a reload of the page: the same file announced again is the same upload."""
        content = samples.jpeg()
        url = sender.begin(content, token="卷端.jpg|1732").json()["url"]
        sender.piece(url, 0, content[:1000])
        again = sender.begin(content, token="卷端.jpg|1732")
        assert (again.json()["url"], again["Upload-Offset"]) == (url, "1000")
        assert sender.client.head(url)["Upload-Offset"] == "1000"
        assert sender.piece(url, 1000, content[1000:]).json()["status"] == ImageStatus.CHECKING

    def test_two_files_of_one_name_and_size_are_two(self, sender: Sender) -> None:
        """Trap: a scanner's files in two folders are called 0001.tif, and uncompressed they are equally long."""
        urls = {sender.begin(b"x" * 9, "0001.tif", token=token).json()["url"] for token in ("a", "b", "", "")}
        assert len(urls) == 4

    def test_nobody_goes_on_with_another_persons_upload(self, sender: Sender, people: dict[str, User]) -> None:
        url = sender.begin(b"x" * 9, token="a").json()["url"]
        sender.client.force_login(people["administrator"])
        assert sender.begin(b"x" * 9, token="a").json()["url"] != url

    def test_a_piece_sent_twice_or_too_early_is_told_where_to_go_on(self, sender: Sender) -> None:
        content = samples.jpeg()
        url = sender.begin(content).json()["url"]
        sender.piece(url, 0, content[:500])
        for offset in (0, 700):
            answer = sender.piece(url, offset, content[offset : offset + 100])
            assert (answer.status_code, answer.json()["code"], answer.json()["offset"]) == (409, "offset", 500)

    def test_the_last_piece_sent_twice_makes_one_picture(self, sender: Sender) -> None:
        """As when the answer was lost on its way."""
        content = samples.jpeg()
        url = sender.begin(content).json()["url"]
        answers = [sender.piece(url, 0, content) for _ in range(2)]
        assert [answer.json()["status"] for answer in answers] == ["checking", "checking"]
        assert Image.objects.count() == 1

    def test_a_sender_who_never_heard_that_the_file_was_taken_is_told_so(self, sender: Sender) -> None:
        """As when the line broke with the last answer: the file is not sent again, and then called a duplicate."""
        content = samples.jpeg()
        url = sender.whole(content, token="卷端.jpg|1732").json()["url"]
        for status in ("checking", "ready"):
            again = sender.begin(content, token="卷端.jpg|1732")
            assert (again.json()["url"], again.json()["status"], again["Upload-Offset"]) == (
                url,
                status,
                str(len(content)),
            )
            do_jobs()
        ImageChange.objects.update(at=timezone.now() - timedelta(hours=1))
        assert sender.begin(content, token="卷端.jpg|1732").json()["url"] != url

    def test_another_file_of_the_same_name_and_size_is_not_taken_for_one_that_came(self, sender: Sender) -> None:
        content = samples.jpeg()
        url = sender.whole(content).json()["url"]
        assert sender.begin(content, sha256="ab" * 32).json()["url"] != url

    def test_a_server_that_died_before_it_took_the_last_piece_takes_the_file_when_asked_again(
        self, sender: Sender
    ) -> None:
        content = samples.jpeg()
        sender.begin(content, token="a")
        places.arriving(Image.objects.get().pk).write_bytes(content)
        assert sender.begin(content, token="a").json()["status"] == "checking"

    def test_a_busy_database_is_said_as_something_that_passes(
        self, sender: Sender, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(action: Any) -> Image:
            raise OperationalError("database is locked")

        monkeypatch.setattr(BeginUpload, "execute", busy)
        answer = sender.begin(b"x")
        assert (answer.status_code, answer.json()["code"]) == (503, "database")

    def test_more_than_was_announced_is_not_written(self, sender: Sender) -> None:
        url = sender.begin(b"x" * 10).json()["url"]
        sender.piece(url, 0, samples.jpeg())
        assert Image.objects.get().bytes == 10
        assert places.arriving(Image.objects.get().pk).stat().st_size == 10

    @pytest.mark.parametrize(
        ("more", "status", "code"),
        [
            ({"CONTENT_LENGTH": str(5 * 2**20)}, 413, "piece_too_large"),
            ({"HTTP_UPLOAD_OFFSET": "-1"}, 400, "malformed"),
            ({"HTTP_UPLOAD_OFFSET": "٣"}, 400, "malformed"),
        ],
    )
    def test_a_piece_against_the_rules_is_refused(self, more: Any, status: int, code: str, sender: Sender) -> None:
        url = sender.begin(b"x" * 10).json()["url"]
        answer = sender.client.patch(url, b"xxxxx", **(headers(0) | more))
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    @pytest.mark.parametrize(
        "given",
        [
            b"",
            b"[]",
            b'{"name":"a"}',
            b'{"name":"a","size":"much"}',
            b'{"name":"a","size":1e999}',
            b'{"name":"a","size":NaN}',
            b"[" * 100_000,
            b"\xff",
        ],
        ids=lambda sent: repr(sent[:30]),
    )
    def test_an_announcement_against_the_rules_is_refused(self, given: bytes, sender: Sender) -> None:
        address = reverse("images:upload", args=["book", sender.book.pk])
        answer = sender.client.post(address, given, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")

    @pytest.mark.parametrize("token", ["卷\0端", "\ud842", "長" * 201])
    def test_a_token_that_cannot_be_kept_is_none(self, token: str, sender: Sender) -> None:
        urls = {sender.begin(b"x" * 9, token=token).json()["url"] for _ in range(2)}
        assert list(Image.objects.values_list("token", flat=True)) == ["", ""]
        assert len(urls) == 2

    def test_each_refusal_has_its_code_and_its_words(self, sender: Sender, settings: Any) -> None:
        settings.IMAGE_MAX_BYTES = 5000
        content = samples.jpeg()
        sender.whole(content)
        assert refused(sender.whole(content, sha256="")) == ("duplicate", "没有重复保存")
        assert refused(sender.begin(b"x" * 6000)) == ("too_large", "4.9 KiB")
        assert refused(sender.begin(b"")) == ("empty", "0 字节")
        ImageQuota.objects.create(institution=sender.book.institution, bytes=4000)
        assert refused(sender.begin(b"x" * 2000)) == ("quota", "3.9 KiB")

    def test_who_may_not_is_told_so_as_scripts_are_told(self, sender: Sender, people: dict[str, User]) -> None:
        url = sender.begin(b"x" * 9).json()["url"]
        for person, status in (("editor", 403), ("reader", 404), ("elsewhere", 404)):
            sender.client.force_login(people[person])
            assert sender.begin(b"x" * 9).status_code == status
            assert sender.piece(url, 0, b"x").status_code == status
        sender.client.logout()
        answer = sender.piece(url, 0, b"x")
        assert (answer.status_code, answer.json()["code"]) == (401, "login")

    def test_a_piece_without_the_pages_token_is_refused(self, draft: Book, cataloguer: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(cataloguer)
        assert Sender(client, draft).begin(b"x" * 9).status_code == 403

    def test_an_upload_is_given_up(self, sender: Sender, django_capture_on_commit_callbacks: Any) -> None:
        url = sender.begin(b"x" * 9).json()["url"]
        with django_capture_on_commit_callbacks(execute=True):
            assert sender.client.delete(url).status_code == 204
        answer = sender.piece(url, 0, b"x")
        assert (answer.status_code, answer.json()["code"]) == (404, "gone")
        assert list((places.root() / "arriving").iterdir()) == []

    @pytest.mark.parametrize(
        ("happens", "status", "code"), [(Busy(), 423, "busy"), (FileNotFoundError(2, "gone"), 404, "gone")]
    )
    def test_what_stands_in_the_way_of_a_piece_is_said(
        self, happens: Exception, status: int, code: str, sender: Sender, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = sender.begin(b"x" * 9).json()["url"]

        def hindered(*args: Any, **kwargs: Any) -> int:
            raise happens

        monkeypatch.setattr(uploads, "append", hindered)
        answer = sender.piece(url, 0, b"xxx")
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_a_full_disk_is_said_and_what_came_stays(self, sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
        url = sender.begin(b"x" * 9).json()["url"]
        sender.piece(url, 0, b"xxx")

        def full(*args: Any, **kwargs: Any) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(uploads, "append", full)
        answer = sender.piece(url, 3, b"xxx")
        assert (answer.status_code, answer.json()["code"]) == (507, "disk")
        assert "磁盘已满" in answer.json()["message"]
        assert sender.client.head(url)["Upload-Offset"] == "3"

    def test_the_state_of_all_is_told_to_a_page_that_waits(self, sender: Sender) -> None:
        sender.whole(samples.jpeg())
        sender.whole(b"%PDF-1.4 no picture", name="x.pdf")
        url = sender.begin(b"x" * 9, "late.jpg").json()["url"]
        sender.piece(url, 0, b"xxx")
        do_jobs()
        told = sender.client.get(reverse("images:state", args=["book", sender.book.pk])).json()["images"]
        assert [(one["status"], one["offset"]) for one in told] == [
            ("ready", len(samples.jpeg())),
            ("refused", 19),
            ("arriving", 3),
        ]
        assert "PDF" in told[1]["message"]

    def test_a_form_without_scripts_takes_many_files_and_says_of_each_what_became_of_it(self, sender: Sender) -> None:
        files = [SimpleUploadedFile(name, samples.jpeg(100 + n)) for n, name in enumerate(("a.jpg", "b.jpg"))]
        files.append(SimpleUploadedFile("又一張.jpg", samples.jpeg(100)))
        address = reverse("images:add", args=["book", sender.book.pk])
        answer = sender.client.post(address, {"files": files, "role": "seal"})
        assert answer.status_code == 302
        said = [str(message) for message in get_messages(answer.wsgi_request)]
        assert [line.split("”")[0] for line in said] == ["“a.jpg", "“b.jpg", "“又一張.jpg"]
        assert "没有重复保存" in said[2]
        assert list(Image.objects.values_list("role", flat=True)) == ["seal", "seal"]


def refused(answer: Any) -> tuple[str, str]:
    """Return the code of a refusal, and that of the expected words which it says."""
    assert answer.status_code == 422
    said = answer.json()
    words = ("没有重复保存", "4.9 KiB", "0 字节", "3.9 KiB")
    return said["code"], next((one for one in words if one in said["message"]), said["message"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(min_size=1, max_size=300), cuts=st.lists(st.integers(0, 300), max_size=8))
def test_pieces_of_any_size_with_breaks_anywhere_give_the_file(content: bytes, cuts: list[int]) -> None:
    """A sender that asks after each break where to go on never loses, doubles or swaps a byte."""
    key = new_key()
    begin_file(key)
    for cut in [*cuts, 300]:
        offset = offset_of(key)
        announced = content[offset : offset + max(cut, 1)]
        came = io.BytesIO(announced[: cut // 2] if cut < 300 else announced)
        append(key, offset, came.read, length=len(announced), most=len(content))
    append(key, offset_of(key), io.BytesIO(content[offset_of(key) :]).read, length=300, most=len(content))
    assert places.arriving(key).read_bytes() == content


def test_of_two_who_send_the_same_piece_one_is_told_to_wait() -> None:
    key = new_key()
    begin_file(key)
    reading, go_on = threading.Event(), threading.Event()

    def slow(count: int) -> bytes:
        reading.set()
        go_on.wait(20)
        return b"x" * count

    first = threading.Thread(target=lambda: append(key, 0, slow, length=5, most=10))
    first.start()
    assert reading.wait(20)
    with pytest.raises(Busy):
        append(key, 0, io.BytesIO(b"yyyyy").read, length=5, most=10)
    go_on.set()
    first.join()
    assert places.arriving(key).read_bytes() == b"xxxxx"
    with pytest.raises(OffsetDiffers):
        append(key, 0, io.BytesIO(b"yyyyy").read, length=5, most=10)


def test_a_sender_that_dies_in_the_middle_of_a_piece_leaves_its_beginning() -> None:
    key = new_key()
    begin_file(key)
    parts = iter([b"abc"])

    def dying(count: int) -> bytes:
        try:
            return next(parts)
        except StopIteration:
            raise OSError("connection reset") from None

    with pytest.raises(OSError, match="reset"):
        append(key, 0, dying, length=10, most=10)
    assert offset_of(key) == 3
