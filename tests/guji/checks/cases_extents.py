"""存缺卷: what the checks of extents find and leave alone."""

from census.checks import Context, Level
from tests.guji.checks.check_cases import WHOLE, Cases, extent, fault, title
from tests.guji.checks.record_samples import INCOMPLETE, REPUBLICAN, spoil

FRONT = "國語二十一卷首一卷"

CASES = {
    "extent_missing": Cases(
        [
            fault(WHOLE, "殘本", note="殘本，蟲蛀嚴重"),
            fault(WHOLE, "零本", note="零本"),
            fault(WHOLE, "缺卷", note="有缺卷，未詳"),
        ],
        [extent("存三卷（一至三）", note="殘本"), spoil(note="卷末有殘葉"), spoil(note="書前有缺葉")],
    ),
    "extent_sum_mismatch": Cases(
        [
            fault("存三卷（一至四）", "4", base=INCOMPLETE, extent="存三卷（一至四）"),
            fault(
                "存八十三卷（五至十二、十五至十八）", "12", base=INCOMPLETE, extent="存八十三卷（五至十二、十五至十八）"
            ),
            fault("存十二卷（一、三至五）", base=INCOMPLETE, extent="存十二卷（一、三至五）"),
        ],
        [
            extent("存四卷（一至三、九）"),
            extent("缺一卷（二十一）"),
            extent("存四卷（一至三、四上）"),
            extent("存一卷（章一至七）", "格斯爾傳□□卷"),
            extent("存三冊"),
        ],
    ),
    "extent_range_order": Cases(
        [
            fault("三至一", "颠倒", base=INCOMPLETE, extent="存三卷（三至一）", level=Level.ERROR),
            fault("十二至九", base=INCOMPLETE, extent="存四卷（一、十二至九）", level=Level.ERROR),
            fault("二", base=INCOMPLETE, extent="存三卷（一、九、二）", level=Level.WARNING),
            fault("一至三", base=INCOMPLETE, extent="存四卷（九、一至三）", level=Level.WARNING),
        ],
        [extent("存四卷（一至三、九）"), extent("存二卷（一、九）"), extent("存六卷（文集一至三、詩集一至三）")],
    ),
    "extent_overlap": Cases(
        [
            fault("二至四", "重复", base=INCOMPLETE, extent="存六卷（一至三、二至四）"),
            fault("三", base=INCOMPLETE, extent="存四卷（一至三、三）"),
            fault("九至十", base=INCOMPLETE, extent="存四卷（八至九、九至十）"),
        ],
        [extent("存四卷（一至三、四）"), extent("存三卷（一至二上、二下至三）"), extent("存二卷（文集一、詩集一）")],
    ),
    "extent_beyond_total": Cases(
        [
            fault("二十三", "21卷", extent="存三卷（二十一至二十三）"),
            fault("一百五", "100回", title="水滸傳一百回", extent="存八十回（一至一百五）"),
            fault("七十", title="左粹類纂十二卷", extent="存二卷（六十九至七十）"),
            fault("二十五", title="大崖李先生詩集十二卷文集八卷", extent="存十三卷（文集十三至二十五）"),
            fault("一百二十一", base=INCOMPLETE, extent="存二卷（一百二十至一百二十一）"),
        ],
        [
            extent("存三卷（十九至二十一）"),
            extent("存八十回（一至八十）", "水滸傳一百回"),
            extent("存二冊"),
            spoil(INCOMPLETE, extent="存三十一卷（九十至一百二十）"),
            extent("存八卷（文集十三至二十）", "大崖李先生詩集十二卷文集八卷"),
            extent("存二卷（三，花間笛譜）", "小鷗波館詞鈔□卷歲可年譜不分卷花間笛譜一卷"),
        ],
    ),
    "extent_count_beyond_total": Cases(
        [
            fault(WHOLE, "120", base=INCOMPLETE, extent="存一百二十一卷"),
            fault(WHOLE, "卷首", extent="存二十二卷（首、一至二十一）"),
            fault(WHOLE, title=FRONT, extent="缺二十三卷"),
        ],
        [extent("存二十一卷", FRONT), extent("存二十五冊"), extent("存三十卷", "國語□□卷")],
    ),
    "extent_of_whole": Cases(
        [
            fault(WHOLE, "完整者", base=INCOMPLETE, extent="存一百二十卷"),
            fault(WHOLE, title="新安旌城汪氏家錄七卷", extent="存七卷（一至七）"),
            fault(WHOLE, "全缺", extent="缺二十一卷", level=Level.ERROR),
        ],
        [
            spoil(INCOMPLETE, extent="存九十卷（一至九十）"),
            extent("存二十一卷（一至二十一）", FRONT),
            extent("存二十一卷（一至三上、四至二十一）"),
        ],
    ),
    "extent_of_undivided": Cases(
        [
            fault(WHOLE, "不分卷", base=REPUBLICAN, extent="存二卷（一至二）"),
            fault(WHOLE, base=REPUBLICAN, extent="缺三卷"),
            fault(WHOLE, title="國語不分卷　戰國策不分卷", extent="存一卷"),
        ],
        [spoil(REPUBLICAN, extent="存二冊"), extent("存一卷（一）"), extent("存一卷", "國語不分卷補音三卷")],
    ),
    "extent_shorter": Cases(
        [
            fault(WHOLE, "缺1卷", extent="存二十卷（二至二十一）"),
            fault(WHOLE, "存2卷", extent="缺十九卷（三至二十一）"),
            fault(WHOLE, "缺10卷", extent="存十一卷（一至十一）"),
        ],
        [extent("存二卷（一至二）"), extent("缺一卷（二十一）"), extent("存十八冊")],
        Context(settings={"extent_shorter": True}),
    ),
    "extent_joiner": Cases(
        [
            fault("—", "至", extent="存三卷（一—三）"),
            fault("-", extent="存三卷（1-3）"),
            fault("～", extent="存三卷（一～三）"),
        ],
        [extent("存三卷（一至三）"), extent("存二卷（一、三）"), extent("存二卷（文集—前集一至二）")],
    ),
    "extent_arabic": Cases(
        [
            fault("3", "汉字", extent="存3卷（一至三）"),
            fault("１２", extent="存一卷（１２）"),
            fault("18", extent="存18冊"),
        ],
        [extent("存三卷（一至三）"), spoil(volumes="18冊"), extent("存一百二卷")],
    ),
    "extent_word_missing": Cases(
        [
            fault(WHOLE, "开头", extent="三卷（一至三）"),
            fault(WHOLE, extent="一至三"),
            fault(WHOLE, extent="卷一至三"),
        ],
        [extent("存三卷（一至三）"), extent("缺三卷（一至三）"), extent("存卷一至三")],
    ),
    "extent_parts_mismatch": Cases(
        [
            fault("存九卷缺十一卷", "20卷", extent="存九卷缺十一卷"),
            fault("存九卷（一至九）缺十三卷", extent="存九卷（一至九）缺十三卷"),
            fault("缺三卷（一至三）存十七卷", extent="缺三卷（一至三）存十七卷"),
        ],
        [
            extent("存九卷（一至九）缺十二卷（十至二十一）"),
            extent("存二十卷缺二卷", FRONT),
            extent("存九卷缺十一卷", "國語□□卷"),
            extent("存九卷"),
        ],
    ),
    "extent_front_matter": Cases(
        [
            fault("首", "题名里没有", extent="存四卷（首、一至三）"),
            fault("末", extent="存四卷（一至三、末）"),
            fault("首", "没有算上", title=FRONT, extent="存三卷（首、一至三）"),
        ],
        [
            extent("存四卷（首、一至三）", FRONT),
            extent("缺一卷（首）", FRONT),
            extent("存三卷（首、一至三上）", FRONT),
            extent("存三卷（一至三）", FRONT),
        ],
    ),
    "ambiguous_numeral": Cases(
        [
            fault("一百一", "110", title="國語一百一卷"),
            fault("二百五", "250", title="事文類聚二百五卷"),
            fault("一百三", title="國語一百五十卷", extent="存一百三卷", field="extent"),
        ],
        [title("國語一百一十卷"), title("國語一百零一卷"), title("國語一百卷")],
    ),
}
