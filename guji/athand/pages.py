"""The tools at hand: their names, addresses and keys, and the page that shows one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: What a question may be long; more is no question.
LONGEST_QUESTION = 400


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing to look up: its name, its address, the key that opens it beside the entry page, what one asks it."""

    name: str
    label: str | Promise
    keys: str
    ask: str | Promise
    example: str

    @property
    def url(self) -> str:
        """The address of its page."""
        return reverse(f"tool-{self.name}")

    @property
    def shown_keys(self) -> list[str]:
        """The key as it is printed: Alt, Y."""
        return self.keys.split("+")


TOOLS = (
    Tool("times", _("纪年"), "Alt+Y", _("年号、干支或公元"), "萬曆癸未、同治十、1583"),
    Tool("classes", _("分类表"), "Alt+C", _("类名、拼音或类号"), "方志、fangzhi、215"),
    Tool("rules", _("规则"), "Alt+R", "", ""),
    Tool("characters", _("找字"), "Alt+Z", _("部件、部首笔画或编码"), "氵吾、水部7画、⿰氵吾、U+6D6F"),
)


def show(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    """Show a tool's answer as a page, or the answer alone where ``part`` is asked for."""
    tool = next(tool for tool in TOOLS if tool.name == name)
    part = "part" in request.GET
    known = {"tool": tool, "tools": TOOLS, "part": part, "answer_template": f"guji/panel_{name}.html"}
    return render(request, f"guji/panel_{name}.html" if part else "guji/panel_page.html", known | context)


def asked(request: HttpRequest, name: str = "q") -> str:
    """Return what was asked, blanks around it left out, no longer than a question is."""
    return request.GET.get(name, "").strip()[:LONGEST_QUESTION]
