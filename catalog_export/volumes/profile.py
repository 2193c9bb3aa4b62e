"""How a volume is to look, as data: the profile (體例與版式) that an editor chooses and may change.

Every setting carries its own label, unit and bounds, so that a file, a form and a message all say the same.
Sizes of the page are in millimetres, sizes of type in points. The defaults follow the printed series
《全國古籍普查登記目錄》: 185×260 mm, two columns, song face, full-width brackets.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

PROFILE_DIR = Path(__file__).parent / "profiles"
DEFAULT_PROFILE = "register"


def _number(default: float, label: str, low: float, high: float, unit: str) -> Any:
    return field(default=default, metadata={"label": label, "low": low, "high": high, "unit": unit})


def _choice(default: str, label: str, **choices: str) -> Any:
    """Return a field whose values are the keyword names, an underscore before a name that is no identifier."""
    return field(default=default, metadata={"label": label, "choices": choices})


def _text(default: str, label: str) -> Any:
    return field(default=default, metadata={"label": label})


def _switch(default: bool, label: str) -> Any:
    return field(default=default, metadata={"label": label})


@dataclass(frozen=True, slots=True)
class PageSettings:
    """開本與版心: the sheet and the type area on it, in millimetres."""

    width: float = _number(185, "开本宽", 90, 420, "毫米")
    height: float = _number(260, "开本高", 120, 600, "毫米")
    top: float = _number(25, "天头", 5, 100, "毫米")
    bottom: float = _number(22, "地脚", 5, 100, "毫米")
    inner: float = _number(22, "订口", 5, 100, "毫米")
    outer: float = _number(20, "切口", 5, 100, "毫米")
    columns: int = _number(2, "正文栏数", 1, 2, "栏")
    gap: float = _number(7, "栏间", 2, 30, "毫米")


@dataclass(frozen=True, slots=True)
class TypeSettings:
    """字號: sizes and line pitch (行距, baseline to baseline), in points."""

    body: float = _number(9.5, "正文字号", 6, 16, "磅")
    leading: float = _number(14, "正文行距", 7, 32, "磅")
    number: float = _number(9.5, "编号字号", 6, 16, "磅")
    number_weight: int = _number(700, "编号粗细", 200, 900, "")
    title_weight: int = _number(400, "题名粗细", 200, 900, "")
    sub: float = _number(8.5, "子目字号", 5, 16, "磅")
    sub_leading: float = _number(12, "子目行距", 6, 32, "磅")
    text: float = _number(10.5, "前言字号", 7, 18, "磅")
    text_leading: float = _number(19, "前言行距", 8, 40, "磅")
    heading: float = _number(16, "标题字号", 9, 36, "磅")
    head: float = _number(9, "书眉字号", 6, 14, "磅")
    index: float = _number(8.5, "索引字号", 5, 14, "磅")
    index_leading: float = _number(12, "索引行距", 6, 24, "磅")
    entry_space: float = _number(4.5, "款目间距", 0, 20, "磅")


@dataclass(frozen=True, slots=True)
class StyleSettings:
    """體例: how statements are worded and where their parts stand."""

    glyphs: str = _choice("mainland", "字形标准", mainland="大陆繁体字形", taiwan="台湾字形", old="旧字形")
    hyphen: str = _choice("half", "编号连接符", half="半角 -", full="全角 －")
    brackets: str = _choice("full", "括号", full="全角（）", half="半角()")
    dynasty: str = _choice("round", "著者朝代", round="（清）", tortoise="〔清〕", none="清")
    numerals: str = _choice("arabic", "册数数字", arabic="18冊", han="十八冊")
    extent: str = _choice("brackets", "存缺卷", brackets="存四卷（一至四）", colon="存四卷：一至四")
    number_line: str = _choice("own", "编号与索书号", own="另行", run_in="与题名接排")
    sub_works: str = _choice("run_in", "丛书子目", run_in="接排", lines="分行", none="不印")
    running_head: str = _choice(
        "both", "书眉", both="单位名与起止编号", numbers="起止编号", institution="单位名", none="不设"
    )
    institution: str = _choice("page", "各单位", page="另页起", run_in="接排")


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """索引."""

    reference: str = _choice("page", "索引所指", page="页码", number="普查编号后七位")
    columns: int = _number(3, "索引栏数", 1, 4, "栏")
    juan: bool = _switch(True, "索引题名带卷数")
    heads: bool = _switch(True, "设字头索引")


@dataclass(frozen=True, slots=True)
class Profile:
    """A named set of settings of a volume: page, type, style, index."""

    name: str = _text(DEFAULT_PROFILE, "名称")
    label: str = _text("普查登记目录", "显示名称")
    page: PageSettings = field(default_factory=PageSettings)
    type: TypeSettings = field(default_factory=TypeSettings)
    style: StyleSettings = field(default_factory=StyleSettings)
    index: IndexSettings = field(default_factory=IndexSettings)

    def to_data(self) -> dict[str, Any]:
        """Return the profile as JSON-ready data, every setting spelt out."""
        return dataclasses.asdict(self)


@dataclass(frozen=True, slots=True)
class ProfileProblem:
    """One setting that cannot stand: its path, and why, in Simplified Chinese (``template`` with ``params``)."""

    path: str
    template: str
    params: Mapping[str, Any]

    @property
    def message(self) -> str:
        """The message in Simplified Chinese."""
        return self.template.format(**self.params)


class ProfileError(ValueError):
    """A profile that cannot be used. ``problems`` lists everything wrong with it, not only the first thing."""

    def __init__(self, problems: list[ProfileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(problem.message for problem in problems))


Group = TypeVar("Group", Profile, PageSettings, TypeSettings, StyleSettings, IndexSettings)


def profile_from_data(data: Any) -> Profile:
    """Return the profile that JSON data describes; what the data leaves out has its default.

    Raises :class:`ProfileError` naming every setting that is unknown, of the wrong kind or out of bounds, and
    every combination that leaves no room for text.
    """
    problems: list[ProfileProblem] = []
    profile = _read_group(Profile, data, "", problems)
    if not problems:
        problems.extend(_proportions(profile))
    if problems:
        raise ProfileError(problems)
    return profile


def _read_group(kind: type[Group], data: Any, prefix: str, problems: list[ProfileProblem]) -> Group:
    if not isinstance(data, Mapping):
        problems.append(ProfileProblem(prefix, "{path} 应是一组设置", {"path": prefix.rstrip(".") or "profile"}))
        return kind()
    values: dict[str, Any] = {}
    known = {item.name: item for item in dataclasses.fields(kind)}
    hints = get_type_hints(kind)
    for name, value in data.items():
        path = f"{prefix}{name}"
        if name not in known:
            problems.append(ProfileProblem(path, "没有“{path}”这项设置", {"path": path}))
        elif dataclasses.is_dataclass(hints[name]):
            values[name] = _read_group(hints[name], value, f"{path}.", problems)
        elif (problem := _value_problem(path, value, known[name].metadata, hints[name])) is not None:
            problems.append(problem)
        else:
            values[name] = value
    return kind(**values)


def _value_problem(path: str, value: Any, metadata: Mapping[str, Any], kind: type) -> ProfileProblem | None:
    """Return what is wrong with one value, ``None`` if nothing is."""
    about = {"path": path, "label": metadata["label"], "value": value}
    if "choices" in metadata:
        if isinstance(value, str) and value in metadata["choices"]:
            return None
        choices = "、".join(metadata["choices"])
        return ProfileProblem(path, "{label}（{path}）只能是 {choices}，不能是“{value}”", {**about, "choices": choices})
    if "low" in metadata:
        allowed = int if kind is int else int | float
        if isinstance(value, allowed) and not isinstance(value, bool) and metadata["low"] <= value <= metadata["high"]:
            return None
        bounds = {key: metadata[key] for key in ("low", "high", "unit")} | {"kind": "整数" if kind is int else "数"}
        template = "{label}（{path}）应是 {low} 至 {high}{unit}之间的{kind}，不能是“{value}”"
        return ProfileProblem(path, template, {**about, **bounds})
    if isinstance(value, kind):
        return None
    return ProfileProblem(path, "{label}（{path}）的值“{value}”类型不对", about)


def _proportions(profile: Profile) -> list[ProfileProblem]:
    """Return the combinations that leave no room: a type area too small, lines closer than the type is high."""
    problems = []
    page, sizes = profile.page, profile.type
    width = page.width - page.inner - page.outer
    column = (width - page.gap * (page.columns - 1)) / page.columns
    height = page.height - page.top - page.bottom
    if column < 40:
        problems.append(ProfileProblem("page", "每栏只剩 {column:.0f} 毫米宽，至少要 40 毫米", {"column": column}))
    if height < 60:
        problems.append(ProfileProblem("page", "版心只剩 {height:.0f} 毫米高，至少要 60 毫米", {"height": height}))
    index_column = (width - 4 * (profile.index.columns - 1)) / profile.index.columns
    if index_column < 28:
        problems.append(
            ProfileProblem("index", "索引每栏只剩 {column:.0f} 毫米宽，至少要 28 毫米", {"column": index_column})
        )
    pairs = (
        ("body", "leading"),
        ("number", "leading"),
        ("sub", "sub_leading"),
        ("text", "text_leading"),
        ("index", "index_leading"),
    )
    for size, pitch in pairs:
        if getattr(sizes, pitch) < getattr(sizes, size):
            problems.append(
                ProfileProblem(
                    f"type.{pitch}",
                    "行距（type.{pitch}）{leading} 磅小于字号（type.{name}）{size} 磅，行会相叠",
                    {"pitch": pitch, "name": size, "leading": getattr(sizes, pitch), "size": getattr(sizes, size)},
                )
            )
    return problems


@cache
def builtin_profiles() -> dict[str, Profile]:
    """Return the profiles that come with the system, by name, in the order of their names."""
    profiles = {}
    for path in sorted(PROFILE_DIR.glob("*.json")):
        profile = profile_from_data(json.loads(path.read_text(encoding="utf-8")))
        profiles[profile.name] = profile
    return profiles
