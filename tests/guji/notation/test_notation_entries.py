"""One-line entries: parts are known by what they are, wherever they stand."""

import pytest

from guji.notation import ParsedEntry, parse_entry, render_entry
from guji.notation.as_json import entry_json

REGISTER_LINE = (
    "330000-1701-0009901　善0099　國語二十一卷　（三國吳）韋昭注　補音三卷　（宋）宋庠撰　"
    "明嘉靖七年(1528)金李澤遠堂刻本　清惠棟校並跋　6冊　存二十卷（一至二十）"
)
UNION_LINE = (
    "東坡集四十卷　（宋）蘇軾撰　年譜一卷　（宋）王宗稷撰　"
    "明成化四年（1468）程宗刻本　丁丙跋　南京圖書館　存三十卷（一至三十）"
)


def kinds(entry: ParsedEntry) -> list[str]:
    """The kinds of the parts, in order."""
    return [part.kind for part in entry.parts]


def test_line_of_the_register() -> None:
    entry = parse_entry(REGISTER_LINE)
    assert entry.statements == {
        "census_no": "330000-1701-0009901",
        "shelf_mark": "善0099",
        "title": "國語二十一卷",
        "responsibility": "（三國吳）韋昭注　補音三卷　（宋）宋庠撰",
        "edition": "明嘉靖七年(1528)金李澤遠堂刻本",
        "annotation": "清惠棟校並跋",
        "holder": "",
        "volumes": "6冊",
        "extent": "存二十卷（一至二十）",
        "remark": "",
    }
    assert entry.complete
    assert entry.issues == ()
    assert render_entry(entry) == REGISTER_LINE


def test_line_of_a_union_list() -> None:
    entry = parse_entry(UNION_LINE)
    assert kinds(entry) == ["title", "responsibility", "edition", "annotation", "holder", "extent"]
    assert entry.holder == "南京圖書館"
    assert entry.volumes.items == ()
    assert render_entry(entry) == UNION_LINE


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("論語十卷　明刻本", ["title", "edition"]),
        ("論語十卷　明刻本　浙江圖書館", ["title", "edition", "holder"]),
        ("論語十卷　宋刻本　浙江圖書館", ["title", "edition", "holder"]),
        ("論語十卷　明刻本　芷蘭齋", ["title", "edition", "holder"]),
        ("論語十卷　（魏）何晏注　明刻本　杭州市臨川區圖書館", ["title", "responsibility", "edition", "holder"]),
        ("論語十卷　明刻本　毛扆校　上海圖書公司", ["title", "edition", "annotation", "holder"]),
        ("論語十卷　明刻本　黃丕烈　顧廣圻跋　國家圖書館", ["title", "edition", "annotation", "holder"]),
        ("論語十卷　清刻本　12冊", ["title", "edition", "volumes"]),
        ("論語十卷　清刻本　12冊　缺一卷（二）", ["title", "edition", "volumes", "extent"]),
        ("華嚴經疏序　勸善文　遼寫本　山西省應縣木塔文物管理所", ["title", "responsibility", "edition", "holder"]),
        (
            "330000-1701-0000001　普100　論語十卷　明刻本　4冊",
            ["census_no", "shelf_mark", "title", "edition", "volumes"],
        ),
        ("330000-1701-0000001　論語十卷　（魏）何晏注　明刻本", ["census_no", "title", "responsibility", "edition"]),
        ("330000-1701-0000001　(不詳)　論語十卷　明刻本", ["census_no", "shelf_mark", "title", "edition"]),
        (
            "存悔齋詩一卷　（元）龔璛撰　元俞楨抄本　張丑跋　補遺一卷　（明）朱存理輯　稿本　國家圖書館",
            ["title", "responsibility", "edition", "annotation", "title", "responsibility", "edition", "holder"],
        ),
        ("[鄉試錄]二種　寧波市天一閣博物館　浙江鄉試錄一卷　明刻本", ["title", "holder", "responsibility", "edition"]),
        ("本草綱目五十二卷　清刻本　卷三至四補配清抄本", ["title", "edition", "remark"]),
        ("兩漢金石記二十二卷　清刻本　西泠印社　卷一至四爲抄配", ["title", "edition", "holder", "remark"]),
        ("浙江官報　浙江官報局編　清宣統鉛印本　存三十六期", ["title", "responsibility", "edition", "extent"]),
        (
            "蘭亭序　（晉）王羲之書　宋刻石　明拓本　（清）翁方綱跋",
            ["title", "responsibility", "edition", "annotation"],
        ),
        ("秦書集存十四種　民國刻本　宋刻石考一卷　（清）葉昌熾撰", ["title", "edition", "title", "responsibility"]),
        (
            "日記不分卷　（清）李慈銘撰　稿本　浙江圖書館　存同治元年正月至三月　二年五月至六月",
            ["title", "responsibility", "edition", "holder", "extent"],
        ),
    ],
)
def test_parts_are_known_by_what_they_are(line: str, expected: list[str]) -> None:
    entry = parse_entry(line)
    assert kinds(entry) == expected
    assert entry.complete
    assert render_entry(entry) == line


