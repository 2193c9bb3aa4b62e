"""題名卷數: what the checks of titles find and leave alone."""

from tests.guji.checks.check_cases import WHOLE, Cases, details, edition, fault, title
from tests.guji.checks.record_samples import GAZETTEER, SET, spoil

CASES = {
    "title_missing": Cases(
        [fault(WHOLE, "题名卷数", title=""), fault(WHOLE, "自拟", title="　"), fault(WHOLE, title=" \t")],
        [title("□□□一卷"), title("［書札］不分卷"), title("易一卷")],
    ),
    "juan_missing": Cases(
        [
            fault("國語", "□□卷", title="國語"),
            fault("東垣十書", "不分卷", title="東垣十書"),
            fault("金剛般若波羅蜜經", title="金剛般若波羅蜜經"),
        ],
        [
            title("華夷譯語□□卷"),
            title("越縵堂日記不分卷"),
            title("紅樓夢一百二十回"),
            title("大般若波羅蜜多經卷第六十八"),
            title("妙法蓮華經卷下"),
            title("八千卷樓書目二十卷"),
            title("崔敬邕墓誌", edition="清拓本"),
            title("浙江全圖", volumes="1幅"),
            SET,
        ],
    ),
    "juan_arabic": Cases(
        [
            fault("21", "汉字", title="國語21卷"),
            fault("２１", title="國語２１卷"),
            fault("120", title="紅樓夢120回"),
        ],
        [title("國語二十一卷"), spoil(shelf_mark="普21卷"), title("中俄約章一卷附1881年條約一卷")],
    ),
    "space_before_juan": Cases(
        [
            fault("　", "连写", title="國語　二十一卷"),
            fault(" ", title="國語 不分卷"),
            fault("　", title="國語二十一卷　首一卷"),
        ],
        [title("國語二十一卷"), title("國語二十一卷　戰國策十卷"), title("國語二十一卷附補音三卷")],
    ),
    "book_title_marks": Cases(
        [
            fault("《國語》", "书名号", title="《國語》二十一卷"),
            fault("〈月令〉", title="禮記〈月令〉一卷"),
            fault("《通志堂經解》", edition="清康熙刻《通志堂經解》本", field="edition"),
            fault("《", title="《國語二十一卷"),
        ],
        [title("國語二十一卷"), spoil(note="見《四庫全書總目》"), title("國語「補音」二十一卷")],
    ),
    "gazetteer_era_missing": Cases(
        [
            fault("金華府志", "［萬曆］金華府志", base=GAZETTEER, title="金華府志三十卷"),
            fault("江南通志", base=GAZETTEER, title="江南通志二百卷首四卷"),
            fault("餘杭縣新志", base=GAZETTEER, title="餘杭縣新志四十卷"),
            fault("赤城縣志", "［康熙］", base=GAZETTEER, title="赤城縣志四十卷", edition="明刻本"),
        ],
        [
            GAZETTEER,
            title("通志二百卷"),
            title("三國志六十五卷"),
            title("玉照新志五卷"),
            title("景定嚴州續志十卷"),
            title("兩浙海塘通志二十卷"),
            title("八旗通志二百五十卷"),
            title("吳中水利通志十七卷"),
        ],
    ),
    "gazetteer_era_late": Cases(
        [
            fault("康熙", "1662", base=GAZETTEER, title="［康熙］金華府志三十卷"),
            fault("嘉慶", base=GAZETTEER, title="［嘉慶］山陰縣志三十卷", edition="清乾隆五十年（1785）刻本"),
            fault("民國", base=GAZETTEER, title="［民國］杭州府志十卷", edition="清宣統二年（1910）刻本"),
        ],
        [
            GAZETTEER,
            spoil(GAZETTEER, edition="明萬曆刻清康熙增修本", title="［康熙］金華府志三十卷"),
            title("［浙江永康］應氏先型錄六卷"),
            spoil(GAZETTEER, title="［咸淳］臨安志一百卷", edition="清道光十年（1830）刻本"),
        ],
    ),
    "juan_variant": Cases(
        [
            fault("巻", "卷", title="國語二十一巻"),
            fault("券", title="國語二十一券"),
            fault("巻", extent="存三巻（一至三）", field="extent"),
        ],
        [title("契券考二十一卷"), title("國語不分卷"), title("捲施閣集十卷")],
    ),
    "title_repeated": Cases(
        [
            fault("國語", "两次", title="國語二十一卷國語二十一卷"),
            fault("戰國策", title="國語二十一卷　戰國策十卷　戰國策十卷"),
            fault("周易本義", title="周易本義四卷附周易本義四卷"),
        ],
        [
            title("國語二十一卷　戰國策十卷"),
            title("元豐類稿五十卷附錄一卷南豐集十卷附錄一卷"),
            title("列祖玉牒一卷　列祖玉牒一卷　列祖玉牒一卷　列祖玉牒一卷"),
        ],
    ),
    "joint_edition_first_title": Cases(
        [
            fault("合刻", "一种", edition="明嘉靖十三年（1534）黃省曾與水經合刻", field="edition"),
            fault("合刻", note="與《戰國策》合刻", field="note"),
            fault("合印", note="與管子合印", field="note"),
        ],
        [
            title("國語二十一卷　戰國策十卷", note="二書合刻"),
            edition("明萬曆十年（1582）趙用賢刻管韓合刻本"),
            spoil(note="卷首題“合刻者”三字"),
            details("sub_works", {"title": "周易三卷"}, note="合刻五種", base=SET),
        ],
    ),
}
