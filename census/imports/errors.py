"""What stops an import as a whole, said in words a cataloguer can act on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext


class ImportRefused(Exception):  # noqa: N818  a verdict on a file, not a fault of the program
    """A file that cannot be imported: which rule it broke, and what to do about it.

    ``code`` names the rule for programs and tests; ``template`` is the message in Simplified Chinese with
    ``{name}`` places for ``params`` and at the same time the key of its translation. Raised before
    anything is written, so that a refused file changes nothing.
    """

    def __init__(self, code: str, template: str, /, **params: Any) -> None:
        super().__init__(code, template, params)
        self.code = code
        self.template = template
        self.params = params

    @property
    def message(self) -> str:
        """The message in the language of the reader."""
        return gettext(self.template).format(**self.params)

    def __str__(self) -> str:
        return self.message
