"""Pictures of a record (書影): each a file kept byte for byte, what it shows, where it stands; and their history."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from census.identifiers import new_key
from census.models.revision import ReadableJSON


class ImageRole(models.TextChoices):
    """What of the book a picture shows, in the order in which one meets it."""

    OPENING = "opening", _("卷端")
    TITLE_LEAF = "title_leaf", _("书名叶")
    COLOPHON = "colophon", _("牌记")
    PREFACE = "preface", _("序")
    CONTENTS = "contents", _("目录")
    END = "end", _("卷末")
    SEAL = "seal", _("钤印")
    NOTES = "notes", _("批校")
    FOLD = "fold", _("版心")
    BINDING = "binding", _("装帧")
    DAMAGE = "damage", _("破损")
    OTHER = "other", _("其他")


class ImageStatus(models.TextChoices):
    """How far a picture is."""

    ARRIVING = "arriving", _("上传中")
    CHECKING = "checking", _("检查中")
    READY = "ready", _("可用")
    REFUSED = "refused", _("未收下")


class ImageFormat(models.TextChoices):
    """What a file is by its content."""

    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    TIFF = "tiff", "TIFF"
    JP2 = "jp2", "JPEG 2000"
    WEBP = "webp", "WebP"


class ImageQuerySet(models.QuerySet["Image"]):
    """Pictures."""

    def of(self, kind: str, record_id: UUID) -> Self:
        """Keep those of one record, tombstones and refused ones too, in their order."""
        return self.filter(kind=kind, record_id=record_id).order_by("position", "id")

    def living(self) -> Self:
        """Leave out what was removed."""
        return self.filter(removed_at__isnull=True)

    def ready(self) -> Self:
        """Keep those that can be shown."""
        return self.living().filter(status=ImageStatus.READY)

    def visible_to(self, user: Any) -> Self:
        """Keep what ``user`` may see: pictures of records they may see, and of the institution's own all stages.

        Whoever sees a record only because it is public sees of its pictures only those that are ready.
        """
        from census.kinds import record_models, records_of
        from census.policies import Access

        access = Access.of(user)
        if access.everywhere:
            return self
        shown = Q(status=ImageStatus.READY, removed_at__isnull=True)
        condition = Q(pk__in=[])
        for kind in record_models():
            same = records_of(kind).filter(pk=OuterRef("record_id"))
            own = Q(Exists(same.filter(institution_id__in=sorted(access.institutions))))
            condition |= Q(kind=kind) & (own | (shown & Q(Exists(same.public()))))
        return self.filter(condition)


class Image(models.Model):
    """One picture of one record. Only :mod:`census.images.actions` and the job that looks at it write it.

    ``sha256`` and ``bytes`` are those of the file as it came, which is kept so; until it has arrived, as the sender
    announced them, who finds an unfinished upload again by its ``token``. ``width`` and ``height`` are in pixels,
    upright, as the file has them. ``shown`` says what was made to look at: ``width``, ``height`` of what the tiles
    show (less than the file's where it is very large), ``tile`` (its edge), ``factors``, ``page`` and ``thumb``
    (width, height). ``notes`` are codes of what the person should know though the file was taken
    (:mod:`census.images.answers`). ``refusal`` is the code of why it was not, ``refusal_params`` fill its words'
    places. A removed picture stays, with its file, as a tombstone.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(_("种类"), max_length=20)
    record_id = models.UUIDField()
    institution = models.ForeignKey(
        "authority.Institution", on_delete=models.PROTECT, related_name="+", verbose_name=_("收藏单位")
    )
    role = models.CharField(_("内容"), max_length=12, choices=ImageRole.choices, default=ImageRole.OTHER)
    position = models.PositiveIntegerField(_("次序"), default=0)
    caption = models.TextField(_("说明"), blank=True)
    name = models.TextField(_("文件名"))
    sha256 = models.CharField(max_length=64, blank=True)
    token = models.CharField(max_length=200, blank=True)
    bytes = models.PositiveBigIntegerField(_("字节"))
    format = models.CharField(_("格式"), max_length=5, choices=ImageFormat.choices, blank=True)
    width = models.PositiveIntegerField(_("宽"), null=True)
    height = models.PositiveIntegerField(_("高"), null=True)
    shown = models.JSONField(default=dict, blank=True, encoder=ReadableJSON)
    notes = models.JSONField(default=list, blank=True, encoder=ReadableJSON)
    status = models.CharField(_("状态"), max_length=8, choices=ImageStatus.choices, default=ImageStatus.ARRIVING)
    refusal = models.CharField(max_length=20, blank=True)
    refusal_params = models.JSONField(default=dict, blank=True, encoder=ReadableJSON)
    created_at = models.DateTimeField(_("加入时间"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("谁")
    )
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("书影")
        verbose_name_plural = _("书影")
        ordering = ["record_id", "position", "id"]
        indexes = [
            models.Index(fields=["record_id", "position"], name="census_image_record"),
            models.Index(fields=["sha256"], name="census_image_content"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record_id", "sha256"],
                condition=Q(removed_at__isnull=True, status__in=(ImageStatus.CHECKING, ImageStatus.READY)),
                name="census_image_once",
                violation_error_message=_("这条记录已有同一张书影"),
            ),
            models.CheckConstraint(
                condition=Q(status__in=ImageStatus.values) & Q(role__in=ImageRole.values),
                name="census_image_choices_known",
                violation_error_message=_("没有这样的书影状态或内容"),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(ImageStatus.CHECKING, ImageStatus.READY)) | Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="census_image_has_digest",
                violation_error_message=_("收下的书影须有 SHA-256"),
            ),
            models.CheckConstraint(
                condition=~Q(status=ImageStatus.READY)
                | Q(
                    width__isnull=False,
                    width__gte=1,
                    height__isnull=False,
                    height__gte=1,
                    format__in=ImageFormat.values,
                ),
                name="census_image_ready_whole",
                violation_error_message=_("可用的书影须有格式与尺寸"),
            ),
            models.CheckConstraint(
                condition=(Q(status=ImageStatus.REFUSED) & ~Q(refusal=""))
                | (~Q(status=ImageStatus.REFUSED) & Q(refusal="")),
                name="census_image_refusal_said",
                violation_error_message=_("未收下的书影须写明缘由"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImageAct(models.TextChoices):
    """What was done with pictures."""

    ADD = "add", _("加入书影")
    DESCRIBE = "describe", _("说明书影")
    ORDER = "order", _("排列书影")
    REMOVE = "remove", _("移除书影")
    RESTORE = "restore", _("恢复书影")


class ImageChange(models.Model):
    """One change of a record's pictures: who, when, what from what to what, why.

    Pictures alter no statement, so a change of them is no revision of the record and does not raise its version.
    ``diff`` maps role, caption, name or position to ``[before, after]``; for a new order, which concerns no single
    picture, ``order`` holds the keys in both.
    """

    image = models.ForeignKey(Image, on_delete=models.PROTECT, null=True, related_name="changes")
    kind = models.CharField(_("种类"), max_length=20)
    record_id = models.UUIDField()
    action = models.CharField(_("动作"), max_length=8, choices=ImageAct.choices)
    diff = models.JSONField(_("改动"), default=dict, encoder=ReadableJSON)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("谁"),
        db_index=False,
    )
    at = models.DateTimeField(_("何时"))
    reason = models.TextField(_("为何"), blank=True)

    class Meta:
        verbose_name = _("书影修改记录")
        verbose_name_plural = _("书影修改记录")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["record_id", "at"], name="census_imagechange_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} {self.action}"


class ImageQuota(models.Model):
    """How many bytes of files one institution may keep, where it is not what the settings give everybody."""

    institution = models.OneToOneField(
        "authority.Institution", on_delete=models.CASCADE, related_name="+", verbose_name=_("收藏单位")
    )
    bytes = models.PositiveBigIntegerField(_("字节"), help_text=_("1 GiB 为 1073741824 字节"))

    class Meta:
        verbose_name = _("书影容量")
        verbose_name_plural = _("书影容量")

    def __str__(self) -> str:
        return f"{self.institution}：{self.bytes:,}"
