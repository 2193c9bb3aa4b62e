"""What is in the book: 序跋, 刻工, 批校題跋, 鈐印, 子目, 其他題名."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guji.models.base import DetailRow, flag_field, of_book, once, text_field


class Preface(DetailRow):
    """序跋: a preface or colophon, its author and date as signed."""

    book = of_book("prefaces")
    kind = text_field(_("类型"))
    dynasty = text_field(_("朝代"))
    author = text_field(_("撰人"))
    date_text = text_field(_("年月"))
    place = text_field(_("卷前或卷后"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("序跋")
        verbose_name_plural = _("序跋")
        constraints = once("preface")

    def __str__(self) -> str:
        return f"{self.author}{self.kind}"


class Engraver(DetailRow):
    """刻工: a craftsman named in the book, and what he did (寫, 刻, 印, 繪)."""

    book = of_book("engravers")
    name = text_field(_("姓名"))
    role = text_field(_("职能"))
    location = text_field(_("所在卷叶"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("刻工")
        verbose_name_plural = _("刻工")
        constraints = once("engraver")

    def __str__(self) -> str:
        return f"{self.name}{self.role}"


class AnnotationNote(DetailRow):
    """批校題跋: one hand in this copy; ``transcribed`` if it copies the notes of ``original_author`` (過錄)."""

    book = of_book("annotations")
    mode = text_field(_("方式"))
    dynasty = text_field(_("朝代"))
    author = text_field(_("姓名"))
    transcribed = flag_field(_("过录"))
    original_author = text_field(_("原批校者"))
    ink = text_field(_("墨色"))
    location = text_field(_("位置"))
    content = text_field(_("内容"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("批校题跋")
        verbose_name_plural = _("批校题跋")
        constraints = once("annotationnote")

    def __str__(self) -> str:
        return f"{self.author}{self.mode}"


class Seal(DetailRow):
    """鈐印: one seal; unread characters of ``text`` are □, one each."""

    book = of_book("seals")
    text = text_field(_("印文"))
    owner = text_field(_("印主"))
    style = text_field(_("朱文白文"))
    shape = text_field(_("形状"))
    size = text_field(_("大小"))
    location = text_field(_("位置"))
    institutional = flag_field(_("公藏章"))
    note = text_field(_("附注"))

    class Meta(DetailRow.Meta):
        verbose_name = _("钤印")
        verbose_name_plural = _("钤印")
        constraints = once("seal")

    def __str__(self) -> str:
        return self.text


class OtherTitle(DetailRow):
    """其他題名: a title found elsewhere in the book (內封, 版心, 書簽 …)."""

    book = of_book("other_titles")
    kind = text_field(_("出处"))
    title = text_field(_("题名"))

    class Meta(DetailRow.Meta):
        verbose_name = _("其他题名")
        verbose_name_plural = _("其他题名")
        constraints = once("othertitle")

    def __str__(self) -> str:
        return self.title


class SubWork(DetailRow):
    """子目: one work of a set; sets within sets hang under their ``parent``.

    ``path`` is the positions from the top, four digits each, joined by points: 0001, 0001.0002. It sorts the
    whole list into reading order with no tree machinery.
    """

    book = of_book("sub_works")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120, editable=False)
    title = text_field(_("题名卷数"))
    responsibility = text_field(_("著者"))
    edition = text_field(_("版本"))
    volumes = text_field(_("册次"))
    extent = text_field(_("存缺卷"))
    class_code = text_field(_("分类号"))
    note = text_field(_("附注"))

    class Meta:
        verbose_name = _("子目")
        verbose_name_plural = _("子目")
        ordering = ["book", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "path"], name="guji_subwork_once", violation_error_message=_("同一层内次序不能重复")
            ),
        ]

    def __str__(self) -> str:
        return self.title
