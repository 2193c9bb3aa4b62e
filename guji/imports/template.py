"""The empty census sheet of books, with the lists of this house."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_noop

from authority.models import ClassNode, Institution, Term
from census.imports.template import write_template
from guji.imports.columns import COLUMNS

YES_NO = ("是", "否")
#: Lists longer than this make no usable drop-down.
MOST_TERMS = 2000

DIRECTIONS = (
    gettext_noop(
        "一行一部。表头已加保护（没有密码），以防误改；要删列、移列或改列名，先“撤销工作表保护”。"
        "列的次序可以变，用不着的列可以删；列名照“也认的列名”写也可以，繁简不拘。"
    ),
    gettext_noop(
        "各列已设为文本：索书号 3-4 不会变成日期，单位代码的 0 不会丢。请勿改成“常规”，也请勿合并单元格、写公式。"
    ),
    gettext_noop("题名卷数、著者、版本、册数、存卷照普查登记写法，用繁体；内容照录，导入时不改一字。"),
    gettext_noop("一格多条时各条之间用“；”，一条之内各段之间用“｜”，段的次序见各列说明，末尾的段可以省。"),
    gettext_noop("版框、开本可写“高×宽”，也可分列；行款写“九行十八字，小字雙行同”。"),
    gettext_noop(
        "同一部再次导入：先按古籍普查登记编号，再按“单位＋索书号＋题名＋版本”找到原来的记录；内容没变不动，变了记为修订。"
    ),
    gettext_noop("先试运行（--dry-run），照报告改好，再正式导入；导入后可整批撤回。"),
)

EXAMPLES = (
    {
        "census_no": "330000-1701-0000012",
        "institution": "1701",
        "shelf_mark": "善0012",
        "title": "周易九卷略例一卷",
        "title_source": "卷端",
        "responsibility": "（三國魏）王弼　（晉）韓康伯注　（唐）邢璹注略例",
        "edition": "清康熙十二年(1673)納蘭性德刻通志堂經解本",
        "volumes": "2冊",
        "class_code": "10202",
        "series": "通志堂經解",
        "layouts.frame": "19.9×14.9",
        "layouts.format": "十一行二十字，小字雙行同",
        "layouts.mouth": "白口",
        "layouts.fishtail": "單黑魚尾",
        "layouts.border": "左右雙邊",
        "bindings.binding": "綫裝",
        "seals": "嘉業堂藏書印｜劉承幹｜朱文｜方；某館藏書｜｜朱文｜長方｜｜｜是",
        "prefaces": "序｜清｜納蘭性德｜康熙十二年｜卷前",
    },
    {
        "census_no": "",
        "institution": "1701",
        "shelf_mark": "普1208",
        "title": "後漢書九十卷",
        "responsibility": "（南朝宋）范曄撰　（唐）李賢注",
        "edition": "明崇禎十六年(1643)毛氏汲古閣刻本",
        "annotation": "清惠棟校並跋",
        "volumes": "10冊",
        "extent": "存四十卷（一至四十）",
        "class_code": "20201",
        "gradings.standard": "WH/T 20-2006",
        "gradings.level": "三級",
        "gradings.grade_class": "甲",
        "damages.level": "四級",
        "damages.kinds": "蟲蛀、污漬",
    },
)


def vocabulary_lists() -> dict[str, list[str]]:
    """Return the terms of every drop-down list, from the authority tables."""
    lists: dict[str, list[str]] = {"yes_no": list(YES_NO)}
    for key, name in (
        Term.objects.filter(active=True).order_by("vocabulary", "position").values_list("vocabulary__key", "name_hant")
    ):
        terms = lists.setdefault(key, [])
        if name not in terms:
            terms.append(name)
    institutions = Institution.objects.filter(active=True).order_by("code")
    lists["institution"] = list(institutions.values_list("code", flat=True)[:MOST_TERMS])
    lists["class"] = list(ClassNode.objects.current().filter(active=True).values_list("code", flat=True)[:MOST_TERMS])
    return lists


def write_book_template(path: Path) -> None:
    """Write the empty sheet to ``path``; the column for whole entries is described but not in it."""
    columns = [column for column in COLUMNS if (not column.alone and "." not in column.key) or _offered(column.key)]
    write_template(path, columns, vocabulary_lists(), DIRECTIONS, EXAMPLES)


def _offered(key: str) -> bool:
    """Say whether a column with a point in its key belongs in the template, and is not only read if present."""
    return key.partition(".")[0] in ("layouts", "bindings", "gradings", "damages", "provenances", "identifiers")
