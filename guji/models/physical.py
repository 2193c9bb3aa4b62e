"""The book as a thing: 版式, 裝幀, 裝具, 附件, 文種."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guji.models.base import DetailRow, flag_field, measure_field, number_field, of_book, once, text_field


class Layout(DetailRow):
    """版式: the page as printed or written, of the first leaf of juan one. Lengths in cm, of half a leaf."""

    book = of_book("layouts")
    frame_height = measure_field(_("框高"))
    frame_width = measure_field(_("框宽"))
    lines = text_field(_("半叶行数"))
    characters = text_field(_("行字数"))
    small = text_field(_("小字"))
    mouth = text_field(_("书口"))
    fishtail = text_field(_("鱼尾"))
    border = text_field(_("边栏"))
    ruled = text_field(_("界格"))
    centre_text = text_field(_("版心文字"))
    tiers = text_field(_("分栏"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("版式")
        verbose_name_plural = _("版式")
        constraints = once("layout")

    def __str__(self) -> str:
        return f"{self.lines}行{self.characters}字"


class Binding(DetailRow):
    """裝幀: form and size of a part of the set (or all of it). Lengths in cm."""

    book = of_book("bindings")
    binding = text_field(_("装帧形式"))
    height = measure_field(_("开本高"))
    width = measure_field(_("开本宽"))
    ce = number_field(_("册数"))
    cases = number_field(_("函数"))
    interleaved = flag_field(_("金镶玉"))
    cover = text_field(_("书衣"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("装帧")
        verbose_name_plural = _("装帧")
        constraints = once("binding")

    def __str__(self) -> str:
        return self.binding


class Case(DetailRow):
    """裝具: 函套, 夾板, 木匣 …"""

    book = of_book("cases")
    kind = text_field(_("装具"))
    count = number_field(_("数量"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("装具")
        verbose_name_plural = _("装具")
        constraints = once("case")

    def __str__(self) -> str:
        return self.kind


class Attachment(DetailRow):
    """附件: slips, letters, photographs kept with the book."""

    book = of_book("attachments")
    kind = text_field(_("种类"))
    count = number_field(_("数量"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        constraints = once("attachment")

    def __str__(self) -> str:
        return self.kind


class Script(DetailRow):
    """文種: a language or script of the text; ``code`` is ISO 639-3."""

    book = of_book("scripts")
    code = text_field(_("代码"))
    name = text_field(_("名称"))

    class Meta(DetailRow.Meta):
        verbose_name = _("文种")
        verbose_name_plural = _("文种")
        constraints = once("script")

    def __str__(self) -> str:
        return self.name or self.code
