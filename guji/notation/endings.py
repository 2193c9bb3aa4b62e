"""What closes an edition behind its last act, or instead of an act: a form (大字), an exemplar, a set.

Patterns: formats.md §A2 and vocab.md §2 (翻刻明世德堂本, 影宋抄本, 影印手稿本, 刻通志堂經解本, 覆宋本).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from guji.notation.acts import made_by
from guji.notation.kinds import BARE_FACSIMILE, COPYING, FORMS
from guji.notation.makers import read_makers
from guji.notation.named_times import dynasty_at, era_at
from guji.notation.sets import SERIES, SERIES_WORD
from guji.notation.structures import Layer
from guji.notation.words import both_forms

_EXEMPLAR: Final = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff□〓0-9（）()]{1,40}")
#: What a facsimile shows, told by the act alone: 影印|手稿本, 影印|稿本.
_SHOWN: Final = re.compile(both_forms("(?:[手清原]|謄清|未刊)?(?:稿|抄|寫)"))
_PHOTOGRAPHIC: Final = re.compile(both_forms("影印|珂羅版|照相|[曬晒]"))
#: Words for a facsimile that may stand alone before what it shows: 翻|天曆本.
_FACSIMILES: Final = tuple("影景仿覆翻摹倣")


@dataclass(slots=True)
class Reading:
    """A reading of the core (without remarks): layers and what follows the last act."""

    layers: tuple[Layer, ...] = ()
    form: str = ""
    end: int = 0


def closed_by(rest: str, layers: tuple[Layer, ...], end: int) -> Reading | None:
    """Return the reading in which a form or a plain exemplar closes the last act (刻|大字, 影印|手稿), if one does."""
    if FORMS.fullmatch(rest):
        return Reading(layers, form=rest, end=end)
    last = layers[-1]
    if _copies_edition(last, rest) or (_PHOTOGRAPHIC.search(last.action) and _SHOWN.fullmatch(rest)):
        return _with_exemplar(layers, rest, end)
    return None


def _copies_edition(last: Layer, rest: str) -> bool:
    """Whether a dated edition follows an act that copies one (翻刻|明世德堂本)."""
    return not last.exemplar and bool(COPYING.search(last.action)) and dynasty_at(rest[:6]) > 0


def copies(layer: Layer) -> bool:
    """Whether an act copies another edition that is not named yet."""
    return not layer.exemplar and bool(COPYING.search(layer.action))


def is_mere_repair(layers: tuple[Layer, ...]) -> bool:
    """Whether the last act is a later one without date or maker (…重修), behind which nothing more is told."""
    last = layers[-1]
    return len(layers) > 1 and not last.dates and not last.makers and not last.action.endswith("印")


def exemplar_of(rest: str, layers: tuple[Layer, ...], end: int) -> Reading | None:
    """Return the reading in which ``rest`` is what the last act copied, None if it cannot be."""
    return _with_exemplar(layers, rest, end) if _EXEMPLAR.fullmatch(rest) else None


def set_of(rest: str, layers: tuple[Layer, ...], end: int) -> Reading:
    """Return the reading in which ``rest`` is the set the book is a volume of, with a form behind (叢書|巾箱)."""
    form = FORMS.search(rest)
    cut = form.start() if form and form.start() > 1 else len(rest)
    return Reading((*layers[:-1], replace(layers[-1], series=rest[:cut])), rest[cut:], end)


def without_act(layer: Layer, before: tuple[Layer, ...], rest: str, end: int, foreign: bool) -> Reading | None:
    """Read 明本, 覆宋本, 明世德堂本: a date or maker closed by 本 without an act."""
    if rest[:1] in _FACSIMILES and _is_dated(rest[1:9]) and not BARE_FACSIMILE.search(rest):
        return Reading((*before, replace(layer, action=rest[0], exemplar=rest[1:], exemplar_after=True)), end=end)
    layer, rest = _bare_facsimile(layer, rest)
    makers = read_makers(rest, foreign)
    if makers is not None and (rest or layer.dates or layer.action):
        return Reading((*before, made_by(layer, makers)), end=end)
    return _form_or_set(layer, before, rest, end)


def _is_dated(text: str) -> bool:
    return dynasty_at(text) > 0 or era_at(text, "") > 0


def _bare_facsimile(layer: Layer, rest: str) -> tuple[Layer, str]:
    """Set apart the copy named without its verb at the end (覆|宋), from the makers before it."""
    found = BARE_FACSIMILE.search(rest)
    if found is None:
        return layer, rest
    return replace(layer, action=found[1], exemplar=found[2], exemplar_after=True), rest[: found.start()]


def _form_or_set(layer: Layer, before: tuple[Layer, ...], rest: str, end: int) -> Reading | None:
    """Read what is no maker as the form (明|大字) or the set (清|四庫全書) that tells the edition."""
    if FORMS.fullmatch(rest):
        return Reading((*before, layer), form=rest, end=end)
    if SERIES_WORD.search(rest) and SERIES.fullmatch(rest):
        return Reading((*before, replace(layer, series=rest)), end=end)
    return None


def _with_exemplar(layers: tuple[Layer, ...], rest: str, end: int) -> Reading:
    return Reading((*layers[:-1], replace(layers[-1], exemplar=rest, exemplar_after=True)), end=end)
