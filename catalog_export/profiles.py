"""The house's own profiles: read from a form, checked, kept with every earlier state."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog_export.colour_profiles import intent_named, intent_names
from catalog_export.models import ProfileVersion, VolumeProfile
from catalog_export.policies import VolumePolicy
from catalog_export.typeset import ColourProfileError
from catalog_export.volumes.profile import Profile, ProfileProblem, builtin_profiles
from census.errors import InvalidData, NotAllowed

#: Groups of settings in the order of the form, and what they are called.
GROUPS = {
    "page": gettext_lazy("开本与版心"),
    "type": gettext_lazy("字号"),
    "style": gettext_lazy("体例"),
    "index": gettext_lazy("索引"),
    "press": gettext_lazy("付印"),
    "vertical": gettext_lazy("直排（排式选直排时才用）"),
}
#: What the profiles that come with the system are called, as their files have it.
BUILTIN_LABELS = (
    gettext_lazy("普查登记目录（185×260，双栏）"),
    gettext_lazy("普查登记目录（185×260，通栏）"),
    gettext_lazy("普查登记目录（210×285，双栏）"),
    gettext_lazy("普查登记目录（185×260，直排，四周双边，双行夹注）"),
    gettext_lazy("普查登记目录（册数用汉字，编号全角连接符，索引引编号）"),
)
#: The setting that names a file in the house's folder of colour profiles.
COLOUR_PROFILE = "press.output_intent"
#: Parameters of a message that are themselves words of the interface.
WORDS = frozenset({"label", "unit", "kind"})


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as a form shows it: its path (``page.width``), label, unit, bounds or choices, and value."""

    path: str
    label: str
    kind: str
    value: Any
    unit: str = ""
    low: float | None = None
    high: float | None = None
    step: str = "1"
    choices: Mapping[str, str] = dataclasses.field(default_factory=dict)
    problem: str = ""


def said(problem: ProfileProblem) -> str:
    """Return what is wrong with a setting in the reader's language."""
    params = {name: _(value) if name in WORDS and value else value for name, value in problem.params.items()}
    return _(problem.template).format(**params)


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """A group of settings as a form shows it."""

    name: str
    settings: list[Setting]

    @property
    def is_wrong(self) -> bool:
        """Whether one of them cannot stand: such a group must not be folded away."""
        return any(setting.problem for setting in self.settings)


def settings_of(profile: Profile, problems: tuple[ProfileProblem, ...] = ()) -> Iterator[SettingGroup]:
    """Yield the groups of a profile, each with its settings as a form shows them."""
    wrong = {problem.path: said(problem) for problem in problems}
    for group, name in GROUPS.items():
        settings = [_setting(group, item, getattr(profile, group), wrong) for item in _fields(profile, group)]
        yield SettingGroup(str(name), settings)


def _fields(profile: Profile, group: str) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(getattr(profile, group))


def _setting(group: str, item: dataclasses.Field[Any], values: Any, wrong: Mapping[str, str]) -> Setting:
    meta, path = item.metadata, f"{group}.{item.name}"
    label, unit = meta["label"], meta.get("unit")
    hint = get_type_hints(type(values))[item.name]
    value = getattr(values, item.name)
    choices = {key: _(words) for key, words in meta.get("choices", {}).items()}
    if path == COLOUR_PROFILE:
        choices = {"": _("不用"), **{name: name for name in (*intent_names(), value) if name}}
    kind = "choice" if choices else {bool: "switch", str: "text"}.get(hint, "number")
    return Setting(
        path,
        _(label),
        kind,
        value,
        _(unit) if unit else "",
        meta.get("low"),
        meta.get("high"),
        "1" if hint is int else "any",
        choices,
        wrong.get(path, ""),
    )


def data_from_post(posted: Mapping[str, str]) -> dict[str, Any]:
    """Return profile data from a form's fields (``page.width=185``); what is no number is kept as written."""
    data: dict[str, Any] = {}
    for group in GROUPS:
        values: dict[str, Any] = {}
        for item in _fields(Profile(), group):
            values[item.name] = _read(posted.get(f"{group}.{item.name}"), _hint(group, item.name))
        data[group] = {name: value for name, value in values.items() if value is not None}
    return data


def _hint(group: str, name: str) -> type:
    hints: dict[str, type] = get_type_hints(type(getattr(Profile(), group)))
    return hints[name]


def _read(written: str | None, kind: type) -> Any:
    """Return a field's value in its own kind; a switch that was not sent is off."""
    if kind is bool:
        return written is not None
    if written is None or kind is str:
        return written
    text = written.strip()
    try:
        return int(text) if kind is int or text.lstrip("-").isdigit() else float(text)
    except ValueError:
        return text


class SaveProfile:
    """Write one of the house's profiles, as a new version; what stays the same makes none.

    Raises :class:`NotAllowed` beyond the user's reach, and :class:`InvalidData` or ``ValidationError`` for a name
    or for settings that cannot stand.
    """

    def __init__(self, user: Any, name: str, label: str, data: dict[str, Any]) -> None:
        self.user, self.name, self.label, self.data = user, name.strip(), label.strip(), data

    def execute(self) -> ProfileVersion | None:
        """Check and write; return the new version, ``None`` where nothing changed."""
        if not VolumePolicy.of(self.user).may_edit_profiles:
            raise NotAllowed(_("您的角色不能改版式"))
        if self.name in builtin_profiles():
            raise InvalidData("name", _("“{name}”是系统自带的版式，请另取名称"), name=self.name)
        self._check_colour_profile()
        with transaction.atomic():
            row = VolumeProfile.objects.select_for_update().filter(name=self.name).first()
            if row is not None and (row.label, row.data) == (self.label, self.data):
                return None
            row = row or VolumeProfile(name=self.name)
            row.label, row.data = self.label, self.data
            try:
                row.full_clean()
            except ValidationError as error:
                raise InvalidData("profile", "{reason}", reason="；".join(error.messages)) from error
            row.save()
            return ProfileVersion.objects.create(profile=row, label=row.label, data=row.data, created_by=self.user)

    def _check_colour_profile(self) -> None:
        """Refuse a file that is not there or is none for a press: a volume would fail of it when it is set."""
        press = self.data.get("press") or {}
        try:
            intent_named(str(press.get("output_intent") or ""))
        except ColourProfileError as error:
            raise InvalidData(COLOUR_PROFILE, "{reason}", reason=str(error)) from error
