"""The sentences by which a query says what was made of it. Templates are in Chinese; pages translate them."""

from __future__ import annotations

from typing import Final

from search.language.tree import Hint


def words(template: str) -> str:
    """Mark a sentence for the catalogue of translations."""
    return template


TOO_LONG: Final = words("查询太长，只读了前 {count} 个字符")
TERM_TOO_LONG: Final = words("这个词太长，只用了前 {count} 个字符")
TOO_MANY: Final = words("词太多，只用了前 {count} 个，其余未用")
TOO_DEEP: Final = words("括号套得太深，里层的括号未计")
OPEN_QUOTE: Final = words("引号{sign}没有配对，未计")
OPEN_BRACKET: Final = words("括号没有配对，当作在末尾收住")
STRAY_BRACKET: Final = words("多出一个右括号，未计")
STRAY_OPERATOR: Final = words("“{word}”前后缺词，作文字检索")
NO_SUCH_FIELD: Final = words("没有“{name}”这个字段，连同冒号作文字检索；可用的字段见“高级检索”")
FIELD_WITHOUT_WORDS: Final = words("字段“{name}”后面没有词，作文字检索")
NOTHING_IN_IT: Final = words("“{word}”里没有可检索的字，未计")
NOTHING_TO_FIND: Final = words("没有可检索的字，列出全部记录")
NO_SUCH_YEAR: Final = words("“{year}”：这个年号没有这一年，只作文字检索")
NOT_A_YEAR: Final = words("“{word}”读不出年份，作文字检索")
BACKWARDS: Final = words("年份前后颠倒，作 {first} 至 {last} 年")
YEARS_OR_NUMBER: Final = words("“{word}”作年份；查编号请写 编号:{word}")
YEAR_OR_CORNERS: Final = words("“{word}”作数字检索；查四角号码请写 四角:{word}")
NO_SUCH_FLAG: Final = words("没有“{word}”这个特征，作文字检索；可用：{flags}")
NOT_FOUR_CORNERS: Final = words("“{word}”不是四角号码（二至五位数字），作文字检索")
NOT_PINYIN: Final = words("“{word}”读不成拼音，作文字检索")
TAKEN_AS_STATE: Final = words("“{word}”作存缺查；要查这个字，请加引号")


class Hints:
    """The hints of one query, gathered as it is read; what was said once is not said again."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._found: dict[tuple[object, ...], Hint] = {}

    def add(self, template: str, offset: int, length: int, **values: object) -> None:
        """Note a hint about the ``length`` characters at ``offset``."""
        start = min(max(offset, 0), self._length)
        filled = tuple((name, _short(str(value))) for name, value in values.items())
        hint = Hint(template, start, min(length, self._length - start), filled)
        self._found.setdefault((template, filled), hint)

    def all(self) -> tuple[Hint, ...]:
        """Return the hints in the order of the text."""
        return tuple(sorted(self._found.values(), key=lambda hint: hint.offset))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
