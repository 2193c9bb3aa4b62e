"""Each era's 元年 by its 干支 and its number of years, as the old tables give them: a check from another side.

A start that is wrong by any number of years but sixty gives another 干支.
"""

import pytest

from authority.chronology import find_eras, sexagenary, years_between

#: dynasty, era, 干支 of the first year, number of years (the last one counted whole).
CHINA = """
唐 武德 戊寅 9
唐 貞觀 丁亥 23
唐 永徽 庚戌 6
唐 龍朔 辛酉 3
唐 麟德 甲子 2
唐 乾封 丙寅 3
唐 總章 戊辰 3
唐 咸亨 庚午 5
唐 儀鳳 丙子 4
唐 垂拱 乙酉 4
武周 天授 庚寅 3
武周 長壽 壬辰 3
武周 長安 辛丑 4
唐 神龍 乙巳 3
唐 景龍 丁未 4
唐 先天 壬子 2
唐 開元 癸丑 29
唐 天寶 壬午 15
唐 至德 丙申 3
唐 乾元 戊戌 3
唐 寶應 壬寅 2
唐 廣德 癸卯 2
唐 永泰 乙巳 2
唐 大曆 丙午 14
唐 建中 庚申 4
唐 興元 甲子 1
唐 貞元 乙丑 21
唐 永貞 乙酉 1
唐 元和 丙戌 15
唐 長慶 辛丑 4
唐 寶曆 乙巳 3
唐 大和 丁未 9
唐 開成 丙辰 5
唐 會昌 辛酉 6
唐 大中 丁卯 14
唐 咸通 庚辰 15
唐 乾符 甲午 6
唐 廣明 庚子 2
唐 中和 辛丑 5
唐 光啟 乙巳 4
唐 文德 戊申 1
唐 龍紀 己酉 1
唐 大順 庚戌 3
唐 景福 壬子 2
唐 乾寧 甲寅 5
唐 光化 戊午 4
唐 天復 辛酉 4
後梁 開平 丁卯 5
後梁 貞明 乙亥 7
後唐 同光 癸未 4
後唐 長興 庚寅 5
後晉 開運 甲辰 3
後周 廣順 辛亥 3
後周 顯德 甲寅 7
北宋 建隆 庚申 4
北宋 乾德 癸亥 6
北宋 開寶 戊辰 9
北宋 太平興國 丙子 9
北宋 雍熙 甲申 4
北宋 端拱 戊子 2
北宋 淳化 庚寅 5
北宋 至道 乙未 3
北宋 咸平 戊戌 6
北宋 景德 甲辰 4
北宋 大中祥符 戊申 9
北宋 天禧 丁巳 5
北宋 乾興 壬戌 1
北宋 天聖 癸亥 10
北宋 明道 壬申 2
北宋 景祐 甲戌 5
北宋 寶元 戊寅 3
北宋 康定 庚辰 2
北宋 慶曆 辛巳 8
北宋 皇祐 己丑 6
北宋 至和 甲午 3
北宋 嘉祐 丙申 8
北宋 治平 甲辰 4
北宋 熙寧 戊申 10
北宋 元豐 戊午 8
北宋 元祐 丙寅 9
北宋 紹聖 甲戌 5
北宋 元符 戊寅 3
北宋 建中靖國 辛巳 1
北宋 崇寧 壬午 5
北宋 大觀 丁亥 4
北宋 政和 辛卯 8
北宋 重和 戊戌 2
北宋 宣和 己亥 7
北宋 靖康 丙午 2
南宋 建炎 丁未 4
南宋 紹興 辛亥 32
南宋 隆興 癸未 2
南宋 乾道 乙酉 9
南宋 淳熙 甲午 16
南宋 紹熙 庚戌 5
南宋 慶元 乙卯 6
南宋 嘉泰 辛酉 4
南宋 開禧 乙丑 3
南宋 嘉定 戊辰 17
南宋 寶慶 乙酉 3
南宋 紹定 戊子 6
南宋 端平 甲午 3
南宋 嘉熙 丁酉 4
南宋 淳祐 辛丑 12
南宋 寶祐 癸丑 6
南宋 開慶 己未 1
南宋 景定 庚申 5
南宋 咸淳 乙丑 10
南宋 德祐 乙亥 2
南宋 景炎 丙子 3
南宋 祥興 戊寅 2
遼 統和 癸未 30
遼 重熙 壬申 24
遼 清寧 乙未 10
遼 咸雍 乙巳 10
遼 乾統 辛巳 10
金 皇統 辛酉 9
金 大定 辛巳 29
金 明昌 庚戌 7
金 泰和 辛酉 8
金 貞祐 癸酉 5
金 正大 甲申 8
西夏 天盛 己巳 21
蒙古 中統 庚申 5
元 前至元 甲子 31
元 元貞 乙未 3
元 大德 丁酉 11
元 至大 戊申 4
元 皇慶 壬子 2
元 延祐 甲寅 7
元 至治 辛酉 3
元 泰定 甲子 4
元 致和 戊辰 1
元 天曆 戊辰 3
元 至順 庚午 4
元 元統 癸酉 3
元 後至元 乙亥 6
元 至正 辛巳 28
明 洪武 戊申 31
明 建文 己卯 4
明 永樂 癸未 22
明 洪熙 乙巳 1
明 宣德 丙午 10
明 正統 丙辰 14
明 景泰 庚午 8
明 天順 丁丑 8
明 成化 乙酉 23
明 弘治 戊申 18
明 正德 丙寅 16
明 嘉靖 壬午 45
明 隆慶 丁卯 6
明 萬曆 癸酉 48
明 泰昌 庚申 1
明 天啟 辛酉 7
明 崇禎 戊辰 17
清 順治 甲申 18
清 康熙 壬寅 61
清 雍正 癸卯 13
清 乾隆 丙辰 60
清 嘉慶 丙辰 25
清 道光 辛巳 30
清 咸豐 辛亥 11
清 同治 壬戌 13
清 光緒 乙亥 34
清 宣統 己酉 3
"""

