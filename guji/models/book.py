"""The book record: the statements as written, and beside them what they were understood to say."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from census.models import WAITING_STATES, CensusRecord, State
from guji.queries import BookManager


class Book(CensusRecord):
    """One 部: a set of a book as one institution holds it. Only :mod:`guji.actions` writes it.

    The first block is what the cataloguer stated and is never changed by the program. The second is
    derived from it on every save by :func:`guji.derivation.derive`, for listing, filtering, checking and union;
    :class:`guji.models.Override` corrects it where the derivation is wrong.

    The indexes give each order in which lists are shown, and carry the state last: a reader's list and a
    reviewer's walk the same index without touching the table. None begins with the state, which SQLite, blind
    to how few states there are, would take instead of the order.
    """

    KIND = "book"

    title = models.TextField(_("题名卷数"), blank=True)
    title_source = models.TextField(_("题名依据"), blank=True)
    responsibility = models.TextField(_("著者"), blank=True)
    edition = models.TextField(_("版本"), blank=True)
    annotation = models.TextField(_("批校题跋"), blank=True)
    volumes = models.TextField(_("册数"), blank=True)
    extent = models.TextField(_("存缺卷"), blank=True)
    class_code = models.CharField(_("分类号"), max_length=40, blank=True)
    series = models.TextField(_("所属丛书"), blank=True)
    is_series = models.BooleanField(_("丛书"), default=False)
    is_republican = models.BooleanField(_("民国线装"), default=False)
    is_foreign = models.BooleanField(_("域外本"), default=False)
    edition_basis = models.TextField(_("版本依据"), blank=True)
    note = models.TextField(_("附注"), blank=True)

    title_main = models.TextField(_("正题名"), blank=True, editable=False)
    title_fold = models.TextField(blank=True, editable=False)
    title_sort = models.BinaryField(default=b"", blank=True)
    juan_total = models.PositiveIntegerField(_("总卷数"), null=True, editable=False)
    dynasty = models.CharField(_("版本朝代"), max_length=40, blank=True, editable=False)
    era = models.CharField(_("年号"), max_length=40, blank=True, editable=False)
    era_year = models.PositiveSmallIntegerField(_("年次"), null=True, editable=False)
    year_from = models.SmallIntegerField(_("公元起"), null=True, editable=False)
    year_to = models.SmallIntegerField(_("公元止"), null=True, editable=False)
    place = models.TextField(_("出版地"), blank=True, editable=False)
    maker = models.TextField(_("出版者"), blank=True, editable=False)
    edition_type = models.TextField(_("版本类型"), blank=True, editable=False)
    volumes_count = models.PositiveIntegerField(_("册数之数"), null=True, editable=False)
    volumes_unit = models.CharField(_("册数单位"), max_length=20, blank=True, editable=False)
    extent_kind = models.CharField(_("存或缺"), max_length=10, blank=True, editable=False)
    extent_count = models.PositiveIntegerField(_("存缺之数"), null=True, editable=False)
    is_complete = models.BooleanField(_("全"), default=True, editable=False)
    class_node = models.ForeignKey(
        "authority.ClassNode", on_delete=models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    class_path = models.TextField(_("类目"), blank=True, editable=False)
    derivation = models.CharField(max_length=40, blank=True, editable=False)

    objects: ClassVar[BookManager] = BookManager()

    class Meta(CensusRecord.Meta):
        verbose_name = _("古籍")
        verbose_name_plural = _("古籍")
        constraints = [
            *CensusRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(year_from__isnull=True) | Q(year_to__isnull=True) | Q(year_from__lte=models.F("year_to")),
                name="guji_book_years_in_order",
                violation_error_message=_("公元起止年颠倒"),
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "census_no", "state"], name="guji_book_by_number"),
            models.Index(fields=["census_no", "state", "institution"], name="guji_book_list"),
            models.Index(
                fields=["id", "state", "institution"], name="guji_book_unnumbered", condition=Q(census_no__isnull=True)
            ),
            models.Index(fields=["institution", "shelf_mark"], name="guji_book_shelf_mark"),
            models.Index(fields=["institution", "updated_at"], name="guji_book_recent"),
            models.Index(fields=["submitted_at"], name="guji_book_waiting", condition=Q(state__in=WAITING_STATES)),
            models.Index(fields=["institution", "updated_at"], name="guji_book_drafts", condition=Q(state=State.DRAFT)),
            models.Index(fields=["title_sort", "id", "state"], name="guji_book_by_title"),
            models.Index(fields=["year_from", "id", "state"], name="guji_book_by_year"),
            models.Index(fields=["class_code", "title_sort", "id", "state"], name="guji_book_by_class"),
            models.Index(fields=["title_fold"], name="guji_book_title_fold"),
        ]

    def __str__(self) -> str:
        return f"{self.census_no or ''} {self.title}".strip()
