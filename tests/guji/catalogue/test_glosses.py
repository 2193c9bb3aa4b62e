"""What a reader is told of the words of a statement, with the traps of reign years and dynasties."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from guji.catalogue.glosses import glosses
from guji.data import BookData

pytestmark = pytest.mark.django_db


def meanings(field: str, **statements: Any) -> dict[str, str]:
    return {gloss.term: gloss.meaning for gloss in glosses(BookData(**statements))[field]}


@pytest.mark.parametrize(
    ("edition", "term", "said"),
    [
        ("清康熙十二年納蘭性德刻通志堂經解本", "康熙十二年", "公元 1673 年，岁次癸丑（岁末入 1674 年）"),
        ("明萬曆刻本", "萬曆", "明神宗年号，公元 1573–1620 年"),
        ("元至元三十一年刻本", "至元三十一年", "公元 1294 年"),  # two eras of 元 are called so; one had 31 years
        ("清康熙壬寅刻本", "康熙壬寅", "公元 1662 或 1722 年"),
        ("日本寬政元年刻本", "寬政元年", "公元 1789 年"),
    ],
)
def test_reign_years_are_told_in_gregorian_years(edition: str, term: str, said: str) -> None:
    assert meanings("edition", edition=edition).get(term, "").startswith(said)


def test_a_later_layer_inherits_the_dynasty() -> None:
    found = meanings("edition", edition="明嘉靖七年金李澤遠堂刻萬曆二年重修本")
    assert found["嘉靖七年"].startswith("公元 1528 年")
    assert found["萬曆二年"].startswith("公元 1574 年")


def test_a_year_the_era_never_had_is_not_explained_away() -> None:
    assert "泰昌九年" not in meanings("edition", edition="明泰昌九年刻本")


def test_a_solar_calendar_has_no_end_of_the_year_in_the_next_one() -> None:
    words = list(meanings("edition", edition="民國二十年鉛印本").values())
    assert any("1931" in meaning for meaning in words)
    assert not any("岁末" in meaning for meaning in words)


def test_dynasties_have_their_years_and_nations_without_bounds_none() -> None:
    found = meanings("responsibility", responsibility="（三國魏）王弼　（晉）韓康伯注　（意大利）利瑪竇譯")
    assert found["三國魏"] == "公元 220–265 年"
    assert "意大利" not in found


def test_years_before_our_era_say_so() -> None:
    assert meanings("responsibility", responsibility="（漢）司馬遷撰")["漢"].startswith("公元 前")


def test_roles_and_types_are_explained_in_the_language_of_the_page(authority_tables: None) -> None:
    book = {"responsibility": "（明）王懋德纂修", "edition": "明萬曆影刻本"}
    assert meanings("responsibility", **book)["纂修"] == "修纂"
    assert meanings("edition", **book)["影刻本"] == "刻本之一种"
    with translation.override("en"):
        assert meanings("responsibility", **book)["纂修"] == "compiling gazetteers"
        assert meanings("edition", **book)["影刻本"] == "facsimile block edition"


def test_what_was_said_of_the_author_is_not_said_again_of_the_edition() -> None:
    found = glosses(BookData(responsibility="（清）張惠言撰", edition="清嘉慶八年刻本"))
    assert [gloss.term for rows in found.values() for gloss in rows].count("清") == 1


@pytest.mark.parametrize("edition", ["", "□□刻本", "清刻本", "年年本", "明　年", "（", "清康熙甲本"])
def test_odd_editions_are_passed_over(edition: str) -> None:
    assert isinstance(glosses(BookData(edition=edition, responsibility=edition)), dict)
