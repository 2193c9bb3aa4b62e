"""版本: layers with their dates, places and makers; type, series, exemplar, remarks; owners; what is left over."""

import pytest

from guji.notation import Edition, parse_edition, render_edition


def layers(edition: Edition) -> list[tuple[str, str, str]]:
    """Place, makers and act of each layer."""
    return [(layer.place, layer.maker + layer.etc, layer.action) for layer in edition.layers]


@pytest.mark.parametrize(
    ("text", "dynasty", "era", "year", "years", "expected", "kind"),
    [
        ("明刻本", "明", "", None, (None, None), [("", "", "刻")], "刻本"),
        ("明末刻本", "明", "", None, (None, None), [("", "", "刻")], "刻本"),
        ("明萬曆刻本", "明", "萬曆", None, (None, None), [("", "", "刻")], "刻本"),
        ("明萬曆間刻本", "明", "萬曆", None, (None, None), [("", "", "刻")], "刻本"),
        ("明萬曆三十九年(1611)刻本", "明", "萬曆", 39, (1611, 1611), [("", "", "刻")], "刻本"),
        (
            "明崇禎十六年(1643)常熟毛氏汲古閣刻本",
            "明",
            "崇禎",
            16,
            (1643, 1643),
            [("常熟", "毛氏汲古閣", "刻")],
            "刻本",
        ),
        ("清乾隆四年(1739)武英殿刻本", "清", "乾隆", 4, (1739, 1739), [("", "武英殿", "刻")], "刻本"),
        ("清同治十一年(1872)浙江書局刻本", "清", "同治", 11, (1872, 1872), [("", "浙江書局", "刻")], "刻本"),
        ("清光緒十四年(1888)上海點石齋石印本", "清", "光緒", 14, (1888, 1888), [("上海", "點石齋", "石印")], "石印本"),
        ("清光緒鉛印本", "清", "光緒", None, (None, None), [("", "", "鉛印")], "鉛印本"),
        ("清初抄本", "清", "", None, (None, None), [("", "", "抄")], "抄本"),
        ("稿本", "", "", None, (None, None), [("", "", "稿")], "稿本"),
        ("手稿本", "", "", None, (None, None), [("", "", "手稿")], "手稿本"),
        ("清稿本", "", "", None, (None, None), [("", "", "清稿")], "清稿本"),
        ("明嘉靖三十年(1551)芝城銅活字印本", "明", "嘉靖", 30, (1551, 1551), [("芝城", "", "銅活字印")], "銅活字印本"),
        (
            "明凌濛初刻朱墨套印本",
            "明",
            "",
            None,
            (None, None),
            [("", "凌濛初", "刻"), ("", "", "朱墨套印")],
            "朱墨套印本",
        ),
        ("明萬曆三十九年(1611)刻鈐印本", "明", "萬曆", 39, (1611, 1611), [("", "", "刻"), ("", "", "鈐印")], "鈐印本"),
        ("明刻公文紙印本", "明", "", None, (None, None), [("", "", "刻"), ("", "", "公文紙印")], "刻本"),
        ("明嘉靖自刻本", "明", "嘉靖", None, (None, None), [("", "自", "刻")], "刻本"),
        ("明正德劉孜等刻本", "明", "正德", None, (None, None), [("", "劉孜等", "刻")], "刻本"),
        ("明嘉靖元年(1522)潘旦、鄧杞刻本", "明", "嘉靖", 1, (1522, 1522), [("", "潘旦、鄧杞", "刻")], "刻本"),
        ("明金李澤遠堂刻本", "明", "", None, (None, None), [("", "金李澤遠堂", "刻")], "刻本"),
        ("明吳勉學刻本", "明", "", None, (None, None), [("", "吳勉學", "刻")], "刻本"),
        ("明唐順之刻本", "明", "", None, (None, None), [("", "唐順之", "刻")], "刻本"),
        ("明錢之選刻本", "明", "", None, (None, None), [("", "錢之選", "刻")], "刻本"),
        ("明南京國子監刻本", "明", "", None, (None, None), [("", "南京國子監", "刻")], "刻本"),
        ("明德藩最樂軒刻本", "明", "", None, (None, None), [("", "德藩最樂軒", "刻")], "刻本"),
        ("宋紹興府學刻本", "宋", "", None, (None, None), [("", "紹興府學", "刻")], "刻本"),
        ("宋蜀刻本", "宋", "", None, (None, None), [("蜀", "", "刻")], "刻本"),
        ("明隆慶四年(1570)李元陽雲南大理刻本", "明", "隆慶", 4, (1570, 1570), [("雲南大理", "李元陽", "刻")], "刻本"),
        ("金陵書局刻本", "", "", None, (None, None), [("", "金陵書局", "刻")], "刻本"),
        (
            "民國二十三年(1934)上海商務印書館鉛印本",
            "民國",
            "",
            23,
            (1934, 1934),
            [("上海", "商務印書館", "鉛印")],
            "鉛印本",
        ),
        ("1927年陶氏涉園刻本", "", "", None, (1927, 1927), [("", "陶氏涉園", "刻")], "刻本"),
        ("太平天國癸好三年(1853)刻本", "太平天國", "", 3, (1853, 1853), [("", "", "刻")], "刻本"),
        ("日本寬文十二年(1672)刻本", "日本", "寬文", 12, (1672, 1672), [("", "", "刻")], "刻本"),
        ("朝鮮純祖三年(1803)刻本", "朝鮮", "純祖", 3, (1803, 1803), [("", "", "刻")], "刻本"),
        ("朝鮮活字印本", "朝鮮", "", None, (None, None), [("", "", "活字印")], "活字印本"),
        ("清光緒戊子(1888)刻本", "清", "光緒", None, (1888, 1888), [("", "", "刻")], "刻本"),
        ("清光緒戊子刻本", "清", "光緒", None, (1888, 1888), [("", "", "刻")], "刻本"),
        ("清康熙十二年刻本", "清", "康熙", 12, (1673, 1673), [("", "", "刻")], "刻本"),
        ("清乾隆年內府彩繪本", "清", "乾隆", None, (None, None), [("", "內府", "彩繪")], "彩繪本"),
        ("宋拓本", "宋", "", None, (None, None), [("", "", "拓")], "拓本"),
        ("道光元年谦豫斋刊", "", "道光", 1, (1821, 1821), [("", "谦豫斋", "刊")], "刊本"),
        ("万历丙午刊", "", "万历", None, (1606, 1606), [("", "", "刊")], "刊本"),
        ("舊鈔本", "", "", None, (None, None), [("", "", "舊鈔")], "舊鈔本"),
        ("宋元明清集配本", "宋", "", None, (None, None), [("", "", "集配")], "集配本"),
        ("明本", "明", "", None, (None, None), [("", "", "")], ""),
    ],
)
def test_one_making(
    text: str,
    dynasty: str,
    era: str,
    year: int | None,
    years: tuple[int | None, int | None],
    expected: list[tuple[str, str, str]],
    kind: str,
) -> None:
    parsed = parse_edition(text)
    edition = parsed.structure
    assert parsed.complete
    assert (edition.dynasty, edition.era, edition.year) == (dynasty, era, year)
    assert (edition.year_from, edition.year_to) == years
    assert layers(edition) == expected
    assert edition.type == kind
    assert render_edition(edition) == text


