"""Compile the busiest modules to machine code: ``python -m tools.compiled``.

It takes half a minute, a C compiler and what ``requirements-dev.txt`` installs (mypyc comes with mypy). What was
compiled before for other sources is removed. Without a compiler it says so, and everything runs as it did.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

from config.compiled import BASE_DIR, MODULES, folder, source_of


def has_compiler() -> bool:
    """Say whether the C compiler that this Python asks for, or that the environment names, is there."""
    command = os.environ.get("CC") or str(sysconfig.get_config_var("CC") or "cc")
    return shutil.which(command.split()[0]) is not None


def compile_modules(target: Path, *, optimise: str = "3") -> None:
    """Compile all modules into a folder, which appears only when it is complete."""
    from mypyc.build import mypycify
    from setuptools import Distribution

    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        work = Path(name)
        config = work / "mypy.ini"
        config.write_text("[mypy]\nignore_missing_imports = true\nfollow_imports = silent\n", encoding="ascii")
        sources = [str(source_of(module).relative_to(BASE_DIR)) for module in MODULES]
        options = ["--config-file", str(config), "--cache-dir", str(work / "cache"), "--explicit-package-bases"]
        extensions = mypycify([*options, *sources], opt_level=optimise, target_dir=str(work / "c"))
        distribution = Distribution({"name": "compiled", "ext_modules": extensions, "packages": []})
        command = distribution.get_command_obj("build_ext")
        command.build_lib, command.build_temp = str(work / "made"), str(work / "temp")
        command.ensure_finalized()
        command.run()
        (work / "made").rename(target)


def main() -> int:
    """Compile what is not compiled yet; return the exit code."""
    target = folder()
    if target.is_dir():
        print("忙碌的模块已经编译，无须再编")
        return 0
    if not has_compiler():
        print("没有 C 编译器：排版照常，只是不加速")
        return 0
    os.chdir(BASE_DIR)
    print(f"→ 编译 {len(MODULES)} 个模块（约半分钟）", flush=True)
    shutil.rmtree(target.parent, ignore_errors=True)
    compile_modules(target)
    print("已编译；改动源文件后请再运行一次")
    return 0


if __name__ == "__main__":
    sys.exit(main())
