"""The busiest modules, compiled: found and used where they were made from the very sources that stand here.

Nothing depends on it. The sources are plain typed Python and run as they are; ``python -m tools.compiled`` makes
machine code of them with mypyc, where there is a C compiler, into a folder named by their digest. So a source that was
changed since, or another Python, simply runs uncompiled, and the output is the same bytes either way.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from collections.abc import Sequence
from functools import cached_property
from importlib.abc import MetaPathFinder
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

BASE_DIR = Path(__file__).resolve().parent.parent
#: Where most of a volume's time is spent, in the order of their imports.
MODULES = tuple(
    f"catalog_export.typeset.{name}"
    for name in (
        *("characters", "matter", "blocks", "elastic", "judging", "fitting", "breaking", "measuring"),
        *("showing", "setting", "columns", "filling", "pages"),
    )
)
SUFFIX = str(sysconfig.get_config_var("EXT_SUFFIX") or ".so")


def source_of(module: str) -> Path:
    """Return a module's source file."""
    return BASE_DIR.joinpath(*module.split(".")).with_suffix(".py")


def digest() -> str:
    """Return the digest of all sources and of the Python that they are compiled for."""
    found = hashlib.sha256(SUFFIX.encode() + sys.version.encode())
    for module in MODULES:
        found.update(source_of(module).read_bytes())
    return found.hexdigest()[:20]


def folder() -> Path:
    """Return where the compiled modules of these sources stand, if they were made."""
    return Path(os.environ.get("VAR_DIR") or BASE_DIR / "var") / "compiled" / digest()


class CompiledFinder(MetaPathFinder):
    """Finds the compiled modules, and the library that they share, before their sources."""

    def __init__(self, place: Path) -> None:
        self._place = place

    @cached_property
    def files(self) -> dict[str, Path]:
        """The compiled files by the name of their module."""
        found = self._place.rglob(f"*{SUFFIX}")
        return {".".join(path.relative_to(self._place).parts).removesuffix(SUFFIX): path for path in found}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module stands compiled, ``None`` where it does not."""
        file = self.files.get(fullname)
        if file is None:
            return None
        return spec_from_file_location(fullname, file, loader=ExtensionFileLoader(fullname, str(file)))


def use_compiled() -> bool:
    """Let compiled modules be imported in this process if there are any; say whether there are.

    ``COMPILED=0`` in the environment leaves them alone.
    """
    if os.environ.get("COMPILED", "1") == "0":
        return False
    if not any(isinstance(finder, CompiledFinder) for finder in sys.meta_path):
        place = folder()
        if not place.is_dir():
            return False
        sys.meta_path.insert(0, CompiledFinder(place))
    return True
