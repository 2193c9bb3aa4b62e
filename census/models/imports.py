"""Files taken in: the batch, and each row of it with what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from census.identifiers import new_key
from census.models.revision import ReadableJSON


class ImportMode(models.TextChoices):
    """In which state new records begin."""

    DRAFT = "draft", _("作为草稿")
    APPROVED = "approved", _("作为省审已通过")


class BatchState(models.TextChoices):
    """Where a batch stands."""

    STAGED = "staged", _("待入库")
    COMMITTED = "committed", _("已入库")
    UNDONE = "undone", _("已撤回")
    BROKEN = "broken", _("中断，没有入库")


class Verdict(models.TextChoices):
    """What an import does with a row."""

    CREATE = "create", _("新增")
    UPDATE = "update", _("更新")
    SAME = "same", _("未变")
    REFUSE = "refuse", _("不收")
    BLANK = "blank", _("空行")


class ImportBatch(models.Model):
    """One file taken in; its row stays when the batch is undone.

    It is staged while the file is judged, by the process ``worker``, and goes if nothing is taken in. A process
    that dies leaves it, and the next import marks it as broken: nothing of it was stored. The key is also the
    ``group`` of every revision that the batch made.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(_("种类"), max_length=20)
    file_name = models.TextField(_("文件名"))
    sha256 = models.CharField(max_length=64, db_index=True)
    institution = models.ForeignKey(
        "authority.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("单位"),
    )
    mode = models.CharField(_("方式"), max_length=10, choices=ImportMode.choices, default=ImportMode.DRAFT)
    state = models.CharField(_("状态"), max_length=10, choices=BatchState.choices, default=BatchState.STAGED)
    worker = models.CharField(max_length=200, blank=True, default="", editable=False)
    dry_run = models.BooleanField(_("试运行"), default=False)
    row_count = models.PositiveIntegerField(_("行数"), default=0)
    created_count = models.PositiveIntegerField(_("新增"), default=0)
    updated_count = models.PositiveIntegerField(_("更新"), default=0)
    same_count = models.PositiveIntegerField(_("未变"), default=0)
    refused_count = models.PositiveIntegerField(_("不收"), default=0)
    finding_counts = models.JSONField(_("各规则所见"), default=dict, blank=True, encoder=ReadableJSON)
    notes = models.JSONField(_("说明"), default=list, blank=True, encoder=ReadableJSON)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("谁"),
    )
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("导入批次")
        verbose_name_plural = _("导入批次")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=BatchState.UNDONE) | Q(undone_at__isnull=False),
                name="census_importbatch_undone_when",
                violation_error_message=_("撤回须记下时间"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=BatchState.values) & Q(mode__in=ImportMode.values),
                name="census_importbatch_words_known",
                violation_error_message=_("没有这样的导入方式或状态"),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of the file: its cells as read, the verdict, the findings, and the record it became.

    ``version_before`` is null for a new record; ``version_after`` is the record's version when the import
    had done with it, so that a later change can be told.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(_("行号"))
    record_id = models.UUIDField(null=True, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    findings = models.JSONField(default=list, blank=True, encoder=ReadableJSON)
    version_before = models.PositiveIntegerField(null=True, blank=True)
    version_after = models.PositiveIntegerField(null=True, blank=True)
    cells = models.JSONField(default=list, blank=True, encoder=ReadableJSON)

    class Meta:
        verbose_name = _("导入行")
        verbose_name_plural = _("导入行")
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"],
                name="census_importrow_once",
                violation_error_message=_("同一批次的行号不能重复"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verdict}"