def test_a_stone_and_its_rubbing_are_one_edition() -> None:
    edition = parse_entry("蘭亭序　（晉）王羲之書　宋刻石　明拓本").edition
    assert edition.type == "拓本"
    assert [(layer.dates[0].start.dynasty, layer.action) for layer in edition.layers] == [("宋", "刻石"), ("明", "拓")]


def test_parts_cover_the_line() -> None:
    entry = parse_entry(UNION_LINE)
    assert "".join(part.lead + part.text for part in entry.parts) == UNION_LINE
    for part in entry.parts:
        assert UNION_LINE[part.offset : part.offset + len(part.text)] == part.text


def test_brackets_may_hold_the_separator() -> None:
    line = "日記不分卷（道光元年　三年）　（清）姚元之撰　稿本"
    entry = parse_entry(line)
    assert entry.parts[0].text == "日記不分卷（道光元年　三年）"
    assert render_entry(entry) == line


def test_work_after_a_first_edition_keeps_its_author() -> None:
    entry = parse_entry("存悔齋詩一卷　（元）龔璛撰　元俞楨抄本　補遺一卷　（明）朱存理輯　稿本　國家圖書館")
    found = [
        (None if work is None else work.name, group.names[0].text)
        for work, group, _ in entry.responsibility.attributions()
    ]
    assert found == [(None, "龔璛"), ("補遺", "朱存理")]
    assert [edition.type for edition in entry.editions] == ["抄本", "稿本"]
    assert entry.title.name == "存悔齋詩"


def test_extent_is_checked_against_title_and_appended_works() -> None:
    line = "後漢書九十卷　（南朝宋）范曄撰　志三十卷　（晉）司馬彪撰　明刻本　浙江圖書館　存{}"
    assert parse_entry(line.format("一百二十卷")).issues == ()
    assert [issue.check for issue in parse_entry(line.format("一百二十二卷")).issues] == ["extent_count_beyond_total"]


def test_offsets_count_from_the_beginning_of_the_line() -> None:
    line = "論語十卷　（魏）何晏注　清康熙十二年(1773)刻本　浙江圖書館　存四卷（五至二）"
    found = {issue.check: line[issue.offset : issue.offset + issue.length] for issue in parse_entry(line).issues}
    assert found == {"era_year_mismatch": "清康熙十二年(1773)", "extent_range_order": "五至二"}


def test_what_finds_no_place_is_said() -> None:
    entry = parse_entry("330000-1701-0000001　善1　墨子十五卷　明刻本　［據檢索筆記］")
    assert [span.text for span in entry.unplaced] == ["［據檢索筆記］"]
    assert [issue.check for issue in entry.issues] == ["unplaced_text"]


@pytest.mark.parametrize(
    "line", ["", "　", "　　　", "\t", "存", "（", "）　（", "[", "本", "本　本　本", "330000-1701-0000001"]
)
def test_odd_lines_are_taken(line: str) -> None:
    entry = parse_entry(line)
    assert "".join(part.lead + part.text for part in entry.parts) in (line, "")


def test_line_with_spaces_or_tabs_only() -> None:
    for separator in (" ", "\t"):
        line = separator.join(["論語十卷", "（魏）何晏注", "明刻本"])
        assert kinds(parse_entry(line)) == ["title", "responsibility", "edition"]
        assert render_entry(parse_entry(line)) == line


def test_json_has_the_keys_that_are_promised() -> None:
    found = entry_json(parse_entry(UNION_LINE))
    promised = [
        "raw",
        "rendered",
        "unplaced",
        "title",
        "responsibility",
        "edition",
        "annotations",
        "holder",
        "extent",
        "issues",
    ]
    assert set(promised) <= set(found)
    assert found["rendered"] == UNION_LINE
    assert found["title"][0]["name"] == "東坡集"
    assert [(one["work"], one["dynasty"], one["names"], one["role"]) for one in found["responsibility"]] == [
        (None, "宋", ["蘇軾"], "撰"),
        ("年譜", "宋", ["王宗稷"], "撰"),
    ]
    edition = {
        key: found["edition"][key] for key in ("dynasty", "era", "year", "year_from", "year_to", "maker", "type")
    }
    assert edition == {
        "dynasty": "明",
        "era": "成化",
        "year": 4,
        "year_from": 1468,
        "year_to": 1468,
        "maker": "程宗",
        "type": "刻本",
    }
    assert found["annotations"][0]["names"] == ["丁丙"]
    assert found["extent"]["parts"] == [{"part": "", "ranges": [{"from": 1, "to": 30}]}]


def test_role_shared_across_dynasties_is_given_to_each_in_json() -> None:
    found = entry_json(parse_entry("楚辭二卷　（楚）屈原　宋玉　（漢）賈誼等撰　明刻本"))
    assert [(one["names"], one["role"], one["etc"]) for one in found["responsibility"]] == [
        (["屈原", "宋玉"], "撰", False),
        (["賈誼"], "撰", True),
    ]
