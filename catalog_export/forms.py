"""Forms of the publishing room."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from authority.models import Institution, Region
from catalog_export.colour_profiles import intent_names
from catalog_export.models import Run, Volume
from catalog_export.policies import VolumePolicy
from catalog_export.profiles import said
from catalog_export.queries import (
    UnknownProfileError,
    profile_choices,
    profile_named,
    regions_with_records,
    with_records,
)
from catalog_export.run_options import RunOptions, options_between
from catalog_export.volumes.profile import DEFAULT_PROFILE, ProfileError


class VolumeForm(forms.Form):
    """What a new volume is to hold: a whole region, or institutions, of those that the user may set."""

    region = forms.ModelChoiceField(
        Region.objects.none(),
        required=False,
        label=_("地区"),
        empty_label=_("不按地区，选收藏单位"),
        help_text=_("选了地区，即收该地区（含下属各地）的全部单位。"),
    )
    institutions = forms.ModelMultipleChoiceField(
        Institution.objects.none(),
        required=False,
        label=_("收藏单位"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("可选一家或多家；各单位按代码先后分节。"),
    )
    subject = forms.CharField(
        required=False,
        max_length=120,
        label=_("书名冠词"),
        help_text=_("印在“古籍普查登記目錄”之前，用繁体；留空则用单位名或地区名。"),
        widget=forms.TextInput(attrs={"lang": "zh-Hant", "autocomplete": "off"}),
    )
    profile = forms.ChoiceField(label=_("版式"), choices=profile_choices, initial=DEFAULT_PROFILE)
    proof = forms.BooleanField(
        required=False, label=_("排校样"), help_text=_("校样收各审校阶段的著录，每页印“校样”字样；定稿只收省审通过者。")
    )

    def __init__(self, *args: Any, user: AbstractBaseUser | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = VolumePolicy.of(user)
        region, institutions = self.fields["region"], self.fields["institutions"]
        if isinstance(region, forms.ModelChoiceField) and policy.may_typeset_regions:
            region.queryset = regions_with_records()
        if isinstance(institutions, forms.ModelMultipleChoiceField):
            institutions.queryset = with_records(policy.institutions()).order_by("code")

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of region and institutions."""
        data = super().clean() or {}
        if bool(data.get("region")) == bool(data.get("institutions")) and not self.errors:
            message = _("地区与收藏单位只选一种") if data.get("region") else _("请选一个地区，或至少一家收藏单位")
            raise forms.ValidationError(message)
        return data


class EarlierRunField(forms.ModelChoiceField[Run]):
    """A choice of runs by number and day."""

    def label_from_instance(self, obj: Run) -> str:
        """Return what a run is called in the list."""
        words = gettext("第 {number} 次（{day}，{records} 条）")
        return words.format(number=obj.number, day=f"{localtime(obj.created_at):%Y-%m-%d}", records=obj.records)


class RunForm(forms.Form):
    """What one setting wants otherwise than its profile: how lines run, what goes to press, what it is compared with.

    An empty field means what the profile says. ``options`` and ``profile`` are there once the form is valid.
    """

    direction = forms.ChoiceField(
        required=False,
        label=_("排式"),
        choices=[("", _("照版式")), ("horizontal", _("横排")), ("vertical", _("直排"))],
        help_text=_("直排：四周双边、界栏、版心鱼尾，题名大字，其余双行夹注。"),
    )
    persons = forms.TypedChoiceField(
        required=False,
        label=_("著者索引"),
        choices=[("", _("照版式")), ("1", _("设")), ("0", _("不设"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        help_text=_("著者按笔画排；分册的，各册与总索引都有。"),
    )
    max_pages = forms.IntegerField(
        required=False,
        min_value=0,
        label=_("每册页数上限"),
        help_text=_(
            "一册装得下的页数。超过就分册：在两家单位之间断开，各册厚薄相近，另编总索引与书脊。0 为不分册；留空照版式。"
        ),
    )
    crop_marks = forms.TypedChoiceField(
        required=False,
        label=_("裁切线"),
        choices=[("", _("照版式")), ("1", _("印")), ("0", _("不印"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        help_text=_("印在成品之外，供印厂裁切。"),
    )
    bleed = forms.FloatField(
        required=False,
        label=_("出血（毫米）"),
        help_text=_("纸边之外多留的一圈，印厂一般要 3；本书没有印到纸边的图，可以为 0。留空照版式。"),
        widget=forms.NumberInput(attrs={"step": "any", "min": "0"}),
    )
    output_intent = forms.ChoiceField(
        required=False, label=_("色彩特性文件"), help_text=_("印厂给的 ICC 文件，由管理员放进服务器的文件夹。")
    )
    since = EarlierRunField(
        Run.objects.none(),
        required=False,
        label=_("与早先一次比较"),
        empty_label=_("不比较"),
        help_text=_("列出那次以来新增、撤销、改动的著录和有变动的页；校样上变动的款目旁有边线。"),
    )

    def __init__(self, *args: Any, profile: str, volume: Volume | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._profile_name = profile
        self.options = RunOptions()
        since, intents = self.fields["since"], self.fields["output_intent"]
        if volume is None:
            del self.fields["since"]
        elif isinstance(since, forms.ModelChoiceField):
            since.queryset = volume.runs.exclude(pdf_digest="")
        names = intent_names()
        if isinstance(intents, forms.ChoiceField):
            intents.choices = [("", _("照版式")), *((name, name) for name in names)]
        if not names:
            del self.fields["output_intent"]

    @property
    def wanted(self) -> list[str]:
        """What differs from the profile at first, in words: told while the form is folded."""
        found = []
        for field in self:
            if field.name != "since" and (value := field.value()) not in ("", None):
                choices = {str(key): words for key, words in getattr(field.field, "choices", ())}
                found.append(f"{field.label} {choices.get(str(value), value)}")
        return found

    def clean(self) -> dict[str, Any]:
        """Put the options into the profile; what cannot stand is said at its field."""
        data = super().clean() or {}
        wanted = {name: data.get(name) for name in asdict(RunOptions()) if data.get(name) not in ("", None)}
        self.options = RunOptions(**wanted)
        try:
            self.options.applied(profile_named(self._profile_name))
        except UnknownProfileError as error:
            raise forms.ValidationError(str(error)) from error
        except ProfileError as error:
            for problem in error.problems:
                name = problem.path.rpartition(".")[2]
                self.add_error(name if name in self.fields else None, said(problem))
        return data


def initial_of(volume: Volume, run: Run | None) -> dict[str, Any]:
    """Return what the form shows at first: what the last run wanted otherwise than the profile."""
    if run is None:
        return {}
    try:
        found = asdict(options_between(profile_named(volume.profile), run.profile))
    except (ProfileError, UnknownProfileError):
        return {}
    return {name: str(int(value)) if isinstance(value, bool) else value for name, value in found.items()}
