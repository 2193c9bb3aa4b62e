"""What is done to volumes: found one, have it set. One class, one change; policy, rows and job in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from authority.models import Institution, Region
from catalog_export.freezing import file_stem, subject_of
from catalog_export.models import Run, Volume
from catalog_export.policies import VolumePolicy
from catalog_export.queries import profile_named
from catalog_export.run_options import RunOptions
from census.errors import ActionRefused, NotAllowed
from census.jobs import enqueue
from census.models import Job

JOB_KIND = "typeset_register"


class CreateVolume:
    """Found a volume: of a region, or of institutions.

    Raises :class:`NotAllowed` beyond the user's reach and ``UnknownProfileError`` for a profile that is not there.
    """

    def __init__(
        self,
        user: Any,
        *,
        profile: str,
        region: Region | None = None,
        institutions: Iterable[Institution] = (),
        subject: str = "",
        proof: bool = False,
    ) -> None:
        self.user = user
        self.profile = profile
        self.region = region
        self.institutions = sorted(institutions, key=lambda institution: institution.code)
        self.subject = subject.strip()
        self.proof = proof

    def execute(self) -> Volume:
        """Check and write the volume."""
        policy = VolumePolicy.of(self.user)
        wanted = {institution.pk for institution in self.institutions}
        reached = set(policy.institutions().filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted != reached or (self.region and not policy.may_typeset_regions):
            raise NotAllowed("您的角色不能排印这些单位的书目")
        if bool(wanted) == bool(self.region):
            raise ActionRefused("请选一个地区，或至少一家收藏单位")
        profile_named(self.profile)
        with transaction.atomic():
            volume = Volume.objects.create(
                subject=self.subject or subject_of(self.region, self.institutions),
                region=self.region,
                profile=self.profile,
                proof=self.proof,
                created_by=self.user if self.user.is_authenticated else None,
            )
            volume.institutions.set(self.institutions)
        return volume


class StartRun:
    """Have a volume set as its records are now: a run with its number, and the job that sets it.

    ``options`` are what this run wants otherwise than the volume's profile; ``since`` is an earlier run of the volume
    to compare with. Raises :class:`NotAllowed` if the user may not set this volume, :class:`ActionRefused` for a run
    of another volume, and ``ProfileError`` for options that cannot stand.
    """

    def __init__(
        self, user: Any, volume: Volume, options: RunOptions | None = None, *, since: Run | None = None
    ) -> None:
        self.user = user
        self.volume = volume
        self.options = options or RunOptions()
        self.since = since

    def execute(self) -> Run:
        """Check, write the run, and queue its job once the row is there to be found."""
        if not VolumePolicy.of(self.user).may_typeset(self.volume):
            raise NotAllowed("您的角色不能排印这册书目")
        if self.since is not None and self.since.volume_id != self.volume.pk:
            raise ActionRefused("只能与同一种书目的早先一次排印比较")
        profile = self.options.applied(profile_named(self.volume.profile))
        codes = self.volume.institutions.values_list("code", flat=True)
        with transaction.atomic():
            volume = Volume.objects.select_for_update().get(pk=self.volume.pk)
            last = volume.runs.aggregate(last=Max("number"))["last"] or 0
            run = Run.objects.create(
                volume=volume,
                number=last + 1,
                stem=file_stem(volume.region, codes, proof=volume.proof),
                since=self.since,
                profile=profile.to_data(),
                proof=volume.proof,
                created_by=self.user,
            )
            job: Job = enqueue(JOB_KIND, f"排印《{volume}》第 {run.number} 次", {"run": run.pk}, user=self.user)
            run.job = job
            run.save(update_fields=["job"])
        return run
