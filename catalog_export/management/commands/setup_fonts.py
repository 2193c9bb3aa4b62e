"""Unpack the faces that volumes are set in; quick when all is there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from catalog_export.fonts import BOLD, REGULAR, cache_dir
from catalog_export.fonts.main_face import pinned_faces
from catalog_export.fonts.rare_faces import provide_rare_faces
from catalog_export.typeset import FaceError


class Command(BaseCommand):
    help = _("准备排版所用的字体：解出主字体，找到或下载生僻字字体")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", action="store_true", help=_("上次没下载成的也再试一次"))

    def handle(self, *args: Any, **options: Any) -> None:
        folder = cache_dir()
        try:
            faces = pinned_faces((REGULAR, BOLD), folder)
        except FaceError as error:
            raise CommandError(str(error)) from error
        for weight, face in faces.items():
            self.stdout.write(_("主字体（粗细 %(weight)s）：%(path)s") % {"weight": weight, "path": face.path})
        for line in provide_rare_faces(folder, retry=options["retry"]):
            self.stdout.write(line)
