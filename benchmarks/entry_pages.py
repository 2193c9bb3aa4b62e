"""How a person enters a record on the entry page, and on the two administration sites, key by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.hand import Hand, Way
from guji.data import BookData
from guji.derivation import derive
from guji.forms import fields_of
from guji.forms.lines import FLAGS, NUMBERS, STATEMENTS
from guji.models.parts import TextSource

if TYPE_CHECKING:
    from playwright.sync_api import Locator

LINES = tuple(name for name, *_ in STATEMENTS)
OTHERS = (*(name for name, *_ in NUMBERS if name != "census_no"), *(name for name, _ in FLAGS), "note")
#: The groups that the ten records have.
GROUPS = ("annotations", "seals", "sub_works")
#: Steps of Enter to a field, as the entry page itself reckons them.
_STEPS = """async (field) => {
  const { stops } = await import("/static/guji/entry.js");
  const way = stops(field.form);
  return way.includes(document.activeElement) ? way.indexOf(field) - way.indexOf(document.activeElement) : 0;
}"""


def rows_of(data: BookData, group: str) -> list[dict[str, str]]:
    """Return the rows of a group as they are typed: field → text."""
    rows: dict[str, dict[str, str]] = {}
    for name, value in fields_of(data).items():
        place, _, field = name.rpartition(".")
        if place.startswith(f"{group}."):
            rows.setdefault(place, {})[field] = value
    return list(rows.values())


def printed_entry(data: BookData) -> str:
    """Return the entry as it stands in another document: its statements, set apart by full-width blanks."""
    return "　".join(filter(None, (getattr(data, name) for name in LINES)))


class Desk:
    """The entry page of this project."""

    def __init__(self, hand: Hand) -> None:
        self.hand, self.page = hand, hand.page

    def begin(self) -> None:
        """Open an empty form; nobody counts this."""
        self.page.goto("/records/new/", wait_until="load")

    def begin_like(self, key: object, data: BookData) -> None:
        """Open the form of the next copy of a record, where the works of a set come along; nobody counts this."""
        self.page.goto(f"/records/new/?like={key}" + "&whole=1" * ("sub_works" in data.details), wait_until="load")

    def type_lines(self, data: BookData) -> None:
        """Type every statement, and put right whatever stands there instead."""
        for name in LINES:
            set_field(self.hand, self._field(name), getattr(data, name), self._ways(name))

    def paste_lines(self, data: BookData) -> None:
        """Copy the whole entry out of another window and let it fall apart."""
        from playwright.sync_api import expect

        self.hand.look()
        self.hand.press("F2")
        self.hand.paste(printed_entry(data), whole=True)
        with self.hand.waiting(for_page=False):
            self.hand.press("F2")
            expect(self.page.locator("#id-pasted")).to_have_value("")

    def type_rest(self, data: BookData) -> None:
        """Type what the printed entry does not hold, and take out the rows of a copy that has them not."""
        for name in OTHERS:
            set_field(self.hand, self._field(name), getattr(data, name), self._ways(name))
        for group in GROUPS:
            self._rows(group, rows_of(data, group))

    def save(self) -> None:
        """Save, and come to an empty form again."""
        self.hand.look()
        with self.hand.waiting():
            self.hand.press("Alt+Enter")

    def save_copy(self) -> None:
        """Save, and come to the form of the next copy."""
        self.hand.look()
        with self.hand.waiting():
            self.hand.press("Control+Enter")

    def _field(self, name: str) -> Locator:
        return self.page.locator(f'#entry [name="{name}"]')

    def _ways(self, name: str) -> list[Way]:
        steps = int(self._field(name).evaluate(_STEPS))
        ways: list[Way] = []
        if steps:
            chord, keys = ("Enter", steps) if steps > 0 else ("Shift+Enter", -2 * steps)
            ways.append((keys, partial(self.hand.press, chord, abs(steps))))
        if name in LINES or name == "shelf_mark":
            number = 0 if name == "shelf_mark" else LINES.index(name) + 1
            ways.append((2, partial(self.hand.press, f"Alt+{number}")))
        return ways

    def _rows(self, group: str, rows: list[dict[str, str]]) -> None:
        box = self.page.locator(f'[data-group="{group}"]')
        standing = box.locator(".rows [data-row]")
        if standing.count() == len(rows):
            return
        for _ in range(standing.count()):
            self.hand.click(standing.first.locator("[data-remove]"))
        for number, row in enumerate(rows):
            self.hand.look()
            if not number:
                boxes = self.page.locator("[data-group]").evaluate_all("all => all.map(one => one.dataset.group)")
                at = self.page.evaluate("document.activeElement.closest('[data-group]')?.dataset.group ?? ''")
                steps = (boxes.index(group) - (boxes.index(at) if at else -1)) % len(boxes)
                self.hand.go(box.locator("summary"), (2 * steps, partial(self.hand.press, "Alt+g", steps)))
            self.hand.press("Alt+a")
            prefix = standing.last.get_attribute("data-row")
            for name, value in row.items():
                fill(self.hand, self._field(f"{prefix}.{name}"), value, self._ways(f"{prefix}.{name}"))


class Administration:
    """Either of the two administration sites."""

    def __init__(self, hand: Hand, site: str) -> None:
        self.hand, self.page, self.site = hand, hand.page, site
        self.columns = site == "columns"

    def begin(self) -> None:
        """Open an empty form; nobody counts this."""
        self.page.goto(f"/peer/{self.site}/guji/book/add/", wait_until="load")

    def begin_like(self, key: object, data: BookData) -> None:
        """Open the form of a record that is to be saved as another; nobody counts this."""
        self.page.goto(f"/peer/{self.site}/guji/book/{key}/change/", wait_until="load")

    def type_lines(self, data: BookData) -> None:
        """Type every statement, or what it means field by field: the edition and the counts are one row of columns."""
        if not self.columns:
            for name in LINES:
                set_field(self.hand, self._field(name), getattr(data, name))
            return
        columns = stated_columns(data)
        if not all(stands(self._field(name), value) for name, value in columns.items()):
            self.hand.look()
        for name, value in columns.items():
            fill(self.hand, self._field(name), value, replacing=True)
        set_field(self.hand, self._field("extent"), data.extent)

    def paste_lines(self, data: BookData) -> None:
        """Copy each statement out of another window by itself, where that is sooner done than typing it."""
        for name in LINES:
            value = getattr(data, name)
            if value and self.hand.would_paste(value):
                self.hand.look()
                self.hand.go(self._field(name))
                self.hand.paste(value, whole=False)

    def type_rest(self, data: BookData) -> None:
        """Type the other fields and the rows of the inlines."""
        for name in OTHERS:
            set_field(self.hand, self._field(name), getattr(data, name))
        if self.columns:
            for prefix, rows in derived_rows(data).items():
                self._rows(prefix, rows)
        for group in GROUPS:
            self._rows(group, hands_of(data) if self.columns and group == "annotations" else rows_of(data, group))

    def save(self) -> None:
        """Save, and come to an empty form again."""
        self._submit("_addanother")

    def save_copy(self) -> None:
        """Save as another record."""
        self._submit("_saveasnew")

    def _submit(self, name: str) -> None:
        self.hand.look()
        with self.hand.waiting():
            self.hand.click(self._field(name))
        assert not self.page.locator(".errornote").count(), self.page.locator(".errorlist").all_inner_texts()

    def _field(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]')

    def _rows(self, prefix: str, rows: list[dict[str, str]]) -> None:
        standing = int(self.page.locator(f"#id_{prefix}-INITIAL_FORMS").input_value())
        if standing == len(rows):
            return
        for number in range(standing):
            self.hand.click(self._field(f"{prefix}-{number}-DELETE"))
        for number, row in enumerate(rows, standing):
            self.hand.look()
            if not self._field(f"{prefix}-{number}-{next(iter(row))}").count():
                self.hand.click(self.page.locator(f"#{prefix}-group .add-row a"))
            for name, value in row.items():
                fill(self.hand, self._field(f"{prefix}-{number}-{name}"), value)


def stated_columns(data: BookData) -> dict[str, str]:
    """Return the columns that a record's statements mean, as they are typed, in the order of the site."""
    from benchmarks.peers.entry.sites import COLUMNS

    columns = derive(data).columns
    return {name: typed(columns[name]) for name in COLUMNS}


