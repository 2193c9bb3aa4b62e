"""The editor's texts of a volume: read, written with a version for each change, told what they may ask for."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog_export.models import FrontText, TextVersion, Volume
from catalog_export.policies import VolumePolicy
from catalog_export.volumes.register.front import TEXT_DIR, default_text
from census.errors import InvalidData, NotAllowed

MOST_CHARACTERS = 100_000
_PLACE = re.compile(r"\{([^{}]*)\}")
#: What a text may ask for in braces, and what is put there.
PLACES = {
    "title": gettext_lazy("书名"),
    "holders": gettext_lazy("收藏单位"),
    "copies": gettext_lazy("部数"),
    "volumes": gettext_lazy("册数"),
    "pieces": gettext_lazy("不以册计者"),
    "scope": gettext_lazy("民国线装、域外本等的部数"),
    "snapshot": gettext_lazy("截止日期"),
}


def text_of(volume: Volume, name: str) -> str:
    """Return what the next setting prints: the volume's own text, else the default, which 本館前言 does not have."""
    return str(volume.texts.get(name) or "") or default_of(name)


def default_of(name: str) -> str:
    """Return the default of a text, empty for the one that only a library can write."""
    return "" if name == FrontText.LIBRARY else default_text(name)


@cache
def known_places() -> frozenset[str]:
    """Return all that a text may ask for: what is offered, and what the default texts ask for (clauses of the 凡例)."""
    defaults = (path.read_text(encoding="utf-8") for path in TEXT_DIR.glob("*.txt"))
    return frozenset(PLACES) | {place for text in defaults for place in _PLACE.findall(text)}


def unknown_places(text: str) -> list[str]:
    """Return what a text asks for in braces that nothing is put in for: it would be printed with its braces."""
    return sorted(set(_PLACE.findall(text)) - known_places())


def check_text(name: str, text: str) -> None:
    """Raise :class:`InvalidData`, with what to do, for a text that cannot be printed."""
    if name not in FrontText.values:
        raise InvalidData("name", _("没有“{name}”这一篇"), name=name)
    if len(text) > MOST_CHARACTERS:
        raise InvalidData("text", _("文字有 {found} 字，至多 {most} 字"), found=len(text), most=MOST_CHARACTERS)
    if bad := unknown_places(text):
        raise InvalidData("text", _("花括号里的“{bad}”没有可填的内容；可用的见下"), bad="、".join(bad))
    if text.strip() and not text.lstrip().startswith("# "):
        raise InvalidData("text", _("第一行应为题目，如“# 前言”"))


class SaveText:
    """Write a text of a volume, as a new version; what stays the same makes none. Empty: back to the default.

    Raises :class:`NotAllowed` beyond the user's reach and :class:`InvalidData` for what cannot be printed.
    """

    def __init__(self, user: Any, volume: Volume, name: str, text: str) -> None:
        self.user, self.volume, self.name = user, volume, name
        self.text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))

    def execute(self) -> TextVersion | None:
        """Check and write; return the new version, ``None`` where nothing changed."""
        if not VolumePolicy.of(self.user).may_typeset(self.volume):
            raise NotAllowed(_("您的角色不能改这册书目的文字"))
        check_text(self.name, self.text)
        text = self.text.strip("\n")
        if text == default_of(self.name).strip("\n"):
            text = ""
        with transaction.atomic():
            volume = Volume.objects.select_for_update().get(pk=self.volume.pk)
            if text == str(volume.texts.get(self.name) or ""):
                return None
            others = {name: kept for name, kept in volume.texts.items() if name != self.name}
            volume.texts = {**others, self.name: text} if text else others
            volume.save(update_fields=["texts"])
            self.volume.texts = volume.texts
            return TextVersion.objects.create(volume=volume, name=self.name, text=text, created_by=self.user)
