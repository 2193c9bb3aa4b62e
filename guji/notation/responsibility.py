"""著者: ``（明）吾冔　吳夔等纂修``, appended works with their own authors, 題（明）某某撰, （日本）, 釋, emperors.

The statement is a row of parts set apart by spaces (or by the brackets of the next dynasty). A dynasty opens a
group; names follow without it while no role has been stated; the role closes the group. A part that ends in a
count, or that comes after a closed group without role, is an appended work, whose authors follow.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from guji.notation.issues import Issue, issue
from guji.notation.lexicon import LABELS, SURNAME_DYNASTIES
from guji.notation.people import bare_dynasty, is_nation, read_name, split_role
from guji.notation.people_groups import Said, Told, own_dynasty, split_body, split_dynasty, with_origin
from guji.notation.people_parts import Part, split_parts
from guji.notation.scan import BRACKETS, REMEMBERED, closing, count_matches, lost_characters, unplaced_issues
from guji.notation.structures import Group, Name, Parsed, Responsibility, Section, Span, Title, TitleUnit
from guji.notation.surnames import is_person
from guji.notation.title import parse_title
from guji.notation.title_units import tie_of

#: More names than any statement holds; beyond them a further group is begun.
_MOST_NAMES: Final = 300
#: Roles of one character that end many names of three (張玉書).
_NAME_ENDS: Final = frozenset("書畫題點說音圖序草傳記集節釋論贊")
_FULL: Final = 3
#: So many parts of a statement are asked whether they begin with a dynasty, if there are several.
_SEVERAL, _SHOWN = 2, 8
#: An appended work's name behind 附 has as many characters at least.
_TIED: Final = 3
_STOPS: Final = "、，,；;"
_END_WORKS: Final = frozenset("卷回種种折齣出冊册）)]］幅")
#: Stands where a name was lost.
_NAMELESS: Final = (Name(""),)


@dataclass(slots=True)
class _Reader:
    """Builds sections from parts, left to right."""

    sections: list[Section] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    work: Title | None = None
    work_lead: str = ""
    open: bool = False
    after_title: bool = False
    unplaced: list[Span] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    following: str = ""
    unbracketed: bool = False

    def read(self, part: Part, following: str = "") -> None:
        """Place one part; ``following`` is the text of the next."""
        self.following = following
        if not part.text.strip(_STOPS):
            self.unplaced.append(Span(part.offset, len(part.text), part.text))
            return
        if _is_counted(part.text):
            self._append_work(part)
            return
        told = split_dynasty(part.text)
        if told.time or told.ascribed:
            self._open_group(part, told)
        elif self.open and not self._begins_bare(part.text):
            self._continue_group(part)
        else:
            self._bare(part)

    def _begins_bare(self, text: str) -> bool:
        """Whether a further group begins, where dynasties stand without brackets (三國魏王弼　晉韓康伯注)."""
        return self.unbracketed and bool(bare_dynasty(split_role(text)[0], True))

    def _people_follow(self) -> bool:
        """Whether a name without role may wait for that of the next part."""
        return self.unbracketed and bool(self.following) and bool(split_role(self.following)[2])

    def close(self) -> None:
        """End the section at hand."""
        if self.groups or self.work is not None:
            self.sections.append(Section(tuple(self.groups), self.work, self.work_lead))
        self.groups, self.work, self.work_lead, self.open = [], None, "", False

    def _append_work(self, part: Part) -> None:
        self.close()
        parsed = parse_title(part.text)
        self.work, self.work_lead = _tied(parsed.structure), part.lead
        self.issues += [i.moved(part.offset) for i in parsed.issues if i.check != "lost_character"]

    def _open_group(self, part: Part, told: Told) -> None:
        """Begin a group whose dynasty is bracketed, or that is ascribed with doubt."""
        said = split_body(told.body)
        if said.role in _NAME_ENDS and self._role_comes_later(told.body):
            said = said._replace(names=(read_name(told.body),), role="")
        if told.ascribed and not told.time:
            dynasty, names = own_dynasty(said.names)
            said, told = said._replace(names=names), told._replace(time=dynasty)
        self._add(part, told, said)

    def _add(self, part: Part, told: Told, said: Said) -> None:
        """Add a group; further names may join it while no role is stated."""
        nation = told.time if is_nation(told.time) else ""
        dynasty = "" if nation else told.time
        separator = said.separator or "\u3000"
        self.groups.append(
            Group(said.names, dynasty, nation, said.role, said.etc, told.ascribed, told.brackets, separator, part.lead)
        )
        self.open = not said.role

    def _role_comes_later(self, body: str) -> bool:
        """Whether a name's last character only looks like a role: the next name shares its dynasty and has one."""
        bare = self.following and self.following[0] not in BRACKETS
        return bool(bare) and len(body) == _FULL and is_person(body) and bool(split_role(self.following)[2])

    def _continue_group(self, part: Part) -> None:
        """Let names join the group before, or stand as one of the same dynasty where they are set apart otherwise."""
        said = split_body(part.text)
        last = self.groups[-1]
        names = said.names or _NAMELESS
        if not said.names:
            self.issues.append(issue("lost_character", part.offset - len(part.lead), len(part.lead), text=part.lead))
        if not last.names:
            last = replace(last, names=_NAMELESS)
        if _is_apart(last, said, part.lead):
            separator = said.separator or "\u3000"
            self.groups.append(Group(names, role=said.role, etc=said.etc, separator=separator, lead=part.lead))
        else:
            self.groups[-1] = replace(last, names=last.names + names, role=said.role, etc=said.etc, separator=part.lead)
        self.open = not said.role

    def _bare(self, part: Part) -> None:
        """Place a part without bracketed dynasty: people, or a work where it names none."""
        said = split_body(part.text)
        if said.role and not said.names and part.text in LABELS:
            self._append_work(part)
            return
        dynasty, names = own_dynasty(said.names, self.unbracketed) if self._may_be_dated(said) else ("", said.names)
        if not dynasty and not said.tells_somebody:
            self._nobody(part)
            return
        if said.role:
            names = (*map(with_origin, names[:1]), *names[1:])
        self._add(part, Told(time=dynasty), said._replace(names=names))

    def _may_be_dated(self, said: Said) -> bool:
        """Whether a dynasty may stand bare before the first name: a role is stated, or waits with the next part."""
        return bool(said.names) and bool(said.role or self._people_follow())

    def _nobody(self, part: Part) -> None:
        """Take a part that names nobody for a further work, if any work went before; else leave it over."""
        if self.groups or self.work is not None or self.after_title:
            self._append_work(part)
        else:
            self.unplaced.append(Span(part.offset, len(part.text), part.text))


