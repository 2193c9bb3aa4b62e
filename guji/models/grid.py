"""Many short records typed side by side: a grid and its rows, as its owner last left them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from census.identifiers import new_key


class Grid(models.Model):
    """表格: a working copy of many rows. It is no record: nothing prints it or finds it, and only its owner sees it.

    ``columns`` are keys of the import's columns, ``order`` the keys of the rows as they stand. ``stamp`` counts the
    changes; ``writer`` is the window that made the last one, so that a window may send again what it got no answer to.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(
        "authority.Institution", on_delete=models.CASCADE, related_name="+", verbose_name=_("单位")
    )
    name = models.CharField(_("名称"), max_length=100)
    columns = models.JSONField(_("列"), default=list)
    order = models.JSONField(_("行序"), default=list)
    stamp = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("时间"), auto_now=True)

    class Meta:
        verbose_name = _("表格")
        verbose_name_plural = _("表格")
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["user", "-updated_at"], name="guji_grid_mine")]

    def __str__(self) -> str:
        return self.name


class GridRow(models.Model):
    """表格的一行: its cells by column key, and the record it was saved as, with the version it was read at.

    A row that knows its record stays when it is taken out of the grid: it may come back, and makes no second one.
    """

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="rows", db_index=False)
    key = models.CharField(max_length=24)
    cells = models.JSONField(_("内容"), default=dict)
    record_id = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(_("版次"), null=True, blank=True)
    changed = models.BooleanField(_("有改动"), default=True)

    class Meta:
        verbose_name = _("表格的行")
        verbose_name_plural = _("表格的行")
        ordering = ["grid", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "key"],
                name="guji_gridrow_once",
                violation_error_message=_("同一表格的行不能重复"),
            ),
            models.UniqueConstraint(
                fields=["grid", "record_id"],
                name="guji_gridrow_one_record",
                condition=models.Q(record_id__isnull=False),
                violation_error_message=_("一条记录在一个表格里只有一行"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.cells.get("title") or self.cells.get("entry") or self.key)
