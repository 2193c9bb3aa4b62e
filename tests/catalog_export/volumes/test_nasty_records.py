"""Whatever a sheet brought in, the volume is set, in lines of both ways, and every statement stands in it whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_export.fonts import find_faces
from catalog_export.typeset import Typefaces
from catalog_export.volumes.profile import Profile, builtin_profiles
from catalog_export.volumes.register.compose import ComposedRegister, EmptyVolumeError, RegisterComposer
from catalog_export.volumes.register.snapshot import FrozenRecord
from catalog_export.volumes.register.upright import upright
from catalog_export.volumes.register.wording import NotSettableError, Wording
from guji.data import BookData
from tests.catalog_export.typeset.nasty_texts import NASTY, as_shown
from tests.catalog_export.typeset.pdf_geometry import read_pages
from tests.catalog_export.typeset.vertical_geometry import read_vertical
from tests.catalog_export.volumes.register_reading import frozen, header_of

PROFILES = {name: builtin_profiles()[name] for name in ("register", "register-vertical")}
FACES = {name: Typefaces(*find_faces(), vertical=name == "register-vertical") for name in PROFILES}
BOOK = st.builds(
    lambda fields, number, works: BookData(
        institution="1701", census_no=number, **fields, details={"sub_works": [{"title": title} for title in works]}
    ),
    st.fixed_dictionaries(
        dict.fromkeys(
            ("shelf_mark", "title", "responsibility", "edition", "annotation", "volumes", "extent"),
            st.one_of(NASTY, st.just("")),
        )
    ),
    st.sampled_from(["", *(f"330000-1701-{serial:07d}" for serial in range(1, 5))]),
    st.lists(NASTY, max_size=3),
)


def set_in(name: str, records: list[FrozenRecord]) -> ComposedRegister | None:
    header = header_of(records, PROFILES[name], proof=True, sample=False)
    try:
        return RegisterComposer(header, FACES[name].fresh()).compose(records)
    except EmptyVolumeError:
        return None


def statements(profile: Profile, records: list[FrozenRecord]) -> list[tuple[str, ...]]:
    """Return the words of every record that can be set: its title and the rest."""
    wording, found = Wording.of(profile), []
    for record in records:
        try:
            entry = wording.entry(record)
        except NotSettableError:
            continue
        found.append((entry.title, *entry.words))
    return found


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(BOOK, min_size=1, max_size=3))
def test_any_records_make_a_volume_in_which_every_statement_stands(books: list[BookData]) -> None:
    records = frozen(books)
    register = set_in("register", records)
    wanted = statements(PROFILES["register"], records)
    assert (register is None) is (wanted == [])
    if register is None:
        return
    size = PROFILES["register"].type.body
    read = "".join(g.text for page in read_pages(register.pdf) for g in page.glyphs if g.size == size)
    assert [words for words in wanted if as_shown("　".join(words)) not in read] == []
    assert "dangling" not in dict(register.report.counts())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(BOOK, min_size=1, max_size=3))
def test_any_records_make_a_vertical_volume_in_which_every_statement_stands(books: list[BookData]) -> None:
    records = frozen(books)
    register = set_in("register-vertical", records)
    if register is None:
        return
    profile = PROFILES["register-vertical"]
    glyphs = [g for page in read_vertical(register.pdf) for line in page for g in line]
    for size, of in ((profile.vertical.title, slice(0, 1)), (profile.vertical.note, slice(1, None))):
        read = "".join(glyph.text for glyph in glyphs if glyph.size == size)
        for words in statements(profile, records):
            assert as_shown(upright("　".join(words[of]))).strip("　") in read
    assert "dangling" not in dict(register.report.counts())


@pytest.mark.parametrize("name", PROFILES)
def test_what_cannot_be_shown_is_listed_with_its_record(name: str) -> None:
    """A part taken away (U+31EF) composes nothing: 〓, an error, and the record that holds it."""
    book = BookData(
        institution="1701",
        census_no="330000-1701-0000001",
        shelf_mark="善1",
        title="\u31ef青月集⿰亻青集二卷",
        responsibility="（清）⿰亻\ue123撰",
        edition="清刻本",
        volumes="1冊",
    )
    register = set_in(name, frozen([book]))
    assert register is not None
    told = {
        finding.message.split("“")[1].split("”")[0]: (finding.kind, finding.level, finding.record_id, finding.page)
        for finding in register.report.findings
        if finding.kind in ("missing_character", "composed")
    }
    assert told == {
        "\u31ef青月": ("missing_character", "error", "record-0", "1"),
        "⿰亻\ue123": ("missing_character", "error", "record-0", "1"),
        "⿰亻青": ("composed", "warning", "record-0", "1"),
    }
