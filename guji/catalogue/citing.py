"""A book cited: as the registers print it, as the rare-book catalogues do, and as a footnote."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from census.catalogue import Citation
from guji import notation
from guji.data import BookData
from guji.notation import Responsibility
from guji.views.entry import printed

SPACE = "\u3000"


def citations(data: BookData, holder: str, address: str) -> tuple[Citation, ...]:
    """Return the record in every style there is; ``address`` is that of its page, empty to leave it out."""
    return (
        Citation(_("登记目录"), register_line(data, holder)),
        Citation(_("善本书目"), rare_book_line(data, holder)),
        Citation(_("论文脚注"), footnote(data, holder, address)),
    )


def register_line(data: BookData, holder: str) -> str:
    """Return the entry of 《全國古籍普查登記目錄》 in one line, the holder last."""
    head = (data.census_no, data.shelf_mark)
    return SPACE.join(part for part in (*head, *printed(data, notation.REGISTER), holder) if part)


def rare_book_line(data: BookData, holder: str) -> str:
    """Return the entry as 善本書目 prints it: statements, then who holds it under which mark."""
    mark = f"（{data.shelf_mark}）" if data.shelf_mark else ""
    return SPACE.join((*printed(data, notation.RAREBOOK), f"{holder}{mark}"))


def footnote(data: BookData, holder: str, address: str) -> str:
    """Return the record as a footnote of a paper: （清）某撰：《書名》，版本，某館藏（編號），網址。"""
    people = first_people(data.parsed_responsibility.structure)
    parts = [
        f"{people}：《{data.title}》" if people else f"《{data.title}》",
        data.edition,
        data.extent,
        f"{holder}藏（{'，'.join(part for part in (data.shelf_mark, data.census_no) if part)}）",
        address,
    ]
    return "，".join(part for part in parts if part) + "。"


def first_people(responsibility: Responsibility) -> str:
    """Return who made the work itself, without the people of appended works: （三國魏）王弼、（晉）韓康伯注."""
    words = ""
    for section in responsibility.sections:
        if section.work is not None:
            continue
        for group in section.groups:
            dynasty = group.dynasty or group.nation
            names = "、".join(name.text for name in group.names) + group.etc
            words += ("、" if words and not words.endswith(ROLE_END) else "") + (f"（{dynasty}）" if dynasty else "")
            words += names + (group.role + ROLE_END if group.role else "")
    return words.replace(ROLE_END, "，").rstrip("，")


#: Stands behind a role while the words are joined, so that 、 is set between names only.
ROLE_END = "\0"
