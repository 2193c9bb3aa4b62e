"""The Django application of this room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class AuthorityConfig(AppConfig):
    """規範."""

    name = "authority"
    verbose_name = _("规范")

    def ready(self) -> None:
        """Keep this process's calendar in step with the dynasties and eras added here; have tables tell of changes."""
        from authority.actions.local_eras import on_change
        from authority.marks import mark_changes

        for model in ("DynastyEntry", "EraEntry"):
            for signal in (post_save, post_delete):
                signal.connect(on_change, sender=self.get_model(model), dispatch_uid=f"local-eras-{model}")
        post_migrate.connect(mark_changes, sender=self, dispatch_uid="authority-marks")
