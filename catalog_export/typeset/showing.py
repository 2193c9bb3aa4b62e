"""Shows lines: the PDF operators of a stretch of a measured paragraph, with its slack shared out."""

from __future__ import annotations

from bisect import bisect_left

from catalog_export.typeset.blocks import Line, Link, thousandths
from catalog_export.typeset.breaking import HALF, SEPARATOR_STRETCH
from catalog_export.typeset.measuring import Matter, Span

EMBOLDEN = 0.022


def share_slack(slack: int, separators: int, gaps: int) -> tuple[float, float]:
    """Share out slack: what each separator and what each gap between characters takes."""
    if slack < 0:
        if separators and slack >= -separators * HALF:
            return slack / separators, 0.0
        return 0.0, slack / max(gaps, 1)
    grow = min(slack / separators, SEPARATOR_STRETCH) if separators else 0.0
    rest = slack - grow * separators
    return grow, rest / gaps if gaps > 0 else 0.0


def show_line(matter: Matter, start: int, end: int, content: int, inset: int, grow: float, spacing: float) -> Line:
    """Return a line's operators; spaces that hang at its end are shown too, so that no character is lost."""
    unit = matter.size / 1000
    tc = thousandths(round((spacing + matter.tracking) * matter.size))
    left = round(inset * unit * 100)
    spans = matter.spans
    if end <= start:
        font = spans[0].font if spans else ""
        return Line(left, font, tc, "", font, tc)
    parts: list[str] = []
    text, codes = matter.measured.text, matter.codes
    lead = HALF if text[start] in matter.measured.opening else 0
    adjusted, values = matter.adjusted, matter.values
    first, last = bisect_left(adjusted, start), bisect_left(adjusted, content - 1)
    font = ""
    for span in spans:
        if span.end <= start:
            continue
        if span.start >= end:
            break
        begin = span.start if span.start > start else start
        stop = span.end if span.end < end else end
        if font:
            parts.append(span.font)
        else:
            font_before = span.font
        font = span.font
        scale = matter.size / span.size
        pieces = [f"{round(lead * scale)}<" if lead else "<"]
        lead = 0
        while first < last and adjusted[first] < stop:
            at, value = adjusted[first], float(values[first])
            first += 1
            if grow and text[at] == "\u3000":
                value -= grow
            if value:
                pieces.append(f"{codes[4 * begin : 4 * at + 4]}>{round(value * scale)}<")
                begin = at + 1
        pieces.append(codes[4 * begin : 4 * stop])
        show = "".join(pieces)
        parts.append(_emboldened(span, show) if span.slot.embolden else f"[{show}>]TJ")
    links = _links(matter, start, content, inset, grow, spacing) if matter.links else ()
    return Line(left, font_before, tc, " ".join(parts), font, tc, links)


def _emboldened(span: Span, pieces: str) -> str:
    """Return the show operator; a fallback face without a bold of its own is stroked as well as filled."""
    return f"2 Tr {span.size * EMBOLDEN:.2f} w [{pieces}>]TJ 0 Tr"


def _links(matter: Matter, start: int, end: int, inset: int, grow: float, spacing: float) -> list[Link]:
    found = []
    measured = matter.measured
    lead = HALF if measured.text[start] in measured.opening else 0
    for begin, stop, target in matter.links:
        low, high = max(begin, start), min(stop, end)
        if low < high:
            edges = []
            for at in (low, high):
                growth = grow * measured.text.count("\u3000", start, at)
                natural = measured.prefix[at] - measured.prefix[start] - lead
                edges.append(round((inset + natural + growth + spacing * (at - start)) * matter.size / 10))
            found.append(Link(max(edges[0], 0), edges[1], target))
    return found
