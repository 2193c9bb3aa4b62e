"""The store: building beside, swapping, and what it says of an index that cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from census.searching import Document, digest_of
from search.engine.protocol import IndexUnusable, Request
from search.engine.whoosh_store import WhooshStore
from search.engine.whoosh_store.builder import INDEX
from search.engine.whoosh_store.layout import folded
from search.language.tree import Term
from tests.search.engine.made_up import LAYOUT
from tests.search.engine.records import EVERYTHING, found, record, store_of


def index_of(folder: Path) -> Path:
    """The folder of the current index."""
    return folder / (folder / "current").read_text().strip()


def only(folder: Path, pattern: str) -> Path:
    return next(index_of(folder).glob(pattern))


def test_an_index_is_built_beside_the_one_in_use_and_counts_when_it_is_swapped_in(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(0)])
    engine = store.open()
    assert engine.search(Request(scope=EVERYTHING)).total == 1
    built = store.build([record(1), record(2)])
    assert engine.search(Request(scope=EVERYTHING)).total == 1
    store.swap(built)
    assert engine.search(Request(scope=EVERYTHING)).total == 2
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == [built]


def test_an_export_under_way_goes_on_in_the_index_in_which_it_began(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(number) for number in range(30)])
    keys = store.open().keys(Request(scope=EVERYTHING))
    first = next(keys)
    store.swap(store.build([]))
    assert first.record_id.int == 0
    assert [hit.record_id.int for hit in keys] == list(range(1, 30))


def test_a_build_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    def documents() -> Iterator[Document]:
        yield record(0)
        raise RuntimeError("the database went away")

    store = WhooshStore(tmp_path, LAYOUT)
    with pytest.raises(RuntimeError):
        store.build(documents())
    assert list(tmp_path.iterdir()) == []


def test_progress_tells_of_all_documents_and_doubles_count_once(tmp_path: Path) -> None:
    told: list[int] = []
    store = WhooshStore(tmp_path, LAYOUT)
    store.swap(store.build([record(1), record(1, "別本"), record(2)], told.append))
    assert told[-1] == 2
    assert found(store) == [1, 2]


def test_tidying_removes_what_was_never_used_and_keeps_what_is(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(0)])
    store.build([record(1)])
    (index_of(tmp_path) / f"_{INDEX}_7.toc.1234.5").write_bytes(b"half")
    (tmp_path / ".current.0123").write_text("half")
    store.tidy()
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [index_of(tmp_path).name]
    assert not list(tmp_path.rglob("*.toc.*"))
    assert not list(tmp_path.glob(".current.*"))
    assert found(store) == [0]


def test_all_keys_come_with_the_digests_that_a_check_compares(tmp_path: Path) -> None:
    documents = [record(number) for number in range(5)]
    store = store_of(tmp_path, documents)
    writer = store.writer()
    documents[3] = record(3, "改過的題名")
    writer.replace([documents[3]], [("book", documents[4].record_id)])
    writer.close()
    assert sorted(store.all_keys()) == sorted((one.kind, one.record_id, digest_of(one)) for one in documents[:4])


def test_the_state_tells_documents_schema_and_size(tmp_path: Path) -> None:
    state = store_of(tmp_path, [record(0), record(1)]).state()
    assert (state.usable, state.reason, state.documents, state.deleted) == (True, "", 2, 0)
    assert state.schema == LAYOUT.mark
    assert state.size == only(tmp_path, "*.seg").stat().st_size


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribble(path: Path) -> None:
    path.write_bytes(b"\0" * path.stat().st_size)


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no pointer": (lambda folder: (folder / "current").unlink(), "还没有"),
    "a pointer to nothing": (lambda folder: (folder / "current").write_text("index-0123456789abcdef"), "无效"),
    "a pointer out of the folder": (lambda folder: (folder / "current").write_text("../../etc"), "无效"),
    "a pointer of garbage": (lambda folder: (folder / "current").write_bytes(b"\xff\xfe\x00"), "还没有"),
    "no table of contents": (lambda folder: only(folder, "*.toc").unlink(), "缺少文件"),
    "half a table of contents": (lambda folder: truncate(only(folder, "*.toc")), "损坏"),
    "an empty table of contents": (lambda folder: only(folder, "*.toc").write_bytes(b""), "损坏"),
    "no segment": (lambda folder: only(folder, "*.seg").unlink(), "缺少文件"),
    "half a segment": (lambda folder: truncate(only(folder, "*.seg")), "损坏"),
    "an empty segment": (lambda folder: only(folder, "*.seg").write_bytes(b""), "损坏"),
    "a segment of zeros": (lambda folder: scribble(only(folder, "*.seg")), "损坏"),
    "no schema": (lambda folder: (index_of(folder) / "schema").unlink(), "结构"),
    "another schema": (lambda folder: (index_of(folder) / "schema").write_text("whoosh-0/x"), "结构"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_broken_index_is_said_to_be_unusable_and_why(tmp_path: Path, name: str) -> None:
    damage, reason = DAMAGES[name]
    store = store_of(tmp_path, [record(number) for number in range(50)])
    damage(tmp_path)
    with pytest.raises(IndexUnusable, match=reason):
        store.open().search(Request(Term("說文"), EVERYTHING))
    with pytest.raises(IndexUnusable, match=reason):
        list(store.all_keys())
    with pytest.raises(IndexUnusable, match=reason):
        store.writer()
    state = store.state()
    assert not state.usable
    assert reason[0] in state.reason


def test_a_broken_index_is_replaced_by_building_anew(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(0)])
    truncate(only(tmp_path, "*.seg"))
    engine = store.open()
    with pytest.raises(IndexUnusable):
        engine.search(Request(scope=EVERYTHING))
    store.swap(store.build([record(0), record(1)]))
    assert engine.search(Request(scope=EVERYTHING)).total == 2


def test_an_index_for_other_fields_is_not_read(tmp_path: Path) -> None:
    store_of(tmp_path, [record(0)])
    other = WhooshStore(tmp_path, replace(LAYOUT, texts=(*LAYOUT.texts, "seal")))
    assert not other.state().usable
    with pytest.raises(IndexUnusable, match="结构"):
        other.open().suggest("說", EVERYTHING)


def test_what_was_not_built_cannot_be_swapped_in(tmp_path: Path) -> None:
    store = store_of(tmp_path, [record(0)])
    built = store.build([record(1)])
    (built / "schema").unlink()
    with pytest.raises(IndexUnusable):
        store.swap(built)
    assert found(store) == [0]


@pytest.mark.parametrize("text", ["1十说解熙", "1𤣥〓1", "1中", "1三國"])
def test_what_follows_a_whole_text_is_compared_by_characters_not_bytes(tmp_path: Path, text: str) -> None:
    """The bytes of 十說 are among those of numerals and 卷: as bytes they passed for juan."""
    store = store_of(tmp_path, [record(0, edition=text), record(1, edition="1")])
    assert found(store, Term("1", field="edition", whole=True)) == [1]


def test_whoosh_itself_reads_terms_postings_and_columns(tmp_path: Path) -> None:
    documents = [record(number, edition="清刻本" if number % 300 else "稿本") for number in range(5000)]
    store_of(tmp_path, documents)
    with FileIndex(FileStorage(str(index_of(tmp_path))), indexname=INDEX).reader() as reader:
        assert reader.doc_count_all() == 5000
        title, edition = folded("title"), folded("edition")
        assert list(reader.postings(title, "段氏").all_ids()) == list(range(2, 5000, 7))
        assert list(reader.postings(edition, "稿本").all_ids()) == list(range(0, 5000, 300))
        several_blocks = list(reader.postings(edition, "刻本").all_ids())
        assert several_blocks == [number for number in range(5000) if number % 300]
        assert reader.doc_frequency(edition, "刻本") == len(several_blocks)
        digests = reader.column_reader("digest", reader.schema["digest"].column_type, translate=False)
        assert digests[4999].hex() == digest_of(documents[4999])
        years = reader.column_reader("year:first", reader.schema["year:first"].column_type, translate=False)
        assert years[17] == 1662
