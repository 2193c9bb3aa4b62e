"""Vocabularies (值表): the terms that a field may take, which an administrator can extend."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from authority.models.base import AuthorityRow


class Vocabulary(AuthorityRow):
    """A list of terms, known to the programs by its key (`role`, `binding`, `seal_style` …)."""

    key = models.SlugField(_("标识"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    note = models.TextField(_("备注"), blank=True)

    class Meta:
        verbose_name = _("值表")
        verbose_name_plural = _("值表")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class TermQuerySet(models.QuerySet["Term"]):
    """Terms, by the vocabulary they stand in."""

    def of(self, key: str) -> TermQuerySet:
        """Return the active terms of the vocabulary `key`, in their order."""
        return self.filter(vocabulary__key=key, active=True).order_by("position", "code")


class Term(AuthorityRow):
    """A term of a vocabulary; records keep the traditional name as written, programs use the code."""

    vocabulary = models.ForeignKey(
        Vocabulary, verbose_name=_("值表"), to_field="key", on_delete=models.CASCADE, related_name="terms"
    )
    code = models.CharField(_("代码"), max_length=40)
    parent_code = models.CharField(_("上位代码"), max_length=40, blank=True)
    name_hant = models.CharField(_("名称（繁体）"), max_length=60)
    name_hans = models.CharField(_("名称（简体）"), max_length=60, blank=True)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    position = models.PositiveIntegerField(_("次序"), default=0)
    note = models.TextField(_("说明"), blank=True)
    active = models.BooleanField(_("在用"), default=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("词")
        verbose_name_plural = _("词")
        ordering = ["vocabulary", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "code"],
                name="term_code_once_in_vocabulary",
                violation_error_message=_("这个代码在值表中已用"),
            ),
        ]

    def __str__(self) -> str:
        return self.name_hant
