"""Show the chain of faces and what each of them covers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from catalog_export.fonts import REGULAR, find_faces
from catalog_export.fonts.coverage import BLOCKS, count_blocks
from catalog_export.typeset import Face, FaceError


class Command(BaseCommand):
    help = _("列出字体链（先后次序）和每种字体收字的多少")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            main, fallbacks = find_faces((REGULAR,))
        except FaceError as error:
            raise CommandError(str(error)) from error
        together: frozenset[int] = frozenset()
        for number, file in enumerate((main[REGULAR], *fallbacks), start=1):
            face = Face(file)
            new = face.characters - together
            together |= face.characters
            self.stdout.write(f"{number}. {file.name}　{file.path}")
            self.stdout.write("   " + self._counts(face.characters, new))
        self.stdout.write(_("合计") + "　" + self._counts(together, together))

    def _counts(self, characters: frozenset[int], new: frozenset[int]) -> str:
        """Return what a face has of each block, and how much of it no face before it had."""
        counts, added = count_blocks(characters), count_blocks(new)
        parts = []
        for block in BLOCKS:
            count = counts[block.name]
            if count:
                more = f"（+{added[block.name]:,}）" if added[block.name] != count else ""
                parts.append(f"{block.name} {count:,}/{block.assigned:,}{more}")
        return "　".join(parts) or _("不收汉字")
