"""書影 in a real browser: twenty files over a bad line with a bomb among them, put in order, looked at, compared."""

from __future__ import annotations

import io
import re
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from census.images.actions import AddImage
from census.jobs import run
from census.models import Image, ImageRole, ImageStatus, Job, JobState
from guji.models import Book
from tests.browser import SCREENS, follow, settled

expect = pytest.importorskip("playwright.sync_api", reason="needs playwright").expect
Visit = Callable[..., Any]

CORNERS = ((200, 30, 30), (30, 160, 30), (30, 30, 200), (200, 180, 30))


@pytest.fixture(autouse=True)
def pictures_root(settings: Any, tmp_path: Path) -> None:
    settings.IMAGE_ROOT = tmp_path / "images"


def leaf(width: int = 60, height: int = 80, seed: int = 0) -> bytes:
    """A JPEG of four coloured quarters; ``seed`` makes each another file."""
    picture = Picture.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for place, colour in enumerate(CORNERS):
        spot = (place % 2 * half[0], place // 2 * half[1])
        picture.paste(tuple((part + seed) % 256 for part in colour), (*spot, spot[0] + half[0], spot[1] + half[1]))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of some kilobytes that says it is 60,000 pixels square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(2_000_000)))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Twenty files as they come from a camera: one large, one a bomb."""
    folder = tmp_path / "camera"
    folder.mkdir()
    noise = Picture.effect_noise((1100, 1400), 90).convert("RGB")
    noise.save(folder / "00.jpg", quality=95)
    for number in range(1, 19):
        (folder / f"{number:02d}.jpg").write_bytes(leaf(seed=number))
    (folder / "19.png").write_bytes(bomb())
    return sorted(folder.iterdir())


def manage(book: Book) -> str:
    return reverse("images:manage", args=[Book.KIND, book.pk])


def look(page: Any) -> None:
    """Let the worker look at what has come, while no page asks the server; then come back."""
    address = page.url
    page.goto("about:blank")
    for job in Job.objects.filter(state=JobState.QUEUED):
        run(job.pk)
    page.goto(address)


def ready(book: Book, person: User, roles: list[ImageRole], size: tuple[int, int] = (60, 80)) -> list[Image]:
    """Pictures of a record, taken in and looked at as they are in life."""
    for number, role in enumerate(roles):
        data = leaf(*size, seed=number)
        AddImage(book, person, f"{number}.jpg", len(data), io.BytesIO(data).read, role=role).execute()
    for job in Job.objects.filter(state=JobState.QUEUED):
        run(job.pk)
    images = list(Image.objects.of(Book.KIND, book.pk))
    assert {image.status for image in images} == {ImageStatus.READY}
    return images


#: Lets the first piece of each upload through and then breaks off, until it is mended. What is asked is asked one after
#: another: on SQLite all threads of the tests' server share one connection.
BAD_LINE = """
const honest = window.fetch;
let last = Promise.resolve();
window.fetch = (address, options = {}) => {
  const offset = Number(options.headers?.["Upload-Offset"] ?? 0);
  if (localStorage.line !== "mended" && offset > 0) return Promise.reject(new TypeError("reset"));
  const answer = last.then(() => honest(address, options));
  last = answer.catch(() => null);
  return answer;
};
"""


def stored(page: Any) -> Any:
    """Wait for the answer to what is done within."""
    return page.expect_response(lambda answer: answer.request.method == "POST" and "/act/" in answer.url)


def test_twenty_pictures_come_over_a_bad_line_with_a_bomb_among_them(
    visit: Visit, draft: Book, files: list[Path]
) -> None:
    page = visit("cataloguer")
    page.on("dialog", lambda dialog: dialog.accept())
    page.add_init_script(BAD_LINE)
    page.goto(manage(draft))
    page.get_by_label("这一批拍的是").select_option("seal")
    page.set_input_files("#files", files)
    large = page.locator("#uploads li", has_text="00.jpg")
    expect(large.locator(".said")).to_contain_text("线路断了", timeout=20_000)
    expect(page.locator("#uploads li")).to_have_count(1, timeout=20_000)
    expect(page.locator(".picture")).to_have_count(19)
    expect(page.locator("[data-unfinished]")).to_be_hidden()
    page.reload()
    assert re.search(r"00\.jpg　已传 \d\d%", page.locator("[data-unfinished]").inner_text())
    page.evaluate("localStorage.line = 'mended'")
    with page.expect_request(lambda request: request.method == "PATCH") as gone_on:
        page.set_input_files("#files", files[:1])
    assert int(gone_on.value.headers["upload-offset"]) > 0, "it goes on from where it broke off"
    expect(page.locator("#uploads li")).to_have_count(0, timeout=20_000)
    expect(page.locator(".picture")).to_have_count(20)
    look(page)
    expect(page.locator(".picture[data-status=ready]")).to_have_count(19)
    refused = page.locator(".picture[data-status=refused]")
    expect(refused).to_contain_text("炸弹")
    expect(refused).to_contain_text("19.png")
    refused.get_by_role("button", name="知道了").click()
    expect(page.locator(".picture")).to_have_count(19)
    images = Image.objects.of(Book.KIND, draft.pk).ready()
    names = [image.name for image in images]
    assert {image.role for image in images} == {ImageRole.SEAL}
    assert sorted(names) == [path.name for path in files[:19]], "each once"


def test_pictures_are_put_in_order_and_described_by_keyboard(
    visit: Visit, draft: Book, people: dict[str, User]
) -> None:
    ready(draft, people["cataloguer"], [ImageRole.SEAL, ImageRole.OPENING, ImageRole.COLOPHON])
    page = visit("cataloguer")
    page.goto(manage(draft))
    pictures = page.locator(".picture")
    pictures.nth(0).focus()
    with stored(page):
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#pictures-said")).to_have_text("已保存新的次序")
    assert page.evaluate("document.activeElement.querySelector('.number-of').textContent") == "3"
    images = Image.objects.of(Book.KIND, draft.pk)
    assert [image.role for image in images.all()] == [ImageRole.OPENING, ImageRole.COLOPHON, ImageRole.SEAL]
    with stored(page):
        pictures.nth(0).locator("select").select_option("preface")
    caption = pictures.nth(0).locator("input[name^=caption]")
    caption.focus()
    page.keyboard.insert_text("納蘭成德序")
    with stored(page):
        page.keyboard.press("Tab")
    expect(page.locator("#pictures-said")).to_contain_text("已保存")
    first = images.all()[0]
    assert (first.role, first.caption) == (ImageRole.PREFACE, "納蘭成德序")
    assert page.evaluate("document.activeElement.name") == "later", (
        "one is where Tab led; the first has nothing before it"
    )


def test_pictures_are_dragged_taken_away_and_brought_back(visit: Visit, draft: Book, people: dict[str, User]) -> None:
    ready(draft, people["cataloguer"], [ImageRole.SEAL, ImageRole.OPENING, ImageRole.COLOPHON])
    page = visit("cataloguer")
    page.goto(manage(draft))
    with stored(page):
        page.locator(".picture").nth(2).locator(".grip").drag_to(page.locator(".picture").nth(0))
    expect(page.locator("#pictures-said")).to_have_text("已保存新的次序")
    roles = [image.role for image in Image.objects.of(Book.KIND, draft.pk)]
    assert roles == [ImageRole.COLOPHON, ImageRole.SEAL, ImageRole.OPENING]
    second = page.locator(".picture").nth(1)
    second.get_by_text("移除").first.click()
    with stored(page):
        second.get_by_role("button", name="移除").click()
    expect(page.locator("#pictures-said.level-error")).to_contain_text("请写明理由")
    second.get_by_label("理由").fill("拍的是另一部")
    with stored(page):
        second.get_by_label("理由").press("Enter")
    expect(page.locator(".picture")).to_have_count(2)
    page.get_by_text("已移除 1 幅").click()
    with stored(page):
        page.get_by_role("button", name="恢复").click()
    expect(page.locator(".picture")).to_have_count(3)
    assert [image.role for image in Image.objects.of(Book.KIND, draft.pk)] == roles, "it stands where it stood"


def test_a_session_that_ended_is_taken_up_again_on_the_same_page(
    visit: Visit, desk: str, draft: Book, people: dict[str, User], files: list[Path]
) -> None:
    """A login in another window changes the token against forged requests too: the page must not insist on its own."""
    (image,) = ready(draft, people["cataloguer"], [ImageRole.SEAL])
    page = visit("cataloguer")
    page.goto(manage(draft))
    page.context.clear_cookies(name="sessionid")
    page.locator(".picture select").select_option("end")
    expect(page.locator("#pictures-said.level-error")).to_contain_text("登录已过期")
    page.set_input_files("#files", files[1])
    expect(page.locator("#uploads .said")).to_contain_text("登录已过期")
    client = Client()
    client.force_login(people["cataloguer"])
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": "k" * 32}
    page.context.add_cookies([{"name": name, "value": value, "url": desk} for name, value in cookies.items()])
    page.locator("#uploads").get_by_role("button", name="继续").click()
    expect(page.locator(".picture")).to_have_count(2)
    with stored(page):
        page.locator(".picture select").first.select_option("fold")
    image.refresh_from_db()
    assert image.role == ImageRole.FOLD


def colour(page: Any, x: float, y: float, stage: int = 0) -> list[int]:
    """Return the colour of a canvas at a place given in parts of its width and height."""
    found: list[int] = page.evaluate(
        """([x, y, stage]) => {
            const canvas = document.querySelectorAll("canvas")[stage], pen = canvas.getContext("2d");
            return [...pen.getImageData(canvas.width * x, canvas.height * y, 1, 1).data].slice(0, 3);
        }""",
        [x, y, stage],
    )
    return found


def comes_true(page: Any, condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait until what is painted is so: tiles come when they come, and a page at rest says nothing of the next ones."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        page.wait_for_timeout(50)
    return True


def shows(page: Any, x: float, y: float, wanted: tuple[int, ...]) -> bool:
    """Say whether a place of the stage takes on a colour."""
    return comes_true(page, lambda: all(abs(a - b) < 40 for a, b in zip(colour(page, x, y), wanted, strict=True)))


def percent(page: Any) -> int:
    return int(page.locator("[data-percent]").inner_text().rstrip("%"))


def test_a_picture_is_looked_at_by_keyboard(visit: Visit, approved: Book, people: dict[str, User]) -> None:
    ready(approved, people["administrator"], [ImageRole.OPENING, ImageRole.COLOPHON, ImageRole.SEAL], (1400, 1800))
    page = visit(None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(reverse("images:viewer", args=[Book.KIND, approved.pk]))
    expect(page.locator(".viewer-stage")).to_be_focused()
    settled(page)
    assert shows(page, 0.48, 0.3, CORNERS[0])
    assert shows(page, 0.52, 0.7, CORNERS[3])
    whole = percent(page)
    for _ in range(4):
        page.keyboard.press("+")
    assert comes_true(page, lambda: percent(page) > 2 * whole)
    page.keyboard.press("r")
    page.keyboard.press("0")
    assert shows(page, 0.7, 0.4, CORNERS[0]), "turned to the right, what was above left is above right"
    before = page.url
    page.keyboard.press("R")
    page.keyboard.press("1")
    assert comes_true(page, lambda: percent(page) == 100)
    a_tile = re.compile(r"/iiif/[0-9a-f-]+/\d+,\d+,\d+,\d+/\d+,\d+/0/default\.jpg$")
    assert comes_true(page, lambda: any(a_tile.search(url) for url in asked))
    assert comes_true(page, lambda: page.url != before)
    assert re.search(r"\?n=1#xywh=\d+,\d+,\d+,\d+$", page.url)
    detail, scale = page.url, percent(page)
    page.keyboard.press("PageDown")
    expect(page.locator("h1")).to_have_text("牌记")
    page.wait_for_url(re.compile(r"\?n=2$"))
    page.keyboard.press("End")
    expect(page.locator("h1")).to_have_text("钤印")
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_have_attribute("open", "")
    page.goto("about:blank")
    page.goto(detail)
    assert comes_true(page, lambda: abs(percent(page) - scale) <= 1), (
        "whoever is given the address sees the same detail"
    )


def test_two_copies_move_together_until_they_are_untied(
    visit: Visit, approved: Book, draft: Book, people: dict[str, User]
) -> None:
    (left,) = ready(approved, people["administrator"], [ImageRole.OPENING], (1400, 1800))
    (right,) = ready(draft, people["cataloguer"], [ImageRole.OPENING], (700, 900))
    page = visit("cataloguer")
    page.goto(reverse("images:compare") + f"?left={left.pk}&right={right.pk}")
    settled(page)
    scales = "document.querySelector('#compare').pair.stages.map((stage) => stage.view.scale)"
    before = page.evaluate(scales)
    page.locator(".viewer-stage").nth(1).focus()
    page.keyboard.press("+")
    one, other = page.evaluate(scales)
    assert (one / before[0], other / before[1]) == (pytest.approx(1.25), pytest.approx(1.25))
    page.keyboard.press("l")
    page.keyboard.press("+")
    assert page.evaluate(scales) == [one, pytest.approx(other * 1.25)]
    page.keyboard.press("o")
    boxes = [page.locator(".viewer-stage").nth(place).bounding_box() for place in (0, 1)]
    assert boxes[0] == boxes[1], "one lies upon the other"
    opacity = "getComputedStyle(document.querySelectorAll('.viewer-stage')[1]).opacity"
    assert page.evaluate(opacity) == "0.5"
    page.keyboard.press("b")
    page.keyboard.press("b")
    assert page.evaluate(opacity) == "0"
    page.keyboard.press("o")
    assert page.evaluate(opacity) == "1"
    page.select_option("#right", str(left.pk))
    page.wait_for_url(f"**right={left.pk}")


def test_pages_of_pictures_hinder_nobody_on_any_screen(
    visit: Visit, approved: Book, draft: Book, people: dict[str, User]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    images = ready(draft, people["cataloguer"], [ImageRole.OPENING, ImageRole.SEAL])
    Image.objects.filter(pk=images[1].pk).update(caption="八千卷樓藏書印" * 12, name="卷端" * 60 + ".jpg")
    addresses = [
        manage(draft),
        reverse("images:viewer", args=[Book.KIND, draft.pk]) + "?n=2",
        reverse("images:compare") + f"?left={images[0].pk}&right={images[1].pk}",
        reverse("record", args=[draft.pk]),
    ]
    page = visit("cataloguer", bypass_csp=True)
    for address in addresses:
        page.goto(address)
        for screen, (width, height) in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            settled(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (screen, address)
            if screen in ("desk", "telephone"):
                violations = axe.run(page).response["violations"]
                assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in violations] == []


def test_without_scripts_pictures_go_up_by_a_form_and_are_looked_at_as_they_are(
    visit: Visit, draft: Book, files: list[Path]
) -> None:
    page = visit("cataloguer", java_script_enabled=False)
    page.goto(manage(draft))
    page.get_by_label("这一批拍的是").select_option("end")
    page.set_input_files("#files", files[1:4])
    follow(page.get_by_role("button", name="上传"))
    look(page)
    expect(page.locator(".picture[data-status=ready]")).to_have_count(3)
    page.locator(".picture").nth(2).locator("select").select_option("colophon")
    follow(page.locator(".picture").nth(2).get_by_role("button", name="往前"))
    assert [image.role for image in Image.objects.of(Book.KIND, draft.pk)] == ["end", "colophon", "end"]
    follow(page.get_by_role("link", name="看书影"))
    follow(page.get_by_role("link", name="下一幅"))
    expect(page.locator("h1")).to_have_text("牌记")
    box = page.locator(".viewer-stage img").bounding_box()
    assert box is not None
    assert box["width"] >= 60
