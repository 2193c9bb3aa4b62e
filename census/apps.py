"""The Django application of this room."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class CensusConfig(AppConfig):
    """普查."""

    name = "census"
    verbose_name = "普查"

    def ready(self) -> None:
        """Let whoever is given or loses a role in the middle of a request have it, or lose it, from then on."""
        from census.models import Membership
        from census.policies import forget_memberships

        for signal in (post_save, post_delete):
            signal.connect(forget_memberships, sender=Membership, dispatch_uid="census.forget_memberships")
