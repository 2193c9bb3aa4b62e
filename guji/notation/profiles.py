"""Output profiles: how a catalogue writes what the structure says. Data, not code.

An empty string (or None) leaves a mark as the structure keeps it, that is, as the source wrote it. The named
profiles follow formats.md §A (登記目錄), §B (總目), §C (善本書目) and the pages of this house.
"""

from __future__ import annotations

from dataclasses import dataclass

from authority.han import NumeralStyle


@dataclass(frozen=True, slots=True)
class Profile:
    """The choices of one catalogue.

    Brackets are given as a pair (``（）``); ``none`` sets none at all. ``juan_style``, ``year_style`` and
    ``volume_style`` are numeral styles, None for as written. ``extent_style`` is ``brackets``, ``colon`` or empty;
    ``volume_unit`` and ``juan_unit`` replace 册/冊 and 巻. ``common_era`` False leaves Gregorian years out.
    ``repeat_dynasty`` writes the dynasty before every name, as the national register does.
    """

    name: str
    separator: str = "\u3000"
    dynasty_brackets: str = ""
    prefix_brackets: str = ""
    era_brackets: str = ""
    note_brackets: str = ""
    extent_style: str = ""
    extent_brackets: str = ""
    range_word: str = ""
    range_separator: str = ""
    year_separator: str = ""
    juan_style: NumeralStyle | None = None
    year_style: NumeralStyle | None = None
    volume_style: NumeralStyle | None = None
    volume_unit: str = ""
    common_era: bool = True
    repeat_dynasty: bool = False


#: Everything as the source wrote it.
AS_WRITTEN = Profile("照錄")

#: 全國古籍普查登記目錄: （明）, ［萬曆］, (1611), 存四卷（十六至十九）, 18冊.
REGISTER = Profile(
    "登記目錄",
    dynasty_brackets="（）",
    prefix_brackets="［］",
    era_brackets="()",
    extent_style="brackets",
    extent_brackets="（）",
    range_word="至",
    year_separator="-",
    volume_style=NumeralStyle.ARABIC,
    volume_unit="冊",
    repeat_dynasty=True,
)

#: 中華古籍總目分省卷: 〔明〕, [萬曆], (1611), 存四卷：十六至十九.
UNION = Profile(
    "總目",
    dynasty_brackets="〔〕",
    prefix_brackets="[]",
    era_brackets="()",
    extent_style="colon",
    range_word="至",
    year_separator="-",
    volume_style=NumeralStyle.ARABIC,
    volume_unit="冊",
)

#: 善本書目, 珍貴古籍名錄: （明）, [萬曆], （1611）, one dynasty for names that share it.
RAREBOOK = Profile(
    "善本書目",
    dynasty_brackets="（）",
    prefix_brackets="[]",
    era_brackets="（）",
    extent_style="brackets",
    extent_brackets="（）",
    range_word="至",
    year_separator="-",
    volume_unit="冊",
)

#: The pages of this house: as the register, Gregorian years in full-width brackets like all others.
WEB = Profile(
    "網頁",
    dynasty_brackets="（）",
    prefix_brackets="［］",
    era_brackets="（）",
    extent_style="brackets",
    extent_brackets="（）",
    range_word="至",
    year_separator="-",
    volume_style=NumeralStyle.ARABIC,
    volume_unit="冊",
    repeat_dynasty=True,
)

PROFILES = {profile.name: profile for profile in (AS_WRITTEN, REGISTER, UNION, RAREBOOK, WEB)}