@pytest.mark.parametrize(
    ("text", "place", "maker", "acts"),
    [
        ("清光緒修綆堂刻本", "", "修綆堂", ["刻"]),
        ("清光緒北京修文堂刻本", "北京", "修文堂", ["刻"]),
        ("清光緒修文書局石印本", "", "修文書局", ["石印"]),
        ("清道光印雪軒刻本", "", "印雪軒", ["刻"]),
        ("清光緒長洲蔣氏寫禮廎刻本", "長洲", "蔣氏寫禮廎", ["刻"]),
        ("清嘉慶補讀書廬刻本", "", "補讀書廬", ["刻"]),
        ("日本明治二年(1869)大阪修道館刻本", "大阪", "修道館", ["刻"]),
        ("明嘉靖刻修補印本", "", "", ["刻", "修補", "印"]),
        ("清寫刻本", "", "", ["寫刻"]),
        ("清抄文瀾閣四庫全書本", "", "", ["抄"]),
        ("宋刻元修明印本", "", "", ["刻", "修", "印"]),
    ],
)
def test_a_house_may_begin_like_an_act(text: str, place: str, maker: str, acts: list[str]) -> None:
    """修, 印, 寫, 補 begin names of houses too; an act with nothing but its date before it is still an act."""
    parsed = parse_edition(text)
    assert parsed.complete
    assert (parsed.structure.place, parsed.structure.maker) == (place, maker)
    assert [layer.action for layer in parsed.structure.layers] == acts
    assert render_edition(parsed.structure) == text