#: era, 干支 of the year in which it was proclaimed, number of years (that of the next proclamation counted whole).
JAPAN = """
元和 乙卯 10
寬永 甲子 21
正保 甲申 5
慶安 戊子 5
承應 壬辰 4
明曆 乙未 4
萬治 戊戌 4
寬文 辛丑 13
延寶 癸丑 9
天和 辛酉 4
貞享 甲子 5
元祿 戊辰 17
寶永 甲申 8
正德 辛卯 6
享保 丙申 21
元文 丙辰 6
寬保 辛酉 4
延享 甲子 5
寬延 戊辰 4
寶曆 辛未 14
明和 甲申 9
安永 壬辰 10
天明 辛丑 9
寬政 己酉 13
享和 辛酉 4
文化 甲子 15
文政 戊寅 13
天保 庚寅 15
弘化 甲辰 5
嘉永 戊申 7
安政 甲寅 7
萬延 庚申 2
文久 辛酉 4
元治 甲子 2
慶應 乙丑 4
明治 戊辰 45
大正 壬子 15
昭和 丙寅 64
"""

#: ruler, 干支 of the first year reckoned to him, number of years.
KOREA = """
世宗 己亥 32
成宗 庚寅 25
燕山君 乙卯 12
中宗 丙寅 39
明宗 丙午 22
宣祖 戊辰 41
光海君 己酉 15
仁祖 癸亥 27
孝宗 庚寅 10
顯宗 庚子 15
肅宗 乙卯 46
景宗 辛丑 4
英祖 乙巳 52
正祖 丁酉 24
純祖 辛酉 34
憲宗 乙未 15
哲宗 庚戌 14
"""


def lines(table: str) -> list[str]:
    return table.split("\n")[1:-1]


def check(dynasty: str, name: str, ganzhi: str, length: str) -> None:
    (era,) = find_eras(name, dynasty)
    assert sexagenary(era.start) == ganzhi
    assert years_between(era.start, era.end) + 1 == int(length)


@pytest.mark.parametrize("line", lines(CHINA))
def test_china(line: str) -> None:
    check(*line.split())


@pytest.mark.parametrize("line", lines(JAPAN))
def test_japan_from_edo_on(line: str) -> None:
    name, ganzhi, length = line.split()
    periods = {"明治": "明治時代", "大正": "大正時代", "昭和": "昭和時代"}
    check(periods.get(name, "江戶"), name, ganzhi, length)


@pytest.mark.parametrize("line", lines(KOREA))
def test_korea_by_its_rulers(line: str) -> None:
    check("朝鮮", *line.split())
