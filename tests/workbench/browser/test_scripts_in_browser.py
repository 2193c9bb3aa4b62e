"""The small scripts, part by part, as the browser loads them: patience, progress, sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from census.models import Job, JobState

Visit = Callable[..., Any]


@pytest.fixture
def page(visit: Visit, job: Job) -> Any:
    """A page of a job that has ended: nothing on it asks the server by itself."""
    Job.objects.update(state=JobState.DONE)
    opened = visit()
    opened.goto(reverse("job", args=[job.pk]))
    return opened


def call(page: Any, script: str, expression: str) -> Any:
    return page.evaluate(f"import('/static/workbench/{script}.js').then((module) => {{ {expression} }})")


def test_patience_grows_with_asking_and_doubles_with_failing(page: Any) -> None:
    delays = "return [0, 1, 2, 3, 50].map((asked) => module.nextDelay(asked, 0));"
    assert call(page, "job", delays) == [500, 1000, 1000, 2000, 2000]
    failing = "return [1, 2, 3, 4, 9].map((failures) => module.nextDelay(7, failures));"
    assert call(page, "job", failing) == [4000, 8000, 16000, 30000, 30000]


def test_a_state_is_shown_as_text_in_its_places(page: Any) -> None:
    call(
        page,
        "job",
        "module.show({label: '正在做', percent: 40, message: '<b>排版 4 条</b>', log: '甲\\n乙'}, document);",
    )
    assert page.locator("#job-state").inner_text() == "正在做"
    assert page.evaluate("document.querySelector('#job-progress').value") == 40
    assert page.locator("#job-message").inner_text() == "<b>排版 4 条</b>"
    assert page.locator("#job-log").inner_text() == "甲\n乙"


def test_the_log_follows_its_end_unless_one_reads_further_up(page: Any) -> None:
    long = "'行\\n'.repeat(400)"
    call(page, "job", f"module.show({{label: '', percent: 1, message: '', log: {long}}}, document);")
    log = "document.querySelector('#job-log')"
    at_end = f"{log}.scrollTop + {log}.clientHeight >= {log}.scrollHeight - 4"
    assert page.evaluate(at_end)
    page.evaluate(f"{log}.scrollTop = 30")
    call(page, "job", f"module.show({{label: '', percent: 2, message: '', log: {long} + '新'}}, document);")
    assert page.evaluate(f"{log}.scrollTop") == 30
    assert page.evaluate(f"{log}.textContent.endsWith('新')")


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KB"), (10240, "10 KB"), (1572864, "1.5 MB"), (3 * 1024**3, "3.0 GB")],
)
def test_sizes_are_said_as_a_person_would(page: Any, size: int, words: str) -> None:
    assert call(page, "drop", f"return module.sizeInWords({size});") == words
