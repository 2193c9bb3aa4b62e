"""The README's pictures: each is shown, each can be made again by name, and what makes them says what it lacks."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from tools import pictures

README = (pictures.ROOT / "README.md").read_text(encoding="utf-8")


def test_each_picture_of_the_readme_can_be_made_again() -> None:
    shown = set(re.findall(r"\(docs/pictures/([^)]+)\)", README))
    assert shown == {"register-page.png", *pictures.SCREENS}
    assert {path.name for path in pictures.PICTURES.glob("*.png")} >= shown


def test_a_picture_nobody_knows_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert pictures.main(["record.png", "cover.png"]) == 2
    said = capsys.readouterr().out
    assert "cover.png" in said.partition("；")[0]
    assert "record.png" in said.partition("；")[2]


def test_pictures_are_kept_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PICTURES", tmp_path)
    monkeypatch.setattr(pictures, "ROOT", tmp_path)
    stream = io.BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(stream, "PNG")
    pictures.keep("x.png", stream.getvalue())
    made = Image.open(tmp_path / "x.png")
    assert made.size == (300, 200)
    assert made.getcolors(pictures.COLOURS) is not None


def test_the_house_is_one_of_its_own(tmp_path: Path) -> None:
    made = pictures.environment(tmp_path)
    assert made["VAR_DIR"] == str(tmp_path)
    assert Path(made["MEDIA_ROOT"]).parent == tmp_path
    assert Path(made["FONT_CACHE_DIR"]) == pictures.ROOT / "var" / "fonts"


def test_the_password_is_that_of_the_person_shown(tmp_path: Path) -> None:
    (tmp_path / "demonstration-users.txt").write_text("zhulu\t甲\t著录员\nguanli\t乙丙\t管理员\n", encoding="utf-8")
    assert pictures.password(tmp_path) == "乙丙"


def test_a_server_that_never_answers_is_given_up() -> None:
    with pytest.raises(TimeoutError, match="127"):
        pictures.wait_for("http://127.0.0.1:9/", seconds=0.3)


def test_the_sheet_that_is_shown_has_faults_to_show() -> None:
    rows = [line.split(",") for line in pictures.SHEET.splitlines()]
    assert len({len(row) for row in rows}) == 1
    assert "嘉靖七年(1628)" in pictures.SHEET
    assert any(ord(char) > 0xFFFF for char in pictures.SHEET)
