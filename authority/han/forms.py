"""新舊字形: characters encoded twice, in an old printed form and in a new one, and which of them a standard prints.

Where both forms have one code the face chooses between them; where each has its own, what stands in a statement is what
was typed, and a volume that prints one standard shows the other's form: 說 as 説 on the mainland, 説 as 說 in Taiwan,
清 as 淸 in old forms. Only shapes are exchanged, never words: what is listed as a variant character (異體) stays.

Sources: 《印刷通用漢字字形表》 (1965) and its table of new and old shapes (新舊字形對照表), 《通用規範漢字表》 (2013),
教育部《國字標準字體》 (Taiwan), 《康熙字典》; pairs that Unicode keeps apart by source separation (The Unicode
Standard, 18.1), checked against the sources in Unihan 15.0: the new form from G0 or G1, the old one from T1 or K0.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((pair[0], pair[1]) for pair in text.split())


#: New form and old; Taiwan keeps the old one.
KEPT_IN_TAIWAN: Final = _pairs(
    "説說 税稅 脱脫 悦悅 鋭銳 閲閱 蜕蛻 兑兌 録錄 緑綠 禄祿 剥剝 渌淥 别別 户戶 内內 呐吶 吕呂 侣侶 宫宮"
    " 温溫 愠慍 揾搵 榅榲 藴蘊 緼縕 輼轀 醖醞 鰛鰮 吴吳 娱娛 黄黃 横橫 争爭 静靜 挣掙 睁睜 筝箏 峥崢 狰猙"
    " 换換 唤喚 焕煥 涣渙 痪瘓 奂奐 没沒 殁歿 彦彥 顔顏 産產 虚虛 嘘噓 遥遙 摇搖 謡謠 瑶瑤 奥奧 粤粵 衮袞"
    " 滚滾 抛拋 絶絕 荆荊 羡羨 盗盜 毁毀 丢丟 兖兗 匀勻 媪媼 氲氳 秃禿 棁梲"
)
#: New form and old; Taiwan prints the new one too.
GIVEN_UP_EVERYWHERE: Final = _pairs(
    "青靑 清淸 真眞 慎愼 填塡 鎮鎭 顛顚 巔巓 值値 教敎 尚尙 緒緖 即卽 既旣 概槪 溉漑 暨曁 鄉鄕 郎郞 俞兪"
    " 偷偸 喻喩 榆楡 并幷 併倂 屏屛 瓶甁 餅餠 駢騈 迸逬 研硏 妍姸 笄筓 軿輧"
)
#: New form and old, both printed on the mainland as they are typed; old forms and Taiwan have the old one.
OPEN_ON_THE_MAINLAND: Final = _pairs("册冊 删刪 姗姍 栅柵 潜潛 晋晉 恒恆 决決 况況 减減 凑湊 净淨 凉涼 卧臥 兹茲 囱囪")
#: What Taiwan prints for a form that the others have.
TAIWAN_ALONE: Final = _pairs("衆眾 綫線 謚諡 爲為 僞偽 嬀媯 潙溈 啓啟 麽麼 强強 叙敘 脚腳 却卻 刹剎")
#: What old forms have for Taiwan's.
OLD_FOR_TAIWAN: Final = _pairs("為爲 偽僞 媯嬀 溈潙")

GLYPH_STANDARDS: Final = ("mainland", "taiwan", "old", "japan")


def _turned(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((old, new) for new, old in pairs)


_PRINTED: Final[Mapping[str, Mapping[str, str]]] = {
    "mainland": MappingProxyType(dict(_turned(KEPT_IN_TAIWAN + GIVEN_UP_EVERYWHERE))),
    "taiwan": MappingProxyType(
        dict(KEPT_IN_TAIWAN + OPEN_ON_THE_MAINLAND + _turned(GIVEN_UP_EVERYWHERE) + TAIWAN_ALONE)
    ),
    "old": MappingProxyType(dict(KEPT_IN_TAIWAN + GIVEN_UP_EVERYWHERE + OPEN_ON_THE_MAINLAND + OLD_FOR_TAIWAN)),
    "japan": MappingProxyType({}),
}


def printed_forms(standard: str) -> Mapping[str, str]:
    """Return the characters for which a standard prints another's form: ``typed → printed``."""
    return _PRINTED[standard]


def as_printed(text: str, standard: str) -> str:
    """Return a text as its characters are printed: what it is sorted by, never what is kept."""
    forms = _PRINTED[standard]
    return "".join(forms.get(char, char) for char in text) if not forms.keys().isdisjoint(text) else text
