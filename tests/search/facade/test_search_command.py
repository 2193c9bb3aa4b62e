"""``manage.py search``: for scripts a stable object, for people lines; whoever asks sees what is theirs to see."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from census.models import State
from guji.models import Book
from search.management.commands import search as command
from tests.search.facade.everybody import Everybody

pytestmark = pytest.mark.django_db
NewBook = Callable[..., Book]


def told(*words: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("search", *words, stdout=out, **options)
    return out.getvalue()


def asked(*words: str, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told(*words, json=True, **options))
    return found


@pytest.fixture
def shuowen(new_book: NewBook) -> Book:
    return new_book(
        title="說文解字十五卷",
        responsibility="（漢）許慎撰",
        edition="清初毛氏汲古閣刻本",
        details={"sub_works": [{"title": "说文通检十四卷"}]},
    )


def test_the_object_that_scripts_read(shuowen: Book) -> None:
    found = asked("说文")
    assert found.pop("took_ms") > 0
    facets = {facet["name"]: facet for facet in found.pop("facets")}
    assert found == {
        "query": "说文",
        "total": 1,
        "capped": False,
        "offset": 0,
        "sort": "",
        "notice": "",
        "hints": [],
        "did_you_mean": [],
        "hits": [
            {
                "id": str(shuowen.pk),
                "kind": "book",
                "number": "330000-1701-0000001",
                "title": "說文解字十五卷",
                "tier": "begins",
                "why": [
                    {"field": "title", "label": "题名", "place": "", "text": "說文解字十五卷", "marks": [[0, 2]]},
                    {
                        "field": "title",
                        "label": "题名",
                        "place": "丛书子目",
                        "text": "说文通检十四卷",
                        "marks": [[0, 2]],
                    },
                ],
            }
        ],
    }
    assert facets["dynasty"] == {
        "name": "dynasty",
        "label": "版本朝代",
        "values": [{"value": "清", "label": "清", "count": 1, "selected": False, "parent": ""}],
    }


def test_lines_for_people(shuowen: Book) -> None:
    lines = told("说文").splitlines()
    assert lines[0] == "共 1 条"
    assert "版本朝代：清 1" in lines
    assert lines[-3:] == [
        f"1. 330000-1701-0000001  說文解字十五卷  [{shuowen.pk}]",
        "     题名：【說文】解字十五卷",
        "     题名（丛书子目）：【说文】通检十四卷",
    ]


def test_a_draft_has_no_number_yet(new_book: NewBook) -> None:
    new_book(State.DRAFT, title="爾雅三卷")
    assert "1. （未编号）  爾雅三卷" in told("爾雅")


def test_little_found_is_told_with_what_may_have_been_meant(shuowen: Book) -> None:
    lines = told("說文解宇").splitlines()
    assert lines[:2] == ["共 0 条", "您是不是要找：說文解字"]
    assert asked("說文解宇")["did_you_mean"] == [{"text": "說文解字", "field": "title", "records": 1}]


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({}, "root"),
        ({"public": True}, "nobody"),
        ({"user": "reader"}, "reader"),
        ({"user": "retired"}, "retired"),
        ({"user": "cataloguer1705"}, "cataloguer1705"),
        ({"user": "province_reviewer"}, "province_reviewer"),
    ],
)
def test_each_sees_their_own(everybody: Everybody, options: dict[str, Any], name: str) -> None:
    found = asked("秘阁书目", **options)
    assert {hit["id"] for hit in found["hits"]} == {str(key) for key in everybody.seen_by(name)}
    states = [facet for facet in found["facets"] if facet["name"] == "state"]
    assert bool(states) == (len(everybody.states_seen_by(name)) > 2)


def test_more_than_one_block_is_told_in_one_go(new_book: NewBook, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [new_book(title=f"說文解字{n}卷").census_no for n in range(1, 9)]
    monkeypatch.setattr(command, "BLOCK", 3)
    for limit, offset in ((20, 0), (7, 0), (3, 2), (4, 5), (6, 0)):
        found = asked("說文", limit=limit, offset=offset)
        assert [hit["number"] for hit in found["hits"]] == numbers[offset : offset + limit]
        assert (found["total"], found["offset"]) == (8, offset)
    assert f"3. {numbers[2]}" in told("說文", limit=1, offset=2)


def test_no_hits_wanted_still_counts(shuowen: Book) -> None:
    found = asked("說文", limit=0)
    assert (found["total"], found["hits"]) == (1, [])
    assert found["facets"]
    assert asked("說文", offset=5)["hits"] == []


def test_narrowed_ordered_and_exact(new_book: NewBook) -> None:
    old = new_book(title="說文解字十五卷", edition="明萬曆六年（1578）刻本").census_no
    new = new_book(title="说文解字十五卷", edition="清康熙六年（1667）刻本").census_no
    by_year = [hit["number"] for hit in asked("說文", sort="-year")["hits"]]
    assert by_year == [new, old]
    assert [hit["number"] for hit in asked("說文", sort="year")["hits"]] == [old, new]
    narrowed = asked("說文", facet=["dynasty=清", "completeness=complete"])
    assert [hit["number"] for hit in narrowed["hits"]] == [new]
    dynasty = next(facet for facet in narrowed["facets"] if facet["name"] == "dynasty")
    assert [(value["value"], value["count"], value["selected"]) for value in dynasty["values"]] == [
        ("明", 1, False),
        ("清", 1, True),
    ]
    assert asked("說文", facet=["dynasty=清", "dynasty=明"])["total"] == 2
    assert [hit["number"] for hit in asked("说文", exact=True)["hits"]] == [new]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"user": "無此人"}, "没有用户“無此人”"),
        ({"sort": "weight"}, "没有“weight”这种排序；现有：number、title、pinyin、year、class"),
        ({"facet": ["colour=red"]}, "没有“colour”这一分面；现有：kind、class"),
        ({"facet": ["dynasty"]}, "写的是“dynasty”"),
        ({"facet": ["dynasty="]}, "写的是“dynasty=”"),
        ({"facet": ["state=draft"], "public": True}, "没有“state”这一分面"),
        ({"limit": -1}, "--limit 应为不小于 0 的整数"),
        ({"offset": -1}, "--offset 应为不小于 0 的整数"),
    ],
)
def test_what_is_asked_wrongly_is_said_clearly(db: None, options: dict[str, Any], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        told("說文", **options)


@pytest.mark.parametrize("option", ["--limit", "--offset"])
def test_a_number_of_hits_that_is_none_is_refused_in_words(option: str, db: None) -> None:
    with pytest.raises(CommandError, match="应为不小于 0 的整数，写的是“許多”"):
        told(option, "許多", "說文")


def test_words_to_be_left_out_stand_behind_two_dashes(shuowen: Book, new_book: NewBook) -> None:
    new_book(title="說文釋例二十卷", responsibility="（清）王筠撰")
    assert "共 1 条" in told("--", "說文", "-王筠")


@pytest.mark.parametrize(
    "words",
    ["", "(((", '"', "NOT", "OR OR", "題名:", ":", "1573..", "\\", "%_[*", "é🀄\U000e0100", "□" * 40, "a" * 5000],
)
def test_a_query_never_fails(shuowen: Book, words: str) -> None:
    assert asked(words)["total"] >= 0


def test_words_may_come_one_by_one(shuowen: Book) -> None:
    assert asked("說文", "許慎")["query"] == "說文 許慎"
    assert asked("說文", "許慎")["total"] == 1
    assert asked()["total"] == 1
