"""A hand that types into a browser and counts: every key, click, move of the focus, look and wait.

Seconds are those of the keystroke-level model (Card, Moran and Newell, *The Psychology of Human–Computer Interaction*,
1983): :data:`K` a key of an average typist, :data:`P` pointing, :data:`H` a hand between keyboard and mouse, :data:`M`
making up one's mind; what the server takes is measured. The model's rules here, the same for every page:

* A Chinese word costs its letters in toneless pinyin and one key to select it; words are taken two characters at a time
  from each stretch of ideographs. A character without a known reading costs :data:`RARE` keys (its code point, typed).
* Any other character is one key, two where Shift must be held with it.
* The focus goes wherever it must by the cheapest way there is, and each way is really gone: Tab, the page's own keys,
  or a click. Scrolling to what is clicked costs nothing.
* One look (M) for each stretch copied from the paper: a statement, a row of a table however many cells it has; and one
  for each command. Tabs between the cells of a row are free of thought.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from authority.han import is_ideograph, pinyin

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

K, P, H, M = 0.28, 1.1, 0.4, 1.35
#: Keys for a character that no pinyin finds: U and five digits of its code point, and the key that ends them.
RARE = 7
#: Characters of a keyboard with a Chinese input method that need Shift.
SHIFTED = frozenset('（）《》“”‘’？：！—…＋｛｝｜～ABCDEFGHIJKLMNOPQRSTUVWXYZ()"?:!+_<>{}|~@#$%^&*')
#: How the focus stands to a field: the number of Tabs to it (negative: backwards), by the order of the page.
_TABS = """(field) => {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")]
    .filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({visibilityProperty: true}));
  return all.includes(document.activeElement) ? all.indexOf(field) - all.indexOf(document.activeElement) : null;
}"""
_HAS_FOCUS = "(field) => document.activeElement === field"


def words(text: str) -> Iterator[str]:
    """Yield a text in the pieces in which it is typed: ideographs two at a time, any other character alone."""
    held = ""
    for character in text:
        if is_ideograph(character):
            held += character
        if held and (len(held) == 2 or not is_ideograph(character)):
            yield held
            held = ""
        if not is_ideograph(character):
            yield character
    if held:
        yield held


def keys_of(word: str) -> int:
    """Return how many keys a piece of :func:`words` costs."""
    if not is_ideograph(word[0]):
        return 2 if word in SHIFTED else 1
    known = [syllable for syllable in pinyin(word) if syllable.isascii()]
    rare = len(word) - len(known)
    return sum(map(len, known)) + bool(known) + RARE * rare


@dataclass(slots=True)
class Effort:
    """What was done: keys, clicks, moves of the focus, homings of the hand, looks, and seconds waited for answers."""

    keys: int = 0
    clicks: int = 0
    moves: int = 0
    homings: int = 0
    looks: int = 0
    waited: float = 0.0

    def __add__(self, other: Effort) -> Effort:
        return Effort(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def seconds(self) -> float:
        """All of it by the model, with the waits as measured. A click is a pointing and one key."""
        return K * (self.keys + self.clicks) + P * self.clicks + H * self.homings + M * self.looks + self.waited


#: A way to a field that a page offers beside Tab and mouse: the keys to press in turn, and how many keys they are.
Way = tuple[int, Callable[[], None]]


class Hand:
    """Types, presses, clicks and looks on one page, and keeps count."""

    #: Alt+Tab, Control+C, Alt+Tab, Control+V.
    PASTING_KEYS = 8

    def __init__(self, page: Page) -> None:
        self.page = page
        self.effort = Effort()
        self._at_mouse = False

    def look(self) -> None:
        """Look at the paper for the next stretch, or make up one's mind what to do."""
        self.effort.looks += 1

    def type(self, text: str) -> None:
        """Type a text into the field that has the focus; what an input method commits comes in words."""
        self._to(mouse=False)
        for word in words(text):
            self.effort.keys += keys_of(word)
            self.page.keyboard.insert_text(word)

    def press(self, chord: str, times: int = 1) -> None:
        """Press a key, with others held (``Control+Enter`` is two keys), so many times."""
        self._to(mouse=False)
        for _ in range(times):
            self.effort.keys += chord.count("+") + 1
            self.page.keyboard.press(chord)

    def click(self, target: Locator, times: int = 1) -> None:
        """Point at something and click; more clicks at the same place are keys."""
        self._to(mouse=True)
        self.effort.clicks += 1
        self.effort.keys += times - 1
        target.click(click_count=times)

    def paste(self, text: str, *, whole: bool) -> None:
        """Copy a text out of another window into the field that has the focus.

        There and back (Alt+Tab), ``whole`` paragraphs picked by three clicks and pieces of one by dragging from end to
        end, Control+C and Control+V.
        """
        self._to(mouse=False)
        self.effort.keys += self.PASTING_KEYS + (2 if whole else 0)
        self.effort.clicks += 1 if whole else 2
        self.effort.homings += 2
        self.page.keyboard.insert_text(text)

    def would_paste(self, text: str) -> bool:
        """Say whether a piece of text is got sooner from another window than by typing."""
        return K * sum(map(keys_of, words(text))) > K * self.PASTING_KEYS + 2 * (P + K) + 2 * H

    def go(self, field: Locator, *ways: Way) -> None:
        """Bring the focus to a field by the cheapest way, really gone and seen to have arrived."""
        if field.evaluate(_HAS_FOCUS):
            return
        self.effort.moves += 1
        tabs = field.evaluate(_TABS)
        offered = list(ways)
        if tabs:
            chord, keys = ("Tab", tabs) if tabs > 0 else ("Shift+Tab", -2 * tabs)
            offered.append((keys, lambda: self.press(chord, abs(tabs))))
        by_keys = K * min((keys for keys, _ in offered), default=1_000) + H * self._at_mouse
        if P + K + H * (2 - self._at_mouse) < by_keys:
            self.click(field)
        else:
            min(offered, key=lambda way: way[0])[1]()
        assert field.evaluate(_HAS_FOCUS), f"the focus did not arrive at {field}"

    @contextmanager
    def waiting(self, *, for_page: bool = True) -> Iterator[None]:
        """Count the time from a command to the answer: until the next page is loaded, or just as long as this takes."""
        began = time.monotonic()
        if for_page:
            with self.page.expect_navigation(wait_until="load"):
                yield
        else:
            yield
        self.effort.waited += time.monotonic() - began

    def _to(self, *, mouse: bool) -> None:
        self.effort.homings += self._at_mouse != mouse
        self._at_mouse = mouse
