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
    the volumes of a set, each with its file, pages and digest; it is empty where all is one volume.
    """

    volume = models.ForeignKey("catalog_export.Volume", models.CASCADE, related_name="runs", verbose_name=_("书目"))
    number = models.PositiveIntegerField(_("次"))
    job = models.ForeignKey(
        "census.Job", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("任务")
    )
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
        return self.folder / "register.snapshot.jsonl.gz"

    @property
    def pdf_path(self) -> Path:
        """The pages; of a set, those of its first volume."""
        return self.folder / (self.volumes[0]["file"] if self.volumes else "register.pdf")

    @property
    def pictured_pages(self) -> int:
        """How many pages :attr:`pdf_path` has."""
        return int(self.volumes[0]["pages"]) if self.volumes else self.pages

    @property
    def file_names(self) -> list[str]:
        """The volumes' PDFs, and the spines of a set: what may be fetched by name."""
        names = [str(row["file"]) for row in self.volumes]
        return [*names, "register-spines.pdf"] if names else ["register.pdf"]

    @property
    def report_path(self) -> Path:
        """The preflight report as JSON."""
        return self.folder / "register.preflight.json"

    @property
    def is_set(self) -> bool:
        """Whether there are pages to look at."""
        return bool(self.pdf_digest)
