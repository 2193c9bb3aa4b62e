"""Works and people named in a record's statements, one row each, for search, sorting and union."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guji.models.book import Book


class TextSource(models.TextChoices):
    """Which statement of the record a part was read from."""

    TITLE = "title", _("题名卷数")
    APPENDED = "appended", _("附录之作")
    SUB_WORK = "sub_work", _("子目")
    OTHER_TITLE = "other_title", _("其他题名")
    RESPONSIBILITY = "responsibility", _("著者")
    ANNOTATION = "annotation", _("批校题跋")


class TitleUnit(models.Model):
    """One work named in a record. Derived: rewritten on every save."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="title_units", db_index=False)
    position = models.PositiveSmallIntegerField(_("次序"))
    source = models.CharField(max_length=16, choices=TextSource.choices)
    name = models.TextField(_("题名"))
    name_fold = models.TextField()
    prefix = models.TextField(_("冠词"), blank=True)
    juan = models.PositiveIntegerField(_("卷数"), null=True)
    total = models.PositiveIntegerField(_("连附录卷数"), null=True)
    undivided = models.BooleanField(_("不分卷"), default=False)

    class Meta:
        verbose_name = _("题名单元")
        verbose_name_plural = _("题名单元")
        ordering = ["book", "position"]
        constraints = [models.UniqueConstraint(fields=["book", "position"], name="guji_titleunit_once")]
        indexes = [models.Index(fields=["name_fold"], name="guji_titleunit_fold")]

    def __str__(self) -> str:
        return self.name


class Agent(models.Model):
    """One person or body named in a record, with what they did. Derived: rewritten on every save.

    ``work`` is the appended work or sub-work the agent belongs to, empty for the main title.
    """

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="agents", db_index=False)
    position = models.PositiveSmallIntegerField(_("次序"))
    source = models.CharField(max_length=16, choices=TextSource.choices)
    work = models.TextField(_("所属之作"), blank=True)
    dynasty = models.CharField(_("朝代"), max_length=40, blank=True)
    nation = models.CharField(_("国别"), max_length=40, blank=True)
    name = models.TextField(_("姓名"))
    name_fold = models.TextField()
    role = models.TextField(_("著作方式"), blank=True)

    class Meta:
        verbose_name = _("责任者")
        verbose_name_plural = _("责任者")
        ordering = ["book", "position"]
        constraints = [models.UniqueConstraint(fields=["book", "position"], name="guji_agent_once")]
        indexes = [models.Index(fields=["name_fold"], name="guji_agent_fold")]

    def __str__(self) -> str:
        return f"{self.dynasty}{self.nation}{self.name}{self.role}"