@pytest.mark.parametrize(
    ("text", "maker", "model", "kind"),
    [
        ("清康熙七年(1668)汪士漢據明刻古今逸史版重編印本", "汪士漢", "明刻古今逸史版", "重編印本"),
        ("清康熙據明刻古今逸史版重印本", "", "明刻古今逸史版", "重印本"),
        ("清乾隆十年(1745)鮑氏據宋本重刻本", "鮑氏", "宋本", "重刻本"),
        (
            "民國十年(1921)上海涵芬樓據北京大學圖書館藏明刻本影印本",
            "涵芬樓",
            "北京大學圖書館藏明刻本",
            "影印本",
        ),
        ("清光緒據日本元祿刻本影刻本", "", "日本元祿刻本", "影刻本"),
        ("清光緒依据元刻本影抄本", "", "元刻本", "影抄本"),
    ],
)
def test_what_it_was_made_after_may_stand_before_the_act(text: str, maker: str, model: str, kind: str) -> None:
    parsed = parse_edition(text)
    assert parsed.complete
    assert (parsed.structure.maker, parsed.structure.exemplar, parsed.structure.type) == (maker, model, kind)
    assert parsed.structure.owner == ""
    assert render_edition(parsed.structure) == text


def test_a_word_for_an_exemplar_with_no_copy_named_is_left_over() -> None:
    assert not parse_edition("清康熙據聞刻本").structure.exemplar


@pytest.mark.parametrize(
    ("text", "acts", "dates", "kind"),
    [
        ("宋刻元明遞修本", ["刻", "遞修"], ["宋", "元明"], "刻本"),
        ("宋刻宋元明遞修本", ["刻", "遞修"], ["宋", "宋元明"], "刻本"),
        ("明刻清康熙重修本", ["刻", "重修"], ["明", "清康熙"], "刻本"),
        ("清康熙十四年(1675)刻十七年(1678)補刻本", ["刻", "補刻"], ["清康熙14", "17"], "刻本"),
        ("明弘治九年(1496)刻嘉靖萬曆增修崇禎印本", ["刻", "增修", "印"], ["明弘治9", "嘉靖萬曆", "崇禎"], "刻本"),
        ("清光緒三十三年(1907)刻宣統二年(1910)重定本", ["刻", "重定"], ["清光緒33", "宣統2"], "刻本"),
        ("清乾隆刻民國二十四年(1935)影印本", ["刻", "影印"], ["清乾隆", "民國24"], "影印本"),
        ("唐大曆六年(771)刻石　宋拓本", ["刻石", "拓"], ["唐大曆6", "宋"], "拓本"),
        ("道光壬寅有获斋刊，光绪十七年思贤讲舍重刊", ["刊", "重刊"], ["道光", "光绪17"], "重刊本"),
        ("明嘉靖二十九年(1550)曹金刻續集嘉靖三十四年(1555)周希哲刻本", ["刻", "刻"], ["明嘉靖29", "嘉靖34"], "刻本"),
    ],
)
def test_layers_have_their_own_dates(text: str, acts: list[str], dates: list[str], kind: str) -> None:
    edition = parse_edition(text).structure
    found = [
        "".join(p.dynasty + p.era + (str(p.year.value) if p.year else "") for date in layer.dates for p in date.points)
        for layer in edition.layers
    ]
    assert [layer.action for layer in edition.layers] == acts
    assert found == dates
    assert edition.type == kind
    assert render_edition(edition) == text


