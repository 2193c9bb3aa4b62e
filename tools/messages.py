"""Collect the interface's words and keep the English catalogue whole: ``python -m tools.messages [--check]``.

Message ids are the Simplified Chinese words themselves, so only English needs a catalogue. Words are taken from
``gettext`` calls in the code, from templates, and from the messages of checks and of notation issues (which carry
their Chinese template as data). ``--check`` changes nothing and fails if a word is missing, untranslated or fuzzy, or
if the compiled catalogue is older than its source. Everything is done in Python: no gettext tools are needed.
"""

from __future__ import annotations

import ast
import datetime
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
ROOMS = ("authority", "census", "guji", "relics", "search", "catalog_export", "workbench", "config")

#: Function name → which argument holds the words (None: the first). ``finding`` and ``issue`` carry message templates.
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),  # type: ignore[dict-item]
    "pgettext_lazy": ((1, "c"), 2),  # type: ignore[dict-item]
    "finding": (2,),
    "blame": (4,),
    "blame_match": (3,),
    "words": None,
}


#: Where the grammar keeps the templates of its issues.
ISSUES = "guji/notation/issues.py"
#: A compiled catalogue says when it was made; always the same, or no two compilations would be alike.
COMPILED_AT = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
#: Attributes of a check class that people read.
CHECK_WORDS = frozenset({"title", "item", "expected"})


def tracked_files() -> list[Path]:
    """Return the rooms' Python files and templates that git knows or would know."""
    command = [
        "git",
        "ls-files",
        "-co",
        "--exclude-standard",
        "--",
        *[room for room in ROOMS if (ROOT / room).exists()],
    ]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    paths = sorted(ROOT / name for name in names if (ROOT / name).exists())
    return [path for path in paths if path.suffix in {".py", ".html", ".txt"} and "migrations" not in parts_of(path)]


def parts_of(path: Path) -> tuple[str, ...]:
    """Return the folders and the name of a file below the project's, whatever the folders above are called."""
    return path.relative_to(ROOT).parts


def python_source(path: Path) -> str:
    """Return the file as Python source: templates are turned into ``gettext`` calls by Django's own converter."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return str(templatize(text, origin=str(path)))


def collected() -> Iterator[tuple[str, int, str | tuple[str, ...], str | None]]:
    """Yield (file, line, message id, context) for every word of the interface."""
    for path in tracked_files():
        if path.suffix == ".txt" and "templates" not in parts_of(path):
            continue
        source = io.BytesIO(python_source(path).encode("utf-8"))
        found = extract("python", source, keywords=KEYWORDS, options={"encoding": "utf-8"})
        for line, message, _comments, context in found:
            if message:
                yield str(path.relative_to(ROOT)), line, message, context


def checks_words() -> Iterator[tuple[str, str]]:
    """Yield (file, words) for what checks and grammar issues carry as data: names of checks, templates of issues."""
    for path in tracked_files():
        name = str(path.relative_to(ROOT))
        if "checks" in parts_of(path) and path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    yield from ((name, words) for words in assigned_words(node.body, CHECK_WORDS))
                elif isinstance(node, ast.Assign):
                    yield from ((name, words) for words in assigned_words([node], frozenset({"template"})))
        elif name == ISSUES:
            from guji.notation.issues import TEMPLATES

            yield from ((name, template) for template in TEMPLATES.values())


def assigned_words(lines: list[ast.stmt], wanted: frozenset[str]) -> Iterator[str]:
    """Yield the strings that lines of code assign to the names ``wanted``, for people to read."""
    for line in lines:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
            names = {target.id for target in line.targets if isinstance(target, ast.Name)}
            if names & wanted and isinstance(line.value.value, str):
                yield line.value.value


def fresh_catalogue() -> Catalog:
    """Return a catalogue of every word now in the source, without translations or line numbers."""
    catalogue = Catalog(
        locale="en",
        charset="utf-8",
        fuzzy=False,
        project="guji-census",
        version="1",
        header_comment="# The interface in English; message ids are its words in Simplified Chinese.",
        last_translator="the project",
        language_team="the project",
        msgid_bugs_address="the project's issues",
    )
    for file, _line, message, context in collected():
        catalogue.add(message, locations=[(file, 0)], context=context)
    for file, words in checks_words():
        catalogue.add(words, locations=[(file, 0)])
    return catalogue


def present_catalogue() -> Catalog:
    """Return the catalogue as it is kept, or an empty one."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", charset="utf-8", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def compiled_bytes(catalogue: Catalog) -> bytes:
    """Return the catalogue in its machine form."""
    catalogue.creation_date = COMPILED_AT
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def key(message: object) -> str:
    """Return the id under which one message is compared (the singular, where there are two forms)."""
    identity = getattr(message, "id", "")
    singular = identity[0] if isinstance(identity, (tuple, list)) else identity
    return f"{getattr(message, 'context', None) or ''}\x04{singular}"


def is_translated(message: object) -> bool:
    """Say whether every form of the message has words and is not marked fuzzy."""
    words = getattr(message, "string", "")
    forms = words if isinstance(words, (tuple, list)) else (words,)
    return all(forms) and not getattr(message, "fuzzy", False)


def faults() -> list[str]:
    """Return what is wrong with the kept catalogue, one line each."""
    kept = present_catalogue()
    known = {key(message): message for message in kept if message.id}
    wanted = [message for message in fresh_catalogue() if message.id]
    lines = [f"missing: {message.id!r}" for message in wanted if key(message) not in known]
    lines += [f"untranslated: {m.id!r}" for m in wanted if key(m) in known and not is_translated(known[key(m)])]
    if not COMPILED.exists() or COMPILED.read_bytes() != compiled_bytes(kept):
        lines.append(f"{COMPILED.name} does not match {CATALOGUE.name}: run `make messages`")
    return lines


def update() -> Catalog:
    """Write the catalogue anew: words kept with their translations, gone ones dropped, new ones empty."""
    kept = {key(message): message for message in present_catalogue() if message.id}
    fresh = fresh_catalogue()
    for message in fresh:
        if message.id and key(message) in kept:
            message.string = kept[key(message)].string
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, fresh, sort_output=True, include_lineno=False, omit_header=False, width=100)
    volatile = (b'"POT-Creation', b'"PO-Revision', b'"Generated-By')
    lines = [line for line in out.getvalue().splitlines() if not line.startswith(volatile)]
    CATALOGUE.write_bytes(b"\n".join(lines) + b"\n")
    COMPILED.write_bytes(compiled_bytes(present_catalogue()))
    return fresh


def main(arguments: list[str]) -> int:
    """Update the catalogue, or with ``--check`` only say what is wrong with it."""
    if "--check" not in arguments:
        fresh = update()
        missing = [message for message in fresh if message.id and not is_translated(message)]
        print(f"{CATALOGUE.relative_to(ROOT)}: {len(fresh)} messages, {len(missing)} without English")
        return 0
    found = faults()
    print("\n".join(found) or "translations are whole")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
