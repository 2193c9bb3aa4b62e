"""版本: how, when, where and by whom the book was made."""

from __future__ import annotations

from dataclasses import dataclass, replace

from guji.notation.structures.base import Note
from guji.notation.structures.copies import Annotations
from guji.notation.structures.times import Date, Point


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made an edition: 毛氏汲古閣, 晁瑮寶文堂, 內府, 浙江書局; ``lead`` is the separator before.

    ``place`` is a place that stands before this one of several (魏克愚|徽州|紫陽書院; 劉日新、金陵李潮).
    """

    name: str
    lead: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """One act in a book's making, with its own date, place and makers: 刻, 重修, 遞修, 後印, 抄 …

    ``action`` is the act as worded (刻, 朱墨套印, 銅活字印, 影抄); ``exemplar`` what was copied, standing before the
    last character of the action (影宋抄) or, if ``exemplar_after``, behind it (翻刻明世德堂本); ``by`` is the word that
    names it before the whole action (據|明刻古今逸史版|重編); ``link`` is what stands before the layer.
    """

    action: str = ""
    dates: tuple[Date, ...] = ()
    place: str = ""
    makers: tuple[Maker, ...] = ()
    etc: str = ""
    link: str = ""
    exemplar: str = ""
    exemplar_after: bool = False
    by: str = ""
    series: str = ""
    part: str = ""
    place_last: bool = False

    @property
    def maker(self) -> str:
        """The makers as one text, without places and 等."""
        return "".join(maker.lead + maker.name for maker in self.makers)

    @property
    def where(self) -> str:
        """The place of making: before the makers, or before one of them."""
        return self.place or next((maker.place for maker in self.makers if maker.place), "")


@dataclass(frozen=True, slots=True)
class Edition:
    """版本: the layers of making, then what they are a copy or part of, then bracketed remarks.

    ``form`` is a word for its format (大字, 巾箱, 袖珍), ``ending`` the closing word (本, 拓片), ``owner`` the owner
    named before 藏 (上海涵芬樓藏宋刊本; ``owner_word`` keeps 藏 as worded), ``annotations`` what follows after a
    space (清刻本　佚名批校). The properties speak of the first layer, the book's making proper.
    """

    layers: tuple[Layer, ...] = ()
    form: str = ""
    ending: str = ""
    notes: tuple[Note, ...] = ()
    owner: str = ""
    owner_word: str = "藏"
    annotations: Annotations | None = None

    @property
    def main(self) -> Layer:
        """The first layer, empty if nothing was understood."""
        return self.layers[0] if self.layers else Layer()

    def with_main(self, layer: Layer) -> Edition:
        """Return this edition with its first layer replaced."""
        return replace(self, layers=(layer, *self.layers[1:]))

    @property
    def _first(self) -> Point:
        dates = self.main.dates
        return dates[0].start if dates else Point()

    @property
    def dynasty(self) -> str:
        """Dynasty or country of the first layer."""
        return self._first.dynasty

    @property
    def era(self) -> str:
        """Era of the first layer."""
        return self._first.era

    @property
    def year(self) -> int | None:
        """Year of the era, of the first layer."""
        return self._first.year.value if self._first.year else None

    @property
    def cyclic(self) -> str:
        """干支 of the first layer's year."""
        return self._first.cyclic

    @property
    def place(self) -> str:
        """Place of the first layer."""
        return self.main.where

    @property
    def maker(self) -> str:
        """Makers of the first layer, as one text."""
        return self.main.maker

    @property
    def series(self) -> str:
        """The set the edition belongs to (通志堂經解), of the first layer that names it."""
        return next((layer.series for layer in self.layers if layer.series), "")

    @property
    def exemplar(self) -> str:
        """What was copied (翻刻明世德堂本: 明世德堂; 影宋抄本: 宋), of the first layer that names it."""
        return next((layer.exemplar for layer in self.layers if layer.exemplar), "")

    @property
    def supplement(self) -> str:
        """The supplement remarks as one text, without brackets."""
        return "；".join(note.text for note in self.notes if note.supplement)

    @property
    def year_from(self) -> int | None:
        """First Gregorian year of the first layer: as stated, else reckoned from era and year; None without a year."""
        return self._years()[0]

    @property
    def year_to(self) -> int | None:
        """Last Gregorian year of the first layer."""
        return self._years()[1]

    def _years(self) -> tuple[int | None, int | None]:
        from guji.notation.years import years_of_layer

        return years_of_layer(self.main)

    @property
    def type(self) -> str:
        """版本類型 with 本: 刻本, 抄本, 銅活字印本, 朱墨套印本 …; repairs and later printings do not change it."""
        from guji.notation.kinds import edition_type

        return edition_type(self)
