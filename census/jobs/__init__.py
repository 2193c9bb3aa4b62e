"""Long work: put in the queue with :func:`enqueue`, done by ``manage.py run_worker``, followed as a row.

A room declares a kind of work once::

    @job("typeset_register", idempotent=True)
    def typeset(context: JobContext, *, volume: int) -> dict[str, Any]:
        for done, part in enumerate(parts, 1):
            ...
            context.progress(done, len(parts), "排印正文")
        return {"pdf": path}

in a module ``jobs`` of the application, which is imported when a kind of work is first asked for.
"""

from census.jobs.context import JobCancelled, JobContext
from census.jobs.queue import cancel, enqueue, live
from census.jobs.recovery import recover
from census.jobs.registry import JobKind, job, kind_of
from census.jobs.running import run

__all__ = ["JobCancelled", "JobContext", "JobKind", "cancel", "enqueue", "job", "kind_of", "live", "recover", "run"]
