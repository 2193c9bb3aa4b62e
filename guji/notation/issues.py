"""What the grammar notices while it reads: check ids, their words, and the issue itself.

The ids and the Chinese templates stand here once, for the grammar, for ``check_notation`` and for the record
checks that report the same things. Their source is census_fields §8 (what reviewers usually correct).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: check id → message in Simplified Chinese, with ``{name}`` places for the parameters of the issue.
TEMPLATES: dict[str, str] = {
    "unplaced_text": "“{text}”未能归入任何著录项，请核对写法",
    "era_unknown": "“{era}”不是已知的年号",
    "era_year_mismatch": "{era}{year}是公元{expected}年，原写作{found}年",
    "era_year_beyond_end": "{era}只有{last}年，原写作{year}",
    "dynasty_era_mismatch": "{dynasty}没有年号“{era}”，该年号属于{expected}",
    "dynasty_year_mismatch": "公元{found}年不在{dynasty}（{start}—{end}）之内",
    "japanese_era_as_chinese": (
        "“{era}{year}”按中国年号不是公元{found}年，按{expected}年号则相合，疑为外国年号误作中国年号"
    ),
    "sexagenary_mismatch": "{era}{year}的干支是{expected}，原写作{found}",
    "sexagenary_unresolved": "{era}期间没有{found}年",
    "year_range_order": "起讫年份颠倒：{first}至{last}",
    "ambiguous_numeral": "“{text}”可读作{value}也可读作{other}，请确认",
    "lost_character": "“{text}”处可能有未能显示的字，请核对原书",
    "extent_sum_mismatch": "卷次合计{found}，与所写{expected}不符",
    "extent_range_order": "卷次“{text}”前后颠倒或未按次序",
    "extent_overlap": "卷次“{text}”与前面的卷次重复",
    "extent_beyond_total": "卷次“{text}”超出全书{total}{unit}",
    "extent_count_beyond_total": "{kind}{found}{unit}，超出全书{total}{unit}",
    "unclosed_bracket": "括号“{text}”没有配对",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing noticed: which check, where in the text read, and the words.

    ``offset`` and ``length`` count characters of the text that was parsed (of ``raw`` for an entry). Checks and
    their templates are those of :data:`TEMPLATES`.
    """

    check: str
    offset: int
    length: int
    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The message in Simplified Chinese."""
        return self.template.format(**self.params)

    def moved(self, distance: int) -> Issue:
        """Return the same issue with its offset counted from ``distance`` characters earlier."""
        return Issue(self.check, self.offset + distance, self.length, self.template, self.params)


def issue(check: str, offset: int, length: int, **params: object) -> Issue:
    """Return an issue of ``check`` with its template. Raises ``KeyError`` for an id not in :data:`TEMPLATES`."""
    return Issue(check, offset, length, TEMPLATES[check], params)
