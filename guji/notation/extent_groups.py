"""The groups of an extent: places one behind the other, each under the part that was named last.

Grammar: vocab.md §5. A label opens a group; places without label belong to the group before, except where a comma or
a number turns back from a named part to the work itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from guji.notation.extent_parts import read_token, tokens
from guji.notation.structures import ExtentGroup, Place, Range


def read_groups(body: str) -> tuple[ExtentGroup, ...]:
    """Return the groups of a list of places."""
    reader = _Reader()
    for token, lead in tokens(body):
        reader.read(token, lead)
    reader.flush()
    return tuple(reader.groups)


@dataclass(slots=True)
class _Reader:
    """Builds the groups of a body, token by token."""

    groups: list[ExtentGroup] = field(default_factory=list)
    pending: list[Range] = field(default_factory=list)

    def read(self, token: str, lead: str) -> None:
        """Place one token between commas."""
        group, *more_groups = read_token(token, lead)
        if _is_bare(group) and self._continues(lead, group) and not self._repeats(group):
            self._add_places(group, lead)
            return
        self.flush()
        self.groups.append(group if group.lead == lead or group.ranges else replace(group, lead=lead))
        self.groups += more_groups

    def _add_places(self, group: ExtentGroup, lead: str) -> None:
        """Let the places of a group join those of the group at hand."""
        first, *others = group.ranges
        self.pending += [first if first.lead == lead else replace(first, lead=lead), *others]
        if group.remark:
            self.flush(group.remark)

    def _continues(self, lead: str, group: ExtentGroup) -> bool:
        """Whether the group at hand is a list of places that goes on with ``group`` after ``lead``.

        After the places of a named part a comma turns back to the work itself (目錄上，五、二十六), and so does a
        number after halves (目錄上下、一至三).
        """
        if not self.groups or lead == "；" or not _is_open(self.groups[-1]):
            return False
        last = self.groups[-1]
        return not last.label or (lead not in ("，", ",") and not _turns_back(last, group))

    def _repeats(self, group: ExtentGroup) -> bool:
        """Whether a place with a remark only says more of one that stands already (三、四，卷四殘; 一至五，卷二殘)."""
        if not group.remark:
            return False
        said = _reach(group.ranges[0])
        return any(_within(said, _reach(span)) for span in (*self.groups[-1].ranges, *self.pending))

    def flush(self, remark: str = "") -> None:
        """Add the places gathered to the group at hand."""
        if self.pending:
            last = self.groups[-1]
            self.groups[-1] = replace(last, ranges=(*last.ranges, *self.pending), remark=remark)
            self.pending = []


def _is_bare(group: ExtentGroup) -> bool:
    """Whether a group is nothing but places, of whatever part."""
    return bool(group.ranges) and not (group.label or group.counts or group.kind)


def _is_open(group: ExtentGroup) -> bool:
    """Whether a group of places may go on: nothing yet was said of it as a whole."""
    return bool(group.ranges) and not (group.whole or group.remark or group.kind)


def _turns_back(part: ExtentGroup, group: ExtentGroup) -> bool:
    """Whether numbers follow the halves of a named part, and so are places of the work itself."""
    return part.ranges[0].start.number is None and group.ranges[0].start.number is not None


def _reach(span: Range) -> tuple[Place, Place]:
    return span.start, span.end or span.start


def _within(said: tuple[Place, Place], stated: tuple[Place, Place]) -> bool:
    """Whether a place or run of places is one that was stated, or lies inside it."""
    if said == stated:
        return True
    begin, end, first, last = map(_whole_number, (*said, *stated))
    if begin is None or end is None or first is None or last is None:
        return False
    return first <= begin <= end <= last


def _whole_number(place: Place) -> int | None:
    """Return the number of a juan, None for a half of one and for what has no number."""
    return place.number.value if place.number and not place.mark else None
