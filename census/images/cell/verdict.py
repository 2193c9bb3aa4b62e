"""What the cell says of a file: taken, with what was found; or refused, with a code and its words' places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Refused(Exception):  # noqa: N818 - it says what happened
    """A file that is not taken; ``code`` is one of :data:`census.images.answers.REFUSALS`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(slots=True)
class Structure:
    """What a file's own structure says, before any of its pixels is decoded.

    ``end`` is where the picture ends in the file (0 where the format does not tell), ``pages`` how many pictures there
    are, ``held`` the bytes that decoding holds beside the pixels. ``samples`` is the number of channels.
    """

    format: str
    width: int
    height: int
    end: int = 0
    pages: int = 1
    samples: int = 3
    held: int = 0
    progressive: bool = False


@dataclass(slots=True)
class Request:
    """What the cell is asked: the file, where to put what is made of it, and the bounds."""

    path: str
    folder: str
    max_pixels: int
    memory: int
    seconds: int
    notes: list[str] = field(default_factory=list)
