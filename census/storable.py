"""What a database can hold as text: PostgreSQL refuses NUL, and half a surrogate pair has no UTF-8 at all.

SQLite would take a NUL. It is refused there too, so that a record that one engine holds the other can hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_noop

from census.errors import InvalidData

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
#: What stands in the place of a character that cannot be stored, as converters of all kinds write it.
REPLACEMENT = "\ufffd"


def is_storable(text: str) -> bool:
    """Whether both engines can hold the text."""
    return _UNSTORABLE.search(text) is None


def require_storable(field: str, text: str) -> str:
    """Return the text. Raises :class:`~census.errors.InvalidData` that says which character of which field is wrong."""
    found = _UNSTORABLE.search(text)
    if found is not None:
        raise InvalidData(
            field,
            gettext_noop("第 {position} 个字符 U+{code} 不能保存（前文为“{before}”），请删去后重新输入"),
            position=found.start() + 1,
            code=f"{ord(found.group()):04X}",
            before=text[max(0, found.start() - 10) : found.start()],
        )
    return text


def require_all_storable(texts: Iterable[tuple[str, str]]) -> None:
    """Require it of many (field, text) pairs at once, at the cost of one search where all is well."""
    pairs = list(texts)
    if not is_storable("".join(text for _, text in pairs)):
        for field, text in pairs:
            require_storable(field, text)


def made_storable_throughout(value: Any) -> Any:
    """Return a JSON value with every text in it made storable."""
    if isinstance(value, str):
        return made_storable(value)
    if isinstance(value, dict):
        return {made_storable(str(key)): made_storable_throughout(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [made_storable_throughout(item) for item in value]
    return value


def made_storable(text: str) -> str:
    """Return the text with what cannot be stored replaced, for words that must not be lost whatever they hold: logs."""
    return _UNSTORABLE.sub(REPLACEMENT, text)
