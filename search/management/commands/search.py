"""``manage.py search``: the one search, for scripts and for those who sit at the machine."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from authority.actions.local_eras import start_with_local_eras
from search import facade
from search.results import FacetGroup, Hit, Results, Why

#: Hits asked of the index at once.
BLOCK: Final = 200
#: Choices of a dimension that are shown to people.
SHOWN_CHOICES: Final = 8

EPILOG: Final = """\
输出（--json，一个对象；键只增不改）：
  query 检索词；total 总数；capped 总数是否只是下限；offset 起点；sort 排序，倒序前有“-”；
  took_ms 毫秒；notice 索引不可用时的说明；hints 对检索词的理解；did_you_mean 相近的题名、人名；
  facets [{name, label, values: [{value, label, count, selected, parent}]}]；
  hits [{id, kind, number, title, tier, why: [{field, label, place, text, marks: [[起, 止]]}]}]，
  id 是记录的键，why 是命中的原文，marks 是其中命中之处（字符偏移，不含止）。
没有 --user 也没有 --public 时，所见与管理员相同。
检索词里有以“-”开头的，选项写在前面，检索词前加“--”：search --limit 5 -- 說文 -王筠"""


class Command(BaseCommand):
    help = "检索全部著录，列出总数、分面和命中（键、编号、题名、命中之处）"

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        kwargs |= {"epilog": EPILOG, "formatter_class": RawDescriptionHelpFormatter}
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", nargs="*", metavar="QUERY", help="检索词，写法与网页相同；不写则列出全部")
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--limit", type=_whole_number, default=20, metavar="N", help="列出几条，默认 20")
        parser.add_argument("--offset", type=_whole_number, default=0, metavar="N", help="跳过前几条")
        parser.add_argument("--sort", default="", metavar="NAME", help="排序，名前加“-”为倒序；不写则按相关度")
        parser.add_argument(
            "--facet", action="append", default=[], metavar="NAME=VALUE", help="限于某一分面值，可重复；同一分面取其一"
        )
        parser.add_argument("--exact", action="store_true", help="原字精确：不归并简繁异体")
        whose = parser.add_mutually_exclusive_group()
        whose.add_argument("--user", default="", metavar="NAME", help="只检索这个用户看得到的")
        whose.add_argument("--public", action="store_true", help="只检索公众看得到的")

    def handle(self, *args: Any, **options: Any) -> None:
        start_with_local_eras()
        for name in ("limit", "offset"):
            if options[name] < 0:
                raise CommandError(gettext("--{name} 应为不小于 0 的整数").format(name=name))
        user = facade.PUBLIC if options["public"] else self._user(options["user"])
        results = list(_searched(user, options))
        if options["json"]:
            self.stdout.write(json.dumps(as_json(results, options), ensure_ascii=False, indent=2))
        else:
            for line in as_lines(results, options["offset"], options["limit"]):
                self.stdout.write(line)

    def _user(self, name: str) -> Any:
        if not name:
            return facade.EVERYTHING
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(gettext("没有用户“{name}”。").format(name=name))
        return user


def _whole_number(text: str) -> int:
    """Read a number of hits; what is none is refused in words."""
    if not (text.isascii() and text.removeprefix("-").isdigit()):
        raise ArgumentTypeError(gettext("应为不小于 0 的整数，写的是“{text}”").format(text=text))
    return int(text)


def _searched(user: Any, options: Mapping[str, Any]) -> Iterator[Results]:
    """Yield the results block by block; the first has totals and facets, whatever the limit."""
    sort, chosen = _sort(options["sort"]), _chosen(options["facet"], user)
    offset, left, counted = options["offset"], options["limit"], None
    while True:
        results = facade.search(
            user,
            " ".join(options["query"]),
            chosen,
            sort=sort.removeprefix("-"),
            descending=sort.startswith("-"),
            size=min(max(left, 1), BLOCK),
            exact=options["exact"],
            counted=counted,
            offset=offset,
        )
        yield results
        offset, left, counted = offset + results.size, left - results.size, ()
        if left <= 0 or offset >= results.total:
            return


def _sort(name: str) -> str:
    known = [option.name for option in facade.sort_options() if option.name]
    if name and name.removeprefix("-") not in known:
        raise CommandError(gettext("没有“{name}”这种排序；现有：{known}").format(name=name, known="、".join(known)))
    return name


def _chosen(given: list[str], user: Any) -> dict[str, list[str]]:
    known = facade.dimension_names(user)
    chosen: dict[str, list[str]] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not value:
            raise CommandError(gettext("--facet 应写成 NAME=VALUE，如 class=102；写的是“{pair}”").format(pair=pair))
        if name not in known:
            raise CommandError(gettext("没有“{name}”这一分面；现有：{known}").format(name=name, known="、".join(known)))
        chosen.setdefault(name, []).append(value)
    return chosen


def _hits(results: list[Results], most: int) -> list[Hit]:
    return [hit for page in results for hit in page.hits][:most]


def as_json(results: list[Results], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the results as the documented object."""
    first = results[0]
    return {
        "query": first.understood.text,
        "total": first.total,
        "capped": first.capped,
        "offset": options["offset"],
        "sort": ("-" if first.descending else "") + first.sort,
        "took_ms": round(sum(page.took_ms for page in results), 1),
        "notice": first.notice,
        "hints": list(first.hints),
        "did_you_mean": [{"text": s.text, "field": s.field, "records": s.records} for s in first.did_you_mean],
        "facets": [_facet(group) for group in first.facets],
        "hits": [_hit(hit) for hit in _hits(results, options["limit"])],
    }


