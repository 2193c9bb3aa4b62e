"""What volumes give to the index over all of them, and that merging it is the same as sorting it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import stroke_key
from catalog_export.typeset import elsewhere
from catalog_export.volumes.register.entry import IndexTitle
from catalog_export.volumes.register.title_index import head_of, sort_text
from catalog_export.volumes.series.cumulative import VolumeFile, reference_runs
from catalog_export.volumes.series.runs import MergedLine, Occurrence, Reference, merge_runs, write_run

NAMES = st.text("一丁七三大小王周易禮記本義〇□〓A1［］（）·　龍龘𠀋𪚥々", min_size=1, max_size=6)


@given(NAMES, NAMES)
def test_sort_texts_compare_as_the_keys_do(one: str, other: str) -> None:
    keys = [(not head_of(name), stroke_key(name)) for name in (one, other)]
    assert (sort_text(one) < sort_text(other)) == (keys[0] < keys[1])
    assert (sort_text(one) == sort_text(other)) == (keys[0] == keys[1])


@given(st.text(max_size=8))
def test_a_sort_text_stands_on_one_line_between_tabs(name: str) -> None:
    shown = "".join(name.split())
    assert not {"\t", "\n"} & set(sort_text(shown))


def named(line: MergedLine) -> list[tuple[int, str]]:
    return [(reference.volume, reference.page) for reference in line.references]


def printed(*references: tuple[int, str]) -> str:
    told = [Reference(volume, page, int(page), 0) for volume, page in references]
    return "".join(run.text for run in reference_runs(told, {}))


def found(name: str, page: int = 1, top: float = 700.0, text: str = "") -> Occurrence:
    return Occurrence(IndexTitle(text or name, name), str(page), page, top)


def merged(folder: Path, *volumes: list[Occurrence]) -> list[MergedLine]:
    paths = []
    for number, occurrences in enumerate(volumes, 1):
        paths.append(folder / f"{number}.run")
        write_run(paths[-1], number, occurrences)
    return list(merge_runs(paths))


def test_equal_titles_of_several_volumes_make_one_line(tmp_path: Path) -> None:
    lines = merged(
        tmp_path, [found("周易", 9), found("尚書", 2)], [found("周易", 3)], [found("周易", 7), found("大學", 1)]
    )
    assert [(line.text, named(line)) for line in lines] == [
        ("大學", [(3, "1")]),
        ("尚書", [(1, "2")]),
        ("周易", [(1, "9"), (2, "3"), (3, "7")]),
    ]


def test_references_follow_volume_then_page_then_height_and_are_named_once(tmp_path: Path) -> None:
    volume = [found("周易", 10), found("周易", 9, 100), found("周易", 9, 700), found("周易", 2)]
    (line,) = merged(tmp_path, [found("周易", 3)], volume)
    assert named(line) == [(1, "3"), (2, "2"), (2, "9"), (2, "10")]
    assert [reference.top for reference in line.references] == [700, 700, 700, 700], "the first on a page is led to"


def test_titles_of_one_name_with_other_juan_stay_apart_side_by_side(tmp_path: Path) -> None:
    lines = merged(
        tmp_path,
        [found("周易", text="周易十卷"), found("周易本義")],
        [found("周易", text="周易九卷")],
    )
    assert {line.text for line in lines[:2]} == {"周易十卷", "周易九卷"}
    assert lines[2].text == "周易本義"


@given(st.lists(st.lists(st.tuples(NAMES, st.integers(1, 30), st.integers(1, 700)), max_size=20), max_size=5))
def test_merging_is_sorting_the_union(
    tmp_path_factory: pytest.TempPathFactory, volumes: list[list[tuple[str, int, int]]]
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    lines = merged(folder, *([found(*each) for each in volume] for volume in volumes))
    union = {
        (sort_text(name), name, volume, page) for volume, rows in enumerate(volumes, 1) for name, page, _top in rows
    }
    assert [(sort_text(line.name), line.name, *where) for line in lines for where in named(line)] == [
        (key, name, volume, str(page)) for key, name, volume, page in sorted(union)
    ]


def test_lines_are_counted_under_their_first_characters(tmp_path: Path) -> None:
    counts = write_run(
        tmp_path / "1.run", 1, [found("周易"), found("周易", 4), found("周禮"), found("□集"), found("Abc")]
    )
    assert counts == {"周": 2, "": 2}


def test_merging_takes_no_more_memory_for_more_lines(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        paths = []
        for volume in range(1, 4):
            path = tmp_path / f"{count}-{volume}.run"
            write_run(path, volume, (found(f"周易{chr(0x4E00 + at % 5000)}本義", at % 900 + 1) for at in range(count)))
            paths.append(path)
        tracemalloc.start()
        total = sum(1 for _line in merge_runs(paths))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert total == min(count, 5000)
        return used

    assert peak(5000) < 1.3 * peak(1000) + 40_000


def test_a_volumes_number_is_printed_once_for_its_pages() -> None:
    assert printed((1, "7"), (1, "30"), (2, "5"), (12, "125")) == "一:7、30；二:5；十二:125"
    assert printed((3, "9")) == "三:9"


def test_a_reference_leads_to_its_page_in_the_volumes_file_and_what_parts_them_leads_nowhere() -> None:
    references = [Reference(1, "7", 7, 612.5), Reference(1, "30", 30, 100), Reference(2, "5", 5, 90)]
    files = {1: VolumeFile("register-01.pdf", 10), 2: VolumeFile("register-02.pdf", 6)}
    links = {run.text: run.link for run in reference_runs(references, files)}
    assert links == {
        "一:7": elsewhere("register-01.pdf", 16, 612.5),
        "、": "",
        "30": elsewhere("register-01.pdf", 39, 100),
        "；": "",
        "二:5": elsewhere("register-02.pdf", 10, 90),
    }
