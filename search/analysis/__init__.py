"""How texts and words are compared: what goes into the index, what a query asks of it, what is marked. Pure, no Django.

An engine keeps for each field of a record :func:`folded_column` (and :func:`plain_column`, if it likes), looks up
:func:`tokens`, and asks with :func:`asks`; titles have :func:`sound_column` with :func:`sound_tokens` and
:func:`sound_asks`, and :func:`four_corner_codes`; numbers have :func:`number_keys` and :func:`asked_number`.
:func:`match` says what must be found, :func:`why` why it was.
"""

from search.analysis.asking import (
    Ask,
    asks,
    may_scatter,
    same_glyphs,
    scattered,
    scattered_tokens,
    title_tier,
    verify,
)
from search.analysis.columns import (
    AGAIN,
    ANALYSIS_VERSION,
    SEPARATOR,
    apart,
    bare,
    folded_column,
    plain_column,
    repeated,
    title_forms,
    tokens,
)
from search.analysis.explaining import NUMBERS, YEARS, Reason, why
from search.analysis.marking import Segment, highlight, leaves, segments
from search.analysis.matching import Columns, equal_glyphs, match, within, worded
from search.analysis.nearness import distance, near
from search.analysis.numbers import (
    asked_number,
    four_corner_codes,
    has_number,
    number_column,
    number_key,
    number_keys,
)
from search.analysis.sounds import (
    JUAN_SOUND,
    NUMERAL_SOUNDS,
    UNDIVIDED,
    Sound,
    SoundAsk,
    repeated_sounds,
    sound_asks,
    sound_column,
    sound_tokens,
)
from search.analysis.tiers import Tier

__all__ = [
    "AGAIN",
    "ANALYSIS_VERSION",
    "JUAN_SOUND",
    "NUMBERS",
    "NUMERAL_SOUNDS",
    "SEPARATOR",
    "UNDIVIDED",
    "YEARS",
    "Ask",
    "Columns",
    "Reason",
    "Segment",
    "Sound",
    "SoundAsk",
    "Tier",
    "apart",
    "asked_number",
    "asks",
    "bare",
    "distance",
    "equal_glyphs",
    "folded_column",
    "four_corner_codes",
    "has_number",
    "highlight",
    "leaves",
    "match",
    "may_scatter",
    "near",
    "number_column",
    "number_key",
    "number_keys",
    "plain_column",
    "repeated",
    "repeated_sounds",
    "same_glyphs",
    "scattered",
    "scattered_tokens",
    "segments",
    "sound_asks",
    "sound_column",
    "sound_tokens",
    "title_forms",
    "title_tier",
    "tokens",
    "verify",
    "why",
    "within",
    "worded",
]
