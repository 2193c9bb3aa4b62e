"""The groups of settings of a profile: page, type, style, index, press; each setting with label, unit and bounds.

Sizes of the page are in millimetres, sizes of type in points. The defaults follow the printed series
《全國古籍普查登記目錄》: 185×260 mm, two columns, song face, full-width brackets. The words are only collected
here; the page that shows them puts them into its reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _


def number_setting(default: float, label: str, low: float, high: float, unit: str) -> Any:
    """Return a number between two bounds, in a unit."""
    return field(default=default, metadata={"label": label, "low": low, "high": high, "unit": unit})


def choice_setting(default: str, label: str, **choices: str) -> Any:
    """Return a field whose values are the keyword names, each with its words."""
    return field(default=default, metadata={"label": label, "choices": choices})


def text_setting(default: str, label: str) -> Any:
    """Return a line of text."""
    return field(default=default, metadata={"label": label})


def switch_setting(default: bool, label: str) -> Any:
    """Return a yes or no."""
    return field(default=default, metadata={"label": label})


@dataclass(frozen=True, slots=True)
class PageSettings:
    """開本與版心: the sheet and the type area on it, in millimetres."""

    width: float = number_setting(185, _("开本宽"), 90, 420, _("毫米"))
    height: float = number_setting(260, _("开本高"), 120, 600, _("毫米"))
    top: float = number_setting(25, _("天头"), 5, 100, _("毫米"))
    bottom: float = number_setting(22, _("地脚"), 5, 100, _("毫米"))
    inner: float = number_setting(22, _("订口"), 5, 100, _("毫米"))
    outer: float = number_setting(20, _("切口"), 5, 100, _("毫米"))
    columns: int = number_setting(2, _("正文栏数"), 1, 2, _("栏"))
    gap: float = number_setting(7, _("栏间"), 2, 30, _("毫米"))


@dataclass(frozen=True, slots=True)
class TypeSettings:
    """字號: sizes and line pitch (行距, baseline to baseline), in points."""

    body: float = number_setting(9.5, _("正文字号"), 6, 16, _("磅"))
    leading: float = number_setting(14, _("正文行距"), 7, 32, _("磅"))
    number: float = number_setting(9.5, _("编号字号"), 6, 16, _("磅"))
    number_weight: int = number_setting(700, _("编号粗细"), 200, 900, "")
    title_weight: int = number_setting(600, _("题名粗细"), 200, 900, "")
    sub: float = number_setting(8.5, _("子目字号"), 5, 16, _("磅"))
    sub_leading: float = number_setting(12, _("子目行距"), 6, 32, _("磅"))
    text: float = number_setting(10.5, _("前言字号"), 7, 18, _("磅"))
    text_leading: float = number_setting(19, _("前言行距"), 8, 40, _("磅"))
    heading: float = number_setting(16, _("标题字号"), 9, 36, _("磅"))
    head: float = number_setting(9, _("书眉字号"), 6, 14, _("磅"))
    index: float = number_setting(8.5, _("索引字号"), 5, 14, _("磅"))
    index_leading: float = number_setting(12, _("索引行距"), 6, 24, _("磅"))
    entry_space: float = number_setting(4.5, _("款目间距"), 0, 20, _("磅"))


@dataclass(frozen=True, slots=True)
class StyleSettings:
    """體例: how statements are worded and where their parts stand."""

    glyphs: str = choice_setting(
        "mainland", _("字形标准"), mainland=_("大陆繁体字形"), taiwan=_("台湾字形"), old=_("旧字形")
    )
    hyphen: str = choice_setting("half", _("编号连接符"), half=_("半角 -"), full=_("全角 －"))
    brackets: str = choice_setting("full", _("括号"), full=_("全角（）"), half=_("半角()"))
    dynasty: str = choice_setting("round", _("著者朝代"), round="（清）", tortoise="〔清〕", none="清")
    numerals: str = choice_setting("arabic", _("册数数字"), arabic="18冊", han="十八冊")
    extent: str = choice_setting("brackets", _("存缺卷"), brackets="存四卷（一至四）", colon="存四卷：一至四")
    number_line: str = choice_setting("own", _("编号与索书号"), own=_("另行"), run_in=_("与题名接排"))
    sub_works: str = choice_setting("run_in", _("丛书子目"), run_in=_("接排"), lines=_("分行"), none=_("不印"))
    sub_head: str = choice_setting("column", _("子目跨栏"), none=_("不重复丛书名"), column=_("每栏之首重复丛书名"))
    running_head: str = choice_setting(
        "both", _("书眉"), both=_("单位名与起止编号"), numbers=_("起止编号"), institution=_("单位名"), none=_("不设")
    )
    institution: str = choice_setting("page", _("各单位"), page=_("另页起"), run_in=_("接排"))
    direction: str = choice_setting("horizontal", _("排式"), horizontal=_("横排"), vertical=_("直排"))


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """索引."""

    reference: str = choice_setting("page", _("索引所指"), page=_("页码"), number=_("普查编号后七位"))
    columns: int = number_setting(3, _("索引栏数"), 1, 4, _("栏"))
    juan: bool = switch_setting(True, _("索引题名带卷数"))
    heads: bool = switch_setting(True, _("设字头索引"))
    titles: bool = switch_setting(True, _("设书名索引"))
    persons: bool = switch_setting(False, _("设著者索引"))


@dataclass(frozen=True, slots=True)
class PressSettings:
    """付印: what the press asks for beside the pages themselves.

    ``output_intent`` names an ICC file in the folder of colour profiles (settings ``ICC_DIR``); ``leaf`` is how thick
    two pages are, from which the spine's width follows.
    """

    bleed: float = number_setting(0, _("出血"), 0, 10, _("毫米"))
    crop_marks: bool = switch_setting(False, _("印裁切线"))
    output_intent: str = text_setting("", _("色彩特性文件"))
    max_pages: int = number_setting(0, _("每册页数上限（0 为不分册）"), 0, 3000, _("页"))
    leaf: float = number_setting(0.1, _("纸厚"), 0.04, 0.5, _("毫米"))


@dataclass(frozen=True, slots=True)
class VerticalSettings:
    """直排: lines within a double border, the fold with its fish tail, small text in two half columns.

    ``lines`` are those of a page; the page of a whole leaf (版心居中) has them on both sides of the fold.
    """

    lines: int = number_setting(11, _("每页行数"), 6, 30, _("行"))
    text_lines: int = number_setting(16, _("前言、目录每页行数"), 8, 36, _("行"))
    index_lines: int = number_setting(18, _("索引每页行数"), 8, 40, _("行"))
    index_tiers: int = number_setting(3, _("索引栏数"), 1, 5, _("栏"))
    title: float = number_setting(16, _("题名字号"), 8, 28, _("磅"))
    note: float = number_setting(8.5, _("夹注字号"), 5, 14, _("磅"))
    text: float = number_setting(12, _("前言字号"), 8, 20, _("磅"))
    index: float = number_setting(10, _("索引字号"), 6, 16, _("磅"))
    fold: str = choice_setting("outer", _("版心"), outer=_("在书口（半叶）"), middle=_("居中（整叶）"), none=_("不设"))
    fold_width: float = number_setting(9, _("版心宽"), 5, 25, _("毫米"))
    border: bool = switch_setting(True, _("四周双边"))
    rules: bool = switch_setting(True, _("界栏"))
    digits: str = choice_setting("han", _("阿拉伯数字"), han=_("作〇一二"), pairs=_("两位并立（纵中横）"))