def test_part_of_the_work_made_later() -> None:
    later = parse_edition("明嘉靖二十九年(1550)曹金刻續集嘉靖三十四年(1555)周希哲刻本").structure.layers[1]
    assert (later.part, later.maker) == ("續集", "周希哲")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("明崇禎元年至十二年(1628-1639)毛氏汲古閣刻本", (1628, 1639)),
        ("宋元豐三年至政和二年(1080-1112)刻本", (1080, 1112)),
        ("元至正二十至二十四年(1360-1364)刻本", (1360, 1364)),
        ("明嘉靖三十三年(1554)、三十七年(1558)晁瑮寶文堂刻本", (1554, 1558)),
        ("清光緒元年至三年刻本", (1875, 1877)),
        ("清嘉慶元年（1796）至三年（1798）刻本", (1796, 1798)),
    ],
)
def test_ranges_of_years(text: str, years: tuple[int, int]) -> None:
    parsed = parse_edition(text)
    assert (parsed.structure.year_from, parsed.structure.year_to) == years
    assert parsed.issues == ()
    assert render_edition(parsed.structure) == text


@pytest.mark.parametrize(
    ("text", "series", "exemplar", "form"),
    [
        ("清康熙十二年(1673)納蘭性德刻通志堂經解本", "通志堂經解", "", ""),
        ("清乾隆武英殿木活字印武英殿聚珍版書本", "武英殿聚珍版書", "", ""),
        ("民國二十三年(1934)上海商務印書館影印四部叢刊本", "四部叢刊", "", ""),
        ("日本延享二年(1745)翻刻明世德堂本", "", "明世德堂", ""),
        ("清影宋抄本", "", "宋", ""),
        ("民國劉世珩玉海堂影宋蜀刻本", "", "宋蜀", ""),
        ("清光緒影宋小字刻本", "", "宋小字", ""),
        ("明嘉靖顧從德影宋刻本", "", "宋", ""),
        ("清覆宋本", "", "宋", ""),
        ("南宋蜀刻大字本", "", "", "大字"),
        ("清康熙刻巾箱本", "", "", "巾箱"),
        ("北宋寫金粟山廣惠禪院大藏經本", "金粟山廣惠禪院大藏經", "", ""),
        ("北宋開寶四年(971)刻大觀二年(1108)印開寶藏本", "開寶藏", "", ""),
        ("宋刻十七史詳節明修本", "十七史詳節", "", ""),
        ("元覆刻宋建安書坊本", "", "宋建安書坊", ""),
        ("明翻刻正統十二年(1447)司禮監本", "", "正統十二年(1447)司禮監", ""),
    ],
)
def test_what_it_is_part_or_copy_of(text: str, series: str, exemplar: str, form: str) -> None:
    parsed = parse_edition(text)
    edition = parsed.structure
    assert parsed.complete
    assert (edition.series, edition.exemplar, edition.form) == (series, exemplar, form)
    assert render_edition(edition) == text


