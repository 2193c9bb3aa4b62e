"""Make the README's pictures again from the sample: ``python -m tools.pictures [NAME…]``.

A house of its own is set up in a temporary folder (only the unpacked faces are shared), served, and looked at in
Chromium; a page of its volume is drawn beside. Needs what ``requirements-dev.txt`` brings, and Chromium.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from catalog_export.rendering import pictures as drawn
from tools.ports import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SCREEN = {"width": 1366, "height": 768}
#: Of the sample's volume: a page full of entries, and its width in pixels.
BODY_PAGE, PAGE_WIDTH = 10, 900
#: Colours that are kept: pictures of pages need few, and stay small.
COLOURS = 64
PERSON = "guanli"
#: A sheet with faults of every level, as a library might send it.
SHEET = """\
古籍普查登记编号,索书号,题名卷数,著者,版本,册数,存卷
,善2577,國語二十一卷,（三國吳）韋昭注,明嘉靖七年(1628)金李澤遠堂刻本,6冊,
,善1023,後漢書九十卷,（南朝宋）范曄撰　（唐）李賢注,明崇禎十六年(1643)毛氏汲古閣刻本,26冊,存四十卷（一至四十一）
,普347,[康熙]天津衛志四卷首一卷,（清）薛柱斗修　（清）高必大纂,清康熙十四年(1675)刻十七年(1678)補刻本,4冊,
,善3110,白氏文集七十一卷,（唐）白居易,宋刻本(卷三十二至三十三配明影宋抄本),24册,
330000-1701-12,善0012,周易九卷略例一卷,（三國魏）王弼注,清康熙十二年(1673)納蘭性德刻通志堂經解本,2冊,
,普1208,𠃔中文集不分卷,（明）徐汧撰,明末刻本,1冊,
"""


def printed_page(folder: Path) -> bytes:
    """Return a page of the sample's volume."""
    volume = next((folder / "sample-volume").glob("*.pdf"))
    return drawn(volume, [BODY_PAGE - 1], PAGE_WIDTH)[0]


def catalogue(page: Page) -> None:
    """The front page of the public catalogue."""
    page.goto("/")


def results(page: Page) -> None:
    """What a search finds, and where in each record."""
    page.goto("/search/?q=周易")


def records(page: Page) -> None:
    """The list of records."""
    page.goto("/records/?institution=1701")


def record(page: Page) -> None:
    """One record, with what was understood of it."""
    page.goto("/records/?q=史記一百三十卷")
    page.locator("td.entry a").first.click()


def verdict(page: Page) -> None:
    """What a trial import says of a sheet."""
    page.goto("/imports/new/")
    page.set_input_files(
        "#id_file", {"name": "浙圖普查.csv", "mimeType": "text/csv", "buffer": SHEET.encode("utf-8-sig")}
    )
    page.select_option("#id_institution", "1701")
    page.locator("button.primary").click()
    page.locator("a.primary").click(timeout=60_000)
    page.wait_for_selector("#rows")


def volume(page: Page) -> None:
    """A volume that was set from the page."""
    page.goto("/volumes/new/")
    page.get_by_label("浙江圖書館").check()
    page.locator("button.primary").click()
    page.locator("a.primary").click(timeout=60_000)
    page.wait_for_selector("#preflight")


#: File name → what brings the screen up. Later ones see what earlier ones left.
SCREENS: dict[str, Callable[[Page], None]] = {
    "catalogue.png": catalogue,
    "results.png": results,
    "records.png": records,
    "record.png": record,
    "import.png": verdict,
    "volume.png": volume,
}


def main(wanted: list[str]) -> int:
    """Make the pictures named, or all of them."""
    names = ["register-page.png", *SCREENS]
    if unknown := set(wanted) - set(names):
        print(f"没有这样的图：{'、'.join(sorted(unknown))}；有：{'、'.join(names)}")
        return 2
    chosen = wanted or names
    PICTURES.mkdir(parents=True, exist_ok=True)
    with house() as folder:
        if "register-page.png" in chosen:
            keep("register-page.png", printed_page(folder))
        screens = [name for name in SCREENS if name in chosen]
        if screens:
            with serving(folder) as address:
                take(address, folder, screens)
    return 0


@contextmanager
def house() -> Iterator[Path]:
    """Set up a house with the sample in a temporary folder, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as name:
        folder = Path(name)
        subprocess.run(
            [sys.executable, "manage.py", "prepare", "--sample"], cwd=ROOT, env=environment(folder), check=True
        )
        yield folder


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of the temporary house."""
    own = {"VAR_DIR": str(folder), "MEDIA_ROOT": str(folder / "media"), "TIME_ZONE": "Asia/Shanghai"}
    return {**os.environ, "FONT_CACHE_DIR": str(ROOT / "var" / "fonts"), **own}


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the house on a free port until its pictures are taken."""
    port = free_port()
    command = [sys.executable, "manage.py", "serve", "--no-static", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(folder))
    try:
        wait_for(f"http://127.0.0.1:{port}/login/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address: str, seconds: float = 30) -> None:
    """Wait until an address answers. Raises ``TimeoutError``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


def password(folder: Path) -> str:
    """Return the password of the demonstration user whose screens are shown."""
    lines = (folder / "demonstration-users.txt").read_text(encoding="utf-8").splitlines()
    return next(line.split("\t")[1] for line in lines if line.startswith(f"{PERSON}\t"))


def take(address: str, folder: Path, names: list[str]) -> None:
    """Log in, bring up the screens one after another and keep their pictures."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(viewport=SCREEN, locale="zh-CN", base_url=address).new_page()  # type: ignore[arg-type]
        page.goto("/login/")
        page.fill("#id_username", PERSON)
        page.fill("#id_password", password(folder))
        page.locator("button.primary").click()
        for name in names:
            SCREENS[name](page)
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready")
            keep(name, page.screenshot())
        browser.close()


def keep(name: str, content: bytes) -> None:
    """Write a picture with few colours, and say how large it is."""
    picture = Image.open(io.BytesIO(content)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(PICTURES / name, "PNG", optimize=True)
    print(f"docs/pictures/{name}　{picture.width}×{picture.height}　{(PICTURES / name).stat().st_size:,} 字节")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main(sys.argv[1:]))
