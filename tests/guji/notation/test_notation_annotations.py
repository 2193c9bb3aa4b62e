"""批校題跋: who shares an act, what was copied from whom, where a name ends and an act begins."""

import pytest

from guji.notation import Annotations, parse_annotations, render_annotations


def shape(annotations: Annotations) -> list[tuple[str, list[str], str, str]]:
    """Dynasty, names, 等, mode of each item."""
    return [(item.dynasty, [name.text for name in item.names], item.etc, item.mode) for item in annotations.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("丁丙跋", [("", ["丁丙"], "", "跋")]),
        (
            "朱大韶　余集　阮元跋　翁方綱跋並題詩",
            [("", ["朱大韶", "余集", "阮元"], "", "跋"), ("", ["翁方綱"], "", "跋並題詩")],
        ),
        ("佚名批點", [("", ["佚名"], "", "批點")]),
        ("清惠棟校並跋", [("清", ["惠棟"], "", "校並跋")]),
        ("清惠棟校並跋　清錢士真跋", [("清", ["惠棟"], "", "校並跋"), ("清", ["錢士真"], "", "跋")]),
        ("（明）唐寅跋", [("明", ["唐寅"], "", "跋")]),
        ("唐翰題跋", [("", ["唐翰題"], "", "跋")]),
        ("唐翰題　章鈺跋", [("", ["唐翰題", "章鈺"], "", "跋")]),
        ("宋葆淳跋", [("", ["宋葆淳"], "", "跋")]),
        ("葉昌熾題識", [("", ["葉昌熾"], "", "題識")]),
        ("王仁俊　吳湖帆等題識", [("", ["王仁俊", "吳湖帆"], "等", "題識")]),
        ("方來等二十四人題詩", [("", ["方來"], "等二十四人", "題詩")]),
        ("小殘卷齋主人跋", [("", ["小殘卷齋主人"], "", "跋")]),
        ("在宥批校並跋", [("", ["在宥"], "", "批校並跋")]),
        ("馮武抄補並跋", [("", ["馮武"], "", "抄補並跋")]),
        ("馮夢禎校並補缺葉", [("", ["馮夢禎"], "", "校並補缺葉")]),
        ("清高宗弘曆題詩", [("清", ["高宗弘曆"], "", "題詩")]),
        ("日本山本北山批注", [("日本", ["山本北山"], "", "批注")]),
        ("釋清恒題詩", [("", ["釋清恒"], "", "題詩")]),
        ("傅增湘　張宗祥校並跋", [("", ["傅增湘", "張宗祥"], "", "校並跋")]),
    ],
)
def test_names_and_acts(text: str, expected: list[tuple[str, list[str], str, str]]) -> None:
    parsed = parse_annotations(text)
    assert shape(parsed.structure) == expected
    assert parsed.complete
    assert render_annotations(parsed.structure) == text


@pytest.mark.parametrize(
    ("text", "names", "originals", "copied"),
    [
        ("吳騫校跋並錄周春批校", ["吳騫"], ["周春"], "批校"),
        ("錢士真跋並錄清錢曾跋", ["錢士真"], ["錢曾"], "跋"),
        ("沈巖錄何焯批校", ["沈巖"], ["何焯"], "批校"),
        ("沈巖過錄何焯　陳景雲批校", ["沈巖"], ["何焯", "陳景雲"], "批校"),
        ("韓應陛跋並錄袁表、袁褧、袁廷檮題識", ["韓應陛"], ["袁表", "袁褧", "袁廷檮"], "題識"),
        ("王振聲錄唐順之茅坤何焯批校", ["王振聲"], ["唐順之", "茅坤", "何焯"], "批校"),
        ("莫友芝錄胡震亨何焯等批校", ["莫友芝"], ["胡震亨", "何焯"], "批校"),
    ],
)
def test_copied_notes(text: str, names: list[str], originals: list[str], copied: str) -> None:
    parsed = parse_annotations(text)
    (item,) = parsed.structure.items
    act = next(act for act in item.acts if act.originals)
    assert act.transcribed
    assert [name.text for name in item.names] == names
    assert [name.text for group in act.originals for name in group.names] == originals
    assert act.copied == copied
    assert render_annotations(parsed.structure) == text


