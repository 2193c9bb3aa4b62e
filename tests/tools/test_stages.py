"""The stopwatch counts each second once, for the stage that is at work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks import stages
from benchmarks.stages import Stopwatch


class Clock:
    """A clock that stands until it is told that time passes."""

    def __init__(self) -> None:
        self.now = 0.0

    def process_time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(stages, "time", made)
    return made


def test_a_stage_stands_still_while_another_works_for_it(clock: Clock) -> None:
    watch = Stopwatch()
    clock.now += 5
    with watch.stage("outer"):
        clock.now += 1
        with watch.stage("inner"):
            clock.now += 2
        clock.now += 4
    clock.now += 8
    assert watch.seconds == {"outer": 5.0, "inner": 2.0}


def test_a_generator_is_not_counted_for_what_its_reader_does(clock: Clock) -> None:
    watch = Stopwatch()

    def numbers(last: int) -> Iterator[int]:
        for number in range(last):
            clock.now += 1
            yield number
        clock.now += 1

    read = []
    with watch.stage("reader"):
        for number in watch.feed("numbers", numbers)(3):
            clock.now += 10
            read.append(number)
    assert read == [0, 1, 2]
    assert watch.seconds == {"numbers": 4.0, "reader": 30.0}


def test_a_stage_that_fails_hands_back_to_the_one_before(clock: Clock) -> None:
    watch = Stopwatch()

    def fails() -> None:
        clock.now += 2
        raise LookupError

    with watch.stage("outer"):
        with pytest.raises(LookupError):
            watch.call("inner", fails)()
        clock.now += 1
    assert watch.seconds == {"outer": 1.0, "inner": 2.0}
