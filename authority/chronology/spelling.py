"""One spelling for the names of dynasties and eras, character by character, for looking up only.

天啓 and 天啟, 萬歷 and 萬曆, 寛永 and 寬永, 宏治 (弘 avoided under 乾隆) and 弘治, 万历 in a sheet typed in simplified
characters: all name the same era. Every replacement is one character for one, so offsets in the text stay true.
"""

from __future__ import annotations

from typing import Final

#: The form used in the tables, then the forms met for it: print variants, avoided characters, Japanese and simplified.
_FORMS: Final = """
啟啓启 曆歷暦厯历歴 萬万 慶庆 豐豊丰 緒绪 統统统 順顺 禎祯 寧甯寕宁 貞贞 觀観观 寶宝寳 興兴 紹绍 聖圣 應応应
會会 鳳凤 龍龙竜 龜亀龟 長长 壽寿 齊斉齐 漢汉 晉晋 遼辽 陳陈 吳吴呉 趙赵 涼凉 國国囯 鮮鲜 麗丽 羅罗 寬寛宽
儀仪 調调 證证 開开 載载 總总縂 廣広广 德徳惪 祿禄 熙煕熈 弘宏 祐佑 冊册 靈霊灵 圓円圆 條条 櫻桜 滿満满
偽僞伪 後后 蘇苏 蘭兰 衆眾众 韓韩 高髙 閩闽 黃黄 顯顕显 靜静 乾乹 鐮鎌 雍雝 蕭萧 劉刘 清淸 奧奥 時时 戶戸户
飛飞 紀纪 獅狮 師师 緬缅 錫锡 闐阗 茲兹 馬马 義义 歐欧 邏逻 極极 遠远 門门 樂楽乐 綏绥 鴻鸿 陽阳 質质 沖冲
東东 輔辅 聯联 贊賛赞 禮礼 聰聪 監监 魯鲁
"""

_PLAIN: Final = {
    ord(form): group[0] for group in _FORMS.split() for form in dict.fromkeys(group[1:]) if form != group[0]
}


def plain(text: str) -> str:
    """Return `text` with each character in the tables' form; the length never changes."""
    return text.translate(_PLAIN)
