"""The form that takes a census sheet."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from authority.models import Institution
from census.models import ImportMode
from census.policies import Access
from workbench.importing import policies

ENDINGS = (".xlsx", ".csv", ".txt", ".tsv")


class ImportForm(forms.Form):
    """A sheet, whose it is, and how it is to be taken in."""

    file = forms.FileField(
        label=_("普查表格"),
        help_text=_("Excel 工作簿（.xlsx）或 CSV。先试导入，看过结果再入库。"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        required=False,
        to_field_name="code",
        label=_("收藏单位"),
        help_text=_("整个文件是一家的在此指明；表中各行自带单位的可以不选。"),
    )
    mode = forms.ChoiceField(label=_("入库后的状态"), widget=forms.RadioSelect)
    sheet = forms.CharField(
        required=False, label=_("工作表"), help_text=_("表格有多张工作表而要指定其一时填写，否则空着。")
    )
    column = forms.CharField(
        required=False, label=_("整条著录所在的列"), help_text=_("整条款目写在一格、而列名不叫“著录”时，写出列名。")
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        institution, mode = self.fields["institution"], self.fields["mode"]
        assert isinstance(institution, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        assert isinstance(mode, forms.ChoiceField)  # noqa: S101
        institution.queryset = policies.institutions(access)
        institution.empty_label = _("各行自带单位") if policies.reaches_all(access) else _("请选择")
        institution.required = not policies.reaches_all(access)
        own = list(institution.queryset[:2])
        if len(own) == 1:
            institution.initial = own[0].code
        choices = [(str(choice), choice.label) for choice in policies.modes(access)]
        mode.choices = choices
        mode.initial = choices[0][0] if choices else str(ImportMode.DRAFT)

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is too large or plainly something else; the content is looked at when it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size and file.size > settings.IMPORT_MAX_BYTES:
            most = settings.IMPORT_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("文件超过 %(most)s MB，请分成几份"), params={"most": most})
        if PurePath(file.name or "").suffix.lower() not in ENDINGS:
            raise forms.ValidationError(
                _("“%(name)s”不是 .xlsx 或 CSV；旧式 .xls 请另存为 .xlsx"), params={"name": file.name}
            )
        return file
