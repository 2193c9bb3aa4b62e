"""Forms of the publishing room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from authority.models import Institution, Region
from catalog_export.policies import VolumePolicy
from catalog_export.queries import profile_choices, regions_with_records, with_records
from catalog_export.volumes.profile import DEFAULT_PROFILE


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
