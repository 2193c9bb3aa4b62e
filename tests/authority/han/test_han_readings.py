"""Readings of titles, names and places; four-corner codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.han import fold, four_corner, initials, is_ideograph, pinyin, readings
from authority.han._tables import read_pairs

ZHEJIANG = """
杭州 hang zhou;錢塘 qian tang;仁和 ren he;海寧 hai ning;富陽 fu yang;餘杭 yu hang;臨安 lin an;於潛 yu qian;
新城 xin cheng;昌化 chang hua;嘉興 jia xing;秀水 xiu shui;嘉善 jia shan;海鹽 hai yan;石門 shi men;平湖 ping hu;
桐鄉 tong xiang;湖州 hu zhou;烏程 wu cheng;歸安 gui an;長興 chang xing;德清 de qing;武康 wu kang;安吉 an ji;
孝豐 xiao feng;寧波 ning bo;鄞縣 yin xian;慈谿 ci xi;奉化 feng hua;鎮海 zhen hai;象山 xiang shan;定海 ding hai;
紹興 shao xing;山陰 shan yin;會稽 kuai ji;蕭山 xiao shan;諸暨 zhu ji;餘姚 yu yao;上虞 shang yu;嵊縣 sheng xian;
新昌 xin chang;台州 tai zhou;臨海 lin hai;黃巖 huang yan;天台 tian tai;仙居 xian ju;寧海 ning hai;太平 tai ping;
金華 jin hua;蘭谿 lan xi;東陽 dong yang;義烏 yi wu;永康 yong kang;武義 wu yi;浦江 pu jiang;湯溪 tang xi;
衢州 qu zhou;西安 xi an;龍游 long you;常山 chang shan;江山 jiang shan;開化 kai hua;嚴州 yan zhou;建德 jian de;
淳安 chun an;桐廬 tong lu;遂安 sui an;壽昌 shou chang;分水 fen shui;溫州 wen zhou;永嘉 yong jia;瑞安 rui an;
樂清 yue qing;平陽 ping yang;泰順 tai shun;玉環 yu huan;處州 chu zhou;麗水 li shui;青田 qing tian;縉雲 jin yun;
松陽 song yang;遂昌 sui chang;龍泉 long quan;慶元 qing yuan;雲和 yun he;宣平 xuan ping;景寧 jing ning;
剡溪 shan xi;甬上 yong shang;澉水 gan shui;濮院 pu yuan
"""

ELSEWHERE = """
單縣 shan xian;番禺 pan yu;東莞 dong guan;鄱陽 po yang;鉛山 yan shan;歙縣 she xian;黟縣 yi xian;亳州 bo zhou;
泌陽 bi yang;六安 lu an;六合 lu he;浚縣 xun xian;莘縣 shen xian;繁峙 fan shi;解州 xie zhou;蔚州 yu zhou;
曲阜 qu fu;洪洞 hong tong;犍為 qian wei;筠連 jun lian;耒陽 lei yang;盱眙 xu yi;澠池 mian chi;臨朐 lin qu;
茌平 chi ping;鄄城 juan cheng;盩厔 zhou zhi;長安 chang an;長沙 chang sha;長洲 chang zhou;長子縣 zhang zi xian;
樂亭 lao ting;重慶 chong qing;龜茲 qiu ci;吐蕃 tu bo;朝鮮 chao xian;西藏 xi zang;洞庭 dong ting;東阿 dong e;
郫縣 pi xian;句容 ju rong
"""

TITLES = """
樂府詩集 yue fu shi ji;乐府诗集 yue fu shi ji;樂書 yue shu;樂律全書 yue lv quan shu;永樂大典 yong le da dian;
樂善堂 le shan tang;解學士集 xie xue shi ji;說文解字 shuo wen jie zi;會稽志 kuai ji zhi;宋會要 song hui yao;
長生殿 chang sheng dian;周易參同契 zhou yi can tong qi;參寥子 can liao zi;說苑 shuo yuan;
史記列傳 shi ji lie zhuan;春秋左傳 chun qiu zuo zhuan;春秋左傳經解 chun qiu zuo zhuan jing jie;傳奇 chuan qi;
景德傳燈錄 jing de chuan deng lu;傳習錄 chuan xi lu;高僧傳 gao seng zhuan;大藏經 da zang jing;
道藏輯要 dao zang ji yao;藏書紀事詩 cang shu ji shi shi;重刊宋本 chong kan song ben;重修本草 chong xiu ben cao;
校勘記 jiao kan ji;校禮堂 jiao li tang;學校問 xue xiao wen;大學校勘記 da xue jiao kan ji;還魂記 huan hun ji;
長短經 chang duan jing;五行大義 wu xing da yi;言行錄 yan xing lu;尉繚子 wei liao zi;曾子 zeng zi;
朝野類要 chao ye lei yao;抱朴子 bao pu zi;洛陽伽藍記 luo yang qie lan ji;楞伽經 leng qie jing;般若經 bo re jing;
千乘 qian sheng;仇池筆記 qiu chi bi ji;呂氏春秋 lv shi chun qiu;韜略 tao lve;冊府元龜 ce fu yuan gui;
九章算術 jiu zhang suan shu;單于 chan yu
"""

NAMES = """
曾鞏 zeng gong;曾國藩 zeng guo fan;曾文正 zeng wen zheng;曾參 zeng shen;解縉 xie jin;仇兆鰲 qiu zhao ao;
仇英 qiu ying;查慎行 zha shen xing;查繼佐 zha ji zuo;尉遲恭 yu chi gong;万俟詠 mo qi yong;令狐楚 ling hu chu;
朴趾源 piao zhi yuan;葉適 ye shi;葉德輝 ye de hui;樂史 yue shi;樂毅 yue yi;繆荃孫 miao quan sun;
區大任 ou da ren;种放 chong fang;單隆周 shan long zhou;長孫無忌 zhang sun wu ji;翟灝 zhai hao;俞樾 yu yue;
任大椿 ren da chun;皋陶 gao yao;賈思勰 jia si xie;李調元 li tiao yuan;朱載堉 zhu zai yu;金日磾 jin mi di;
酈食其 li yi ji;趙孟頫 zhao meng fu;沈括 shen kuo;員半千 yun ban qian;范蠡 fan li;冼夫人 xian fu ren;
盛宣懷 sheng xuan huai;諸葛亮 zhu ge liang;歐陽修 ou yang xiu;夏侯湛 xia hou zhan;澹臺滅明 tan tai mie ming
"""


def rows(text: str) -> list[tuple[str, str]]:
    found = []
    for row in text.replace("\n", "").split(";"):
        word, _, syllables = row.partition(" ")
        found.append((word, syllables))
    return found


@pytest.mark.parametrize(("place", "syllables"), rows(ZHEJIANG))
def test_counties_of_zhejiang(place: str, syllables: str) -> None:
    assert " ".join(pinyin(place)) == syllables


@pytest.mark.parametrize(("place", "syllables"), rows(ELSEWHERE))
def test_places_whose_names_are_not_read_as_their_words(place: str, syllables: str) -> None:
    assert " ".join(pinyin(place)) == syllables


@pytest.mark.parametrize(("title", "syllables"), rows(TITLES))
def test_titles_with_characters_of_several_readings(title: str, syllables: str) -> None:
    assert " ".join(pinyin(title)) == syllables


@pytest.mark.parametrize(("name", "syllables"), rows(NAMES))
def test_names_of_authors(name: str, syllables: str) -> None:
    assert " ".join(pinyin(name)) == syllables


def test_a_koguryo_title_keeps_the_old_reading() -> None:
    assert pinyin("高句麗史") == ["gao", "gou", "li", "shi"]


def test_punctuation_does_not_part_a_word() -> None:
    assert pinyin("（宋）樂（府）") == ["song", "yue", "fu"]


def test_latin_and_digits_are_one_item_a_run() -> None:
    assert pinyin("ABC１２3甲") == ["abc123", "jia"]


def test_what_has_no_reading_stands_for_itself() -> None:
    assert pinyin("□□あ集") == ["□", "□", "あ", "ji"]
    assert initials("□□集") == "□□j"


def test_a_rare_variant_is_read_as_its_class() -> None:
    assert pinyin("𤣥") == ["xuan"]
    assert pinyin("䟽") == ["shu"]


def test_a_taboo_form_keeps_its_own_reading() -> None:
    assert pinyin("太元經") == ["tai", "yuan", "jing"]
    assert pinyin("太玄經") == ["tai", "xuan", "jing"]


@pytest.mark.parametrize(
    ("text", "letters"), [("樂府詩集", "yfsj"), ("呂氏春秋", "lscq"), ("（清）曾國藩", "qzgf"), ("", ""), ("，", "")]
)
def test_initials(text: str, letters: str) -> None:
    assert initials(text) == letters


def test_word_list_gives_a_syllable_for_each_character() -> None:
    wrong = [word for word, syllables in read_pairs("pinyin_words.txt") if len(word) != len(syllables.split(" "))]
    assert wrong == []


def test_word_list_names_no_word_twice() -> None:
    words = [word for word, _ in read_pairs("pinyin_words.txt")]
    assert len(words) == len(set(words))
    assert len(words) >= 300


def test_words_that_fold_alike_are_read_alike() -> None:
    readings: dict[str, set[str]] = {}
    for word, syllables in read_pairs("pinyin_words.txt"):
        readings.setdefault(fold(word), set()).add(syllables)
    assert {key for key, found in readings.items() if len(found) > 1} == set()


@pytest.mark.parametrize("word", [word for word, _ in read_pairs("pinyin_words.txt") if len(word) > 1])
def test_each_word_is_read_as_the_list_says(word: str) -> None:
    assert " ".join(pinyin(word)) == dict(read_pairs("pinyin_words.txt"))[word]


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=15))
def test_one_syllable_for_each_ideograph(text: str) -> None:
    assert len(pinyin(text)) == len(text) == len(initials(text))


@given(st.text(max_size=20))
def test_any_text_can_be_read(text: str) -> None:
    items = pinyin(text)
    assert len(items) >= sum(1 for ch in text if is_ideograph(ch))
    assert len(initials(text)) == len(items)


@pytest.mark.parametrize(
    ("ch", "code"), [("經", "21911"), ("一", "10000"), ("王", "10104"), ("史", "50006"), ("A", None), ("𠀀", None)]
)
def test_four_corner_codes(ch: str, code: str | None) -> None:
    assert four_corner(ch) == code


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("說文", [{"shuo", "shui", "yue"}, {"wen"}]),
        ("说文", [{"shuo", "shui", "yue"}, {"wen"}]),
        ("樂府", [{"yue", "le"}, {"fu"}]),
        ("藏書", [{"cang", "zang"}, {"shu"}]),
        ("後漢書", [{"hou"}, {"han"}, {"shu"}]),
        ("㈱、ABC□", [{"zhu"}, {"abc"}, {"□"}]),
    ],
)
def test_every_reading_of_a_character_is_known(text: str, choices: list[set[str]]) -> None:
    assert [set(reading.choices) for reading in readings(text)] == choices


@given(st.text("說文樂府［］、 解ABC12□か𢎞㈱", max_size=12))
def test_readings_begin_with_pinyin_and_stand_in_order_in_the_text(text: str) -> None:
    found = readings(text)
    assert [reading.choices[0] for reading in found] == pinyin(text)
    assert all(0 <= reading.start < reading.end <= len(text) for reading in found)
    assert [reading.start for reading in found] == sorted(reading.start for reading in found)
    assert all(len(set(reading.choices)) == len(reading.choices) for reading in found)


def test_where_a_reading_stands_leaves_signs_out() -> None:
    assert [(reading.start, reading.end) for reading in readings("［說、文］AB、C")] == [(1, 2), (3, 4), (5, 9)]


@pytest.mark.parametrize("text", ["樂府詩集", "漢書　藝文志", "曾（鞏）文定公集", "重刊　大學衍義", "說文 解字"])
def test_each_character_is_read_where_it_stands_in_words_and_alone(text: str) -> None:
    told = [text[one.start : one.end] for one in readings(text)]
    assert told == [ch for ch in text if is_ideograph(ch)]
