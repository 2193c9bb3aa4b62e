"""The one task that the queue knows: run the job with this key."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task


@task()
def run_job(job_id: str) -> None:
    """Run a job; whatever happens is written to its row, so the queue itself never sees a failure."""
    from census.jobs.running import run

    run(UUID(job_id))
