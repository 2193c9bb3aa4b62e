"""Real processes on both databases: killed at every stage and at any moment, side by side, restored from backups."""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.nursery import Nursery
from tests.search.indexing.houses import House

ENGINE = "search.engine.whoosh_store.WhooshStore"
RECORDS = 12


@pytest.fixture
def house(nursery: Nursery, tmp_path: Path, database_url: str) -> Iterator[House]:
    """A library of a dozen books with an index of them."""
    house = House(nursery, tmp_path, database_url, ENGINE)
    try:
        house.do("prepare", str(RECORDS))
        house.do("manage", "rebuild_index")
        yield house
    finally:
        house.close()


#: One character each that stands in no other record.
FRESH = [f"新得{character}經一卷" for character in "鑿罇饔霡麤蠹"]


def test_what_is_saved_is_found_within_a_second(house: House) -> None:
    """A page's process, the indexer and one that saves; the machine may be busy with other things now and then."""
    house.indexer()
    found = house.folder / "found"
    found.mkdir()
    reader = house.start("find_each", str(found), *FRESH)
    reader.wait_for("ready")
    saved = json.loads(house.do("save_each", str(found), *FRESH).splitlines()[-1])
    seen = json.loads(reader.end().splitlines()[-1])
    delays = sorted(after - before for before, after in zip(saved, seen, strict=True))
    assert delays[len(delays) // 2] < 1, delays


#: Where an indexer dies, and at which call of that.
STAGES = {
    "rows read": "search.indexing.outbox:read:after:2",
    "documents made": "search.indexing.drain:gather:after:2",
    "index written": "search.indexing.drain:write:after:2",
    "note written": "search.indexing.folder:Folder.write_origin:after:3",
    "rows deleted, not committed": "search.indexing.outbox:forget:after:2",
    "committed": "search.indexing.folder:Folder.write_origin:before:4",
}


def test_killed_at_every_stage_nothing_acknowledged_is_lost(house: House) -> None:
    for number, stage in enumerate(STAGES.values()):
        indexer = house.indexer(DIE_AT=stage)
        until = house.folder / f"enough-{number}"
        writer = house.start("work", str(until), str(number))
        assert indexer.process.wait(240) == -signal.SIGKILL
        until.touch()
        writer.end()
        successor = house.indexer()
        assert house.settled()["aside"] == 0
        successor.kill()


def test_killed_at_any_moment_nothing_acknowledged_is_lost(house: House) -> None:
    chance = random.Random()
    seed = chance.randrange(1_000_000)
    print("seed", seed)  # told when the test fails
    chance.seed(seed)
    until = house.folder / "enough"
    writer = house.start("work", str(until), str(seed))
    for _ in range(6):
        indexer = house.indexer()
        time.sleep(chance.random() * 0.6)
        indexer.kill()
    until.touch()
    writer.end()
    house.indexer()
    house.settled()


def test_a_rebuild_among_changes_loses_none(house: House) -> None:
    until = house.folder / "enough"
    writer = house.start("work", str(until), "7")
    house.indexer()
    for _ in range(2):
        assert "已重建" in house.start("manage", "rebuild_index", BLOCK="1").end()
    until.touch()
    writer.end()
    house.settled()
    assert "一致" in house.do("manage", "rebuild_index", "--check")


#: Where a rebuild dies.
REBUILD_STAGES = (
    "search.indexing.rebuild:documents_of:after:6",
    "search.indexing.mark:end_rebuild:before:1",
    "search.indexing.mark:end_rebuild:after:1",
    "search.indexing.folder:Folder.write_origin:before:1",
)


def test_a_rebuild_that_is_killed_leaves_the_old_index_and_no_change_is_lost(house: House) -> None:
    until = house.folder / "enough"
    writer = house.start("work", str(until), "8")
    indexer = house.indexer()
    for stage in REBUILD_STAGES:
        rebuild = house.start("manage", "rebuild_index", BLOCK="1", DIE_AT=stage)
        assert rebuild.process.wait(240) == -signal.SIGKILL
        indexer.kill()  # the next one finds what was left, not the one that saw it happen
        indexer = house.indexer()
    until.touch()
    writer.end()
    house.settled()
    house.do("manage", "rebuild_index")
    assert len(list((house.folder / "var" / "index").glob("index-*"))) == 1


def test_a_second_indexer_waits_and_takes_over(house: House) -> None:
    first = house.indexer()
    second = house.start("manage", "run_indexer")
    second.wait_for("另一个索引进程正在工作，等候它结束")
    house.do("save", "國語二十一卷")
    house.settled()
    first.kill()
    second.wait_for("索引进程开始工作")
    house.do("save", "戰國策十卷")
    house.settled()


def test_told_to_stop_both_the_working_and_the_waiting_one_end_well(house: House) -> None:
    first = house.indexer()
    second = house.start("manage", "run_indexer")
    second.wait_for("等候它结束")
    for running in (second, first):
        running.process.terminate()
        running.end()


def test_without_an_index_one_is_built_by_itself_in_a_job(house: House) -> None:
    shutil.rmtree(house.folder / "var" / "index")
    house.indexer().wait_for("已排入重建任务")
    house.do("save", "國語二十一卷")
    assert house.show()["jobs"] == ["queued"]
    house.worker().end()
    shown = house.settled()
    assert shown["jobs"] == ["done"]
    assert shown["indexed"] == RECORDS + 1


def test_a_rebuild_whose_worker_is_killed_is_begun_again(house: House) -> None:
    shutil.rmtree(house.folder / "var" / "index")
    house.indexer().wait_for("已排入重建任务")
    worker = house.worker(BLOCK="1", DIE_AT="search.indexing.rebuild:documents_of:after:5")
    assert worker.process.wait(240) == -signal.SIGKILL
    house.worker().end()
    assert house.settled()["jobs"] == ["done"]
    assert len(list((house.folder / "var" / "index").glob("index-*"))) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the backup is that of the handbook, of SQLite's file")
def test_a_database_brought_back_from_a_backup_gets_its_index_anew(house: House) -> None:
    indexer = house.indexer()
    house.settled()
    database = Path(house.environment["DATABASE_URL"].removeprefix("sqlite:///"))
    with sqlite3.connect(database) as source, sqlite3.connect(house.folder / "backup") as backup:
        source.backup(backup)
    house.do("save", "國語二十一卷")
    assert house.settled()["indexed"] == RECORDS + 1
    indexer.kill()
    shutil.copy(house.folder / "backup", database)
    for suffix in ("-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    house.do("save", "戰國策十卷")
    house.indexer().wait_for("不是从这个数据库建立的")
    house.worker().end()
    assert house.settled()["indexed"] == RECORDS + 1


def test_a_folder_that_cannot_be_written_is_said_and_outlived(house: House) -> None:
    index = house.folder / "var" / "index"
    shutil.rmtree(index)
    index.write_text("no folder at all")
    running = house.start("manage", "run_indexer")
    running.wait_for("读写索引时系统出错")
    index.unlink()
    running.wait_for("索引进程开始工作")
    running.wait_for("已排入重建任务")
