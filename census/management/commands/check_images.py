"""``manage.py check_images``: is every picture's file what it was when it came, and is there what it is shown by."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from census.images import places
from census.images.job import is_made
from census.images.looking import queue_looking
from census.images.uploads import digest_of
from census.models import Image, ImageStatus


class Command(BaseCommand):
    """Read every master, compare its SHA-256; exit 1 where something is wrong."""

    help = "Verify the files of pictures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="queue what can be made again")
        parser.add_argument("--quick", action="store_true", help="look whether files are there, do not read them")

    def handle(self, *, mend: bool, quick: bool, **options: Any) -> None:
        wrong, count = 0, 0
        for image in self._kept():
            count += 1
            for fault in self._faults(image, quick):
                wrong += 1
                self.stdout.write(f"{image.kind} {image.record_id}　{image.name}：{fault}")
            if mend and (image.status == ImageStatus.CHECKING or not is_made(image)):
                queue_looking(image.kind, image.record_id, None)
        if wrong:
            raise CommandError(_("{count} 张书影，{wrong} 处不对").format(count=count, wrong=wrong))
        self.stdout.write(_("{count} 张书影，全都完好").format(count=count))

    @staticmethod
    def _kept() -> Iterator[Image]:
        rows = Image.objects.filter(status__in=(ImageStatus.CHECKING, ImageStatus.READY))
        return rows.order_by("record_id", "position").iterator()

    @staticmethod
    def _faults(image: Image, quick: bool) -> Iterator[str]:
        if image.status == ImageStatus.CHECKING:
            yield _("还没有检查")
            return
        master = places.master(image.sha256)
        if not master.exists():
            yield _("原件不在了")
        elif not quick and digest_of(master) != image.sha256:
            yield _("原件与入库时不同")
        if not is_made(image):
            yield _("缺浏览用的图")
