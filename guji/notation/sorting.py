"""Telling the kind of each piece of a line by what it says, not by its position."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from guji.notation.annotations import LONGEST, read_annotation
from guji.notation.edition import parse_edition
from guji.notation.people import is_dynasty, is_nation
from guji.notation.pieces import Piece
from guji.notation.scan import BRACKETS
from guji.notation.structures import Edition, Parsed
from guji.notation.surnames import is_person
from guji.notation.volumes import parse_volumes
from guji.notation.words import both_forms

CENSUS_NO: Final = re.compile(r"\d{6}[-－—]\d{4}[-－—]\d{7}")
_EDITION: Final = re.compile("(?:本|拓片|稿|藏[板版])(?:[（(\\[［〔].*)?\\Z|[刻刊抄印寫]\\Z|刻石\\Z|[刻刊]本? ")
_COUNTED: Final = re.compile(both_forms("[卷巻回種折齣冊册幅](?:[（(].{0,200}[）)])?\\Z"))
_EXTENT: Final = re.compile("[全殘残]\\Z|(?:存|缺|現存|實存|原缺|殘存)(?!古|誠|素|吾|幾)")
_VOLUMES: Final = re.compile(both_forms("[0-9０-９一二三四五六七八九十百千兩]+[冊册函軸張件幅葉卷種部套夾匣盒包期號]"))
_INSTITUTION: Final = re.compile(
    both_forms(
        "(?:館|院|所|中心|大學|學院|學校|中學|書店|書局|公司|博物|委員會|文化局|檔案局|文物局|管理處|保管所|文管會|文管所|文保所|寺|宮|祠|社|會|局|處|庫|室|部|黨校|研究|基金會|天一閣|博物苑|紀念館|閣|廟|"
        "馆|书店|书局|学|会)(?:[（(].{0,200}[）)])?\\Z"
    )
)
#: Institutions by the short names of union catalogues (浙圖, 溫圖, 浙大), with what they hold in brackets.
_SHORT_NAME: Final = re.compile(both_forms("[^（(]{1,3}(?:圖|大|博|檔|文保所|文管會)(?:[（(][存缺].*[）)])?\\Z"))
#: People that follow a title's last count without a space: 楚辭十七卷(漢)王逸注.
_GLUED: Final = re.compile(both_forms("(?<=[卷回種齣折冊册])[（(\\[〔]([^（()）〔〕\\[\\]]{1,6})[）)\\]〕](?=.)"))
_SUPPLIED: Final = "[［〔"
_BRACKETED: Final = re.compile("\\A[\\[［〔][^\\]］〕]*[\\]］〕]")
_CALLED_SO: Final = re.compile("本(?:[（(\\[［].*)?\\Z")
#: What people begin with: a dynasty in brackets, or a word of doubt.
_BEGIN_PEOPLE: Final = frozenset({*BRACKETS, "題", "题"})
#: A name may end in 本, 抄 or 稿; so short a piece is asked whether it is one.
_SHORTEST: Final = 3
#: How far people glued to a title are looked for.
_LONGEST_TITLE: Final = 400
#: What is said of the copy outside the statements: bound with another, damaged, with something enclosed.
_REMARK: Final = re.compile(
    both_forms(
        "與.{1,80}合(?:[訂刻函冊裝印編]|[一二三四五六七八九十兩]+[冊函])|合[訂函裝]|附.{1,80}合[訂刻函]|[有略稍]?殘[缺破損]?(?:葉|頁)?\\Z|有(?:圖|刻工|牌記|書牌|插圖|朱筆|墨筆|批|缺|闕|破|蟲蛀|水漬|污|補)|複本|重本|零本|"
        "(?:卷|目錄|序|首).{1,60}(?:抄|鈔|補)?配補?(?:.{1,12}本)?\\Z|卷.{1,60}(?:補抄|抄補|補鈔|鈔補|補刻)\\Z|"
        "(?:毛|經折|卷軸|蝴蝶|包背|線|綫|平|精|洋|梵夾|旋風|冊葉)裝|金鑲玉|鈐.{1,80}印\\Z"
    )
)
_PERIOD: Final = re.compile("[年月日](?:\\Z|全|至)|至")
_SHELF_MARK: Final = re.compile("[0-9A-Za-z]|^[（(]|^[善普線线叢丛外特甲乙丙]")


@dataclass(slots=True)
class Sorter:
    """Gives each piece its kind."""

    pieces: list[Piece]
    edition_seen: bool = False
    work_open: bool = True
    extent_seen: bool = False
    unsure: list[Piece] = field(default_factory=list)

    def sort(self) -> None:
        """Go through the line once, then settle what could be annotation or holder."""
        start = self._numbers()
        for piece in self.pieces[start : start + 1]:
            piece.kind = "title"
            self._detach_people(start, piece)
        for piece in self.pieces[start + 1 :]:
            kind = piece.kind = self._kind(piece)
            if kind == "edition":
                self.edition_seen, self.work_open = True, False
            elif kind == "title":
                self.work_open = True
            elif not kind:
                self.unsure.append(piece)
        self._settle()

    def _detach_people(self, index: int, title: Piece) -> None:
        """Cut people off a title to whose last count they are glued (楚辭十七卷(漢)王逸注)."""
        for match in _GLUED.finditer(title.text[:_LONGEST_TITLE]):
            if is_dynasty(match[1]) or is_nation(match[1]):
                cut = match.start()
                self.pieces.insert(index + 1, Piece("", title.offset + cut, title.text[cut:]))
                title.text = title.text[:cut]
                return

    def _numbers(self) -> int:
        """Place a census number and a shelf mark at the beginning; return the index of the title."""
        pieces = self.pieces
        if not pieces or not CENSUS_NO.fullmatch(pieces[0].text):
            return 0
        pieces[0].kind = "census_no"
        if len(pieces) > 2 and (_SHELF_MARK.search(pieces[1].text) or _COUNTED.search(pieces[2].text)):
            pieces[1].kind = "shelf_mark"
            return 2
        return 1

    def _kind(self, piece: Piece) -> str:
        """Return the kind of a piece after the title; empty for what may be an annotation or a holder."""
        text = piece.text
        if text[0] in _BEGIN_PEOPLE:
            return self._people_or_edition(piece)
        kind = self._of_the_copy(text) if self.edition_seen else ""
        if kind:
            return kind
        closed = self.edition_seen and not self.work_open
        piece.edition = edition_of(text, closed)
        if piece.edition is not None:
            return "edition"
        return _behind_an_edition(text) if closed else self._of_the_work(text)

    def _of_the_work(self, text: str) -> str:
        """Return the kind of what is no edition while a work is open: people, or a holder that comes early."""
        return "holder" if not self.edition_seen and is_holder(text) else "responsibility"

    def _people_or_edition(self, piece: Piece) -> str:
        """Tell a bracketed dynasty before people (〔清〕徐本) from a supplied date before an edition ([清康熙]刻本)."""
        if piece.text[0] in _SUPPLIED and "本" in piece.text and not is_person(_BRACKETED.sub("", piece.text)):
            piece.edition = edition_of(piece.text, False)
            if piece.edition is not None:
                return "edition"
        return "responsibility" if self.work_open or not self.edition_seen else ""

    def _of_the_copy(self, text: str) -> str:
        """Return the kind of what is said of the copy after its edition: extent, pieces, a remark; else empty."""
        if _EXTENT.match(text) or (self.extent_seen and _PERIOD.search(text)):
            self.extent_seen = True
            return "extent"
        if _VOLUMES.match(text) and not parse_volumes(text).unplaced:
            return "volumes"
        return "remark" if _REMARK.match(text) else ""

    def _settle(self) -> None:
        """Pieces up to the last act are annotations; what remains at the end is the holder."""
        acting = [index for index, piece in enumerate(self.unsure) if is_annotation(piece.text)]
        last = acting[-1] if acting else -1
        register = bool(self.pieces) and self.pieces[0].kind == "census_no"
        for index, piece in enumerate(self.unsure):
            at_end = index == len(self.unsure) - 1 and not register
            piece.kind = _annotation_or_holder(piece.text) if index <= last else _holder_or_rest(piece.text, at_end)


def _behind_an_edition(text: str) -> str:
    """Return the kind of what follows a work's edition and is none: a further title, or nothing sure."""
    return "title" if _COUNTED.search(text) and not _INSTITUTION.search(text) else ""


