"""Statements that a sheet keeps in several columns, joined as the register writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from authority.han import format_numeral

#: Columns beside a statement that are joined to it: without a column for the statement they mean nothing.
BESIDE = ("title.juan", "responsibility.dynasty", "responsibility.role", "edition.supplement")


def lonely(keys: Iterable[str]) -> list[tuple[str, str]]:
    """Return the columns beside a statement that the sheet has no column for, each with that statement's key."""
    known = set(keys)
    beside = [(key, key.partition(".")[0]) for key in BESIDE if key in known]
    return [(key, base) for key, base in beside if not known & {base, "entry"}]


def join(beside: Mapping[str, str], fields: dict[str, Any]) -> None:
    """Join what stands ``beside`` to the statements among ``fields``; one that the sheet does not have stays unsaid."""
    title, juan = fields.get("title", ""), _juan(beside.get("title.juan", ""))
    if title and juan and not title.endswith(juan):
        fields["title"] = title + juan
    if fields.get("responsibility"):
        dynasty, role = beside.get("responsibility.dynasty", ""), beside.get("responsibility.role", "")
        fields["responsibility"] = _responsibility(fields["responsibility"], dynasty, role)
    supplement, edition = beside.get("edition.supplement", ""), fields.get("edition", "")
    if edition and supplement and supplement not in edition:
        fields["edition"] = edition + (supplement if supplement[0] in "（(" else f"（{supplement}）")


def _juan(text: str) -> str:
    """Return a juan column as a title has it: 12 and 十二 become 十二卷."""
    if text.isascii() and text.isdigit():
        return format_numeral(int(text)) + "卷"
    if text and all(sign in "一二三四五六七八九十百千廿卅〇零□" for sign in text):
        return text + "卷"
    return text


def _responsibility(statement: str, dynasty: str, role: str) -> str:
    """Return dynasty, name and role of three columns as one statement, each left out where it stands there already."""
    if dynasty and statement[0] not in "（(〔[［":
        statement = f"（{dynasty.strip('（）()〔〕[]')}）{statement}"
    return statement if not role or statement.endswith(role) else statement + role
