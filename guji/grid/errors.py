"""What stops a grid's change as a whole, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext


class GridRefused(Exception):  # noqa: N818 - a verdict on what was sent, not a fault of the program
    """Something that was not done with a grid; nothing was changed. ``stale``: another window has changed it."""

    def __init__(self, template: str, *, stale: bool = False, **params: Any) -> None:
        super().__init__(template, params)
        self.template, self.params, self.stale = template, params, stale

    @property
    def message(self) -> str:
        """The message in the language of the reader."""
        return gettext(self.template).format(**self.params)

    def __str__(self) -> str:
        return self.message
