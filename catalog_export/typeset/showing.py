"""Shows lines: the PDF operators of a stretch of a measured paragraph, brought to its measure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from catalog_export.typeset.blocks import Line, Link, thousandths
from catalog_export.typeset.elastic import NATURAL, Fit
from catalog_export.typeset.judging import Cut
from catalog_export.typeset.matter import HALF, SEPARATOR, Matter, Span

EMBOLDEN = 0.022
NO_MOVES: list[tuple[int, float]] = []


def show_line(matter: Matter, cut: Cut, inset: int, fit: Fit = NATURAL) -> Line:
    """Return a line's operators; spaces that hang at its end are shown too, so that no character is lost."""
    start, content, end, _ = cut
    size = matter.size
    _, give, gap = fit
    tracked = thousandths(round((gap + matter.tracking) * size)) if gap or matter.tracking else "0"
    left = round(inset * size / 10)
    if end <= start:
        return _empty(matter, left, tracked)
    lead = HALF if matter.text[start] in matter.opening else 0
    moves = _moves(matter, start, content, fit) if matter.adjusted or give else NO_MOVES
    span = _only_span(matter, start, end)
    if span is not None:
        line = Line(left, span.font, tracked, _show(matter, span, start, end, lead, moves), span.font, tracked)
    else:
        line = _show_spans(matter, (start, end), lead, moves)
        line.left, line.spacing, line.spacing_after = left, tracked, tracked
    if matter.links:
        line.links = _links(matter, cut, (inset - lead, gap), moves)
    return line


def _empty(matter: Matter, left: int, tracked: str) -> Line:
    """Return a line that shows nothing."""
    font = matter.spans[0].font if matter.spans else ""
    return Line(left, font, tracked, "", font, tracked)


def _only_span(matter: Matter, start: int, end: int) -> Span | None:
    """Return the first or the last span if a whole line lies in it, as most do: number and words of an entry."""
    span = matter.spans[-1]
    if span.start > start:
        span = matter.spans[0]
    return span if span.start <= start and end <= span.end else None


def _moves(matter: Matter, start: int, content: int, fit: Fit) -> list[tuple[int, float]]:
    """Return, in order, the positions inside a line after which less room is taken than the glyph has, and how much."""
    adjusted = matter.adjusted
    first = bisect_left(adjusted, start)
    last = bisect_left(adjusted, content - 1, first)
    if first == last and not fit.mark:
        return []
    values, text, growth = matter.values, matter.text, fit.separator
    moves: list[tuple[int, float]] = []
    for number in range(first, last):
        at, value = adjusted[number], values[number]
        if growth and text[at] == SEPARATOR:
            moves.append((at, value - growth))
        elif value:
            moves.append((at, value))
    if fit.mark:
        moves = _squeezed(matter, matter.squeezable(start, content), moves, fit.mark)
    return moves


def _squeezed(
    matter: Matter, marks: Sequence[int], moves: list[tuple[int, float]], give: float
) -> list[tuple[int, float]]:
    """Add what marks give up: a closing one after itself, an opening one before itself."""
    taken = dict(moves)
    for at in marks:
        place = at - 1 if matter.text[at] in matter.opening else at
        taken[place] = taken.get(place, 0.0) + give
    return sorted(taken.items())


def _show_spans(matter: Matter, bounds: tuple[int, int], lead: int, moves: list[tuple[int, float]]) -> Line:
    """Return a line that stands in more than one font or size."""
    start, end = bounds
    parts: list[str] = []
    first = last = ""
    for span in matter.spans:
        begin, stop = span.start, span.end
        if begin >= end or stop <= start:
            continue
        begin, stop = begin if begin > start else start, stop if stop < end else end
        last = span.font
        if parts:
            parts.append(last)
        else:
            first = last
        own = [move for move in moves if begin <= move[0] < stop] if moves else moves
        parts.append(_show(matter, span, begin, stop, lead, own))
        lead = 0
    return Line(0, first, "", " ".join(parts), last, "")


def _show(matter: Matter, span: Span, start: int, end: int, lead: int, moves: list[tuple[int, float]]) -> str:
    """Return the operator that shows a stretch of one span; ``lead`` is what its first glyph gives up before itself."""
    if lead or moves:
        pieces = _moved(matter, span, start, end, lead, moves)
    else:
        pieces = f"[<{matter.codes[4 * start : 4 * end]}>]TJ"
    return _emboldened(span, pieces) if span.slot.embolden else pieces


def _moved(matter: Matter, span: Span, start: int, end: int, lead: int, moves: list[tuple[int, float]]) -> str:
    codes = matter.codes
    scale = matter.size / span.size
    pieces = f"[{round(lead * scale)}<" if lead else "[<"
    for at, value in moves:
        pieces += f"{codes[4 * start : 4 * at + 4]}>{round(value * scale)}<"
        start = at + 1
    return f"{pieces}{codes[4 * start : 4 * end]}>]TJ"


def _emboldened(span: Span, pieces: str) -> str:
    """Return the show operator; a fallback face without a bold of its own is stroked as well as filled."""
    return f"2 Tr {span.size * EMBOLDEN:.2f} w {pieces} 0 Tr"


def _links(matter: Matter, cut: Cut, origin: tuple[int, float], moves: list[tuple[int, float]]) -> list[Link]:
    """Return the click areas of a line; ``origin`` is where its first glyph's square begins, and the tracking."""
    found = []
    inset, gap = origin
    for begin, stop, target in matter.links:
        low, high = max(begin, cut.start), min(stop, cut.content)
        if low < high:
            edges = []
            for at in (low, high):
                natural = matter.prefix[at] - matter.prefix[cut.start]
                moved = sum(_kept(matter, place) - value for place, value in moves if place < at)
                edges.append(round((inset + natural + moved + gap * (at - cut.start)) * matter.size / 10))
            found.append(Link(max(edges[0], 0), edges[1], target))
    return found


def _kept(matter: Matter, at: int) -> int:
    """Return what is already taken off a place in the prefix sums."""
    number = bisect_left(matter.adjusted, at)
    return matter.values[number] if number < len(matter.adjusted) and matter.adjusted[number] == at else 0
