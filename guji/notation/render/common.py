"""What the renderings of all statements share: counts, brackets, notes."""

from __future__ import annotations

from authority.han import NumeralStyle
from guji.notation.numbers import write_number
from guji.notation.profiles import Profile
from guji.notation.structures import Count, Note


def bracketed(text: str, kept: str, wanted: str) -> str:
    """Set ``text`` in the profile's brackets, or in those kept; bare if there are none (or ``none`` is asked)."""
    pair = wanted or kept
    return text if pair in ("", "none") else pair[0] + text + pair[1]


def render_count(count: Count, style: NumeralStyle | None, unit: str = "") -> str:
    """Write a count; ``unit`` overrides 册/冊."""
    word = unit if unit and count.unit in ("冊", "册") else count.unit
    return write_number(count.number, style) + word


def render_counts(counts: tuple[Count, ...], style: NumeralStyle | None) -> str:
    """Write counts side by side."""
    if len(counts) == 1:
        return render_count(counts[0], style)
    return "".join(render_count(count, style) for count in counts)


def render_note(note: Note | None, profile: Profile) -> str:
    """Write a bracketed remark, nothing for None."""
    return "" if note is None else bracketed(note.text, note.brackets, profile.note_brackets)
