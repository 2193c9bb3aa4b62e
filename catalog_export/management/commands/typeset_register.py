"""``manage.py typeset_register``: from the records to the printed register, in one volume or many, on the shell."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from authority.actions.local_eras import start_with_local_eras
from authority.models import Institution, Region
from catalog_export.colour_profiles import intent_named, read_intent
from catalog_export.files import UnwritableError
from catalog_export.freezing import VolumeSpec, file_stem, freeze, subject_of
from catalog_export.pool import WorkerDiedError
from catalog_export.queries import UnknownProfileError, profile_named, region_above, region_institutions
from catalog_export.run_options import RunOptions
from catalog_export.snapshot_setting import SUFFIX, Earlier, SnapshotSetting, stem_of
from catalog_export.typeset import ColourProfileError, OutputIntent
from catalog_export.typesetting import record_address
from catalog_export.volumes.preflight import PreflightReport, to_text
from catalog_export.volumes.profile import DEFAULT_PROFILE, Profile, ProfileError
from catalog_export.volumes.register.compose import EmptyVolumeError
from catalog_export.volumes.register.snapshot import Snapshot, SnapshotError
from catalog_export.volumes.series.changes import to_lines
from catalog_export.volumes.series.division import BudgetError, TooLongError
from catalog_export.volumes.series.ledger import Ledger
from census.refusals import reason

#: Findings of one kind that are printed; the files have all.
SHOWN = 20
#: What may keep a volume from being set, each with a message of its own.
REFUSALS = (
    BudgetError,
    ColourProfileError,
    EmptyVolumeError,
    ProfileError,
    SnapshotError,
    TooLongError,
    UnknownProfileError,
    UnwritableError,
    WorkerDiedError,
)


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
        parser.add_argument("--vertical", action="store_true", help="直排：四周双边、界栏、版心鱼尾、双行夹注")
        parser.add_argument("--persons", action="store_true", help="另设著者笔画索引；分册的，总索引也有")
        parser.add_argument("--max-pages", type=int, metavar="页", help="每册页数上限；超过则分册，并编总索引")
        jobs = os.cpu_count() or 1
        parser.add_argument("--jobs", type=int, default=jobs, metavar="数", help="并行排几册，默认 %(default)s")
        parser.add_argument(
            "--since", type=Path, metavar="快照", help="与早先一次的快照比较：列出变动，校样上变动处加边线"
        )
        parser.add_argument("--crop-marks", action="store_true", help="印裁切线")
        parser.add_argument("--bleed", type=float, metavar="毫米", help="出血")
        parser.add_argument("--output-intent", type=Path, metavar="文件", help="印厂的色彩特性文件（ICC，CMYK）")

    def handle(self, *args: Any, **options: Any) -> None:
        start_with_local_eras()
        started = time.monotonic()
        out: Path = options["out"]
        try:
            out.mkdir(parents=True, exist_ok=True)
            report, files = self._typeset(options, out)
        except REFUSALS as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"不能写入 {out}：{reason(error)}") from error
        self.stdout.write(to_text(report, limit=SHOWN, address=record_address).rstrip())
        for path in files:
            self.stdout.write(f"{path}　{path.stat().st_size:,} 字节")
        self.stdout.write(f"用时 {time.monotonic() - started:.1f} 秒")
        if not report.complete:
            raise CommandError("有著录未能排入，见上", returncode=2)

    def _typeset(self, options: dict[str, Any], out: Path) -> tuple[PreflightReport, list[Path]]:
        """Freeze unless a snapshot is given, and set; return the report and the files written."""
        path: Path = options["snapshot"] or out
        ledger: Ledger | None = None
        stem, digest = stem_of(path), ""
        if options["snapshot"] and not path.is_file():
            raise CommandError(f"找不到快照文件 {path}")
        if not options["snapshot"]:
            path, stem, digest, ledger = self._freeze(options, out)
        snapshot = Snapshot.open(path)
        earlier = Earlier(options["since"]) if options["since"] else None
        progress, jobs = self._progress("排版"), options["jobs"]
        done = SnapshotSetting(
            snapshot, out, stem, digest, jobs, ledger, earlier, records=progress, volumes=self._say_done
        ).execute()
        self.stdout.write(f"PDF 摘要 {done.pdf_digest[:16]}")
        if done.changes:
            self.stdout.write(next(to_lines(done.changes)))
        return done.report, [*done.files, path]

    def _freeze(self, options: dict[str, Any], out: Path) -> tuple[Path, str, str, Ledger]:
        """Write the snapshot; return its path, the stem of all files, its digest, and how much room records take."""
        spec, stem = self._spec(options)
        snapshot = out / f"{stem}{SUFFIX}"
        if options["since"] and snapshot.resolve() == options["since"].resolve():
            raise CommandError("要比较的快照会被这次排印覆盖，请用 --out 另选目录")
        self.stdout.write(f"《{spec.subject}古籍普查登記目錄》　版式 {spec.profile.label}")
        progress = self._progress("冻结")
        frozen = freeze(spec, snapshot, lambda done, total: progress(done))
        self.stdout.write(f"已冻结 {frozen.records} 条　快照摘要 {frozen.digest[:16]}")
        if not frozen.records:
            kind = "" if options["proof"] else "省审通过的"
            advice = "" if options["proof"] else "；尚在审校者可加 --proof 排校样"
            raise CommandError(f"没有{kind}著录可排{advice}")
        return snapshot, stem, frozen.digest, frozen.ledger

    def _spec(self, options: dict[str, Any]) -> tuple[VolumeSpec, str]:
        profile, intent = press_settings(profile_named(options["profile"]), options)
        region = None
        if options["region"]:
            region = Region.objects.filter(code=options["region"]).first()
            if region is None:
                raise CommandError(f"没有行政区划 {options['region']}（规范表由 manage.py load_authority 载入）")
            institutions = region_institutions(region)
        else:
            institutions = self._institutions(options["institution"])
        subject = subject_of(region, list(institutions))
        place = region_above(region, institutions)
        spec = VolumeSpec(subject, place, institutions, profile, proof=options["proof"], output_intent=intent)
        return spec, file_stem(region, options["institution"] or (), proof=options["proof"])

    def _institutions(self, codes: list[str]) -> QuerySet[Institution]:
        """Return the institutions. Raises for a code that is not there."""
        wanted = sorted(set(codes))
        found = Institution.objects.filter(code__in=wanted).order_by("code")
        if missing := sorted(set(wanted) - set(found.values_list("code", flat=True))):
            raise CommandError(f"没有收藏单位 {'、'.join(missing)}（规范表由 manage.py load_authority 载入）")
        return found

    def _progress(self, what: str) -> Callable[[int], None]:
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

    def _say_done(self, done: int, total: int, what: str) -> None:
        self.stdout.write(f"{done}/{total}　{what}")
        self.stdout.flush()


def press_settings(profile: Profile, options: dict[str, Any]) -> tuple[Profile, OutputIntent | None]:
    """Return the profile with what the shell asks of the press put in, and the press's colour profile.

    Raises :class:`ProfileError` and :class:`ColourProfileError`.
    """
    wanted = RunOptions(
        direction="vertical" if options["vertical"] else None,
        persons=True if options["persons"] else None,
        max_pages=options["max_pages"],
        crop_marks=True if options["crop_marks"] else None,
        bleed=options["bleed"],
    )
    profile = wanted.applied(profile)
    path = options["output_intent"]
    return profile, read_intent(path) if path else intent_named(profile.press.output_intent)
