"""Long work as a row: what runs, how far it is, what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from census.identifiers import new_key
from census.models.revision import ReadableJSON


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("排队")
    RUNNING = "running", _("进行中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")
    CANCELLED = "cancelled", _("已取消")


class Job(models.Model):
    """One piece of long work (typesetting, import, export, rebuild), shown as a progress bar.

    ``worker`` names the process that runs it (``host:pid:start``), ``heartbeat`` when it last gave a sign of
    life: by these a job whose worker died is found and taken up again, or ended with a message.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(_("种类"), max_length=60)
    title = models.TextField(_("名称"))
    params = models.JSONField(_("参数"), default=dict, blank=True, encoder=ReadableJSON)
    state = models.CharField(_("状态"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField(_("已完成"), default=0)
    total = models.PositiveBigIntegerField(_("总数"), default=0)
    message = models.TextField(_("进展"), blank=True)
    log = models.TextField(_("记录"), blank=True)
    result = models.JSONField(_("结果"), null=True, blank=True, encoder=ReadableJSON)
    created_at = models.DateTimeField(_("发起时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("谁"),
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "created_at"], name="census_job_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values),
                name="census_job_state_known",
                violation_error_message=_("没有这样的任务状态"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)

    @property
    def percent(self) -> int:
        """Progress from 0 to 100; 0 while the total is not known."""
        if self.state == JobState.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else 0
