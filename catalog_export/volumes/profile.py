"""How a volume is to look, as data: the profile (體例與版式) that an editor chooses and may change.

Every setting carries its own label, unit and bounds (:mod:`catalog_export.volumes.profile_settings`), so that a file, a
form and a message all say the same.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from django.utils.translation import gettext_noop as _

from catalog_export.volumes.profile_settings import (
    IndexSettings,
    PageSettings,
    PressSettings,
    StyleSettings,
    TypeSettings,
    VerticalSettings,
    text_setting,
)

PROFILE_DIR = Path(__file__).parent / "profiles"
DEFAULT_PROFILE = "register"


@dataclass(frozen=True, slots=True)
class Profile:
    """A named set of settings of a volume: page, type, style, index, press, vertical."""

    name: str = text_setting(DEFAULT_PROFILE, _("名称"))
    label: str = text_setting("普查登记目录", _("显示名称"))
    page: PageSettings = field(default_factory=PageSettings)
    type: TypeSettings = field(default_factory=TypeSettings)
    style: StyleSettings = field(default_factory=StyleSettings)
    index: IndexSettings = field(default_factory=IndexSettings)
    press: PressSettings = field(default_factory=PressSettings)
    vertical: VerticalSettings = field(default_factory=VerticalSettings)

    @property
    def counts_in_han(self) -> bool:
        """Whether 冊數 are printed in Chinese numerals: where the profile says so, and where lines run down."""
        upright = self.style.direction == "vertical" and self.vertical.digits == "han"
        return upright or self.style.numerals == "han"

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


Group = TypeVar(
    "Group", Profile, PageSettings, TypeSettings, StyleSettings, IndexSettings, PressSettings, VerticalSettings
)


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
        problems.append(ProfileProblem(prefix, _("{path} 应是一组设置"), {"path": prefix.rstrip(".") or "profile"}))
        return kind()
    values: dict[str, Any] = {}
    known = {item.name: item for item in dataclasses.fields(kind)}
    hints = get_type_hints(kind)
    for name, value in data.items():
        path = f"{prefix}{name}"
        if name not in known:
            problems.append(ProfileProblem(path, _("没有“{path}”这项设置"), {"path": path}))
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
        return _choice_problem(about, metadata["choices"])
    if "low" in metadata:
        return _number_problem(about, metadata, kind)
    if isinstance(value, kind):
        return None
    return ProfileProblem(path, _("{label}（{path}）的值“{value}”类型不对"), about)


def _choice_problem(about: dict[str, Any], choices: Mapping[str, str]) -> ProfileProblem | None:
    """Return what is wrong with a value that must be one of a few names."""
    if isinstance(about["value"], str) and about["value"] in choices:
        return None
    template = _("{label}（{path}）只能是 {choices}，不能是“{value}”")
    return ProfileProblem(about["path"], template, {**about, "choices": "、".join(choices)})


def _number_problem(about: dict[str, Any], metadata: Mapping[str, Any], kind: type) -> ProfileProblem | None:
    """Return what is wrong with a value that must be a number between two bounds; a yes or no is none."""
    value = about["value"]
    is_number = isinstance(value, int if kind is int else int | float) and not isinstance(value, bool)
    if is_number and metadata["low"] <= value <= metadata["high"]:
        return None
    bounds = {key: metadata[key] for key in ("low", "high", "unit")} | {"kind": _("整数") if kind is int else _("数")}
    template = _("{label}（{path}）应是 {low} 至 {high}{unit}之间的{kind}，不能是“{value}”")
    return ProfileProblem(about["path"], template, {**about, **bounds})


def _proportions(profile: Profile) -> list[ProfileProblem]:
    """Return the combinations that leave no room: a type area too small, lines closer than the type is high."""
    problems = []
    page, sizes = profile.page, profile.type
    width = page.width - page.inner - page.outer
    column = (width - page.gap * (page.columns - 1)) / page.columns
    height = page.height - page.top - page.bottom
    if column < 40:
        problems.append(ProfileProblem("page", _("每栏只剩 {column:.0f} 毫米宽，至少要 40 毫米"), {"column": column}))
    if height < 60:
        problems.append(ProfileProblem("page", _("版心只剩 {height:.0f} 毫米高，至少要 60 毫米"), {"height": height}))
    index_column = (width - 4 * (profile.index.columns - 1)) / profile.index.columns
    if index_column < 28:
        problems.append(
            ProfileProblem("index", _("索引每栏只剩 {column:.0f} 毫米宽，至少要 28 毫米"), {"column": index_column})
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
                    _("行距（type.{pitch}）{leading} 磅小于字号（type.{name}）{size} 磅，行会相叠"),
                    {"pitch": pitch, "name": size, "leading": getattr(sizes, pitch), "size": getattr(sizes, size)},
                )
            )
    return problems


__all__ = [
    "DEFAULT_PROFILE",
    "IndexSettings",
    "PageSettings",
    "PressSettings",
    "Profile",
    "ProfileError",
    "ProfileProblem",
    "StyleSettings",
    "TypeSettings",
    "VerticalSettings",
    "builtin_profiles",
    "profile_from_data",
]


@cache
def builtin_profiles() -> dict[str, Profile]:
    """Return the profiles that come with the system, by name, in the order of their names."""
    profiles = {}
    for path in sorted(PROFILE_DIR.glob("*.json")):
        profile = profile_from_data(json.loads(path.read_text(encoding="utf-8")))
        profiles[profile.name] = profile
    return profiles
