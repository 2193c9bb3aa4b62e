"""What the page of a volume shows of a run: which run, which of its volumes, which pages as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from catalog_export.models import Run
from catalog_export.views.volumes import CHANGES, _change_lines, _pages, _part, _wanted, counts_of

THREE = [
    {"number": number, "label": f"第{number}冊", "file": f"register-{number:02d}.pdf", "pages": pages}
    for number, pages in enumerate((24, 25, 60), 1)
]


def asked(**query: str) -> Any:
    return RequestFactory().get("/volumes/1/", query)


@pytest.fixture
def run(tmp_path: Path, settings: Any) -> Run:
    """A set of three volumes whose files are there, kept in no database."""
    settings.VOLUME_DIR = tmp_path
    made = Run(number=3, volume_id=1, stem="register", pdf_digest="abc", pages=109, volumes=THREE)
    made.folder.mkdir(parents=True)
    for row in THREE:
        (made.folder / str(row["file"])).touch()
    return made


@pytest.mark.parametrize(
    ("query", "part"), [({}, 0), ({"part": "1"}, 1), ({"part": "3"}, 3), ({"part": "4"}, 0), ({"part": "0"}, 0)]
)
def test_a_volume_of_a_set_is_asked_for_by_its_number(run: Run, query: dict[str, str], part: int) -> None:
    assert _part(asked(**query), run) == part


@pytest.mark.parametrize("part", ["-1", "二", "２", "1.0", " 1", "1" * 7, "x"])
def test_what_is_no_number_asks_for_the_whole_set(run: Run, part: str) -> None:
    assert _part(asked(part=part), run) == 0


@pytest.mark.parametrize(
    ("part", "page", "first", "last", "before", "after"),
    [
        (1, "", 1, 24, None, None),
        (1, "25", 24, 24, 1, None),
        (2, "1", 1, 24, None, 25),
        (2, "25", 25, 25, 1, None),
        (3, "30", 30, 53, 6, 54),
        (3, "37", 37, 60, 13, None),
        (3, "0", 1, 24, None, 25),
        (3, "61", 60, 60, 36, None),
        (3, "999999", 60, 60, 36, None),
    ],
)
def test_twenty_four_pages_are_shown_from_the_one_asked_for(
    run: Run, part: int, page: str, first: int, last: int, before: int | None, after: int | None
) -> None:
    shown = _pages(asked(page=page), run, part)
    assert list(shown["pages"]) == list(range(first, last + 1))
    assert (shown["pictured"], shown["previous_page"], shown["next_page"]) == (part, before, after)


def test_without_its_file_no_page_is_promised(run: Run) -> None:
    (run.folder / "register-02.pdf").unlink()
    assert _pages(asked(), run, 2) == {"pages": []}
    run.pdf_digest = ""
    assert _pages(asked(), run, 1) == {"pages": []}


def test_a_run_is_asked_for_by_its_number_and_else_the_latest_that_was_set_is_shown() -> None:
    runs = [Run(number=4), Run(number=3, pdf_digest="c"), Run(number=2), Run(number=1, pdf_digest="a")]
    latest = runs[1]
    assert _wanted(asked(), runs, latest) is latest
    assert _wanted(asked(run="1"), runs, latest) is runs[3]
    assert _wanted(asked(run="4"), runs, latest) is runs[0], "one that failed has a log to look at"
    assert _wanted(asked(run="9"), runs, latest) is None
    assert _wanted(asked(), [runs[0]], None) is None


@pytest.mark.parametrize(("lines", "more"), [(0, 0), (CHANGES, 0), (CHANGES + 1, 1), (CHANGES + 12, 12)])
def test_fifty_changes_are_shown_and_the_others_counted(run: Run, lines: int, more: int) -> None:
    told = [f"改动　330000-1701-{number:07d}　周易九卷" for number in range(lines)]
    (run.folder / "register.changes.txt").write_text("\n".join(["改动 9 条", *told]) + "\n", encoding="utf-8")
    assert _change_lines(run) == {"change_lines": told[:CHANGES], "more_changes": more}


def test_a_run_compared_with_none_lists_no_changes(run: Run) -> None:
    assert _change_lines(run) == {}


def test_findings_are_counted_by_kind_gravest_first_and_of_no_run_there_are_none() -> None:
    run = Run(findings={"as_written": 3, "overfull": 1, "not_set": 2, "no_longer_a_kind": 5, "loose": 0})
    assert [(count.level, count.number) for count in counts_of(run)] == [("error", 2), ("error", 1), ("warning", 3)]
    assert counts_of(None) == []
