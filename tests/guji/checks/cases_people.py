"""著者: what the checks of authors find and leave alone."""

from census.checks import Context, Level
from tests.guji.checks.check_cases import Cases, by, edition, fault, title
from tests.guji.checks.record_samples import GOOD, REPUBLICAN, spoil

LATE = spoil(GOOD, edition="清刻本")

CASES = {
    "dynasty_unknown": Cases(
        [
            fault("吾", "朝代", responsibility="（吾）韋昭注"),
            fault("大月氐", responsibility="（大月氐）曇無讖譯"),
            fault("花", responsibility="（明）王守仁撰　（花）錢德洪編"),
        ],
        [by("（三國吳）韋昭注"), by("（□）闕名注"), by("（朝鮮）許浚撰"), by("（後秦）釋鳩摩羅什譯")],
    ),
    "author_dynasty_missing": Cases(
        [
            fault("韋昭", "缺朝代", responsibility="韋昭注"),
            fault("毛奇齡", base=LATE, responsibility="毛奇齡撰　（清）沈禹錫編"),
            fault("司馬彪", responsibility="（南朝宋）范曄撰　志三十卷　司馬彪撰"),
            fault("楊守敬", base=REPUBLICAN, responsibility="楊守敬撰", level=Level.HINT),
        ],
        [
            by("（明）吾冔　吳夔等纂修"),
            by("佚名撰"),
            by("闕名撰　（宋）陳友仁增修"),
            by("題無住真人撰"),
            by("（意大利）利瑪竇撰"),
        ],
    ),
    "role_missing": Cases(
        [
            fault("韋昭", "著作方式", responsibility="（三國吳）韋昭"),
            fault("陸鳳儀", base=LATE, responsibility="（明）王懋德　陸鳳儀"),
            fault("錢德洪", base=LATE, responsibility="（明）王守仁撰　（明）錢德洪"),
        ],
        [
            by("（明）王懋德　（明）陸鳳儀纂修"),
            by("（南朝宋）范曄撰　（唐）李賢注　志三十卷　（晉）司馬彪撰"),
            by("（清）惠棟校並跋"),
        ],
    ),
    "country_missing": Cases(
        [
            fault("利瑪竇", "意大利", base=LATE, responsibility="（明）利瑪竇撰"),
            fault("湯若望", "德意志", base=LATE, responsibility="（明）徐光啟　湯若望撰"),
            fault("偉烈亞力", "英國", base=LATE, responsibility="偉烈亞力譯"),
        ],
        [by("（意大利）利瑪竇撰"), by("（清）張誠等修"), by("（明）徐光啟譯")],
    ),
    "monk_without_shi": Cases(
        [
            fault("玄奘", "釋", base=LATE, responsibility="（唐）玄奘譯"),
            fault("袾宏", base=LATE, responsibility="（明）袾宏撰"),
            fault("智顗", base=LATE, responsibility="（唐）釋玄奘譯　（隋）智顗說"),
        ],
        [by("（唐）釋玄奘譯"), by("（明）釋袾宏撰"), by("（明）王德清撰"), by("（唐）李法藏撰")],
    ),
    "emperor_without_temple_name": Cases(
        [
            fault("玄燁", "聖祖玄燁", base=LATE, responsibility="（清）玄燁撰"),
            fault("朱元璋", "太祖", base=LATE, responsibility="（明）朱元璋撰"),
            fault("李煜", "後主", base=LATE, responsibility="（南唐）李煜撰"),
        ],
        [by("（清）聖祖玄燁撰"), by("（元）李治撰"), by("（三國魏）曹丕撰"), by("（南朝梁）蕭統輯")],
    ),
    "author_born_later": Cases(
        [
            fault("戴震", "1724", edition="清康熙五十年（1711）刻本", responsibility="（清）戴震撰"),
            fault("段玉裁", "1735", edition="清順治七年（1650）刻本", responsibility="（漢）許慎撰　（清）段玉裁撰"),
            fault("王守仁", edition="明永樂刻本", responsibility="（明）王守仁撰"),
        ],
        [
            edition("清乾隆三十九年（1774）刻本", responsibility="（清）戴震撰"),
            edition("清刻本", responsibility="（清）戴震撰"),
            edition("明永樂刻本", responsibility="（元）王守仁撰"),
            edition("清康熙五十年（1711）刻乾隆增修本", responsibility="（清）戴震校"),
        ],
    ),
    "author_repeated": Cases(
        [
            fault("王守仁", "两次", base=LATE, responsibility="（明）王守仁撰　（明）王守仁撰"),
            fault("吳夔", base=LATE, responsibility="（明）吾冔　吳夔　吳夔纂修"),
            fault("惠棟", base=LATE, responsibility="（漢）鄭玄注　（清）惠棟輯　（清）惠棟輯"),
        ],
        [
            by("（宋）真德秀撰　（宋）真德秀輯"),
            title("渼陂集十六卷　續集三卷", responsibility="（明）王九思撰　（明）王九思撰", edition="明刻本"),
            by("（清）惠棟輯　易漢學八卷　（清）惠棟輯"),
        ],
    ),
    "anonymous_written": Cases(
        [
            fault("佚名", "可不著录", responsibility="佚名撰"),
            fault("闕名", responsibility="闕名輯"),
            fault("不著撰人", responsibility="不著撰人撰"),
        ],
        [by("（宋）佚名輯"), by("（唐）釋不空譯　佚名疏"), by("佚名撰　（宋）陳友仁增修"), by("")],
    ),
    "by_imperial_order": Cases(
        [
            fault("奉敕", "可省", responsibility="（明）解縉等奉敕撰"),
            fault("奉敕", base=LATE, responsibility="（清）傅恒　陳大受等奉敕編纂"),
            fault("奉敕", base=LATE, responsibility="（清）允祿奉敕撰　（清）戴進賢譯"),
        ],
        [by("（明）解縉等撰"), by("（清）高宗弘曆敕撰"), by("（清）張敕撰")],
    ),
}

#: A house that writes 佚名撰 says so, and is not told otherwise.
NAMELESS_WRITTEN = Context(settings={"anonymous_written": True})
