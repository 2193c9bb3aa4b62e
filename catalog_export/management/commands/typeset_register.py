"""``manage.py typeset_register``: from the records to the printed register volume, on the shell."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from authority.actions.local_eras import start_with_local_eras
from authority.models import Institution, Region
from catalog_export.freezing import VolumeSpec, freeze, subject_of
from catalog_export.queries import UnknownProfileError, profile_named, region_above, region_institutions
from catalog_export.typesetting import SetVolume, set_volume
from catalog_export.volumes.preflight import to_text
from catalog_export.volumes.profile import DEFAULT_PROFILE, ProfileError
from catalog_export.volumes.register.compose import EmptyVolumeError
from catalog_export.volumes.register.snapshot import SnapshotError

#: Findings of one kind that are printed; the files have all.
SHOWN = 20
#: More holders than this are not named in the files' names.
NAMED = 3


class Command(BaseCommand):
    help = "排印普查登记目录：写出 PDF、印前检查报告与数据快照；有著录未能排入则返回非零"

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--institution", nargs="+", metavar="代码", help="收藏单位代码，可多个")
        what.add_argument("--region", metavar="代码", help="行政区划代码，如 330000")
        what.add_argument("--snapshot", type=Path, metavar="文件", help="重排一份已冻结的快照")
        parser.add_argument("--out", type=Path, required=True, metavar="目录", help="写出文件的目录")
        parser.add_argument("--profile", default=DEFAULT_PROFILE, help="版式名称，默认 %(default)s")
        parser.add_argument("--proof", action="store_true", help="校样：收各审校阶段的著录，每页印“校样”")

    def handle(self, *args: Any, **options: Any) -> None:
        start_with_local_eras()
        started = time.monotonic()
        out: Path = options["out"]
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"不能写入目录 {out}：{error.strerror}") from error
        if options["snapshot"]:
            snapshot, stem, digest = (
                options["snapshot"],
                options["snapshot"].name.removesuffix(".snapshot.jsonl.gz"),
                "",
            )
        else:
            snapshot, stem, digest = self._freeze(options, out)
        try:
            result = set_volume(snapshot, out, stem, digest=digest, progress=self._progress("排版"))
        except (EmptyVolumeError, SnapshotError) as error:
            raise CommandError(str(error)) from error
        self._say(result, snapshot, time.monotonic() - started)
        if not result.report.complete:
            raise CommandError("有著录未能排入，见上", returncode=2)

    def _freeze(self, options: dict[str, Any], out: Path) -> tuple[Path, str, str]:
        """Write the snapshot; return its path, the stem of all files, and its digest."""
        spec, stem = self._spec(options)
        snapshot = out / f"{stem}.snapshot.jsonl.gz"
        self.stdout.write(f"《{spec.subject}古籍普查登記目錄》　版式 {spec.profile.label}")
        progress = self._progress("冻结")
        frozen = freeze(spec, snapshot, lambda done, total: progress(done))
        self.stdout.write(f"已冻结 {frozen.records} 条　快照摘要 {frozen.digest[:16]}")
        if not frozen.records:
            kind = "" if options["proof"] else "省审通过的"
            advice = "" if options["proof"] else "；尚在审校者可加 --proof 排校样"
            raise CommandError(f"没有{kind}著录可排{advice}")
        return snapshot, stem, frozen.digest

    def _spec(self, options: dict[str, Any]) -> tuple[VolumeSpec, str]:
        try:
            profile = profile_named(options["profile"])
        except (UnknownProfileError, ProfileError) as error:
            raise CommandError(str(error)) from error
        region = None
        if options["region"]:
            region = Region.objects.filter(code=options["region"]).first()
            if region is None:
                raise CommandError(f"没有行政区划 {options['region']}（规范表由 manage.py load_authority 载入）")
            institutions, name = region_institutions(region), region.code
        else:
            institutions, name = self._institutions(options["institution"])
        subject = subject_of(region, list(institutions))
        place = region_above(region, institutions)
        spec = VolumeSpec(subject, place, institutions, profile, proof=options["proof"])
        return spec, f"register-{name}{'-proof' if options['proof'] else ''}"

    def _institutions(self, codes: list[str]) -> tuple[Any, str]:
        """Return the institutions and what they are called in file names. Raises for a code that is not there."""
        wanted = sorted(set(codes))
        found = Institution.objects.filter(code__in=wanted).order_by("code")
        if missing := sorted(set(wanted) - set(found.values_list("code", flat=True))):
            raise CommandError(f"没有收藏单位 {'、'.join(missing)}（规范表由 manage.py load_authority 载入）")
        return found, "-".join(wanted) if len(wanted) <= NAMED else f"{wanted[0]}-and-{len(wanted) - 1}-more"

    def _progress(self, what: str) -> Any:
        """Return a reporter of records done: on a terminal one line that overwrites itself, else a line at times."""
        last = 0.0

        def report(done: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last < (0.2 if sys.stdout.isatty() else 5.0):
                return
            last = now
            self.stdout.write(f"{what} {done} 条", ending="\r" if sys.stdout.isatty() else "\n")
            self.stdout.flush()

        return report

    def _say(self, result: SetVolume, snapshot: Path, seconds: float) -> None:
        self.stdout.write(to_text(result.report, limit=SHOWN).rstrip())
        for path in (result.pdf, result.report_json, result.report_html, result.report_text, snapshot):
            self.stdout.write(f"{path}　{path.stat().st_size:,} 字节")
        self.stdout.write(f"PDF 摘要 {result.pdf_digest[:16]}　用时 {seconds:.1f} 秒")
