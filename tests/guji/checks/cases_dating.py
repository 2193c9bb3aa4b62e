"""版本年代: what the checks of dates find and leave alone."""

from census.checks import Context, Level
from tests.guji.checks.check_cases import WHOLE, Cases, by, details, edition, fault
from tests.guji.checks.record_samples import GOOD, JAPANESE, REPUBLICAN, spoil

BARE = spoil(GOOD, responsibility="")
SHUIXIN = "明正統十三年（1448）黎諒刻本"

CASES = {
    "era_unknown": Cases(
        [
            fault("嘉德", "年号", edition="明嘉德三年刻本"),
            fault("光平", edition="清光平十四年（1888）刻本"),
            fault("寬明", base=JAPANESE, edition="日本寬明二年（1662）刻本"),
        ],
        [
            edition("明嘉靖三年刻本"),
            edition("明天啟三年刻本"),
            edition("日本寬永三年刻本"),
            edition("明建炎三年刻本"),
            edition("明萬歷三年刻本"),
            edition("清刻道光三年印本"),
        ],
    ),
    "era_year_mismatch": Cases(
        [
            fault("明嘉靖七年（1529）", "1528", edition="明嘉靖七年（1529）金李澤遠堂刻本"),
            fault("清康熙十一年（1673）", "1672", edition="清康熙十一年（1673）刻本"),
            fault("日本正德三年（1508）", "1713", base=JAPANESE, edition="日本正德三年（1508）刻本"),
            fault("清嘉慶元年（1795）", "1796", base=BARE, edition="清嘉慶元年（1795）刻本"),
        ],
        [
            edition("明萬曆三十九年（1611）刻本"),
            edition("清光緒元年至三年（1875-1877）刻本"),
            edition("清康熙十一年十二月（1673）刻本"),
            edition("清乾隆六十年（1795）刻本"),
        ],
    ),
    "era_year_beyond_end": Cases(
        [
            fault("清同治十五年（1876）", "13", edition="清同治十五年（1876）刻本", level=Level.ERROR),
            fault("明隆慶九年", "6", edition="明隆慶九年刻本", level=Level.ERROR),
            fault("明弘治十九年（1506）", "18", edition="明弘治十九年（1506）宗文堂刻本", level=Level.HINT),
        ],
        [
            edition("明洪武三十五年（1402）刻本"),
            edition("清同治十三年（1874）刻本"),
            edition("明嘉靖四十五年（1566）刻本"),
        ],
    ),
    "dynasty_era_mismatch": Cases(
        [
            fault("明康熙七年（1668）", "清", edition="明康熙七年（1668）刻本"),
            fault("清萬曆三年（1575）", "明", base=BARE, edition="清萬曆三年（1575）刻本"),
            fault("日本萬曆三年（1575）", "明", base=JAPANESE, edition="日本萬曆三年（1575）刻本"),
        ],
        [
            edition("元至元五年（1339）刻本"),
            spoil(JAPANESE, edition="日本嘉永三年（1850）刻本"),
            edition("朝鮮萬曆三年（1575）刻本"),
            edition("南宋乾道二年（1166）刻本"),
        ],
    ),
    "dynasty_year_mismatch": Cases(
        [
            fault("明（1700）", "1368", base=BARE, edition="明（1700）刻本"),
            fault("清（1600）", "1600", base=BARE, edition="清（1600）刻本"),
            fault("元（1400）", base=BARE, edition="元（1400）刻本"),
        ],
        [edition("明（1600）刻本"), edition("清（1700）刻本"), edition("明刻本")],
    ),
    "japanese_era_as_chinese": Cases(
        [
            fault("明天保三年（1832）", "日本", base=BARE, edition="明天保三年（1832）刻本"),
            fault("明弘治三年（1557）", "外国年号", base=BARE, edition="明弘治三年（1557）刻本"),
            fault("明正德三年（1713）", "日本", base=BARE, edition="明正德三年（1713）刻本"),
            fault("清寬永三年（1626）", "日本", base=BARE, edition="清寬永三年（1626）刻本"),
        ],
        [
            edition("明弘治三年（1490）刻本"),
            edition("明正德三年（1508）刻本"),
            spoil(JAPANESE, edition="日本天保三年（1832）刻本"),
            edition("清嘉慶三年（1798）刻本"),
        ],
    ),
    "sexagenary_mismatch": Cases(
        [
            fault("清光緒十四年己丑（1888）", "戊子", edition="清光緒十四年己丑（1888）刻本"),
            fault("明萬曆三年丙子（1575）", "乙亥", edition="明萬曆三年丙子（1575）刻本"),
            fault("清康熙六十一年辛丑（1722）", "壬寅", base=BARE, edition="清康熙六十一年辛丑（1722）刻本"),
        ],
        [
            edition("清光緒十四年戊子（1888）刻本"),
            edition("清康熙六十一年壬寅（1722）刻本"),
            edition("太平天國癸好三年（1853）刻本"),
        ],
    ),
    "sexagenary_unresolved": Cases(
        [
            fault("明隆慶甲子", "甲子", edition="明隆慶甲子刻本"),
            fault("元後至元辛巳年（1341）", "辛巳", base=BARE, edition="元後至元辛巳年（1341）刻本"),
            fault("清咸豐壬申", "壬申", base=BARE, edition="清咸豐壬申刻本"),
        ],
        [edition("明隆慶庚午刻本"), edition("清康熙壬寅刻本"), edition("清宣統甲子刻本")],
    ),
    "year_range_order": Cases(
        [
            fault("元年（1877-1875）", "颠倒", edition="清光緒三年至元年（1877-1875）刻本"),
            fault("明萬曆（1620-1573）", base=BARE, edition="明萬曆（1620-1573）刻本"),
            fault("清乾隆（1795-1736）", base=BARE, edition="清乾隆（1795-1736）刻本"),
        ],
        [
            edition("清光緒元年至三年（1875-1877）刻本"),
            edition("明萬曆（1573-1620）刻本"),
            edition("清同治十三年至光緒元年（1874-1875）刻本"),
        ],
    ),
    "gregorian_missing": Cases(
        [
            fault("嘉靖七年", "1528", edition="明嘉靖七年金李澤遠堂刻本"),
            fault("天曆元年", "1328", base=BARE, edition="元天曆元年褒賢世家家塾歲寒堂刻明修本"),
            fault("寬文二年", "1662", base=JAPANESE, edition="日本寬文二年刻本"),
        ],
        [edition("明嘉靖刻本"), edition("明嘉靖七年（1528）刻本"), edition("清光緒戊子刻本"), edition("明刻本")],
    ),
    "made_too_late": Cases(
        [
            fault("1950", "1949", base=REPUBLICAN, edition="民國三十九年（1950）影印本"),
            fault("2888", "晚于", base=BARE, edition="清光緒十四年（2888）刻本", level=Level.ERROR),
            fault("1957", base=BARE, edition="1957年影印本", level=Level.WARNING),
        ],
        [REPUBLICAN, edition("民國三十八年（1949）鉛印本"), edition("清光緒十四年（1888）刻本")],
    ),
    "process_too_early": Cases(
        [
            fault("石印", "1826", base=BARE, edition="清康熙五年（1666）石印本"),
            fault("活字", "1041", base=BARE, edition="唐開元二年（714）活字印本"),
            fault("套印", "1340", base=BARE, edition="宋咸淳元年（1265）刻朱墨套印本"),
            fault("影印", base=BARE, edition="清乾隆五年（1740）影印本"),
        ],
        [
            edition("清光緒十四年（1888）上海點石齋石印本"),
            edition("明弘治三年（1490）華燧會通館銅活字印本"),
            edition("明萬曆四十四年（1616）閔齊伋刻朱墨套印本"),
            edition("清康熙影宋抄本"),
        ],
    ),
    "printed_too_early": Cases(
        [
            fault("刻", "618", base=BARE, edition="隋開皇三年（583）刻本"),
            fault("刻", base=BARE, edition="北魏熙平二年（517）刻本"),
            fault("印", base=BARE, edition="晉太康三年（282）印本"),
        ],
        [
            edition("隋寫本"),
            edition("北魏熙平二年（517）刻石"),
            edition("唐咸通九年（868）刻本"),
            edition("東漢永興二年（154）刻石　清拓本"),
        ],
    ),
    "author_after_edition": Cases(
        [
            fault("清", "1528", responsibility="（清）董增齡撰", level=Level.ERROR),
            fault("明", "版本", base=spoil(edition="宋刻本"), responsibility="（明）張一鯤輯", level=Level.ERROR),
            fault("清", edition="明崇禎貫華堂刻本", responsibility="（元）施耐庵撰　（清）金人瑞評", level=Level.HINT),
            fault("元", edition="宋刻本", responsibility="（元）陳澔集說", level=Level.HINT),
            fault("民國", edition="清乾隆内府刻本", responsibility="（民國）趙爾巽撰", level=Level.ERROR),
        ],
        [
            by("（明）張一鯤輯", edition="明嘉靖七年（1528）刻本"),
            by("（清）董增齡撰", edition="明刻清康熙增修本"),
            spoil(REPUBLICAN, responsibility="（民國）張壽鏞編"),
            by("（元）李簡撰", edition="蒙古中統刻本"),
            by("（北涼）釋曇無讖譯", edition="東晉寫本"),
            by("（清）王掞撰", edition="明萬曆三年（1575）刻清康熙印本"),
        ],
    ),
    "edition_dynasty_missing": Cases(
        [
            fault("寬永", "日本", base=JAPANESE, edition="寬永三年（1626）刻本"),
            fault("明治", "日本", base=JAPANESE, edition="明治十五年（1882）鉛印本"),
            fault("乾隆", "清", base=BARE, edition="乾隆六年（1741）刻本"),
        ],
        [edition("清乾隆六年（1741）刻本"), edition("1927年鉛印本"), edition("刻本"), JAPANESE],
    ),
    "republican_flag": Cases(
        [
            fault(WHOLE, "民国线装", base=REPUBLICAN, is_republican=False),
            fault(WHOLE, "1927", base=BARE, edition="1927年鉛印本"),
            fault(WHOLE, "1924", base=BARE, edition="清宣統十六年（1924）刻本"),
            fault(WHOLE, "明", is_republican=True),
        ],
        [
            REPUBLICAN,
            edition("清宣統二年（1910）刻本"),
            spoil(JAPANESE, edition="日本大正五年（1916）鉛印本"),
            edition("1927年鉛印本", is_republican=True),
        ],
    ),
    "foreign_flag": Cases(
        [
            fault(WHOLE, "日本", base=JAPANESE, is_foreign=False),
            fault(WHOLE, "朝鮮", base=BARE, edition="朝鮮刻本"),
            fault(WHOLE, "明", is_foreign=True),
        ],
        [JAPANESE, edition("清刻本"), edition("安南抄本", is_foreign=True), edition("刻本", is_foreign=True)],
    ),
    "preface_after_edition": Cases(
        [
            fault(
                WHOLE,
                "1451",
                base=details("prefaces", {"kind": "序", "author": "王直", "dynasty": "明", "date_text": "景泰二年"}),
                edition=SHUIXIN,
            ),
            fault(
                WHOLE,
                "康熙壬子",
                base=details("prefaces", {"author": "某", "dynasty": "清", "date_text": "康熙壬子"}),
                edition="清順治三年（1646）刻本",
            ),
            fault(
                WHOLE, base=details("prefaces", {"dynasty": "明", "date_text": "萬曆十年仲秋"}), edition="明嘉靖刻本"
            ),
        ],
        [
            details("prefaces", {"dynasty": "明", "date_text": "正統十三年"}, edition=SHUIXIN),
            details("prefaces", {"dynasty": "明", "date_text": "某年"}, edition=SHUIXIN),
            details("prefaces", {"author": "毛扆"}, edition=SHUIXIN),
            details(
                "prefaces", {"dynasty": "清", "date_text": "康熙十年"}, edition="明刻清康熙印本", responsibility=""
            ),
        ],
    ),
    "preface_year_as_print_year": Cases(
        [
            fault(
                WHOLE,
                "1673",
                base=details("prefaces", {"dynasty": "清", "author": "徐乾學", "date_text": "康熙十二年"}),
                edition="清康熙十二年（1673）刻本",
                edition_basis=basis,
            )
            for basis in ("序", "自序", "卷前序、卷後跋")
        ],
        [
            details(
                "prefaces",
                {"dynasty": "清", "date_text": date},
                edition=made,
                edition_basis=basis,
            )
            for date, made, basis in (
                ("康熙十二年", "清康熙十二年（1673）刻本", "牌記、序"),
                ("康熙十二年", "清康熙十二年（1673）刻本", "序跋、行款"),
                ("康熙十年", "清康熙十二年（1673）刻本", "序"),
                ("康熙十二年", "清康熙刻本", "序"),
            )
        ],
    ),
}

#: A house that collects to another year.
EARLY_HOUSE = Context(settings={"last_year": 1911})