@pytest.mark.parametrize(
    ("text", "originals", "copied", "acts"),
    [
        ("佚名過錄（清）惠棟批校", [("清", ["惠棟"])], "批校", ["過錄"]),
        ("（清）沈大成錄（清）惠棟批校並跋", [("清", ["惠棟"])], "批校", ["錄", "跋"]),
        ("（清）吳騫跋並錄（清）盧文弨校", [("清", ["盧文弨"])], "校", ["跋", "錄"]),
        ("（清）佚名過錄（清）惠棟、（清）何焯批校", [("清", ["惠棟"]), ("清", ["何焯"])], "批校", ["過錄"]),
        ("（清）佚名過錄（清）惠棟　（清）何焯批校", [("清", ["惠棟"]), ("清", ["何焯"])], "批校", ["過錄"]),
        ("（清）丁丙錄（明）歸有光", [("明", ["歸有光"])], "", ["錄"]),
    ],
)
def test_those_whose_notes_were_copied_may_have_their_dynasty_in_brackets(
    text: str, originals: list[tuple[str, list[str]]], copied: str, acts: list[str]
) -> None:
    """惠棟, whose notes another copied, never held this copy: he is no annotator of it."""
    parsed = parse_annotations(text)
    (item,) = parsed.structure.items
    copying = next(act for act in item.acts if act.originals)
    assert parsed.complete
    assert [(group.dynasty, [name.text for name in group.names]) for group in copying.originals] == originals
    assert (copying.copied, [act.verb for act in item.acts]) == (copied, acts)
    assert render_annotations(parsed.structure) == text


def test_the_next_annotator_is_no_original() -> None:
    items = parse_annotations("（清）丁丙錄　（清）何焯批").structure.items
    assert [(item.mode, [name.text for name in item.names]) for item in items] == [("錄", ["丁丙"]), ("批", ["何焯"])]


def test_copied_notes_of_two_kinds() -> None:
    text = "孔憲彝錄王筠校跋及陳慶鏞跋"
    (item,) = parse_annotations(text).structure.items
    assert [(act.link, [n.text for g in act.originals for n in g.names], act.copied) for act in item.acts] == [
        ("", ["王筠"], "校跋"),
        ("及", ["陳慶鏞"], "跋"),
    ]
    assert render_annotations(parse_annotations(text).structure) == text


def test_own_act_is_no_transcription() -> None:
    (item,) = parse_annotations("黃丕烈校並跋").structure.items
    assert not any(act.transcribed for act in item.acts)


def test_date_before_the_annotator() -> None:
    text = "宋崇寧三年佚名跋"
    (item,) = parse_annotations(text).structure.items
    assert item.date is not None
    assert (item.date.start.dynasty, item.date.start.era, item.names[0].text) == ("宋", "崇寧", "佚名")
    assert render_annotations(parse_annotations(text).structure) == text


def test_names_without_an_act_are_kept_as_names() -> None:
    parsed = parse_annotations("袁廷檮　顧廣圻")
    assert shape(parsed.structure) == [("", ["袁廷檮", "顧廣圻"], "", "")]


def test_what_was_supplied() -> None:
    (item,) = parse_annotations("黃丕烈抄補缺葉").structure.items
    assert [(act.verb, act.object) for act in item.acts] == [("抄補", "缺葉")]


def test_lost_character() -> None:
    (issue,) = parse_annotations("徐?跋").issues
    assert (issue.check, issue.offset) == ("lost_character", 1)


def test_nothing() -> None:
    assert parse_annotations("").structure == Annotations()


def test_words_that_are_no_names_are_left_over() -> None:
    parsed = parse_annotations("清何紹基行書七言聯")
    assert [span.text for span in parsed.unplaced] == ["清何紹基行書七言聯"]
    assert parsed.structure == Annotations()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("吳騫等　跋", [(["吳騫"], True, "跋")]),
        ("吳騫等　周春跋", [(["吳騫"], True, ""), (["周春"], False, "跋")]),
        ("吳騫　陳鱣、周春跋", [(["吳騫"], False, ""), (["陳鱣", "周春"], False, "跋")]),
        ("吳騫　陳鱣等　校並跋", [(["吳騫", "陳鱣"], True, "校並跋")]),
    ],
)
def test_and_others_is_kept_where_the_act_stands_apart(text: str, expected: list[tuple[list[str], bool, str]]) -> None:
    items = parse_annotations(text).structure.items
    assert [([name.text for name in item.names], bool(item.etc), item.mode) for item in items] == expected
    assert render_annotations(parse_annotations(text).structure).translate({0x3000: None}) == text.replace("\u3000", "")


def test_names_that_were_placed_are_not_left_over_as_well() -> None:
    """Two authors among the annotators: only the one that no rule could keep as a name is left over."""
    parsed = parse_annotations("（漢）何休撰　（唐）陸德明音義")
    assert shape(parsed.structure) == [("漢", ["何休撰"], "", "")]
    assert [span.text for span in parsed.unplaced] == ["（唐）陸德明音義"]
