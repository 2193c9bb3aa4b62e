"""Compiled modules are used only where they were made from the sources that stand here, and change no byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import compiled
from tools.compiled import has_compiler, main

ROOT = Path(__file__).resolve().parents[2]
COMPILE = (
    "from config.compiled import folder; from tools.compiled import compile_modules as c; c(folder(), optimise='0')"
)
SET = """
import config, hashlib, sys
from pathlib import Path
from benchmarks.peers import entries, ours
from catalog_export.typeset import fitting
ours.set_register([*entries.sample(40), *entries.entries(160)], Path(sys.argv[1]))
print(Path(fitting.__file__).suffix, hashlib.sha256(Path(sys.argv[1]).read_bytes()).hexdigest())
"""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources that are compiled, in one folder, in the place of the real ones."""
    for module in compiled.MODULES:
        shutil.copy(compiled.source_of(module), tmp_path / f"{module}.py")
    monkeypatch.setattr(compiled, "source_of", lambda module: tmp_path / f"{module}.py")
    return tmp_path


def test_every_module_that_is_compiled_has_a_source() -> None:
    assert [module for module in compiled.MODULES if not compiled.source_of(module).is_file()] == []


def test_a_changed_source_is_no_longer_what_was_compiled(sources: Path) -> None:
    before = compiled.digest()
    assert compiled.digest() == before
    for module in compiled.MODULES:
        path = sources / f"{module}.py"
        text = path.read_text(encoding="utf-8")
        path.write_text(text + "\n# changed\n", encoding="utf-8")
        assert compiled.digest() != before, module
        path.write_text(text, encoding="utf-8")
    assert compiled.digest() == before


def test_what_was_made_for_other_sources_is_left_alone(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("COMPILED", raising=False)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    assert not compiled.use_compiled()
    compiled.folder().mkdir(parents=True)
    (sources / f"{compiled.MODULES[0]}.py").write_text("# changed\n", encoding="utf-8")
    assert not compiled.use_compiled()
    compiled.folder().mkdir(parents=True)
    assert compiled.use_compiled()
    assert compiled.use_compiled(), "asked twice it is one finder"
    assert sum(isinstance(finder, compiled.CompiledFinder) for finder in sys.meta_path) == 1


def test_compiled_modules_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("COMPILED", "0")
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    compiled.folder().mkdir(parents=True)
    assert not compiled.use_compiled()
    assert not any(isinstance(finder, compiled.CompiledFinder) for finder in sys.meta_path)


def test_only_what_stands_compiled_is_found_there(tmp_path: Path) -> None:
    package = tmp_path / "catalog_export" / "typeset"
    package.mkdir(parents=True)
    (package / f"fitting{compiled.SUFFIX}").touch()
    (tmp_path / f"abc__mypyc{compiled.SUFFIX}").touch()
    finder = compiled.CompiledFinder(tmp_path)
    spec = finder.find_spec("catalog_export.typeset.fitting", None)
    assert spec is not None
    assert spec.origin == str(package / f"fitting{compiled.SUFFIX}")
    assert finder.find_spec("abc__mypyc", None) is not None
    assert finder.find_spec("catalog_export.typeset.model", None) is None
    assert finder.find_spec("catalog_export.typeset", None) is None


def test_without_a_compiler_it_is_said_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("CC", "no-such-compiler")
    assert main() == 0
    assert "没有 C 编译器" in capsys.readouterr().out
    assert not (tmp_path / "compiled").exists()


@pytest.mark.skipif(not has_compiler(), reason="needs a C compiler")
def test_compiled_or_not_a_register_is_the_same_bytes(tmp_path: Path) -> None:
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}

    def run(code: str, **more: str) -> list[str]:
        command = [sys.executable, "-c", code, str(tmp_path / "register.pdf")]
        done = subprocess.run(
            command, cwd=ROOT, env={**environment, **more}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.split()

    run(COMPILE)
    kind, digest = run(SET)
    assert kind == Path(compiled.SUFFIX).suffix, "the compiled modules were not used"
    assert run(SET, COMPILED="0") == [".py", digest]
