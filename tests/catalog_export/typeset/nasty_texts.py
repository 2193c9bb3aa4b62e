"""Texts that nobody would type, and that a sheet may hold all the same: drawn by Hypothesis, for lines of both ways."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

HAN = st.text("易書詩禮樂春秋左傳公羊穀梁論語孝經爾雅孟子青説真", min_size=1, max_size=12)
RARE = st.text("𠀀𪚥㐂\U00030000\U000323af\U0002ebf0﨎", min_size=1, max_size=3)
WORDS = st.sampled_from(
    [
        "330000-1701-0000012",
        "普347.8/4471",
        "https://www.nlc.cn/pcab/?id=330000-1701-0000012&x=%E5%8F%A4",
        "a" * 90,
        "Ἑλλάς",
        "straße",
        "abc-DEF_ghi",
    ]
)
UNITS = st.sampled_from(
    ["四十四年（1705）", "存五卷（一至四、十六）", "一百二十八卷", "12冊", "第三百六十五", "元年", "（1637-1640）"]
)
MARKS = st.one_of(
    st.text("，。、；：！？…—·", min_size=1, max_size=12),
    st.text("（）《》「」『』［］〔〕【】", min_size=1, max_size=12),
    st.sampled_from(["（（（書）））", "「『《〈書〉》』」", "（" * 40, "）" * 40, "“”‘’", "()[]{}"]),
)
SPACES = st.sampled_from(["　", "　　　", " ", "\u00a0", "\u2003", "\n", "\r\n", "\t", "\u3164"])
INVISIBLE = st.sampled_from(
    [
        "葛\U000e0100",
        "神\ufe00",
        "e\u0301",
        "a\u0300\u0301\u0302",
        "書\u0301",
        "\u200b",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
    ]
)
OTHER_SCRIPTS = st.sampled_from(
    ["שלום", "كتاب", "한글", "かなカナー", "бук", "བོད", "ᠮᠠᠨ", "👨\u200d👩\u200d👧", "📚", "½①㍿Ⅷ"]
)
DESCRIBED = st.sampled_from(
    [
        "⿰亻青",
        "⿱山⿰青青",
        "⿰⿱⿰⿱⿰⿱山石木水火土金",
        "\u2ffe爿",
        "\u31ef青月",
        "⿰亻",
        "⿲水",
        "⿰亻\ue123",
        "⿻",
        "⿺辶⿱穴馬",
    ]
)
NO_TEXT = st.sampled_from(
    ["\x00", "\x7f", "\x85", "\u2028", "\ufffd", "\ue000", "\U000f0000", "\U0010fffd", "\U000e0001"]
)
PIECE = st.one_of(
    HAN,
    RARE,
    WORDS,
    UNITS,
    MARKS,
    SPACES,
    INVISIBLE,
    OTHER_SCRIPTS,
    DESCRIBED,
    NO_TEXT,
    st.text(max_size=4),
    st.just(""),
)
#: From nothing at all to some hundreds of characters.
NASTY = st.lists(PIECE, max_size=60).map("".join)


def as_shown(text: str) -> str:
    """Return what a text reads as on paper: forced breaks are no characters, controls have no text."""
    return "".join(
        "\ufffd" if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text.replace("\n", "")
    )
