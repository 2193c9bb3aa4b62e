"""Class trees (分類表): versioned data, with the way from an old node to a new one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from authority.models.base import AuthorityRow
from authority.nested_set import TreeNode


class ClassScheme(AuthorityRow):
    """A classification in one version, as `hanwen-guji` 2025-draft (漢文古籍分類表，徵求意見稿)."""

    key = models.SlugField(_("标识"), max_length=40)
    version = models.CharField(_("版本"), max_length=40)
    title = models.CharField(_("名称"), max_length=120)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    is_current = models.BooleanField(_("现行"), default=False)

    class Meta:
        verbose_name = _("分类表")
        verbose_name_plural = _("分类表")
        ordering = ["key", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"],
                name="class_scheme_version_once",
                violation_error_message=_("这个分类表已有这个版本"),
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(is_current=True),
                name="class_scheme_one_current",
                violation_error_message=_("每个分类表只有一个现行版本，请先取消另一个"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.version}）"


class ClassNodeQuerySet(models.QuerySet["ClassNode"]):
    """Classes, by scheme."""

    def current(self, key: str = "hanwen-guji") -> ClassNodeQuerySet:
        """Return the classes of the scheme's current version, retired ones too, in the order of the table."""
        return self.filter(scheme__key=key, scheme__is_current=True)


class ClassNode(AuthorityRow, TreeNode):  # type: ignore[django-manager-missing]
    """A class (部、類、屬、目、細目). `code` is its lasting name; ours, as no official code has been published."""

    scheme = models.ForeignKey(ClassScheme, verbose_name=_("分类表"), on_delete=models.PROTECT, related_name="nodes")
    code = models.CharField(_("类号"), max_length=40)
    name_hant = models.CharField(_("类名（繁体）"), max_length=60)
    name_hans = models.CharField(_("类名（简体）"), max_length=60, blank=True)
    printed_heading = models.CharField(
        _("印刷标题"), max_length=60, blank=True, help_text=_("分类目录中所排的标题，空则用类名")
    )
    note = models.TextField(_("说明"), blank=True)
    active = models.BooleanField(_("在用"), default=True)

    objects = ClassNodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("类目")
        verbose_name_plural = _("类目")
        ordering = ["tree_id", "lft"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="class_code_once_in_scheme",
                violation_error_message=_("这个类号在分类表中已用"),
            ),
        ]

    def __str__(self) -> str:
        return self.name_hant

    @property
    def heading(self) -> str:
        """The heading as printed: the heading of its own where there is one, else the name."""
        return self.printed_heading or self.name_hant

    def path(self, separator: str = "/") -> str:
        """Return the names from the root down to this class: 經部/易類/傳説之屬."""
        return separator.join(self.get_ancestors(include_self=True).values_list("name_hant", flat=True))


class ClassMapping(AuthorityRow):
    """From a class of an old version, or one merged away, to the class that takes its books."""

    old = models.ForeignKey(
        ClassNode, verbose_name=_("旧类目"), on_delete=models.CASCADE, related_name="mappings_to_new"
    )
    new = models.ForeignKey(
        ClassNode, verbose_name=_("新类目"), on_delete=models.PROTECT, related_name="mappings_from_old"
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("类目对照")
        verbose_name_plural = _("类目对照")
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"], name="class_mapping_once", violation_error_message=_("这一对照已经有了")
            ),
            models.CheckConstraint(
                condition=~Q(old=F("new")), name="class_mapping_leads_on", violation_error_message=_("新旧类目相同")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
