"""著者: ``（明）吾冔　吳夔等纂修``, appended works with their own authors, 題（明）某某撰, （日本）, 釋, emperors.

The statement is a row of parts set apart by spaces (or by the brackets of the next dynasty). A dynasty opens a
group; names follow without it while no role has been stated; the role closes the group. A part that ends in a
count, or that comes after a closed group without role, is an appended work, whose authors follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from guji.notation.issues import Issue, issue
from guji.notation.lexicon import ASCRIPTIONS, LABELS, SURNAME_DYNASTIES
from guji.notation.people import bare_dynasty, is_dynasty, is_nation, read_name, split_role
from guji.notation.people_parts import Part, split_parts
from guji.notation.scan import (
    BRACKETS,
    OPENING,
    REMEMBERED,
    closing,
    count_matches,
    lost_characters,
    unplaced_issues,
)
from guji.notation.structures import Group, Name, Parsed, Responsibility, Section, Span, Title, TitleUnit
from guji.notation.surnames import is_person
from guji.notation.title import parse_title, tie_of

_ASCRIBED: Final = re.compile(
    f"(?:{'|'.join(sorted(ASCRIPTIONS, key=len, reverse=True))})(?=[{re.escape(OPENING)}])|(?:[舊旧]?[本原]?[題题])"
)
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
_JOINED: Final = re.compile(f"[{_STOPS}]")


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
        ascribed, opener, dynasty, body = _split_dynasty(part.text)
        if dynasty or ascribed:
            self._open_group(part, ascribed, opener, dynasty, body)
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

    def _open_group(self, part: Part, ascribed: str, brackets: str, dynasty: str, body: str) -> None:
        names, separator, etc, role = split_body(body)
        if role in _NAME_ENDS and self._role_comes_later(body):
            names, role = (read_name(body),), ""
        if ascribed and not dynasty and names:
            dynasty = bare_dynasty(names[0].text)
            names = (_after_dynasty(names[0], dynasty), *names[1:])
        nation = dynasty if dynasty and is_nation(dynasty) else ""
        dynasty = "" if nation else dynasty
        self.groups.append(
            Group(names, dynasty, nation, role, etc, ascribed, brackets, separator or "\u3000", part.lead)
        )
        self.open = not role

    def _role_comes_later(self, body: str) -> bool:
        """Whether a name's last character only looks like a role: the next name shares its dynasty and has one."""
        bare = self.following and self.following[0] not in BRACKETS
        return bool(bare) and len(body) == _FULL and is_person(body) and bool(split_role(self.following)[2])

    def _continue_group(self, part: Part) -> None:
        names, separator, etc, role = split_body(part.text)
        last = self.groups[-1]
        if not names:
            self.issues.append(issue("lost_character", part.offset - len(part.lead), len(part.lead), text=part.lead))
            names = (Name(""),)
        if not last.names:
            last = replace(last, names=(Name(""),))
        apart = (len(last.names) > 1 and part.lead != last.separator) or (separator and separator != part.lead)
        if last.etc or len(last.names) > _MOST_NAMES or apart:
            self.groups.append(Group(names, role=role, etc=etc, separator=separator or "\u3000", lead=part.lead))
        else:
            self.groups[-1] = replace(last, names=last.names + names, role=role, etc=etc, separator=part.lead)
        self.open = not role

    def _bare(self, part: Part) -> None:
        """Place a part without bracketed dynasty: people, or a work where it names none."""
        names, separator, etc, role = split_body(part.text)
        if role and not names and part.text in LABELS:
            self._append_work(part)
            return
        dynasty = ""
        if names and (role or self._people_follow()):
            dynasty = bare_dynasty(names[0].text, self.unbracketed)
        if not role and not dynasty and not (names and is_person(names[0].text)):
            self._nobody(part)
            return
        if dynasty:
            names = (_after_dynasty(names[0], dynasty), *names[1:])
        if names and role:
            names = (_with_origin(names[0]), *names[1:])
        nation = dynasty if is_nation(dynasty) else ""
        dynasty = "" if nation else dynasty
        self.groups.append(Group(names, dynasty, nation, role, etc, "", "", separator or "\u3000", part.lead))
        self.open = not role

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


def _after_dynasty(name: Name, dynasty: str) -> Name:
    """Return the name without the dynasty that stands bare before it (清王士禛); a note behind it stays."""
    if not dynasty:
        return name
    read = read_name(name.text[len(dynasty) :])
    return replace(read, note=name.note) if name.note else read


def _with_origin(name: Name) -> Name:
    """Set apart a place of two characters before a full name (介休|梁錫璵), where no dynasty is stated."""
    text = name.name
    plain = not (name.epithet or name.origin or name.note)
    if (
        plain
        and len(text) in (4, 5)
        and not is_person(text)
        and is_person(text[2:])
        and not text.endswith(("居士", "道人", "會", "会", "堂", "院"))
    ):
        return Name(text[2:], origin=text[:2])
    return name


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
    if text[-1] not in "卷回種种折齣出冊册）)]］卷幅" and "卷" not in text:
        return False
    matches = list(count_matches(text))
    if not matches:
        return False
    end = matches[-1].end
    return matches[0].start > 0 and (
        end == len(text) or (text[end] in BRACKETS and closing(text, end) == len(text) - 1)
    )


@lru_cache(maxsize=2048)
def _split_dynasty(text: str) -> tuple[str, str, str, str]:
    """Return the word of doubt, the brackets, the dynasty or nation in them, and the rest."""
    ascribed = ""
    match = _ASCRIBED.match(text)
    if match and len(text) > match.end() + 1:
        ascribed = match[0]
    body = text[len(ascribed) :]
    if body[0] in BRACKETS:
        end = body.find(BRACKETS[body[0]], 1, 12)
        inside = body[1:end] if end > 0 else ""
        if inside and (is_dynasty(inside) or is_nation(inside) or _names_someone(inside, body[end + 1 :])):
            return ascribed, body[0] + body[end], inside, body[end + 1 :]
    if ascribed and not split_role(body)[2]:
        return "", "", "", text
    return ascribed, "", "", body


def _names_someone(inside: str, body: str) -> bool:
    """Whether a bracket that no table knows stands where a dynasty does: before a name with its role, a full name."""
    if len(inside) > 6 or not body or not all("\u3400" <= char <= "\u9fff" for char in inside):
        return False
    return bool(split_role(body)[2]) or is_person(body)


@lru_cache(maxsize=2048)
def split_body(body: str) -> tuple[tuple[Name, ...], str, str, str]:
    """Return the names of one part, the separator between them, 等, and the role."""
    if not body:
        return (), "", "", ""
    text, etc, role = split_role(body)
    if not text:
        return (), "", etc, role
    match = _JOINED.search(text)
    if match and not any(char in BRACKETS for char in text):
        return tuple(read_name(name) for name in text.split(match[0])), match[0], etc, role
    return (read_name(text),), "", etc, role
