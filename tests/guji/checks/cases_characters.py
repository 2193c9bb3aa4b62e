"""Characters: what the checks of text find and leave alone."""

from census.checks import Level
from tests.guji.checks.check_cases import Cases, edition, extent, fault, title
from tests.guji.checks.record_samples import JAPANESE, spoil

CASES = {
    "simplified_character": Cases(
        [
            fault("国", "國", title="国語二十一卷"),
            fault("庆", "慶", edition="元至正元年（1341）集庆路儒學刻本", field="edition"),
            fault("锺", "鍾", annotation="龐锺璐跋", field="annotation"),
            fault("从", "從", title="从古正文五卷", level=Level.HINT),
            fault("万", "萬", title="太學新增合璧聯珠万卷菁華六十卷", level=Level.HINT),
        ],
        [
            title("皇后雲台谷沈氏里干松范姜於家系念只才准余向御几秋千采薪布一卷"),
            title("万俟詠詞一卷"),
            title("説文解字録别集内經温疫論税課司衆妙門吕氏春秋一卷"),
            title("雲南志十卷"),
        ],
    ),
    "cyclic_look_alike": Cases(
        [
            fault("已亥", "己亥", title="已亥雜詩一卷"),
            fault("戍戌", "戊戌", edition="清光緒戍戌（1898）刻本", field="edition"),
            fault("丁已", "丁巳", edition="清咸豐丁已刻本", field="edition"),
        ],
        [title("己亥雜詩一卷"), edition("清咸豐丁巳刻本"), title("戊戌奏稿一卷"), title("王子安集十六卷")],
    ),
    "half_width": Cases(
        [
            fault(",", "半角", responsibility="（三國吳）韋昭,虞翻注", field="responsibility"),
            fault(" ", "空格", edition="明嘉靖七年（1528） 金李澤遠堂刻本", field="edition"),
            fault("`", extent="存三卷（一至三）`", field="extent"),
            fault("***", title="國語***二十一卷"),
        ],
        [
            edition("明嘉靖七年(1528)金李澤遠堂刻本"),
            title("書則?三卷"),
            title("徐&KR0958;筆精八卷"),
            edition("清光緒三十四年至宣統元年（1908-1909）刻本"),
            spoil(shelf_mark="347.8/4471"),
        ],
    ),
    "private_use_character": Cases(
        [
            fault("\ue123", "E123", title="國\ue123二十一卷"),
            fault("\U000f0001", responsibility="（明）\U000f0001撰", field="responsibility"),
            fault("\uf8ff", note="鈐\uf8ff印", field="note"),
        ],
        [title("𢎞明集十四卷"), title("㒜居集一卷"), title("⿰氵某集一卷"), title("\uf9dc語一卷")],
    ),
    "lost_character_mark": Cases(
        [
            fault("〓", "丢失", responsibility="（明）〓中撰", field="responsibility"),
            fault("\ufffd", title="國\ufffd二十一卷"),
            fault("&KR0958;", title="徐&KR0958;筆精八卷"),
            fault("&#x20000;", note="印文&#x20000;", field="note"),
        ],
        [title("□□集一卷"), title("A&B合集一卷"), title("○集一卷")],
    ),
    "lost_character": Cases(
        [
            fault("?", "未能显示", title="書則?三卷"),
            fault("　", responsibility="（元）黃　撰", field="responsibility"),
            fault("？", edition="清康熙孫光？刻本", field="edition"),
        ],
        [title("國語二十一卷"), spoil(responsibility="（明）〓撰"), spoil(responsibility="（明）王懋德　陸鳳儀纂修")],
    ),
    "invisible_character": Cases(
        [
            fault("\u200b", "200B", title="國\u200b語二十一卷"),
            fault("\ufeff", title="\ufeff國語二十一卷"),
            fault("\x07", note="殘\x07葉", field="note"),
        ],
        [title("國語二十一卷"), title("國語　二十一卷"), spoil(note="第一行\n第二行\t")],
    ),
    "compatibility_ideograph": Cases(
        [
            fault("\uf9dc", "兼容", title="\uf9dc語二十一卷"),
            fault("\ufa1a", responsibility="（明）\ufa1a允明撰", field="responsibility"),
            fault("\U0002f800", title="\U0002f800語一卷"),
        ],
        [title("﨑陽雜記一卷"), title("隆平集二十卷"), title("祝氏集略三十卷")],
    ),
    "edge_spaces": Cases(
        [
            fault("　", "多余", title="國語二十一卷　"),
            fault(" ", shelf_mark=" 善0012", field="shelf_mark"),
            fault("　　", title="國語　　二十一卷"),
        ],
        [title("國語二十一卷"), spoil(responsibility="（明）王懋德　陸鳳儀纂修"), spoil(shelf_mark="善 0012")],
    ),
    "circle_for_missing": Cases(
        [
            fault("○", "□", responsibility="（明）○中撰", field="responsibility"),
            fault("囗囗", "□□", title="石壁精舍音註唐書詳節囗囗卷"),
            fault("●", title="●集一卷"),
        ],
        [title("國語一百○五卷"), title("國語一百〇五卷"), title("□□集一卷"), title("二○集一卷")],
    ),
    "era_misspelt": Cases(
        [
            fault("萬歷", "萬曆", edition="明萬歷十二年（1584）刻本", field="edition"),
            fault("崇禛", "崇禎", edition="明崇禛刻本", field="edition"),
            fault("乾龍", "乾隆", edition="清乾龍五十年（1785）刻本", field="edition"),
            fault("嘉佑", "嘉祐", edition="宋嘉佑刻本", field="edition"),
            fault("萬歷", title="［萬歷］金華府志三十卷"),
            fault("干隆", "乾隆", edition="清干隆武英殿刻本", field="edition"),
        ],
        [
            edition("明萬曆刻本"),
            edition("明天啓刻本"),
            edition("清煕寧軒刻本"),
            title("山明政統宗三十卷"),
            edition("宋宜和堂刻本"),
            edition("明宏治刻本"),
        ],
    ),
    "conversion_slip": Cases(
        [
            fault("后漢書", "後漢書", title="后漢書九十卷"),
            fault("硃熹", "朱熹", responsibility="（宋）硃熹撰", field="responsibility"),
            fault("禦製", "御製", title="禦製詩集十卷"),
            fault("癸醜", "癸丑", edition="清咸豐癸醜刻本", field="edition"),
            fault("週易", "周易", title="週易本義四卷"),
        ],
        [
            title("後漢書九十卷"),
            title("皇后紀一卷"),
            title("御制大誥一卷"),
            title("春秋穀梁傳二十卷"),
            title("姜西溟集十卷"),
            title("於潛縣志十六卷"),
        ],
    ),
    "look_alike": Cases(
        [
            fault("曰本", "日本", responsibility="（曰本）賴襄撰", field="responsibility"),
            fault("未", "末", edition="明未清初刻本", field="edition"),
            fault("卷未", "卷末", title="國語二十一卷卷未一卷"),
            fault("刻木", "刻本", edition="明萬曆刻木", field="edition"),
            fault("王土禎", "王士禎", responsibility="（清）王土禎撰", field="responsibility"),
        ],
        [
            edition("清未刊稿本"),
            title("子曰本義一卷"),
            edition("明木活字印本"),
            title("風土記一卷"),
            spoil(JAPANESE, edition="日本刻本"),
        ],
    ),
    "variants_mixed": Cases(
        [
            fault("鈔", "抄", edition="清鈔本（卷三抄配）"),
            fault("册", "冊", extent="存三册", field="extent"),
            fault("册", volumes="6冊（附1册）", field="volumes"),
        ],
        [edition("清鈔本"), edition("清抄本（卷三抄配）"), extent("存三冊"), spoil(title="北堂書鈔一百六十卷")],
    ),
    "taboo_too_early": Cases(
        [
            fault("𤣥", "1662", title="太𤣥經十卷", edition="明嘉靖三年（1524）郝梁刻本"),
            fault("𢎞", "1736", title="𢎞明集十四卷", edition="明刻本"),
            fault("𢎞", title="𢎞簡錄二百五十四卷", edition="清康熙二十七年（1688）刻本"),
        ],
        [
            title("太𤣥經十卷", edition="清乾隆刻本"),
            title("續𢎞簡錄四十二卷", edition="清康熙三十八年（1699）刻乾隆印本"),
            title("太玄經十卷", edition="明刻本"),
            spoil(JAPANESE, title="太𤣥經十卷"),
        ],
    ),
    "unplaced_text": Cases(
        [
            fault("※※", "未能归入", extent="存三卷（一至三）※※", field="extent"),
            fault("板", volumes="1夾板", field="volumes"),
            fault("明某某", edition="明某某", field="edition"),
        ],
        [edition("明嘉靖七年（1528）刻本"), spoil(volumes="6"), extent("存三卷（一至三）")],
    ),
    "unclosed_bracket": Cases(
        [
            fault("（", "配对", edition="明嘉靖七年（1528刻本", field="edition"),
            fault("（", extent="存三卷（一至三", field="extent"),
            fault("［", title="［萬曆金華府志三十卷"),
            fault("（1877)", "半角", edition="清光緒三年（1877)刻本", field="edition"),
            fault("]", title="萬曆]金華府志三十卷"),
        ],
        [
            edition("明嘉靖七年（1528）刻本"),
            edition("明嘉靖七年(1528)刻本（卷一（上）抄配）"),
            extent("存三卷（一至三）"),
            title("［萬曆］金華府志三十卷"),
        ],
    ),
}
