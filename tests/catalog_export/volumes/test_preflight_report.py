"""The preflight report says what was found, gravest first, in every form alike."""

import json

from catalog_export.volumes.preflight import (
    KINDS,
    PreflightReport,
    joined_reports,
    report_from_data,
    to_html,
    to_json,
    to_text,
)


def sample() -> PreflightReport:
    report = PreflightReport("浙江圖書館古籍普查登記目錄", records=12, pages=3, snapshot="abc")
    report.add("as_written", "版本：照印“清??刻本”", record_id="r1", number="330000-1701-0000001", field="edition")
    report.add("missing_character", "〓 U+2A700（𪜀）", record_id="r2", number="330000-1701-0000002", page="2")
    report.add("missing_character", "〓 U+2A701（𪜁）<b>", record_id="r2", number="330000-1701-0000002", page="2")
    return report


def test_errors_stand_before_warnings() -> None:
    assert sample().counts() == [("missing_character", 2), ("as_written", 1)]
    assert [finding.kind for finding in sample().ordered()] == ["missing_character"] * 2 + ["as_written"]


def test_a_report_comes_back_from_its_json() -> None:
    report = sample()
    again = report_from_data(json.loads(to_json(report)))
    assert again.findings == list(report.ordered())
    assert (again.title, again.records, again.pages, again.snapshot) == (report.title, 12, 3, "abc")


def test_text_names_number_page_and_what_to_do() -> None:
    text = to_text(sample())
    assert "〔错误〕缺字 2：字库中没有此字，印作〓" in text
    assert "  330000-1701-0000002　第 2 页　〓 U+2A700（𪜀）\n" in text


def test_text_says_how_many_it_left_out() -> None:
    text = to_text(sample(), limit=1)
    assert "U+2A701" not in text
    assert "另有 1 处" in text
    assert "另有" not in to_text(sample(), limit=2)
    assert "另有 2 处" in to_text(sample(), limit=0)


def test_the_report_is_told_line_by_line() -> None:
    sample_report = sample()
    sample_report.proof = True
    assert to_text(sample_report).splitlines() == [
        "浙江圖書館古籍普查登記目錄　12 条　3 页　校样",
        "〔错误〕缺字 2：字库中没有此字，印作〓；请安装含此字的字体，或提供造字",
        "  330000-1701-0000002　第 2 页　〓 U+2A700（𪜀）",
        "  330000-1701-0000002　第 2 页　〓 U+2A701（𪜁）<b>",
        "〔提醒〕印原文 1：有未能解析的部分，此项未按体例转换，照原文印出",
        "  330000-1701-0000001　版本：照印“清??刻本”",
    ]
    assert "错误：缺字（2）" in to_html(sample_report)
    assert "提醒：印原文（1）" in to_html(sample_report)


def test_html_is_escaped() -> None:
    page = to_html(sample())
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert "330000-1701-0000001" in page


def test_a_clean_volume_says_so() -> None:
    report = PreflightReport("甲")
    assert "没有发现问题" in to_text(report)
    assert "没有发现问题" in to_html(report)
    assert report.complete


def test_a_record_that_could_not_be_set_makes_the_volume_incomplete() -> None:
    report = sample()
    assert report.complete
    report.add("not_set", "款目为空", record_id="r3")
    assert not report.complete


def test_every_kind_says_level_name_and_advice() -> None:
    assert all(level in ("error", "warning") and name and advice for level, name, advice in KINDS.values())


def at_home(record_id: str) -> str:
    return f"https://guji.example.cn/records/{record_id}/?a=1&b=2"


def test_every_form_says_where_the_record_is() -> None:
    """A character set as 〓 is of use to an editor only with the way to its record."""
    assert '<a href="https://guji.example.cn/records/r2/?a=1&amp;b=2">330000-1701-0000002</a>' in to_html(
        sample(), at_home
    )
    assert "  330000-1701-0000002　第 2 页　〓 U+2A700（𪜀）　https://guji.example.cn/records/r2/" in to_text(
        sample(), address=at_home
    )
    rows = json.loads(to_json(sample(), at_home))["findings"]
    assert [row["address"] for row in rows] == [at_home(row["record_id"]) for row in rows]
    assert report_from_data(json.loads(to_json(sample(), at_home))).findings == list(sample().ordered())


def test_where_nobody_knows_the_server_the_records_path_is_told_and_no_dead_link_made() -> None:
    page = to_html(sample(), lambda record_id: f"/records/{record_id}/")
    assert "330000-1701-0000002 <small>/records/r2/</small>" in page
    assert "<a " not in page


def test_what_concerns_no_record_has_no_address() -> None:
    report = PreflightReport("甲")
    report.add("missing_character", "〓", number="前言")
    assert "<td>前言</td>" in to_html(report, at_home)
    assert "example" not in to_html(report, at_home) + to_text(report, address=at_home) + to_json(report, at_home)


def test_findings_of_a_set_are_told_with_their_volume_even_without_a_page() -> None:
    one, other = PreflightReport("甲", 1, 2), PreflightReport("甲", 3, 4)
    one.add("missing_character", "〓", number="前言")
    other.add("overfull", "行", number="330000-1701-0000009", page="12")
    joined = joined_reports("甲", [("第一冊", one), ("第二冊", other)])
    assert (joined.records, joined.pages) == (4, 6)
    assert [finding.place for finding in joined.ordered()] == ["第一冊", "第二冊第 12 页"]
    assert "前言　第一冊　〓" in to_text(joined)


def test_of_a_face_that_several_volumes_use_the_most_characters_are_told() -> None:
    """What each volume embeds is a part of the same face: adding them up would count 之 again and again."""
    volumes = []
    for number, used in enumerate(({"NotoSerif": 3000, "HanaMinB": 7}, {"NotoSerif": 3100}, {"NotoSerif": 2800}), 1):
        faces = [{"face": name, "characters": count} for name, count in used.items()]
        volumes.append((f"第{number}冊", PreflightReport("甲", proof=number == 2, faces=faces)))
    joined = joined_reports("甲", volumes)
    assert joined.faces == [{"face": "NotoSerif", "characters": 3100}, {"face": "HanaMinB", "characters": 7}]
    assert joined.proof
