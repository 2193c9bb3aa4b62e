"""Pictures of set pages: made when asked for, kept, and given only to those who may fetch the pages."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from catalog_export.models import Run, Volume
from catalog_export.page_pictures import WIDTHS, page_picture
from catalog_export.rendering import NoSuchPageError, pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(people: dict[str, User], as_user: Callable[[User | None], Client]) -> Client:
    return as_user(people["editor"])


def picture(run: Run, page: int = 1, size: str = "small") -> str:
    return reverse("run-page", args=[run.volume_id, run.number, page, size])


def fetched(editor: Client, address: str) -> bytes:
    """Return a file to its end, as a browser takes it: only then is the answer over, and the connection stays open."""
    return b"".join(editor.get(address).streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", WIDTHS)
def test_a_page_comes_in_the_width_asked_for(editor: Client, run: Run, size: str) -> None:
    answer = editor.get(picture(run, size=size))
    image = Image.open(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "image/png"
    assert abs(image.width - WIDTHS[size]) <= 1
    assert abs(image.height / image.width - 737 / 524) < 0.02
    assert "immutable" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_picture_is_made_once(editor: Client, run: Run) -> None:
    fetched(editor, picture(run))
    path = run.folder / "pages" / run.pdf_path.stem / "1-small.png"
    stamp = path.stat().st_mtime_ns
    fetched(editor, picture(run))
    assert path.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("page", [0, 10, 999999])
def test_there_is_no_picture_of_a_page_that_is_not(editor: Client, run: Run, page: int) -> None:
    assert editor.get(picture(run, page)).status_code == 404
    assert not (run.folder / "pages").exists()


def test_a_width_nobody_declared_is_no_address(editor: Client, run: Run) -> None:
    assert editor.get(picture(run, size="huge")).status_code == 404


def test_a_run_without_its_file_has_no_pictures(editor: Client, run: Run) -> None:
    run.pdf_path.unlink()
    assert editor.get(picture(run)).status_code == 404
    assert "leaves-grid" not in editor.get(reverse("volume", args=[run.volume_id])).content.decode()


def test_a_broken_file_is_no_page(tmp_path: Path) -> None:
    broken = tmp_path / "x.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(NoSuchPageError):
        pictures(broken, [0], 100)


def test_many_at_once_get_the_same(run: Run, tmp_path: Path) -> None:
    """The renderer serves one thread at a time; the pages' server has several."""
    found: list[bytes] = []

    def look() -> None:
        for page in (1, 2, 3):
            found.append(
                page_picture(run.pdf_path, page, "page", tmp_path / threading.current_thread().name).read_bytes()
            )

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert len(set(found)) == 1


def test_what_is_on_the_page_is_in_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "ink.pdf"
    canvas = Canvas(str(path), pagesize=(200, 100))
    canvas.rect(100, 0, 100, 100, fill=1)
    canvas.showPage()
    canvas.save()
    (content,) = pictures(path, [0], 200)
    image = Image.open(io.BytesIO(content))
    assert image.size[0] == 200
    assert image.getpixel((20, 50)) == 255
    assert image.getpixel((180, 50)) == 0


def test_strokes_thinner_than_a_point_of_the_picture_are_grey_not_black(tmp_path: Path) -> None:
    """Characters that are thickened by a hair's breadth were blots on small pictures."""
    canvas = Canvas(str(tmp_path / "thin.pdf"), pagesize=(500, 700))
    canvas.setLineWidth(0.2)
    for x in range(100, 200):
        canvas.line(x, 100, x, 600)
    canvas.save()
    for width in WIDTHS.values():
        (content,) = pictures(tmp_path / "thin.pdf", [0], width)
        image = Image.open(io.BytesIO(content))
        shade = image.getpixel((round(150 * width / 500), image.height // 2))
        assert isinstance(shade, int)
        assert 90 < shade < 250


def test_the_list_shows_the_first_page_of_the_latest_run(editor: Client, run: Run) -> None:
    html = editor.get(reverse("volume-list")).content.decode()
    assert picture(run) in html
    assert "普查登记目录（185×260" in html


def test_who_may_not_fetch_the_pages_sees_no_pictures(
    run: Run, people: dict[str, User], as_user: Callable[[User | None], Client]
) -> None:
    client = as_user(people["province_reviewer"])
    for address in (reverse("volume-list"), reverse("volume", args=[run.volume_id])):
        assert "<img" not in client.get(address).content.decode()


def test_the_pages_are_shown_so_many_at_a_time(
    editor: Client, volume: Volume, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog_export.views.volumes.PICTURES", 4)

    def shown(query: str) -> list[int]:
        html = editor.get(reverse("volume", args=[volume.pk]) + query).content.decode()
        return [int(page) for page in re.findall(r"pages/(\d+)-page\.png", html)]

    assert shown("") == [1, 2, 3, 4]
    assert shown("?page=5") == [5, 6, 7, 8]
    assert shown("?page=99") == [9]
    assert shown("?page=0") == shown("?page=x") == [1, 2, 3, 4]
    html = editor.get(reverse("volume", args=[volume.pk]) + "?page=5").content.decode()
    assert "page=1#pages" in html
    assert "page=9#pages" in html


def test_a_volume_of_many_pages_opens_at_once(tmp_path: Path) -> None:
    writer = PdfWriter()
    for _ in range(600):
        writer.add_blank_page(100, 100)
    writer.write(tmp_path / "long.pdf")
    assert page_picture(tmp_path / "long.pdf", 600, "small", tmp_path).stat().st_size > 0
