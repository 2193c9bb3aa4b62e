"""A query told back to the person: 题名含“說文”，且著者含“段玉裁”，且版本年 1573 至 1620."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from search.language.hinting import words
from search.language.names import FacetName, FieldName
from search.language.tree import (
    And,
    Choice,
    Everything,
    FourCorner,
    Node,
    Not,
    Number,
    Or,
    Pinyin,
    Term,
    Years,
)

Translate = Callable[[str], str]

EVERYTHING: Final = words("全部记录")
HAS: Final = words("含“{text}”")
FIELD_HAS: Final = words("{field}含“{text}”")
IS: Final = words("有一项就是“{text}”")
FIELD_IS: Final = words("{field}就是“{text}”")
HAS_EXACT: Final = words("含原字“{text}”")
FIELD_HAS_EXACT: Final = words("{field}含原字“{text}”")
SOUNDS: Final = words("题名读作 {sound}")
CORNERS: Final = words("题名首字四角号码 {digits}")
NUMBER_IS: Final = words("编号为 {number}")
NUMBER_BEGINS: Final = words("编号以 {number} 开头")
YEAR: Final = words("版本年 {year}")
BETWEEN: Final = words("版本年 {first} 至 {last}")
SINCE: Final = words("版本年不早于 {year}")
UNTIL: Final = words("版本年不晚于 {year}")
BEFORE_OUR_ERA: Final = words("公元前{year}")
CHOSEN: Final = words("{facet}：{values}")
NOT: Final = words("不要{part}")
AND: Final = words("，且")
OR: Final = words("，或")
BRACKETS: Final = words("（{part}）")
BETWEEN_VALUES: Final = words("、")


def describe(
    tree: Node, *, fields: Sequence[FieldName] = (), facets: Sequence[FacetName] = (), translate: Translate = str
) -> str:
    """Return a query in words. ``translate`` turns each template into the reader's language (gettext)."""
    return _Teller(fields, facets, translate).tell(tree)


class _Teller:
    def __init__(self, fields: Sequence[FieldName], facets: Sequence[FacetName], translate: Translate) -> None:
        self.fields = {field.name: field.label for field in fields}
        self.facets = {facet.name: facet for facet in facets}
        self.translate = translate

    def say(self, template: str, **values: object) -> str:
        return self.translate(template).format(**values)

    def tell(self, node: Node) -> str:
        if isinstance(node, And | Or):
            sign = self.translate(AND if isinstance(node, And) else OR)
            return sign.join(map(self._part, node.parts))
        if isinstance(node, Not):
            return self.say(NOT, part=self._part(node.part, always=True))
        if isinstance(node, Everything):
            return self.say(EVERYTHING)
        return self._leaf(node)

    def _part(self, node: Node, *, always: bool = False) -> str:
        told = self.tell(node)
        return self.say(BRACKETS, part=told) if always or isinstance(node, And | Or) else told

    def _leaf(self, node: Term | Pinyin | FourCorner | Number | Years | Choice) -> str:
        if isinstance(node, Term):
            return self._term(node)
        if isinstance(node, Pinyin):
            sounds = [" ".join(reading) for reading in node.readings] + ([node.initials] if node.initials else [])
            return self.say(SOUNDS, sound=" / ".join(sounds))
        if isinstance(node, FourCorner):
            return self.say(CORNERS, digits=node.digits)
        if isinstance(node, Number):
            return self.say(NUMBER_BEGINS if node.prefix else NUMBER_IS, number=node.text)
        return self._years(node) if isinstance(node, Years) else self._choice(node)

    def _term(self, term: Term) -> str:
        anywhere, in_field = HAS, FIELD_HAS
        if term.whole:
            anywhere, in_field = IS, FIELD_IS
        elif term.exact:
            anywhere, in_field = HAS_EXACT, FIELD_HAS_EXACT
        if term.field is None:
            return self.say(anywhere, text=term.text)
        return self.say(in_field, field=self.fields.get(term.field, term.field), text=term.text)

    def _years(self, years: Years) -> str:
        if years.first is not None and years.last is not None:
            first, last = self._year(years.first), self._year(years.last)
            return self.say(YEAR, year=first) if first == last else self.say(BETWEEN, first=first, last=last)
        if years.first is not None:
            return self.say(SINCE, year=self._year(years.first))
        return self.say(EVERYTHING) if years.last is None else self.say(UNTIL, year=self._year(years.last))

    def _year(self, year: int) -> str:
        return str(year) if year > 0 else self.say(BEFORE_OUR_ERA, year=-year)

    def _choice(self, choice: Choice) -> str:
        facet: Any = self.facets.get(choice.facet)
        describe: Callable[[Iterable[str]], Mapping[str, object]] | None = getattr(facet, "describe", None)
        labels = describe(choice.values) if describe else {}
        values = self.translate(BETWEEN_VALUES).join(str(labels.get(value, value)) for value in choice.values)
        return self.say(CHOSEN, facet=choice.facet if facet is None else facet.label, values=values)
