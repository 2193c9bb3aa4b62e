"""Processes side by side for work that needs no database: whole volumes, each from files to files."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")
#: Loaded once, before the processes are begun.
PRELOAD = ["catalog_export.setting_worker"]
#: Seconds that a process is given to end.
END_WITHIN = 5


class WorkerDiedError(RuntimeError):
    """A process was ended by the system before it was done: most often for want of memory."""


class Pool:
    """Runs jobs in ``size`` processes, or in this one if that is 1 or all that there is to do is one job.

    Once there are processes this one does nothing but wait, so that what it holds (the lists of a whole province) does
    not stand beside a volume being set.

    The processes are begun from a clean one, not forked from this: a server has threads and connections that a fork
    would tear. Left by an exception, jobs that have not begun are dropped and those that have are ended, so that nobody
    writes into a folder that is being cleared.
    """

    def __init__(self, size: int, begin: Callable[[], None]) -> None:
        self._size, self._begin = size, begin
        self._executor: ProcessPoolExecutor | None = None
        self._others: set[BaseProcess] = set()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: Any) -> None:
        if self._executor is None:
            return
        self._executor.shutdown(wait=error[0] is None, cancel_futures=True)
        own = set(multiprocessing.active_children()) - self._others if error[0] else set()
        for process in own:
            process.terminate()
        for process in own:
            process.join(END_WITHIN)

    def run(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        """Yield each job with its result as it is done. Raises what the work raises."""
        waiting = list(jobs)
        if self._size < 2 or (len(waiting) < 2 and self._executor is None):
            for job in waiting:
                yield job, work(job)
            return
        yield from self._side_by_side(work, waiting)

    def _side_by_side(self, work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[tuple[Job, Result]]:
        executor = self._started()
        futures = {executor.submit(work, job): job for job in jobs}
        try:
            while futures:
                done, _ = wait(futures, return_when=FIRST_COMPLETED)
                for future in done:
                    yield futures.pop(future), future.result()
        except BrokenProcessPool as error:
            raise WorkerDiedError("排版进程被系统终止，多半是内存不足；请减少并行数（--jobs）后重排") from error

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            method = "spawn" if sys.platform == "win32" else "forkserver"
            self._others = set(multiprocessing.active_children())
            context = multiprocessing.get_context(method)
            if method == "forkserver":
                context.set_forkserver_preload(PRELOAD)
            self._executor = ProcessPoolExecutor(self._size, mp_context=context, initializer=self._begin)
        return self._executor
