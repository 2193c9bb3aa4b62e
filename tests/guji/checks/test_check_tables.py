"""The tables that checks go by hold together: no fact contradicts the calendar, no correction is itself an error."""

from __future__ import annotations

from itertools import pairwise

import pytest

from authority.chronology import find_dynasties, find_eras
from authority.han import fold
from guji.checks.characters import OLD_FORMS
from guji.checks.dating import COUNTRIES, FOREIGN_COUNTRIES, PROCESS_SINCE
from guji.checks.details import DAMAGE_LEVELS, GRADE_LEVELS, GRADE_STANDARD, GRADE_YEARS
from guji.checks.editions import SERIES_OF_MAKERS
from guji.checks.era_names import ERA_MISPRINTS, UNDERSTOOD
from guji.checks.persons import BIRTHS, EMPERORS, FOREIGN_AUTHORS, MONKS
from guji.checks.slips import CONVERSIONS, LOOK_ALIKES, ConversionSlip, EraMisspelt
from guji.checks.tables import DATA, rows

#: How long before a dynasty somebody whom catalogues count to it may have been born.
BEFORE_DYNASTY = 75


@pytest.mark.parametrize(("person", "born"), BIRTHS.items())
def test_an_author_is_born_into_his_dynasty_or_shortly_before(person: tuple[str, str], born: int) -> None:
    senses = [d for d in find_dynasties(person[0]) if d.start is not None and d.end is not None]
    assert any(s.start - BEFORE_DYNASTY <= born <= s.end for s in senses if s.start is not None and s.end is not None)
    assert person[1] == fold(person[1])
    assert 2 <= len(person[1]) <= 4


@pytest.mark.parametrize("name", EMPERORS)
def test_an_emperor_has_dynasties_and_a_temple_name(name: str) -> None:
    emperor = EMPERORS[name]
    assert all(find_dynasties(dynasty) for dynasty in emperor.dynasties)
    assert emperor.temple[-1] in "祖宗主"
    assert (name not in MONKS, name not in FOREIGN_AUTHORS) == (True, True)


def test_nobody_is_foreigner_and_monk() -> None:
    assert not MONKS & FOREIGN_AUTHORS.keys()
    assert {len(name) for name in MONKS} <= {2, 3, 4, 5}


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.txt")))
def test_no_line_of_a_table_is_there_twice(name: str) -> None:
    lines = [tuple(line) for line in rows(name)]
    assert len(lines) == len(set(lines))
    assert all(len(line) > 1 or name == "monks" for line in lines)


@pytest.mark.parametrize(("wrong", "right"), CONVERSIONS.items())
def test_a_conversion_changes_some_characters_and_is_not_undone_by_another(wrong: str, right: str) -> None:
    assert wrong != right
    assert len(wrong) == len(right)
    assert right not in CONVERSIONS
    assert not ConversionSlip.pattern.search(right)


@pytest.mark.parametrize(("wrong", "right"), ERA_MISPRINTS.items())
def test_what_is_called_an_era_misspelt_is_none(wrong: str, right: str) -> None:
    assert find_eras(right, region="CN")
    assert sum(a != b for a, b in zip(wrong, right, strict=True)) == 1
    assert not find_eras(wrong) or set(wrong) & UNDERSTOOD
    assert EraMisspelt.pattern.search(f"明{wrong}三年刻本")
    assert not EraMisspelt.pattern.search(f"明{right}三年刻本")


@pytest.mark.parametrize(("pattern", "wrong", "meant"), LOOK_ALIKES)
def test_a_look_alike_put_right_is_not_found_again(pattern: object, wrong: str, meant: str) -> None:
    examples = {
        "曰": ("（曰本）", "七月初一曰"),
        "未": ("明未清初", "卷未一卷"),
        "木": ("清刻木",),
        "夲": ("清抄夲",),
        "土": ("王土禎",),
        "末": ("末詳",),
    }
    texts = [text for text in examples[wrong] if pattern.search(text)]  # type: ignore[attr-defined]
    assert texts
    assert not any(pattern.search(text.replace(wrong, meant)) for text in texts)  # type: ignore[attr-defined]


def test_time_limits_of_grades_cover_the_years_without_a_gap() -> None:
    spans = sorted(span for (level, part), span in GRADE_YEARS.items() if (level, part) != ("一級", "甲"))
    for (_, last), (first, _) in pairwise(spans):
        assert first - last in (0, 1)
    assert {level for level, _ in GRADE_YEARS} <= set(GRADE_LEVELS[GRADE_STANDARD])


def test_levels_of_damage_are_those_of_their_standards() -> None:
    assert [len(levels) for levels in DAMAGE_LEVELS.values()] == [5, 4]


def test_processes_stand_with_the_longer_word_first() -> None:
    """The first that fits is reported: 餖版 must not be passed over for a word inside it."""
    words = [word for word, _ in PROCESS_SINCE]
    for index, word in enumerate(words):
        assert not any(word != later and word in later for later in words[index + 1 :]), word


@pytest.mark.parametrize(("maker", "series"), SERIES_OF_MAKERS)
def test_a_makers_set_named_in_the_edition_is_not_asked_for(maker: object, series: str) -> None:
    assert series.endswith(("叢書", "經解", "聚珍版書", "討原", "叢刊"))


def test_countries_of_eras_are_countries_of_editions() -> None:
    assert set(COUNTRIES.values()) <= set(FOREIGN_COUNTRIES)


def test_old_forms_are_single_characters() -> None:
    assert all(len(form) == 1 for form in OLD_FORMS)
