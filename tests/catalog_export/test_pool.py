"""Processes side by side: what is done where, and what a dead one leaves."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from catalog_export.pool import Pool, WorkerDiedError


def begin() -> None:
    """Nothing to be told to a process of the tests."""


def die(job: int) -> int:
    os._exit(9)


def twice(job: int) -> int:
    return 2 * job


def whose(job: int) -> int:
    return os.getpid()


def fails(job: int) -> int:
    raise LookupError(job)


@pytest.fixture(params=[1, 2])
def pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    with Pool(request.param, begin) as opened:
        yield opened


def test_a_pool_gives_each_job_its_result(pool: Pool) -> None:
    assert sorted(pool.run(twice, range(5))) == [(0, 0), (1, 2), (2, 4), (3, 6), (4, 8)]
    assert list(pool.run(twice, [])) == []


def test_what_the_work_raises_comes_out_of_the_pool(pool: Pool) -> None:
    with pytest.raises(LookupError):
        list(pool.run(fails, range(3)))


def test_a_process_ended_from_outside_is_told_with_what_to_do() -> None:
    with Pool(2, begin) as pool, pytest.raises(WorkerDiedError, match="多半是内存不足"):
        list(pool.run(die, range(4)))


def test_a_single_job_needs_no_process_of_its_own(pool: Pool) -> None:
    assert dict(pool.run(whose, [1])) == {1: os.getpid()}


def test_once_there_are_processes_this_one_does_nothing_itself() -> None:
    """Else the index of a whole province would be set beside all that the first process keeps of its volumes."""
    with Pool(2, begin) as pool:
        assert os.getpid() not in dict(pool.run(whose, [1, 2, 3])).values()
        assert os.getpid() not in dict(pool.run(whose, [4])).values()
