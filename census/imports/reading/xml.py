"""Reading XML parts by events, with declarations of types and entities refused at the first sight of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn
from xml.parsers import expat

from django.utils.translation import gettext_noop

from census.imports.errors import ImportRefused
from census.imports.reading.container import damaged


def guarded_parser() -> Any:
    """Return an expat parser that refuses any document type declaration, and so any entity bomb."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 65536
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    return parser


def feed(parser: Any, chunks: Iterable[bytes]) -> Iterator[None]:
    """Push the chunks through ``parser``, giving way after each. Raises ``ImportRefused`` on broken XML."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise damaged() from error


def parse_elements(chunks: Iterable[bytes], handle: Callable[[str, dict[str, str]], None]) -> None:
    """Call ``handle`` with the local name and the attributes (local names too) of every element."""
    parser = guarded_parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        handle(local(name), {local(key): value for key, value in attributes.items()})

    parser.StartElementHandler = start
    for _ in feed(parser, chunks):
        pass


def refuse_doctype(chunks: Iterable[bytes]) -> None:
    """Read up to the first element and refuse any document type declaration, which can only stand before it."""
    parser, seen = guarded_parser(), False

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal seen
        seen = True

    parser.StartElementHandler = start
    for _ in feed(parser, chunks):
        if seen:
            return


def local(name: str) -> str:
    """Return a name without its namespace prefix."""
    return name.rpartition(":")[2]


def _refuse_doctype(*_args: object) -> NoReturn:
    raise ImportRefused("entities", gettext_noop("文件内含 DTD 或实体声明，正常的工作簿不会有，拒绝打开。"))