def _tied(work: Title) -> Title:
    """Set apart the word that ties an appended work to the main one (附|圓錐曲線說三卷); a label (附圖) is none."""
    first = work.units[0] if work.units else TitleUnit("")
    tie = tie_of(first.name)
    if not tie or first.brackets or len(first.name) - len(tie) < _TIED:
        return work
    return Title((replace(first, name=first.name[len(tie) :], link=tie), *work.units[1:]))


def _is_apart(last: Group, said: Said, lead: str) -> bool:
    """Whether names cannot join the group before: it says 等, has too many, or sets its names apart otherwise."""
    if last.etc or len(last.names) > _MOST_NAMES:
        return True
    return (len(last.names) > 1 and lead != last.separator) or said.separator not in ("", lead)


def parse_responsibility(text: str, after_title: bool = False, unbracketed: bool = False) -> Parsed[Responsibility]:
    """Read a statement of responsibility. Never raises; a part that is neither person nor work is left unplaced.

    ``after_title`` says that a title stands right before, so that a first part without dynasty, role or count is a
    further work (大方廣佛華嚴經疏序　勸善文). ``unbracketed`` says that the catalogue sets no brackets around
    dynasties, which a statement of several parts can also show by itself.
    """
    if len(text) <= REMEMBERED:
        return _remembered(text, after_title, unbracketed)
    return _parse(text, after_title, unbracketed)


@lru_cache(maxsize=2048)
def _remembered(text: str, after_title: bool, unbracketed: bool) -> Parsed[Responsibility]:
    return _parse(text, after_title, unbracketed)


def _parse(text: str, after_title: bool, unbracketed: bool) -> Parsed[Responsibility]:
    parts = split_parts(text)
    bare = not any(char in BRACKETS for char in text) and (unbracketed or _shows_dynasties(parts))
    reader = _Reader(after_title=after_title, unbracketed=bare)
    for index, part in enumerate(parts):
        reader.read(part, parts[index + 1].text if index + 1 < len(parts) else "")
    reader.close()
    issues = reader.issues + lost_characters(text) + unplaced_issues(reader.unplaced)
    return Parsed(text, Responsibility(tuple(reader.sections)), tuple(reader.unplaced), tuple(issues))


def _shows_dynasties(parts: list[Part]) -> bool:
    """Whether some part begins with a dynasty that is nobody's surname, so that the others may as well."""
    if len(parts) < _SEVERAL:
        return False
    words = (bare_dynasty(split_role(part.text)[0]) for part in parts[:_SHOWN])
    return any(word and word not in SURNAME_DYNASTIES for word in words)


def _is_counted(text: str) -> bool:
    """Whether a part is a work: it ends in a count (or in a remark after one) and has no dynasty in front."""
    if text[-1] not in _END_WORKS and "卷" not in text:
        return False
    matches = list(count_matches(text))
    return bool(matches) and matches[0].start > 0 and _is_end_or_note(text, matches[-1].end)


def _is_end_or_note(text: str, end: int) -> bool:
    """Whether nothing follows at ``end``, or a bracketed remark alone."""
    return end == len(text) or (text[end] in BRACKETS and closing(text, end) == len(text) - 1)
