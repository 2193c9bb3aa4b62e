"""The texts before and behind a volume, and every state they were in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog_export.models.version import Version


class FrontText(models.TextChoices):
    """The texts of a volume that its editors may write, in the order of the book."""

    PREFACE = "preface", _("前言")
    LIBRARY = "library", _("本馆前言")
    CONVENTIONS = "conventions", _("凡例")
    AFTERWORD = "afterword", _("后记")


class TextVersion(Version):
    """One state of a text: what it said from then on, who wrote it and when.

    ``Volume.texts`` holds what is set next; the newest version of a text says the same. An empty text means that
    the default one is used.
    """

    volume = models.ForeignKey(
        "catalog_export.Volume", models.CASCADE, related_name="text_versions", verbose_name=_("书目")
    )
    name = models.CharField(_("篇名"), max_length=20, choices=FrontText)
    text = models.TextField(_("文字"), blank=True)

    class Meta(Version.Meta):
        verbose_name = _("前后文旧稿")
        verbose_name_plural = _("前后文旧稿")
        indexes = [models.Index(fields=["volume", "name"], name="volume_text_versions")]

    def __str__(self) -> str:
        return f"{self.volume} {self.get_name_display()}"