def derived_rows(data: BookData) -> dict[str, list[dict[str, str]]]:
    """Return the works and people that the site takes in rows of their own, those of the statements."""
    own = {TextSource.TITLE, TextSource.APPENDED, TextSource.RESPONSIBILITY}
    derived = derive(data)
    return {
        "title_units": [row_typed(row._asdict()) for row in derived.units if row.source in own],
        "agents": [row_typed(row._asdict()) for row in derived.agents if row.source in own],
    }


def hands_of(data: BookData) -> list[dict[str, str]]:
    """Return 批校題跋 in rows: those that are stated so, or what the statement says."""
    stated = rows_of(data, "annotations")
    said = data.parsed_annotations.structure.items
    return stated or [
        row_typed({"mode": item.mode, "dynasty": item.dynasty, "author": name.text})
        for item in said
        for name in item.names
    ]


def row_typed(values: Mapping[str, Any]) -> dict[str, str]:
    """Return a row as it is typed: what says nothing, and what nobody types, left out."""
    return {name: text for name, value in values.items() if name != "name_fold" and (text := typed(value))}


def typed(value: object) -> str:
    """Return a value as it is typed."""
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def stands(field: Locator, value: str | bool) -> bool:
    """Say whether a field holds a value already."""
    if field.get_attribute("type") == "checkbox":
        return field.is_checked() == bool(value)
    return field.input_value() == value


def set_field(hand: Hand, field: Locator, value: str | bool, ways: Sequence[Way] = ()) -> None:
    """Look, go to a field and give it a value, unless it has it."""
    if not stands(field, value):
        hand.look()
        fill(hand, field, value, ways, replacing=True)


def fill(hand: Hand, field: Locator, value: str | bool, ways: Sequence[Way] = (), *, replacing: bool = False) -> None:
    """Go to a field and give it a value: Space for a box, arrows for a list, what stands there replaced."""
    if stands(field, value):
        return
    hand.go(field, *ways)
    kind = field.evaluate("(field) => field.tagName + (field.type === 'checkbox' ? '.box' : '')")
    if kind == "INPUT.box":
        hand.press("Space")
    elif kind == "SELECT":
        steps = field.evaluate("(f, v) => [...f.options].findIndex((o) => o.value === v) - f.selectedIndex", value)
        hand.press("ArrowDown" if steps > 0 else "ArrowUp", abs(steps))
    else:
        if replacing and field.input_value():
            hand.press("Control+a")
            if not value:
                hand.press("Delete")
        hand.type(str(value))
    assert stands(field, value), f"{field} does not hold {value}"