@pytest.mark.parametrize(
    ("text", "supplement", "notes"),
    [
        ("宋刻本(卷三十二至三十三配明影宋抄本)", "卷三十二至三十三配明影宋抄本", ["卷三十二至三十三配明影宋抄本"]),
        ("明刻本（有抄配）", "有抄配", ["有抄配"]),
        ("明刻本（配光緒七年抄本）", "配光緒七年抄本", ["配光緒七年抄本"]),
        ("清抄本[四庫底本]", "", ["四庫底本"]),
        ("清乾隆萃文書屋活字印本（程甲本）", "", ["程甲本"]),
        ("明抄本（卷一至五配清抄本）[四庫底本]", "卷一至五配清抄本", ["卷一至五配清抄本", "四庫底本"]),
        ("清刻本（原缺卷六、十二）", "原缺卷六、十二", ["原缺卷六、十二"]),
    ],
)
def test_bracketed_remarks(text: str, supplement: str, notes: list[str]) -> None:
    edition = parse_edition(text).structure
    assert edition.supplement == supplement
    assert [note.text for note in edition.notes] == notes
    assert render_edition(edition) == text


@pytest.mark.parametrize(
    ("text", "owner", "rest"),
    [
        ("上海涵芬樓藏宋刊本", "上海涵芬樓", "刊"),
        ("江南圖書館藏嘉靖三十一年董氏刊本", "江南圖書館", "刊"),
        ("常熟瞿氏鐵琴銅劍樓藏舊鈔本", "常熟瞿氏鐵琴銅劍樓", "舊鈔"),
    ],
)
def test_owner_before_the_edition(text: str, owner: str, rest: str) -> None:
    edition = parse_edition(text).structure
    assert (edition.owner, edition.layers[0].action) == (owner, rest)
    assert render_edition(edition) == text


def test_a_hall_whose_name_holds_the_word_for_keeping_is_no_owner() -> None:
    edition = parse_edition("清光緒十五年(1889)藏經書院刻本").structure
    assert (edition.owner, edition.maker) == ("", "藏經書院")


def test_annotations_that_follow_after_a_space() -> None:
    text = "清刻本　佚名批校"
    edition = parse_edition(text).structure
    assert edition.annotations is not None
    assert edition.annotations.items[0].mode == "批校"
    assert render_edition(edition) == text


@pytest.mark.parametrize(
    "text",
    ["查無此書", "民間傳說", "不明", "本", "約二十公分", "清乾隆不知何人所為之物刻本", "（殘）", "見檢索筆記所錄之本"],
)
def test_text_that_is_no_edition_is_left_over(text: str) -> None:
    parsed = parse_edition(text)
    assert parsed.unplaced
    assert any(issue.check == "unplaced_text" for issue in parsed.issues)
    assert not parsed.structure.maker


def test_maker_is_never_a_dump_for_words() -> None:
    parsed = parse_edition("明萬曆以舊版重新整理而成刻本")
    assert parsed.unplaced
    assert all(not layer.makers for layer in parsed.structure.layers)


def test_nothing_is_no_edition() -> None:
    assert parse_edition("").structure == Edition()
    assert parse_edition("").structure.type == ""


@pytest.mark.parametrize(
    ("text", "date", "maker"),
    [
        ("十九世紀初毛拉伊迷爾·賈拉利丁抄本", "十九世紀初", "毛拉伊迷爾·賈拉利丁"),
        ("九至十世紀敦煌寫本", "九至十世紀", ""),
        ("吐蕃統治敦煌時期寫本", "吐蕃統治敦煌時期", ""),
    ],
)
def test_times_told_without_an_era(text: str, date: str, maker: str) -> None:
    parsed = parse_edition(text)
    assert parsed.complete
    assert parsed.structure.main.dates[0].start.phase == date
    assert parsed.structure.maker == maker
    assert render_edition(parsed.structure) == text


def test_year_of_our_era_with_its_word() -> None:
    edition = parse_edition("公元1656年初版印本").structure
    assert (edition.year_from, edition.year_to) == (1656, 1656)
    assert render_edition(edition) == "公元1656年初版印本"
