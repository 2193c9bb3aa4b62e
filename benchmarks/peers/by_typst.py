"""Typst, through the ``typst`` package, which brings the compiler along.

The template is as lean as we could make it: one query for all pages of the index, no running heads (looked up from the
entries they cost it five times as long and gigabytes). ``linebreaks`` is ``auto`` (optimised) or ``"simple"``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.peers.entries import Row
from catalog_export.fonts import find_faces

TEMPLATE = """
#set page(width: 185mm, height: 260mm, margin: (inside: 22mm, outside: 20mm, top: 25mm, bottom: 22mm), columns: 2,
  numbering: "1")
#set columns(gutter: 7mm)
#set text(font: "Noto Serif CJK JP", size: 9.5pt, lang: "zh", region: "cn", weight: 400,
  top-edge: 0.88em, bottom-edge: -0.12em)
#set par(justify: true, leading: 4.5pt, spacing: 4.5pt, linebreaks: LINEBREAKS)
#let head(k, m) = block(breakable: false, sticky: true, above: 9pt, below: 4.5pt)[#strong(k)　#m#metadata(k)<e>]
#let e(k, m, t) = [#head(k, m)#par(t)]
#let index(rows) = context {
  let at = (:)
  for m in query(<e>) { at.insert(m.value, m.location()) }
  for (k, t) in rows [#t#box(width: 1fr, repeat[.])#link(at.at(k), str(at.at(k).page()))#linebreak()]
}
"""


def source(rows: Sequence[Row], linebreaks: str, *, with_index: bool) -> Iterator[str]:
    """Yield the document's source."""
    yield TEMPLATE.replace("LINEBREAKS", linebreaks)
    for key, mark, title, rest in rows:
        yield f"#e({_quoted(key)}, {_quoted(mark)}, {_quoted(f'{title}　{rest}')})\n"
    if with_index:
        yield "#set page(columns: 3)\n#set text(size: 8.5pt)\n#set par(justify: false, leading: 3.5pt)\n#index((\n"
        for key, _, title, _ in sorted(rows, key=lambda row: row[2]):
            yield f"({_quoted(key)}, {_quoted(title)}),\n"
        yield "))\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def set_register(rows: Sequence[Row], target: Path, *, with_index: bool = True, linebreaks: str = "auto") -> None:
    """Set the register."""
    import typst

    faces, _ = find_faces((400, 700))
    text = "".join(source(rows, linebreaks, with_index=with_index)).encode()
    folders = [str(faces[400].path.parent)]
    typst.compile(text, output=str(target), font_paths=folders, ignore_system_fonts=True)  # type: ignore[misc]
