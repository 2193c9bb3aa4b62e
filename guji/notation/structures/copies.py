"""What is peculiar to a copy: its annotators, what is extant of it, in how many pieces."""

from __future__ import annotations

from dataclasses import dataclass

from guji.notation.structures.base import JUAN, Count, Number
from guji.notation.structures.times import Date
from guji.notation.structures.works import Extra, Group, Name

_TRANSCRIBING = frozenset(["過錄", "過録", "过录", "錄", "録", "录", "臨", "临"])


@dataclass(frozen=True, slots=True)
class Act:
    """What an annotator did: ``verb`` 校, 跋, 錄 …; for a transcription the original author and what is copied.

    ``link`` joins it to the act before (並, 又, 及); ``originals`` are those whose notes are copied
    (錄某某批校), ``copied`` how they are called (批校); ``object`` is what was acted on (補缺字: 缺字).
    """

    verb: str
    link: str = ""
    originals: tuple[Group, ...] = ()
    copied: str = ""
    object: str = ""

    @property
    def transcribed(self) -> bool:
        """Whether the act copies another's notes (過錄)."""
        return bool(self.originals) or self.verb in _TRANSCRIBING


@dataclass(frozen=True, slots=True)
class Annotation:
    """Annotators who did the same: ``朱大韶　余集　阮元跋``."""

    names: tuple[Name, ...] = ()
    dynasty: str = ""
    brackets: str = ""
    etc: str = ""
    acts: tuple[Act, ...] = ()
    date: Date | None = None
    separator: str = "\u3000"
    lead: str = "\u3000"
    note: str = ""

    @property
    def mode(self) -> str:
        """The acts as one text: 校並跋."""
        return "".join(act.link + act.verb + act.object for act in self.acts)


@dataclass(frozen=True, slots=True)
class Annotations:
    """批校題跋: who annotated this copy, and how."""

    items: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A juan's place: a number, a mark (上, 中, 下, 首, 末, 上半, 之三), or both."""

    number: Number | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """One place or a run of places; ``before`` (卷, 第, 卷第) and ``after`` (卷, 葉, 年) are as worded."""

    start: Place
    end: Place | None = None
    joint: str = "至"
    lead: str = ""
    before: str = ""
    before_end: str = ""
    after_start: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ExtentGroup:
    """What is there of one named part (or, without label, of the work itself).

    ``whole`` says 全; ``counts`` a number of juan (陰符經一卷); ``remark`` what is said in words (a period of a
    diary, 殘, 前十二葉). ``kind`` is 缺 (or 存) where it is said of this part alone, behind
    bare places (卷五至八原缺), else before the part. A label with nothing else
    means the part is there.
    """

    label: str = ""
    ranges: tuple[Range, ...] = ()
    counts: tuple[Count, ...] = ()
    whole: str = ""
    remark: str = ""
    lead: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """存缺卷: kind (存, 缺, 全), what the count is, and which parts and ranges.

    ``counts`` may hold several (十二種十二卷); ``labels`` name a count of its own (八千卷目錄二十二卷).
    ``brackets`` is the pair around the ranges, or ``：`` before them, or empty. ``count_last`` says that the count
    stands behind the places (上、下二冊). ``inside`` is 存 or 缺 at the head of the places, mostly where they tell
    the contrary of ``kind``: 存九十五卷（缺一至三、七至八）. ``also`` is a further statement behind this one
    (存 … 缺 …), ``also_lead`` the separator before it.
    """

    kind: str = ""
    counts: tuple[Count, ...] = ()
    extras: tuple[Extra, ...] = ()
    groups: tuple[ExtentGroup, ...] = ()
    brackets: str = ""
    remark: str = ""
    count_last: bool = False
    inside: str = ""
    also: Extent | None = None
    also_lead: str = ""

    @property
    def contrary(self) -> bool:
        """Whether the places are those that the count leaves out."""
        return bool(self.inside) and (self.inside == "存") == (self.kind[-1:] in ("缺", "闕"))

    @property
    def count(self) -> int | None:
        """The number stated (of 卷 where 卷 are counted, else the first), None if unknown."""
        juan = next((c for c in self.counts if c.unit in JUAN), None)
        chosen = juan or (self.counts[0] if self.counts else None)
        return chosen.value if chosen else None

    @property
    def unit(self) -> str:
        """The unit of :attr:`count`."""
        juan = next((c for c in self.counts if c.unit in JUAN), None)
        chosen = juan or (self.counts[0] if self.counts else None)
        return chosen.unit if chosen else ""


@dataclass(frozen=True, slots=True)
class Volumes:
    """冊數: counts of pieces (2函10冊, 1軸) and a bracketed note (合訂)."""

    items: tuple[Count, ...] = ()
    note: str = ""
    brackets: str = ""

    @property
    def ce(self) -> int | None:
        """The number of 冊, None if not stated in 冊."""
        return next((item.value for item in self.items if item.unit in ("冊", "册")), None)
