"""How an edition was made: the acts (刻, 遞修, 朱墨套印, 影宋抄 …) as a grammar, and the type they amount to.

Source: vocab.md §2, after WH/T 20-2006 and WH/T 66; the same words in older and newer form (抄/鈔, 刻/刊, 寫/写).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from guji.notation.words import both_forms

if TYPE_CHECKING:
    from guji.notation.structures import Edition, Layer

_POLITY: Final = "北宋|南宋|宋|遼|金|蒙古|元|明|清|唐|五代|日本|朝鮮|高麗|辽"
#: Where, or how written, the edition was that a facsimile shows (影|宋蜀|刻).
_OF_WHERE: Final = "[蜀浙閩建杭贛越]|撫州|建安|臨安|淳熙|紹興|麻沙|大字|小字|巾箱|單疏|槧"
_COLOURS: Final = (
    "朱墨|朱藍|朱蓝|五彩|彩色|雙色|双色|二色|兩色|三色|四色|五色|六色|七色|多色|"
    "餖版|饾版|拱花|套色|朱|墨|藍|蓝|綠|紅|彩"
)
_TYPE: Final = "銅|铜|木|泥|錫|锡|瓷|磁|鉛|铅|鐵|金屬|陶|集|聚珍|古|近世"
#: Founts of Korea are named by the year they were cast in, their office, or the hand they follow.
_FOUNT: Final = (
    "[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]|訓鍊都監|校書館|芸閣|韓構|整理|再鑄整理|顯宗實錄|實錄|全史|生生|錦城|筆書體|"
    "印書體|洪武正韻|孝經大義|經書正音|初鑄甲寅|再鑄甲寅|改鑄甲寅|三鑄甲寅|戊申|春秋綱目|學部|新式|元宗|內需司|觀象監"
)
_PRINT: Final = (
    "珂羅版|珂罗版|銅版|石版|木版|玻璃版|影|景|石|鉛字排|铅字排|鉛排|鉛|铅|油|膠|曬|晒|照相|謄寫|謄|鈐|钤|公文紙|棉紙|黃紙|竹紙|開花紙|後|后|初|重|補|补|增|彙|匯|合|刷|重編|重校|重訂|排|聚珍版|聚珍|縮|"
    "代|承|翻|發|鋼版|鋅版|柯羅版|柯罗版|鉛字|打字油|打字|電子|靜電複|復|彩色|套版|木版|木刻|雕版|聚珍仿宋版鉛|聚珍仿宋排|聚珍仿宋|仿宋聚珍|仿宋鉛|仿宋|"
    "序|自序|書牘紙|公牘紙|初版|再版|活版|電鍍|藍曬|泥版|磁版|複製|複|汇|摹|覆"
)
_CUT: Final = (
    "舊|旧|募|篆文|篆字|初|原|重|翻|覆|仿|摹|影|景|縮|精|寫|写|補|补|續|"
    "续|增|遞|递|自序|序跋|序|跋|合|彙|匯|汇|官|校|修|新|再|同|手書|自書|篆|手寫|繪|鏤|倣|"
    "木|選|选|集|輯|編|評|纂|刪|訂|改|鉤|鈎|雙鉤|摹勒|勒|鉤摹|彙輯|彙編|校訂|校補"
)
_COPY: Final = (
    "舊|旧|精|傳|传|影|景|摹|仿|清|底|手|寫|過|轉|重|原|烏絲欄|朱絲欄|黑絲欄|紅格|朱格|藍格|綠格|黑格|墨格|進呈|節|選|補|补|泥金銀|泥金|泥銀|金銀|金字|銀字|朱墨|朱|墨|刺血|血|磁青紙|瓷青紙|彩|"
    "素紙|白紙|竹紙|棉紙|皮紙|毛邊紙|鋼筆|毛筆|鉛筆|朱筆|墨筆|紫格|花格|方格|行格|無格|褐格|緑格|藍欄|紅欄|黑欄|朱欄|綠欄|紅絲欄|藍絲欄|綠絲欄|緑絲欄|"
    "楷書|工楷|精楷|小楷|行書|草書|複|誊|四庫館|仿宋|"
    "序|絹地間彩|紙本彩|紙本墨|紙本設色|絹本設色|絹本彩|絹本墨|絹地|彩色|彩繪|菩提葉|貝葉|絹|錄副|輯佚|五色|四色|三色|金銀字|工筆|設色|絹底|白描|恭|謄|倣|乌丝栏|過錄|傅"
)

_ACTS: Final = "|".join(
    (
        f"(?P<facsimile>[影景仿覆翻摹倣])(?P<model>(?:{_POLITY})(?:{_OF_WHERE})?)(?P<verb>精?[抄鈔钞寫写繪]|[刻刊雕](?:印)?|印)",
        f"(?:{_FOUNT})字(?:(?:{_TYPE})?活字)?(?:版|混補)?排?印?",
        f"聚珍仿宋(?:版)?(?:排印?|鉛印|印)|(?:(?:{_TYPE})*活字|聚珍)(?:版|字)?(?:{_COLOURS})?套?排?印?",
        f"(?:{_COLOURS})*套印|(?:{_COLOURS})印",
        f"(?:{_PRINT}){{0,2}}印(?!書館|書局|刷|社|務|書局|書社|館|书馆|工|度|光[^緒绪])",
        f"(?:{_CUT})*[刻刊雕鐫梓鋟槧](?:石|梓|刻|刊|版|板|行(?!會|社|所|處)|補)?(?!工|經處|經院|经处|书处|書處|書社|書會)",
        f"(?:{_COPY})*(?:抄|鈔|钞|寫|写|繪|绘|過錄|谒录|傳錄)",
        "(?:手|清|謄清|謄|修改|初|原|底|定|未定|殘|自|未刊樣|樣|寫樣待刻|寫樣|校樣|誊清|誊|未刊|未完|手定|二|三|四|重|修訂|增訂|增補|刪訂|紅格|朱格|藍格|綠格|黑格|"
        "烏絲欄|遺|謄錄|待刊|付刊|付印|進呈)*稿(?!樓|廬|齋|堂)|寫樣|校樣|(?:銅版|石版)?製圖|[曬晒]藍|藍[曬晒]|照相|攝影|靜電複印|複印",
        "(?:重|遞|递|增|補|补|續|续|校|後|大|重新|刪)*修(?:補|补|訂|改|版|板)?|(?:重|遞|增|續)*[補补](?:刻|版|板|修|刊|配|校|葺)?|增(?:補|訂|刪|刻)|"
        "剜改|挖改|描潤|校補|重校|補校|續補|重訂|重定|重編|校改|校訂|校定|校正|改定|增|(?:集|拼|雜)?配(?:補)?|百衲|彙編|[校修]補?(?=\\Z)",
        "(?:初|精|舊|濃墨|淡墨|烏金|蟬翼|朱|墨|剪裱|手|最|早|近|初出土|出土|出土殘石|火前|原石|整紙|整幅|全形|合|傳|傳古)*拓|藏[板版](?!書|畫)|刺[繡綉]|緙絲|織錦",
    )
)
_BOTH: Final = both_forms(_ACTS)
#: Every character an act can begin with: looked at first, so that other places are passed over quickly.
_FIRST: Final = "".join(sorted(set(re.sub("\\(\\?[:P!=<>a-z]*|[^\u4e00-\u9fff]", "", _BOTH))))
#: What makes the character before it part of a house's name (藏修書屋, 退補齋).
_HOUSE: Final = both_forms("書[屋院堂室樓房]|堂|齋|軒|山房|精舍|草堂")
#: One act of making, the longest that stands at a place.
ACTION: Final = re.compile(f"(?=[{_FIRST}])(?:{_BOTH})(?!{_HOUSE})")
#: A copy named without its verb: 覆宋本, 翻元本.
BARE_FACSIMILE: Final = re.compile(both_forms(f"([影景仿覆翻倣校])({_POLITY}[抄鈔刊]?)\\Z"))
#: Acts that copy another edition, which is then named after them.
COPYING: Final = re.compile(both_forms("[翻覆影景摹倣拓]|仿(?!宋[鉛排印聚])|重[刻刊]"))
#: Characters that begin an act but as often end a name (凌濛初刻, 王修抄).
NAME_ENDINGS: Final = frozenset("初新修選选原精集合校節清景序")
#: Those of them after which a full name is likelier than the longer act.
RATHER_NAMES: Final = frozenset("初修清景新選选原集合節")
#: Words for a format or lettering, between the act and 本.
FORMS: Final = re.compile(
    both_forms(
        "(?:大字|小字|中字|袖珍|巾箱小|寫刻|巾箱|篆字|篆文|隸書|楷書|草書|行書|梵文|滿文|漢文|滿漢文|滿漢合璧|寫韻|四庫(?:館)?(?:底|進呈)|(?:[一二三四五六七八九十]+行)(?:[一二三四五六七八九十]+字)?|進呈|呈進|單行|白文|黑口|白口|雙鉤部分字|書棚|經折|卷子|梵夾|"
        "蝴蝶|冊葉|百衲|家藏|單注|單疏|八行|附圖|繡像|繪圖|插圖|白棉紙|開花紙|公文紙)\\Z"
    )
)
_REPAIR: Final = re.compile(
    both_forms(
        "修|^補|^补|^增|^剜|^挖|^描|^校|^重校|^重[訂定編]|^改|^續|^藏|^[彙匯]編|^(?:[彙匯合代承遞]|自?序|後|后|初|重|刷|遞|補|修|公文紙|棉紙|竹紙)?印\\Z"
    )
)

#: Words that say only whence the date of an act is taken: the preface of the book (序刻).
_PREFACED: Final = re.compile("^(?:自序|序跋|序|跋)(?=[刻刊印])")


def edition_type(edition: Edition) -> str:
    """Return the type of an edition with 本; repairs and later printings leave the first act's type as it is.

    刻 … 遞修 is 刻本, 刻朱墨套印 is 朱墨套印本, 刻 … 影印 is 影印本; of two kinds in one copy the first
    (稿本、清抄本 is 稿本); empty where no act is stated.
    """
    chosen = None
    for layer in edition.layers:
        if layer.link.startswith("本"):
            break
        if layer.action and (chosen is None or not _REPAIR.search(layer.action)):
            chosen = layer
    return f"{_act_of(chosen)}本" if chosen else ""


def _act_of(layer: Layer) -> str:
    """Return an act with what it copied where that belongs to the word (影|宋|抄), without the source of its date."""
    act = _PREFACED.sub("", layer.action)
    inside = layer.exemplar and not (layer.exemplar_after or layer.by)
    return act[0] + layer.exemplar + act[1:] if inside else act
