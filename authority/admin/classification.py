"""Class trees: every change of structure goes through `authority.actions.class_tree`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from authority.actions.class_tree import AddNode, MoveNode, RenameNode
from authority.admin.tables import AuthorityAdmin, ModelAdmin, keeping
from authority.models import ClassMapping, ClassNode, ClassScheme


class ClassNodeForm(forms.ModelForm[ClassNode]):
    """A class and where it stands. The change is tried, and taken back, while the form is validated."""

    after = forms.ModelChoiceField(
        label=_("置于其后"),
        queryset=ClassNode.objects.none(),
        required=False,
        help_text=_("同级类目；空则不移动，新类目置于末尾"),
    )

    class Meta:
        model = ClassNode
        fields = ("scheme", "parent", "code", "name_hant", "name_hans", "printed_heading", "note", "active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_at = self.instance.parent_id
        nodes = ClassNode.objects.all()
        if self.instance.pk:
            nodes = nodes.filter(scheme=self.instance.scheme)
        for name in ("parent", "after"):
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = nodes

    def clean(self) -> dict[str, Any]:
        """Try the change; what the tree's action objects to becomes the form's error."""
        cleaned = super().clean() or {}
        if not self.errors:
            with transaction.atomic():
                self.carry_out(cleaned)
                transaction.set_rollback(True)
        return cleaned

    def carry_out(self, cleaned: dict[str, Any]) -> ClassNode:
        """Make the change in the tree and return the class. Raises ValidationError if it cannot be."""
        texts = {name: cleaned[name] for name in ("name_hant", "name_hans", "printed_heading", "note")}
        parent, after = cleaned.get("parent"), cleaned.get("after")
        if not self.instance.pk:
            return AddNode(cleaned["scheme"], parent, cleaned["code"], after=after, **texts).execute()
        node = ClassNode.objects.get(pk=self.instance.pk)
        if after is not None or (parent.pk if parent else None) != self.was_at:
            node = MoveNode(node, parent, after=after).execute()
        node = RenameNode(node, **texts).execute()
        if node.active != cleaned["active"]:
            node.active = cleaned["active"]
            node.save(update_fields=["active"])
        return node


@admin.register(ClassNode)
class ClassNodeAdmin(ModelAdmin[ClassNode]):
    """類目. Nothing is deleted here: a class is merged or retired, since records point to it."""

    form = ClassNodeForm
    list_display = ("indented_name", "code", "scheme", "active", "is_local")
    list_filter = ("scheme", "active", "is_local", "level")
    list_select_related = ("scheme",)
    search_fields = ("code", "name_hant", "name_hans")
    readonly_fields = ("is_local",)

    @admin.display(description=_("类目"))
    def indented_name(self, node: ClassNode) -> SafeString:
        """Return the name, set in by its level."""
        return format_html('<span style="padding-inline-start: {}em">{}</span>', 2 * node.level, node.name_hant)

    def get_readonly_fields(self, request: HttpRequest, obj: ClassNode | None = None) -> tuple[str, ...]:
        """Keep scheme and code as they are once a class exists."""
        return ("is_local",) if obj is None else ("is_local", "scheme", "code")

    def has_delete_permission(self, request: HttpRequest, obj: ClassNode | None = None) -> bool:
        """Allow no deletion."""
        return False

    def save_model(self, request: HttpRequest, obj: ClassNode, form: Any, change: bool) -> None:
        """Save through the tree's action."""
        try:
            saved = form.carry_out(form.cleaned_data)
        except ValidationError as error:
            self.message_user(request, "；".join(error.messages), level="error")
            return
        obj.pk = saved.pk
        obj._state.adding = False
        obj.refresh_from_db()


@admin.register(ClassScheme)
class ClassSchemeAdmin(AuthorityAdmin):
    """分類表."""

    form = keeping("key", "version")
    list_display = ("title", "key", "version", "is_current", "is_local")

    def has_delete_permission(self, request: HttpRequest, obj: ClassScheme | None = None) -> bool:
        """Allow deleting a scheme made here that has no classes."""
        return super().has_delete_permission(request, obj) and obj is not None and not obj.nodes.exists()


@admin.register(ClassMapping)
class ClassMappingAdmin(AuthorityAdmin):
    """類目對照."""

    list_display = ("old", "new", "note", "is_local")
    list_select_related = ("old", "new")
    raw_id_fields = ("old", "new")
