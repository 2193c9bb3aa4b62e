"""The Django application of this room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class AuthorityConfig(AppConfig):
    """規範."""

    name = "authority"
    verbose_name = _("规范")

    def ready(self) -> None:
        """Keep this process's calendar in step with the dynasties and eras added here."""
        from authority.actions.local_eras import on_change

        for model in ("DynastyEntry", "EraEntry"):
            for signal in (post_save, post_delete):
                signal.connect(on_change, sender=self.get_model(model), dispatch_uid=f"local-eras-{model}")
