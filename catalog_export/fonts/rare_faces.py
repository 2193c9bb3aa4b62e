"""Faces for what the main face lacks: the user's folders, the well-known rare-character faces, the system's rest.

Where the well-known ones are missing and there is apt, their packages are downloaded and unpacked, which needs no root.
Whatever fails here is told in one line and nothing else fails for it.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog_export.fonts.main_face import write_whole
from catalog_export.typeset import Face, FaceError, FaceFile

SYSTEM_DIRS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
SUFFIXES = {".ttf", ".ttc"}
NOT_UPRIGHT = ("bold", "italic", "oblique", "mono", "condensed", "narrow", "light", "black", "math", "sans")
TIME_LIMIT = 60
RETRY_AFTER = 24 * 3600


@dataclass(frozen=True, slots=True)
class RarePackage:
    """A Debian package with rare-character faces: file names in the order in which they are tried."""

    package: str
    files: tuple[str, ...]
    covers: str


RARE_PACKAGES = (
    RarePackage("fonts-hanazono", ("HanaMinA.ttf", "HanaMinB.ttf"), "扩展 B–F、兼容汉字"),
    RarePackage("fonts-babelstone-han", ("BabelStoneHan.ttf",), "扩展 G、H"),
)


def fallback_faces(cache: Path, own: Iterable[Path] = (), system: Iterable[Path] = SYSTEM_DIRS) -> tuple[FaceFile, ...]:
    """Return the fallback faces in the order they are tried: the user's own, the rare ones, upright system faces."""
    mine = [path for folder in own for path in _font_files(folder)]
    known = _known_files(cache, system)
    rest = [path for folder in system for path in _font_files(folder) if _is_upright(path)]
    private = frozenset(mine)
    ordered = dict.fromkeys(
        [*mine, *known, *sorted(rest, key=lambda path: ("serif" not in path.name.lower(), path.name))]
    )
    seen: set[Path | str] = set()
    faces = []
    for path in ordered:
        if seen.isdisjoint((path.name, path.resolve())) and is_usable(path):
            seen |= {path.name, path.resolve()}
            faces.append(FaceFile(path, path.stem, private=path in private))
    return tuple(faces)


def is_usable(path: Path) -> bool:
    """Say whether a file is a face that can be embedded: TrueType outlines, one weight."""
    try:
        Face(FaceFile(path, path.stem))
    except FaceError:
        return False
    return True


def _is_upright(path: Path) -> bool:
    name = path.name.lower()
    return not any(word in name for word in NOT_UPRIGHT)


def _font_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _known_files(cache: Path, system: Iterable[Path]) -> Iterator[Path]:
    for package in RARE_PACKAGES:
        yield from _files_of(package, cache, system).values()


def _files_of(package: RarePackage, cache: Path, system: Iterable[Path]) -> dict[str, Path]:
    """Return where the files of a package stand; those missing are left out."""
    found: dict[str, Path] = {}
    for folder in (*system, cache / "rare"):
        for path in _font_files(folder):
            if path.name in package.files:
                found.setdefault(path.name, path)
    return {name: found[name] for name in package.files if name in found}


def provide_rare_faces(cache: Path, system: Iterable[Path] = SYSTEM_DIRS, *, retry: bool = False) -> list[str]:
    """See to it that the rare-character faces are there; return a line for each package (Simplified Chinese)."""
    return [_provide(package, cache, tuple(system), retry=retry) for package in RARE_PACKAGES]


def _provide(package: RarePackage, cache: Path, system: tuple[Path, ...], *, retry: bool) -> str:
    found = _files_of(package, cache, system)
    if len(found) == len(package.files):
        return f"{package.package}（{package.covers}）：{next(iter(found.values())).parent}"
    failed_at = cache / f"{package.package}.unavailable"
    if not retry and failed_at.is_file() and time.time() - failed_at.stat().st_mtime < RETRY_AFTER:
        return _advice(package, failed_at.read_text(encoding="utf-8"))
    try:
        _download(package, cache / "rare")
    except (OSError, subprocess.SubprocessError) as error:
        cache.mkdir(parents=True, exist_ok=True)
        reason = "超时" if isinstance(error, subprocess.TimeoutExpired) else "下载不成"
        failed_at.write_text(reason, encoding="utf-8")
        return _advice(package, reason)
    failed_at.unlink(missing_ok=True)
    return f"{package.package}（{package.covers}）：已解包到 {cache / 'rare'}"


def _advice(package: RarePackage, reason: str) -> str:
    return (
        f"{package.package}（{package.covers}）：没有（{reason}）。要印这些字，请运行 apt install {package.package}，"
        "或把字体放进 FONT_DIRS 所指的目录；没有它也能排版，缺字排作〓并列入付印前检查"
    )


def _download(package: RarePackage, folder: Path) -> None:
    """Download and unpack a package. Raises ``OSError`` or ``SubprocessError`` if that cannot be done."""
    apt, unpack = shutil.which("apt-get"), shutil.which("dpkg-deb")
    if apt is None or unpack is None:
        raise FileNotFoundError("apt-get")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        options = ["-o", "Acquire::http::Timeout=15", "-o", "Acquire::Retries=0"]
        _run([apt, *options, "download", package.package], place)
        packages = sorted(place.glob("*.deb"))
        if not packages:
            raise FileNotFoundError(package.package)
        _run([unpack, "-x", str(packages[0]), "unpacked"], place)
        for path in _font_files(place / "unpacked"):
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(folder / path.name, path.read_bytes())


def _run(command: list[str], place: Path) -> None:
    subprocess.run(command, cwd=place, capture_output=True, timeout=TIME_LIMIT, check=True)  # noqa: S603
