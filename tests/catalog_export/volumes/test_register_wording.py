"""The words of an entry follow the profile; what is not understood is printed as written, and said to be so."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_export.volumes.profile import IndexSettings, Profile, StyleSettings
from catalog_export.volumes.register.entry import RegisterEntry
from catalog_export.volumes.register.snapshot import FrozenRecord
from catalog_export.volumes.register.statements import one_line
from catalog_export.volumes.register.title_index import heading_of
from catalog_export.volumes.register.wording import NotSettableError, Wording
from guji.data import BookData
from guji.sample import sample_books

GUOYU = BookData(
    institution="1701",
    census_no="330000-1701-0002577",
    shelf_mark="善2577",
    title="國語二十一卷",
    responsibility="（三國吳）韋昭注",
    edition="明嘉靖七年（1528）金李澤遠堂刻本",
    annotation="清惠棟校並跋",
    volumes="6冊",
    extent="存二卷（一至二）",
)


def worded(data: BookData, profile: Profile | None = None, **derived: str) -> RegisterEntry:
    return Wording.of(profile or Profile()).entry(FrozenRecord("id", 1, "draft", data, (), derived))


def styled(**style: str) -> Profile:
    return Profile(style=replace(StyleSettings(), **style))


def kinds(entry: RegisterEntry) -> list[tuple[str, str]]:
    return [(note.kind, note.field) for note in entry.notes]


def test_the_parts_stand_in_the_series_order() -> None:
    assert worded(GUOYU).text == (
        "330000-1701-0002577　善2577　國語二十一卷　（三國吳）韋昭注　明嘉靖七年（1528）金李澤遠堂刻本　"
        "清惠棟校並跋　6冊　存二卷（一至二）"
    )
    assert worded(GUOYU).notes == ()


def test_a_complete_copy_without_author_has_no_empty_parts() -> None:
    entry = worded(replace(GUOYU, responsibility="", annotation="", extent=""))
    assert entry.words == ("明嘉靖七年（1528）金李澤遠堂刻本", "6冊")


@pytest.mark.parametrize(
    ("style", "part"),
    [
        ({"hyphen": "full"}, "330000－1701－0002577　"),
        ({"brackets": "half"}, "明嘉靖七年(1528)金李"),
        ({"brackets": "half"}, "(三國吳)韋昭注"),
        ({"dynasty": "tortoise"}, "〔三國吳〕韋昭注"),
        ({"dynasty": "none"}, "　三國吳韋昭注　"),
        ({"numerals": "han"}, "　六冊　"),
        ({"extent": "colon"}, "存二卷：一至二"),
    ],
)
def test_notation_follows_the_profile(style: dict[str, str], part: str) -> None:
    entry = worded(GUOYU, styled(**style))
    assert part in entry.text
    assert entry.key == "330000-1701-0002577"


def test_a_statement_not_understood_is_printed_as_written_and_noted() -> None:
    odd = "清乾隆間刻本＊＊待考＊＊"
    entry = worded(replace(GUOYU, edition=odd), styled(brackets="half"))
    assert odd in entry.words
    assert kinds(entry) == [("as_written", "edition")]
    assert odd in entry.notes[0].message


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("extent", "存三十種("),
        ("annotation", "清紀昀 校"),
        ("edition", "清光緒二十四年（18９8）浙江書局刻本"),
    ],
)
def test_a_statement_that_would_not_come_out_as_it_was_written_is_not_mended_in_silence(field: str, text: str) -> None:
    """All of it is understood, yet a bracket, a space, a wide figure would be lost: who reads the proof decides."""
    changed: dict[str, Any] = {field: text}
    entry = worded(replace(GUOYU, **changed), styled(brackets="half"))
    assert text in entry.words
    assert kinds(entry) == [("as_written", field)]


@pytest.mark.parametrize("blank", [" ", "\u3000", "\t", "\n"])
def test_a_blank_behind_a_statement_is_nothing_to_tell_an_editor(blank: str) -> None:
    blanks = replace(
        GUOYU,
        responsibility=f"（三國吳）韋昭注{blank}",
        volumes=f"{blank}6冊",
        extent=f"存二卷（一至二）{blank}",
    )
    entry = worded(blanks, styled(brackets="half"))
    assert entry.text.replace("(", "（").replace(")", "）") == worded(GUOYU).text
    assert "(三國吳)韋昭注" in entry.words, "and it is put into the volume's marks like any other"
    assert entry.notes == ()


def test_works_added_to_a_book_stand_in_the_index_unless_their_names_say_nothing() -> None:
    """後漢書 has its 志 from another hand, the poems of 王十朋 their annals; nobody looks up 志."""
    houhanshu = worded(
        replace(GUOYU, title="後漢書九十卷", responsibility="（南朝宋）范曄撰　志三十卷　（晉）司馬彪撰")
    )
    assert [title.name for title in houhanshu.titles] == ["後漢書"]
    dongpo = worded(
        replace(GUOYU, title="東坡先生詩三十二卷", responsibility="（宋）王十朋集註　東坡紀年録一卷　（宋）傅藻撰")
    )
    assert [(title.text, title.name) for title in dongpo.titles] == [
        ("東坡先生詩三十二卷", "東坡先生詩"),
        ("東坡紀年録一卷", "東坡紀年録"),
    ]


def test_missing_items_are_noted() -> None:
    entry = worded(replace(GUOYU, shelf_mark="", volumes=" ", edition=""))
    assert [note for note in kinds(entry) if note[0] == "empty_statement"] == [
        ("empty_statement", "shelf_mark"),
        ("empty_statement", "edition"),
        ("empty_statement", "volumes"),
    ]


def test_a_record_that_says_nothing_cannot_be_set() -> None:
    with pytest.raises(NotSettableError, match="题名与版本皆空"):
        worded(replace(GUOYU, title=" ", edition=""))


def test_titles_bound_together_each_have_their_index_line() -> None:
    entry = worded(replace(GUOYU, title="周易九卷略例一卷"))
    assert entry.titles[0].text.startswith("周易九卷")
    combined = worded(replace(GUOYU, title="唐詩始音一卷唐詩正音六卷唐音遺響四卷"))
    assert [(title.text, title.name) for title in combined.titles] == [
        ("唐詩始音一卷", "唐詩始音"),
        ("唐詩正音六卷", "唐詩正音"),
        ("唐音遺響四卷", "唐音遺響"),
    ]


def test_a_reign_before_the_title_is_printed_but_not_sorted_by() -> None:
    (title,) = worded(replace(GUOYU, title="［萬曆］金華府志三十卷")).titles
    assert (title.text, title.name) == ("［萬曆］金華府志三十卷", "金華府志")


def test_the_index_may_leave_the_juan_out() -> None:
    (title,) = worded(
        replace(GUOYU, title="［萬曆］金華府志三十卷首一卷"), Profile(index=IndexSettings(juan=False))
    ).titles
    assert title.text == "［萬曆］金華府志"


def test_facts_are_derived_unless_corrected_by_hand() -> None:
    facts = worded(GUOYU).facts
    assert (facts.dynasty, facts.edition_type, facts.volumes, facts.incomplete) == ("明", "刻本", (("冊", 6),), True)
    corrected = worded(GUOYU, dynasty="清", edition_type="影刻本").facts
    assert (corrected.dynasty, corrected.edition_type) == ("清", "影刻本")
    assert not worded(replace(GUOYU, extent="")).facts.incomplete


def test_cases_and_simplified_units_are_counted_as_what_they_are() -> None:
    assert worded(replace(GUOYU, volumes="2函10册")).facts.volumes == (("函", 2), ("冊", 10))


def test_works_of_a_set_keep_their_depth() -> None:
    rows: list[dict[str, Any]] = [
        {"title": "第一集", "children": [{"title": "周易二卷", "responsibility": "（漢）鄭玄注"}, {"title": ""}]},
        {"title": "考異□□"},
    ]
    entry = worded(replace(GUOYU, details={"sub_works": rows}))
    assert [(sub.depth, sub.words) for sub in entry.sub_entries] == [
        (1, ("第一集",)),
        (2, ("周易二卷", "（漢）鄭玄注")),
        (1, ("考異□□",)),
    ]


def test_line_breaks_never_reach_the_page() -> None:
    assert one_line("國語\n二十一卷\t善本 ") == "國語　二十一卷　善本"
    assert one_line("\n \t") == ""
    assert one_line("𨽻釋　二十七卷") == "𨽻釋　二十七卷"
    assert one_line(" 國語") == one_line("國語 ") == one_line("國語\u3000") == "國語"
    assert one_line("國語 集解\x85二十一卷") == "國語 集解　二十一卷"


statements = st.text("周易九卷略例一二三（明）〔清〕［］()萬曆刻本存缺至、：冊函□𨽻　\n? ", max_size=24)


@given(title=statements.filter(str.strip), edition=statements, volumes=statements, extent=statements, author=statements)
def test_whatever_is_written_no_character_is_lost(
    title: str, edition: str, volumes: str, extent: str, author: str
) -> None:
    data = BookData(title=title, edition=edition, volumes=volumes, extent=extent, responsibility=author)
    for profile in (Profile(), styled(numerals="han", brackets="half", extent="colon")):
        entry = worded(data, profile)
        loose = set("（）()〔〕［］[]：　 至-") | set("一二三九〇十百0123456789冊册")
        for text, printed in ((title, entry.title), (author, entry.text), (edition, entry.text)):
            kept = [char for char in text if char not in loose and not char.isspace()]
            assert all(printed.count(char) >= kept.count(char) for char in kept)


def test_the_sample_is_worded_without_loss() -> None:
    wording = Wording.of(Profile())
    for data in sample_books():
        entry = wording.entry(FrozenRecord("id", 1, "draft", data))
        assert entry.titles
        assert all(title.name in data.title + data.responsibility for title in entry.titles)
        assert entry.title == one_line(data.title)


def test_words_that_were_kept_are_the_words_made_anew() -> None:
    wording = Wording.of(Profile())
    stated = [*sample_books(), *(replace(data, title=data.title + "？") for data in sample_books())]
    records = [FrozenRecord(str(number), 1, "draft", data) for number, data in enumerate(stated)]
    first, again = ([wording.entry(record) for record in records] for _ in range(2))
    assert first == again == [Wording.of(Profile()).entry(record) for record in records]


def test_a_statement_that_is_not_understood_is_reported_of_every_record_that_has_it() -> None:
    wording = Wording.of(Profile())
    odd = replace(GUOYU, edition="某處某人某事", details={"sub_works": [{"title": "國語", "edition": "某處某人某事"}]})
    for number in range(2):
        entry = wording.entry(FrozenRecord(str(number), 1, "draft", odd))
        assert [(note.kind, note.field) for note in entry.notes] == [
            ("as_written", "edition"),
            ("as_written", "sub_works"),
        ]


@pytest.mark.parametrize(
    ("standard", "under"), [("mainland", ("温州府志", 12)), ("taiwan", ("溫州府志", 13)), ("old", ("溫州府志", 13))]
)
@pytest.mark.parametrize("typed", ["温州府志", "溫州府志"])
def test_the_index_is_sorted_by_the_forms_that_are_printed(standard: str, under: tuple[str, int], typed: str) -> None:
    """What stands under 十二畫 has twelve strokes to the eye; what is printed stays as it was typed."""
    (title,) = worded(replace(GUOYU, title=f"{typed}十卷"), styled(glyphs=standard)).titles
    assert title.text == f"{typed}十卷"
    assert (title.name, heading_of(title.name)[0]) == under
