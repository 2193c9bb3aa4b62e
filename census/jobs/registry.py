"""Which kinds of long work there are, and what does them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from census.jobs.context import JobContext

Work = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind: its name, its function, and whether it may simply begin again after its worker died."""

    name: str
    work: Callable[..., Any]
    idempotent: bool

    def __call__(self, context: JobContext, **params: Any) -> Any:
        """Do the work."""
        return self.work(context, **params)


_KINDS: dict[str, JobKind] = {}


def job(name: str, *, idempotent: bool = False) -> Callable[[Work], Work]:
    """Declare a function as the work of a kind. Raises ``ValueError`` if another function has the name.

    The function is called with a :class:`~census.jobs.context.JobContext` and the job's params by keyword; what
    it returns (JSON) is the job's result. ``idempotent`` work is begun again when its worker died; other work
    is marked as failed.
    """

    def declare(work: Work) -> Work:
        known = _KINDS.get(name)
        if known is not None and (known.work.__module__, known.work.__qualname__) != (
            work.__module__,
            work.__qualname__,
        ):
            raise ValueError(f"job kind declared twice: {name}")
        _KINDS[name] = JobKind(name, work, idempotent)
        return work

    return declare


def kind_of(name: str) -> JobKind | None:
    """Return a kind by its name, ``None`` if nothing declared it."""
    if name not in _KINDS:
        _discover()
    return _KINDS.get(name)


@cache
def _discover() -> None:
    """Let every room declare its kinds, in a module ``jobs``: not before one is asked for, since what does long
    work (the compositor, say) is large and most processes never do any.
    """
    autodiscover_modules("jobs", "images.job")
