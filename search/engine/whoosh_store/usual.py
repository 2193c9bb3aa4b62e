"""Which of the characters that fold alike is the usual one in some texts: 說 where all is printed in traditional forms.

A text whose characters are all usual follows from its folded form and need not be kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from authority.han import fold

_CHAR_BITS = np.uint64(21)
_CHAR = (1 << 21) - 1

Characters = NDArray[np.uint32]


@dataclass(frozen=True)
class Usual:
    """The usual form of each folded character that has another one than itself."""

    forms: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, stretches: Iterable[tuple[Characters, Characters]]) -> Usual:
        """Return the most frequent forms, of folded characters and the plain ones that stand for them."""
        found: dict[int, Counter[int]] = {}
        for folded, plain in stretches:
            pairs = folded.astype(np.uint64) << _CHAR_BITS | plain
            numbers, counts = np.unique(pairs, return_counts=True)
            for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
                found.setdefault(number >> 21, Counter())[number & _CHAR] += count
        best = {key: max(forms, key=lambda form: (forms[form], form)) for key, forms in found.items()}
        return cls({key: form for key, form in best.items() if key != form and fold(chr(form)) == chr(key)})

    @classmethod
    def read(cls, data: bytes) -> Usual:
        """Return what :meth:`to_bytes` wrote."""
        text = data.decode()
        return cls(dict(zip(map(ord, text[::2]), map(ord, text[1::2]), strict=True)))

    def to_bytes(self) -> bytes:
        """Return it as bytes, to be kept."""
        return "".join(chr(key) + chr(form) for key, form in self.forms.items()).encode()

    @cached_property
    def _keys(self) -> dict[int, int]:
        """The folded character of each usual form, and nought for what is folded and not usual."""
        return dict.fromkeys(self.forms, 0) | {form: key for key, form in self.forms.items()}

    @cached_property
    def table(self) -> NDArray[np.uint32]:
        """The usual form of every character, by its number."""
        made = np.arange(0x110000, dtype=np.uint32)
        made[list(self.forms)] = list(self.forms.values())
        return made

    def stated(self, folded: bytes) -> bytes:
        """Return a folded text in its usual characters."""
        return folded.decode().translate(self.forms).encode()

    def key(self, plain: bytes) -> bytes | None:
        """Return the folded form of some characters if usual texts have them so; ``None`` if these never do."""
        keys = [self._keys.get(ord(character), ord(character)) for character in plain.decode()]
        return "".join(map(chr, keys)).encode() if all(keys) else None


def characters(texts: Sequence[bytes]) -> Characters:
    """Return the characters of some texts, one text after another."""
    return np.frombuffer(b"".join(texts).decode().encode("utf-32-le"), np.uint32)
