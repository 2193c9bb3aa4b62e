"""``manage.py check_records``: every check over all records, or some of them, as text, JSON lines or a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from authority.actions.local_eras import start_with_local_eras
from authority.models import Institution
from census.checks import Level
from census.checks.report import Tally, write_json, write_text, write_xlsx
from census.models import State
from census.refusals import reason
from guji.checking import Wanted, check_books
from guji.checks import BOOK_CHECKS
from guji.models import Book
from guji.queries import BookQuerySet

LEVELS = {"error": (Level.ERROR,), "warning": (Level.ERROR, Level.WARNING), "hint": tuple(Level)}


class Command(BaseCommand):
    help = "对著录逐条检查，列出问题：屏幕文字、JSON 或 XLSX"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--institution", nargs="+", metavar="代码", help="只查这些收藏单位")
        parser.add_argument("--state", nargs="+", choices=State.values, help="只查这些状态；默认不含已撤销的")
        parser.add_argument("--check", nargs="+", metavar="规则", help="只用这些规则；--list 列出全部规则")
        parser.add_argument("--level", choices=LEVELS, default="hint", help="只报这一级及更重的，默认全报")
        parser.add_argument("--waived", action="store_true", help="已豁免的也报")
        parser.add_argument("--format", choices=("text", "json", "xlsx"), default="text", help="输出形式")
        parser.add_argument("--out", type=Path, metavar="文件", help="写入文件；xlsx 必须给出")
        parser.add_argument("--fail-on", choices=LEVELS, help="有这一级或更重的问题时返回非零")
        parser.add_argument("--list", action="store_true", help="列出全部规则及出处，不做检查")

    def handle(self, *args: Any, **options: Any) -> None:
        start_with_local_eras()
        if options["list"]:
            self._list()
            return
        if options["format"] == "xlsx" and not options["out"]:
            raise CommandError("XLSX 要写入文件：请加 --out 问题清单.xlsx")
        tally = Tally()
        self._write(check_books(self._books(options), self._wanted(options), tally=tally), options)
        self._say(tally)
        grave = options["fail_on"]
        if grave and any(tally.levels[level] for level in LEVELS[grave]):
            raise CommandError("有需要改正的问题，见上", returncode=2)

    def _wanted(self, options: dict[str, Any]) -> Wanted:
        checks = tuple(options["check"] or ())
        known = {check.id for check in BOOK_CHECKS}
        if unknown := [check for check in checks if check not in known]:
            raise CommandError(f"没有规则“{'、'.join(unknown)}”，用 --list 查看全部规则")
        return Wanted(checks, LEVELS[options["level"]], options["waived"])

    def _books(self, options: dict[str, Any]) -> BookQuerySet:
        books: BookQuerySet = Book.objects.all()
        if codes := options["institution"]:
            found = set(Institution.objects.filter(code__in=codes).values_list("code", flat=True))
            if missing := sorted(set(codes) - found):
                raise CommandError(f"没有收藏单位 {'、'.join(missing)}")
            books = books.filter(institution__code__in=codes)
        chosen = options["state"] or [state for state in State.values if state != State.WITHDRAWN]
        return books.filter(state__in=chosen)

    def _write(self, rows: Any, options: dict[str, Any]) -> None:
        form, out = options["format"], options["out"]
        try:
            if form == "xlsx":
                write_xlsx(rows, out)
                return
            write = write_json if form == "json" else write_text
            if out is None:
                write(rows, self.stdout)
                return
            with out.open("w", encoding="utf-8") as file:
                write(rows, file)
        except OSError as error:
            raise CommandError(f"不能写入 {out}：{reason(error)}") from error

    def _say(self, tally: Tally) -> None:
        """Print the sums to the error stream, so that piped findings stay clean."""
        levels = tally.levels
        counts = f"错误 {levels[Level.ERROR]}　警告 {levels[Level.WARNING]}　提示 {levels[Level.HINT]}"
        self.stderr.write(f"查 {tally.records} 条，有问题 {tally.faulty} 条：{counts}")
        for check, count in tally.checks.most_common():
            self.stderr.write(f"  {count:>7}  {check}　{BOOK_CHECKS[check].title}")

    def _list(self) -> None:
        for check in BOOK_CHECKS:
            self.stdout.write(f"{check.level.value:8}{check.id:30}{check.title}　〔{check.source}〕")
        self.stdout.write(f"共 {len(BOOK_CHECKS)} 条规则")