def _facet(group: FacetGroup) -> dict[str, Any]:
    parents = {child.value: choice.value for choice in group.flat() for child in choice.children}
    values = [
        {
            "value": choice.value,
            "label": str(choice.label),
            "count": choice.count,
            "selected": choice.selected,
            "parent": parents.get(choice.value, ""),
        }
        for choice in group.flat()
    ]
    return {"name": group.name, "label": str(group.label), "values": values}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": str(hit.record.pk),
        "kind": hit.kind,
        "number": hit.number,
        "title": hit.title,
        "tier": hit.tier.name.lower(),
        "why": [_why(why) for why in hit.reasons],
    }


def _why(why: Why) -> dict[str, Any]:
    marks, at = [], 0
    for segment in why.segments:
        if segment.marked:
            marks.append([at, at + len(segment.text)])
        at += len(segment.text)
    shown = {"field": why.field, "label": str(why.label), "place": str(why.place), "text": why.text}
    return {**shown, "marks": marks}


def as_lines(results: list[Results], offset: int, limit: int) -> Iterator[str]:
    """Yield the results as people read them."""
    first = results[0]
    if first.notice:
        yield first.notice
    yield from first.hints
    total = gettext("至少 {total} 条") if first.capped else gettext("共 {total} 条")
    yield total.format(total=f"{first.total:,}")
    if first.did_you_mean:
        yield gettext("您是不是要找：{names}").format(names="、".join(one.text for one in first.did_you_mean))
    for group in first.facets:
        yield f"{group.label}：{_choices(group)}"
    for place, hit in enumerate(_hits(results, limit), offset + 1):
        yield f"{place}. {hit.number or gettext('（未编号）')}  {hit.title}  [{hit.record.pk}]"
        yield from (f"     {_reason(why)}" for why in hit.reasons)


def _choices(group: FacetGroup) -> str:
    shown = [f"{'✓' if choice.selected else ''}{choice.label} {choice.count:,}" for choice in group.choices]
    more = len(shown) - SHOWN_CHOICES
    return "、".join(shown[:SHOWN_CHOICES]) + (gettext(" 等 {count} 项").format(count=len(shown)) if more > 0 else "")


def _reason(why: Why) -> str:
    place = f"（{why.place}）" if why.place else ""
    return f"{why.label}{place}：" + "".join(f"【{s.text}】" if s.marked else s.text for s in why.segments)
