"""What is said of a picture: why a file was not taken, what one should know of one that was. One code, one answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from census.errors import ActionRefused
from census.models import Image, ImageFormat

#: Why a file is not taken → what its sender is told; ``found`` and the other places are filled by who found it.
REFUSALS: Mapping[str, str] = {
    "empty": gettext_noop("文件是空的（0 字节），请重新选择"),
    "too_large": gettext_noop("文件有 {size}，超过单个文件的上限 {limit}。请分卷扫描，或请管理员调高上限"),
    "quota": gettext_noop("本单位的书影容量是 {limit}，已用 {used}，放不下这个 {size} 的文件。请联系管理员增加容量"),
    "duplicate": gettext_noop("这条记录已有同一张书影（“{name}”），没有重复保存"),
    "damaged": gettext_noop("上传途中文件有损坏：校验值与您机器上的不符，没有收下。请重新上传"),
    "not_image": gettext_noop("这不是图片：内容是{found}。请上传 JPEG、PNG、TIFF、JPEG 2000 或 WebP"),
    "other_format": gettext_noop("{found} 格式不收。请另存为 JPEG、PNG、TIFF、JPEG 2000 或 WebP 后上传"),
    "eps": gettext_noop("这是 EPS（PostScript）：它是程序而不是照片，不能收。请导出为 TIFF 或 JPEG"),
    "svg": gettext_noop("这是 SVG：其中可以藏脚本，不能收。请导出为 PNG 或 JPEG"),
    "polyglot": gettext_noop("图片里夹带着{found}，可能是恶意文件，没有收下。请用看图软件另存一份再上传"),
    "truncated": gettext_noop("文件不完整：图像到中途就断了。请从扫描仪或相机重新拷贝"),
    "bomb": gettext_noop("文件只有 {size}，展开却有 {pixels} 百万像素，像是有意造的“炸弹”，没有打开"),
    "stuffed": gettext_noop("图中附带的文字或色彩数据展开后过大，像是有意造的“炸弹”，没有收下"),
    "too_many_pixels": gettext_noop(
        "图片有 {width}×{height}，共 {pixels} 百万像素；{kind} 的上限是 {limit} 百万像素。"
        "请缩小尺寸，或另存为分条的 TIFF"
    ),
    "animated": gettext_noop("文件里有 {pages} 幅图（动画或多页），一个文件只收一幅。请拆成单页后上传"),
    "unreadable": gettext_noop("认出是 {format}，但打不开：{found}。请用看图软件另存一份再上传"),
    "crashed": gettext_noop("解码程序打开这个文件时崩溃了，没有收下。请用看图软件另存一份再上传"),
    "lost": gettext_noop("服务器上的这个文件丢失或损坏了，请重新上传"),
    "timeout": gettext_noop("{seconds} 秒还没有看完这张图，已停止。请缩小尺寸，或另存为 TIFF 后上传"),
    "memory": gettext_noop("打开这张图所需内存超过上限 {limit}，已停止。请缩小尺寸，或另存为不压缩的 TIFF 后上传"),
}
#: What the cell found, by its code, in words.
FOUND: Mapping[str, str] = {
    "pdf": gettext_noop("PDF"),
    "zip": gettext_noop("ZIP 压缩包"),
    "archive": gettext_noop("压缩包"),
    "office": gettext_noop("Office 文件"),
    "program": gettext_noop("程序"),
    "page": gettext_noop("网页"),
    "script": gettext_noop("网页脚本"),
    "text": gettext_noop("文字"),
    "film": gettext_noop("录像"),
    "unknown": gettext_noop("认不出的数据"),
    "raw": gettext_noop("相机原始文件（RAW）"),
    "float": gettext_noop("浮点像素"),
    "progressive": gettext_noop("渐进式 JPEG"),
    **{str(one.value): str(one.label) for one in ImageFormat},
}
#: What one should know of a picture that was taken.
NOTES: Mapping[str, str] = {
    "extension_differs": gettext_noop("文件名的后缀与内容不符：内容是 {format}，按内容保存"),
    "reduced": gettext_noop("图片很大，放大浏览时最高 {width}×{height}；原件一字节未动"),
    "profile_ignored": gettext_noop("图中的色彩特性文件读不懂，浏览用的图未作色彩换算"),
    "gps_removed": gettext_noop("原件带有拍摄地点，浏览用的图已去除"),
}


class ImageRefused(ActionRefused):
    """A file that was not taken; ``code`` says why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(REFUSALS[code], **params)
        self.code = code


def size_words(count: int) -> str:
    """Return a number of bytes as people read it: 12.5 MiB."""
    value = float(count)
    for unit in ("B", "KiB", "MiB"):
        if value < 1024:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} GiB"


def refusal_words(image: Image) -> str:
    """Return why a picture was refused, in the reader's language; empty if it was not."""
    return _filled(REFUSALS[image.refusal], image.refusal_params) if image.refusal else ""


def note_words(image: Image) -> list[str]:
    """Return what one should know of a picture."""
    size = {"width": image.shown.get("width"), "height": image.shown.get("height")}
    places = {"format": image.get_format_display(), **size}
    return [_filled(NOTES[code], places) for code in image.notes if code in NOTES]


def told(image: Image) -> dict[str, Any]:
    """Return a picture as scripts are told of it."""
    return {
        "id": str(image.pk),
        "name": image.name,
        "size": image.bytes,
        "status": image.status,
        "status_words": image.get_status_display(),
        "role": image.role,
        "caption": image.caption,
        "position": image.position,
        "format": image.format,
        "width": image.width,
        "height": image.height,
        "refusal": image.refusal,
        "message": refusal_words(image),
        "notes": note_words(image),
    }


def _filled(template: str, params: Mapping[str, Any]) -> str:
    """Return the words; codes of what was found are put in words too, and bytes as people read them."""
    return gettext(template).format(**{name: _in_words(name, value) for name, value in params.items()})


def _in_words(name: str, value: Any) -> Any:
    return gettext(FOUND[value]) if name in ("found", "kind", "format") and value in FOUND else value