def _annotation_or_holder(text: str) -> str:
    """Return the kind of a piece that stands before the last act of annotation, or is it."""
    return "holder" if is_holder(text) and not is_annotation(text) else "annotation"


def _holder_or_rest(text: str, at_end: bool) -> str:
    """Return the kind of a piece behind the last act; at the line's end (``at_end``) any name holds the book."""
    if at_end or is_holder(text) or _SHORT_NAME.match(text):
        return "holder"
    return "annotation" if is_person(text) else "unplaced"


@lru_cache(maxsize=2048)
def is_holder(text: str) -> bool:
    """Whether ``text`` is an institution by its last word."""
    return len(text) > _SHORTEST and bool(_INSTITUTION.search(text))


@lru_cache(maxsize=2048)
def is_annotation(text: str) -> bool:
    """Whether an act of annotation ends ``text``; an institution (臨川區圖書館) is none."""
    return len(text) <= LONGEST and not is_holder(text) and bool(read_annotation(text).acts)


def edition_of(text: str, closed: bool) -> Parsed[Edition] | None:
    """Return the edition that ``text`` states, None if it states none; ``closed`` if one has ended the work."""
    if not _EDITION.search(text):
        return None
    parsed = parse_edition(text)
    if len(text) <= _SHORTEST and _is_only_person(text, parsed.structure):
        return None
    if parsed.unplaced:
        return parsed if not closed and _CALLED_SO.search(text) else None
    return parsed if _is_stated(parsed.structure) else None


def _is_stated(edition: Edition) -> bool:
    """Whether what was read to its end is an edition: it ends in 本 and the like, or in a dated act."""
    if edition.ending:
        return True
    return bool(edition.layers) and bool(edition.layers[-1].action) and bool(edition.main.dates)


def _is_only_person(text: str, edition: Edition) -> bool:
    """Whether a short text is rather a name that ends in 本, 抄 or 稿 (徐本), no act being stated."""
    acted = bool(edition.layers) and bool(edition.layers[-1].action)
    return not acted and is_person(text)
