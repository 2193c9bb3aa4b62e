"""One setting of a volume: its frozen data, its pages, and what was found."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """One setting (排印) of a volume.

    Files lie in a folder of their own below ``VOLUME_DIR``; ``digest`` is the SHA-256 of the snapshot's content and
    ``pdf_digest`` that of the pages, so that a published volume can be proved to be what was printed. ``volumes`` lists
    the volumes of a set, each with its file, pages and digest; it is empty where all is one volume. ``stem`` begins the
    names of all files, so that the volumes of a set find each other when they lie in one folder. ``since`` is the
    earlier run from which changes were listed, ``changes`` how many there were of each kind.
    """

    volume = models.ForeignKey("catalog_export.Volume", models.CASCADE, related_name="runs", verbose_name=_("书目"))
    number = models.PositiveIntegerField(_("次"))
    job = models.ForeignKey(
        "census.Job", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("任务")
    )
    stem = models.CharField(_("文件名"), max_length=120, default="register")
    since = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("与哪一次比较")
    )
    changes = models.JSONField(_("变动"), default=dict, blank=True)
    profile = models.JSONField(_("版式"), default=dict)
    proof = models.BooleanField(_("校样"), default=False)
    digest = models.CharField(_("快照摘要"), max_length=64, blank=True)
    records = models.PositiveIntegerField(_("条数"), default=0)
    pages = models.PositiveIntegerField(_("页数"), default=0)
    pdf_digest = models.CharField(_("PDF 摘要"), max_length=64, blank=True)
    volumes = models.JSONField(_("分册"), default=list, blank=True)
    findings = models.JSONField(_("印前检查"), default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("排印人")
    )
    created_at = models.DateTimeField(_("排印时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("排印")
        verbose_name_plural = _("排印")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["volume", "number"], name="run_number_once", violation_error_message=_("该次排印已存在")
            )
        ]

    def __str__(self) -> str:
        return f"{self.volume} {self.number}"

    @property
    def folder(self) -> Path:
        """Where the files of this run lie."""
        return Path(settings.VOLUME_DIR) / str(self.volume_id) / str(self.number)

    @property
    def snapshot_path(self) -> Path:
        """The frozen data."""
        return self.folder / f"{self.stem}.snapshot.jsonl.gz"

    @property
    def pdf_path(self) -> Path:
        """The pages; of a set, those of its first volume."""
        return self.pdf_of(1)

    @property
    def pictured_pages(self) -> int:
        """How many pages :attr:`pdf_path` has."""
        return self.pages_of(1)

    def pdf_of(self, part: int) -> Path:
        """The pages of a volume of a set, counted from 1; where all is one volume, those of that."""
        return self.folder / (self.volumes[part - 1]["file"] if self.volumes else f"{self.stem}.pdf")

    def pages_of(self, part: int) -> int:
        """How many pages :meth:`pdf_of` has."""
        return int(self.volumes[part - 1]["pages"]) if self.volumes else self.pages

    @property
    def spines_name(self) -> str:
        """The file that holds a set's spines."""
        return f"{self.stem}-spines.pdf"

    @property
    def file_names(self) -> list[str]:
        """The volumes' PDFs, the spines of a set, reports and lists of changes: what may be fetched by name."""
        pages = [str(row["file"]) for row in self.volumes] or [f"{self.stem}.pdf"]
        return self._there(*pages, self.spines_name) + self.report_names + self.change_lists

    @property
    def report_names(self) -> list[str]:
        """The preflight report, for the screen and for programs."""
        return self._there(f"{self.stem}.preflight.html", f"{self.stem}.preflight.json")

    @property
    def change_lists(self) -> list[str]:
        """What changed since the run that this one was compared with, as sheet and as text."""
        return self._there(f"{self.stem}.changes.xlsx", f"{self.stem}.changes.txt")

    def _there(self, *names: str) -> list[str]:
        return [name for name in names if (self.folder / name).is_file()]

    @property
    def all_files(self) -> list[Path]:
        """Every file of the run, pictures of its pages left out."""
        return sorted(path for path in self.folder.glob(f"{self.stem}*") if path.is_file())

    @property
    def report_path(self) -> Path:
        """The preflight report as JSON."""
        return self.folder / f"{self.stem}.preflight.json"

    @property
    def is_set(self) -> bool:
        """Whether there are pages to look at."""
        return bool(self.pdf_digest)
