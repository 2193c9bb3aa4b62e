"""The volumes' own serif face on the pages: cut into slices of which a browser fetches only those that a page needs.

Three families: ``Guji Serif`` has the frequent characters of the main face in two weights, ``Guji Serif Latin`` its
letters and digits, ``Guji Serif Rest`` all other characters of the main face and of the rare-character faces, so that
no character that the house can print is an empty box on a reader's screen. Only faces under free licences are cut;
those of a user's own folder are for print alone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from catalog_export.fonts.folders import web_dir
from catalog_export.fonts.main_face import pinned_faces, write_whole
from catalog_export.fonts.rare_faces import RARE_PACKAGES, fallback_faces
from catalog_export.fonts.web_characters import LATIN, frequent_characters
from catalog_export.fonts.web_slices import Slice, frequent_slices, other_slices
from catalog_export.fonts.web_woff import cut
from catalog_export.typeset import Face, FaceFile

#: Raised when slices are made in another way, so that those of before are cut anew.
VERSION = 1
LETTERS, FAMILY, REST = "Guji Serif Latin", "Guji Serif", "Guji Serif Rest"
WEIGHTS = (400, 700)
STAMP = "web-face.json"
FOLDER = "faces"
_METRICS = "ascent-override:88%;descent-override:12%;line-gap-override:0%;font-display:swap"
_LICENCE = (
    "/* Noto Serif CJK (SIL Open Font License 1.1); HanaMin (its own free licence, OFL 1.1); "
    "BabelStone Han (Arphic Public License). Cut into slices, outlines unchanged. */\n"
)

STEMS = {LETTERS: "latin", FAMILY: "serif", REST: "rest"}

#: Family, weight and characters of one file.
Planned = tuple[str, int, Slice]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class WebFace:
    """What was cut: the stylesheet's address below the site's root, its files, and how much they hold.

    ``key`` is a digest of all that decides what is cut; ``fresh`` says that this call did the work.
    """

    key: str
    stylesheet: str
    files: tuple[str, ...]
    slices: int
    characters: int
    bytes: int
    fresh: bool = False


def free_faces(fonts: Path) -> tuple[dict[int, FaceFile], list[FaceFile]]:
    """Return the main face by weight, and the rare-character faces that may be given to readers."""
    free = {name for package in RARE_PACKAGES for name in package.files}
    return pinned_faces(WEIGHTS, fonts), [file for file in fallback_faces(fonts) if file.path.name in free]


def cut_web_face(fonts: Path, folder: Path, texts: Path, progress: Progress = lambda done, total: None) -> WebFace:
    """Cut the slices into ``folder``/faces and write their stylesheet, unless the same lie there already.

    ``fonts`` is the folder of unpacked faces, ``texts`` that of the project. ``progress`` hears of slices done. Files
    are named by their content; those that the stylesheet before named are kept for pages that are still open. What was
    cut is noted in ``folder``.
    """
    main, rare = free_faces(fonts)
    frequent = frequent_characters(texts)
    key = _key([*main.values(), *rare], frequent)
    before = read_stamp(folder)
    target = folder / FOLDER
    if before is not None and before.key == key and _is_complete(target, before):
        return before
    target.mkdir(parents=True, exist_ok=True)
    planned = list(_planned(main, rare, frequent))
    files = list(_cut_all(planned, target, progress))
    rules = "".join(
        _rule(family, weight, name, part) for (family, weight, part), name in zip(planned, files, strict=True)
    )
    style = _write_stylesheet(target, rules)
    made = WebFace(
        key=key,
        stylesheet=f"{FOLDER}/{style}",
        files=(*files, style, f"{style}.gz"),
        slices=len(files),
        characters=len({code for _, _, part in planned for code in part.glyphs}),
        bytes=sum((target / name).stat().st_size for name in files),
    )
    write_whole(folder / STAMP, json.dumps(asdict(made)).encode("ascii"))
    _sweep(target, {*made.files, *(before.files if before else ())})
    return replace(made, fresh=True)


def _cut_all(planned: Sequence[Planned], target: Path, progress: Progress) -> Iterator[str]:
    """Write every slice and yield its file's name; a face is made ready once for all of its slices."""
    ready: dict[int, hb.Face] = {}
    for done, (family, _weight, part) in enumerate(planned, 1):
        if id(part.face) not in ready:
            ready[id(part.face)] = hb.subset_preprocess(part.face.hb_face)
        yield _write_named(target, STEMS[family], "woff", cut(ready[id(part.face)], part.glyphs))
        progress(done, len(planned))


def _planned(main: dict[int, FaceFile], rare: Sequence[FaceFile], frequent: Sequence[str]) -> Iterator[Planned]:
    """Yield family, weight and characters of every slice, in the order of the stylesheet."""
    regular = Face(main[WEIGHTS[0]])
    done: set[int] = set()
    for weight in WEIGHTS:
        face = regular if weight == WEIGHTS[0] else Face(main[weight])
        for family, characters in ((LETTERS, LATIN), (FAMILY, frequent)):
            for part in frequent_slices(face, characters):
                done |= part.glyphs.keys()
                yield family, weight, part
    for part in other_slices([regular, *map(Face, rare)], done):
        yield REST, WEIGHTS[0], part


def _rule(family: str, weight: int, name: str, part: Slice) -> str:
    ranges = ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in part.ranges)
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url({name})format("woff");'
        f"{_METRICS};unicode-range:{ranges}}}\n"
    )


def _write_named(folder: Path, stem: str, suffix: str, data: bytes) -> str:
    """Write a file under a name that its content gives; what is there already stays."""
    name = f"{stem}.{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"
    if not (folder / name).is_file():
        write_whole(folder / name, data)
    return name


def _write_stylesheet(folder: Path, rules: str) -> str:
    data = (_LICENCE + rules).encode("ascii")
    name = _write_named(folder, "serif", "css", data)
    write_whole(folder / f"{name}.gz", gzip.compress(data, 9, mtime=0))
    return name


def _key(faces: Sequence[FaceFile], frequent: Sequence[str]) -> str:
    """Return a digest of all that decides what is cut."""
    digest = hashlib.sha256(f"{VERSION} {''.join(frequent)}".encode())
    for file in faces:
        digest.update(f"\0{file.path.name} {file.path.stat().st_size}".encode())
    return digest.hexdigest()


def read_stamp(folder: Path) -> WebFace | None:
    """Return what was cut the last time, ``None`` if nothing was or the note cannot be read."""
    try:
        noted = json.loads((folder / STAMP).read_bytes())
        return WebFace(**{**noted, "files": tuple(noted["files"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _is_complete(target: Path, stamp: WebFace) -> bool:
    there = {path.name for path in target.iterdir()} if target.is_dir() else set()
    return there.issuperset(stamp.files)


def _sweep(folder: Path, keep: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in keep:
            path.unlink(missing_ok=True)


def stylesheet() -> str:
    """Return the stylesheet's address below the site's root, empty while nothing is cut."""
    path = web_dir() / STAMP
    try:
        return _stylesheet(path, path.stat().st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=4)
def _stylesheet(path: Path, changed: int) -> str:
    stamp = read_stamp(path.parent)
    return stamp.stylesheet if stamp else ""
