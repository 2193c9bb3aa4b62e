"""Finding, unpacking and showing faces; nothing fails for lack of a rare one."""

from __future__ import annotations

import shutil
import subprocess
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from catalog_export import fonts
from catalog_export.fonts import find_faces
from catalog_export.fonts.coverage import BLOCKS, count_blocks
from catalog_export.fonts.main_face import pinned_faces
from catalog_export.fonts.rare_faces import fallback_faces, is_usable, provide_rare_faces
from catalog_export.typeset import Face, FaceError


@pytest.fixture(scope="module")
def regular() -> Path:
    return find_faces((400,))[0][400].path


def test_the_main_face_is_pinned_once(tmp_path: Path) -> None:
    first = pinned_faces((400,), tmp_path)[400]
    stamp = first.path.stat().st_mtime_ns
    assert pinned_faces((400,), tmp_path)[400].path.stat().st_mtime_ns == stamp
    assert Face(first).form("爲") is not None
    assert [path.name for path in tmp_path.iterdir()] == [first.path.name]


def test_weights_differ() -> None:
    main, _ = find_faces((400, 700))
    assert Face(main[400]).form("8") != Face(main[700]).form("8")


@pytest.mark.parametrize("weight", [100, 950])
def test_a_weight_that_the_face_has_not_is_refused(tmp_path: Path, weight: int) -> None:
    with pytest.raises(FaceError, match="200"):
        pinned_faces((weight,), tmp_path)


def test_without_its_package_the_main_face_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(FaceError, match="indico-fonts"):
        pinned_faces((400,), tmp_path)
    with pytest.raises(CommandError, match="indico-fonts"):
        call_command("setup_fonts", stdout=StringIO())
    with pytest.raises(CommandError, match="indico-fonts"):
        call_command("fonts", stdout=StringIO())


def test_the_users_own_faces_come_first_and_may_hold_private_characters(tmp_path: Path, regular: Path) -> None:
    own, system = tmp_path / "own", tmp_path / "system"
    for folder, name in ((own, "Zao.ttf"), (system, "HanaMinB.ttf"), (system, "Other.ttf")):
        folder.mkdir(exist_ok=True)
        shutil.copyfile(regular, folder / name)
    chain = fallback_faces(tmp_path / "cache", (own,), (system,))
    assert [face.name for face in chain] == ["Zao", "HanaMinB", "Other"]
    assert [face.private for face in chain] == [True, False, False]


def test_broken_files_slanted_faces_and_links_to_the_same_face_are_left_out(tmp_path: Path, regular: Path) -> None:
    system = tmp_path / "system"
    system.mkdir()
    (system / "Broken.ttf").write_bytes(b"broken")
    shutil.copyfile(regular, system / "Plain.ttf")
    shutil.copyfile(regular, system / "Plain-Italic.ttf")
    (system / "Alias.ttf").symlink_to(system / "Plain.ttf")
    assert len(fallback_faces(tmp_path / "cache", (), (system,))) == 1
    assert not is_usable(system / "Broken.ttf")


def test_folders_that_are_not_there_are_passed_over(tmp_path: Path) -> None:
    assert fallback_faces(tmp_path / "none", (tmp_path / "neither",), ()) == ()


def run_as(monkeypatch: pytest.MonkeyPatch, answer: Any) -> list[list[str]]:
    """Answer every command that is run; return the list of them."""
    commands: list[list[str]] = []

    def run(command: list[str], **options: Any) -> None:
        commands.append(command)
        answer(command, options)

    monkeypatch.setattr("subprocess.run", run)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    return commands


def test_missing_packages_are_downloaded_and_unpacked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, regular: Path
) -> None:
    def answer(command: list[str], options: dict[str, Any]) -> None:
        place = options["cwd"]
        if "download" in command:
            (place / f"{command[-1]}_1_all.deb").write_bytes(b"deb")
        else:
            (place / "unpacked/usr/share/fonts").mkdir(parents=True)
            for name in ("HanaMinA.ttf", "HanaMinB.ttf", "BabelStoneHan.ttf"):
                shutil.copyfile(regular, place / "unpacked/usr/share/fonts" / name)

    commands = run_as(monkeypatch, answer)
    lines = provide_rare_faces(tmp_path, ())
    assert all(str(tmp_path / "rare") in line for line in lines)
    assert {face.name for face in fallback_faces(tmp_path, (), ())} == {"HanaMinA", "HanaMinB", "BabelStoneHan"}
    count = len(commands)
    provide_rare_faces(tmp_path, ())
    assert len(commands) == count


@pytest.mark.parametrize(
    "error", [subprocess.TimeoutExpired("apt-get", 60), subprocess.CalledProcessError(100, "apt-get"), OSError("gone")]
)
def test_a_failed_download_is_one_line_of_advice_and_not_tried_again_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception
) -> None:
    def answer(command: list[str], options: dict[str, Any]) -> None:
        raise error

    commands = run_as(monkeypatch, answer)
    lines = provide_rare_faces(tmp_path, ())
    assert all("apt install" in line for line in lines)
    assert ["超时" in line for line in lines] == [isinstance(error, subprocess.TimeoutExpired)] * 2
    count = len(commands)
    assert provide_rare_faces(tmp_path, ()) == lines
    assert len(commands) == count
    provide_rare_faces(tmp_path, (), retry=True)
    assert len(commands) == 2 * count


def test_where_there_is_no_apt_that_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert all("apt install" in line for line in provide_rare_faces(tmp_path, ()))


def test_setup_is_quick_the_second_time() -> None:
    call_command("setup_fonts", stdout=StringIO())
    began = time.perf_counter()
    out = StringIO()
    call_command("setup_fonts", stdout=out)
    assert time.perf_counter() - began < 2
    assert "NotoSerifCJK-400" in out.getvalue()


def test_the_chain_is_shown_with_its_coverage() -> None:
    out = StringIO()
    call_command("fonts", stdout=out)
    first, counts = out.getvalue().splitlines()[:2]
    assert first.startswith("1. NotoSerifCJK-400")
    assert "基本 20,971/20,992" in counts
    assert "扩展B 2,057/42,720" in counts
    assert "合计" in out.getvalue() or "Together" in out.getvalue()


def test_blocks_are_counted_by_code_point() -> None:
    counts = count_blocks(frozenset({0x4E00, 0x9FFF, 0x20000, 0x41}))
    assert counts["基本"] == 2
    assert counts["扩展B"] == 1
    assert sum(counts.values()) == 3
    assert all(block.assigned <= block.last - block.first + 1 for block in BLOCKS)


def test_the_folders_are_settings(settings: Any, tmp_path: Path) -> None:
    settings.FONT_CACHE_DIR, settings.FONT_DIRS = str(tmp_path), [str(tmp_path / "own")]
    assert fonts.cache_dir() == tmp_path
    assert fonts.font_dirs() == (tmp_path / "own",)
