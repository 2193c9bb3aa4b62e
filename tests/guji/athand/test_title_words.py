"""What a title's words say of its class, without any record; the table itself."""

from __future__ import annotations

from collections import Counter

import pytest

from authority.tables import SCHEMES, class_lines
from guji.athand.evidence import Evidence, asked_of, division, usage, words_of
from guji.athand.suggesting import ranked


def first(title: str, responsibility: str = "") -> str:
    found = ranked(words_of(asked_of(title, responsibility)))
    return found[0].code if found else ""


@pytest.mark.parametrize(
    ("title", "responsibility", "code"),
    [
        ("［萬曆］金華府志三十卷", "（明）王懋德纂修", "2150202"),
        ("［嘉泰］會稽志二十卷", "（宋）沈作賓修", "2150202"),
        ("四明陸氏宗譜二十卷", "（清）陸某纂修", "2100104"),
        ("白沙先生文集十卷", "（明）陳獻章撰", "40206"),
        ("亭林詩集五卷", "（清）顧炎武撰", "40207"),
        ("遺山先生文集四十卷", "（金）元好問撰", "40204"),
        ("陶淵明集十卷", "（晉）陶潛撰", "40201"),
        ("稼軒長短句十二卷", "（宋）辛棄疾撰", "40502"),
        ("本草綱目五十二卷", "（明）李時珍撰", "3100802"),
        ("御纂周易折中二十二卷", "（清）李光地等撰", "10202"),
        ("新刊監本纂圖互註禮記二十卷", "（漢）鄭玄注", "10702"),
        ("说文解字注三十卷", "", "120010101"),
        ("文選六十卷", "（南朝梁）蕭統輯", "4030201"),
        ("欽定四庫全書總目二百卷", "（清）永瑢等撰", "21702"),
        ("奇書一卷", "", ""),
        ("欽定", "", ""),
        ("", "", ""),
    ],
)
def test_usage_tells_the_class_of_a_title(title: str, responsibility: str, code: str) -> None:
    assert first(title, responsibility) == code


def test_collected_works_without_a_known_dynasty_are_not_divided() -> None:
    assert first("某某詩集五卷", "") == "402"
    assert first("某某詩集五卷", "（無此朝）某某撰") == "402"
    assert division(()) == "402"


def test_the_word_is_named_as_it_was_typed() -> None:
    (found,) = words_of(asked_of("欽定说文解字注三十卷", ""))
    assert found.named == "说文"
    assert found.counts == Counter({"120010101": 2})


def test_every_class_of_the_table_is_in_the_tree() -> None:
    known = {line.code for scheme in SCHEMES for line in class_lines(scheme.path)}
    named = {code for words in usage().values() for _word, code in words}
    assert named - known == set()


def test_no_word_stands_twice_in_one_place() -> None:
    for place, words in usage().items():
        repeated = [word for word, count in Counter(word for word, _code in words).items() if count > 1]
        assert repeated == [], place


def test_a_record_of_the_same_work_outweighs_many_of_the_author() -> None:
    found = ranked(
        [
            Evidence("title", "國語", Counter({"20501": 1})),
            Evidence("author", "韋昭", Counter({"40201": 40})),
            Evidence("words", "語", Counter({"40201": 1})),
        ]
    )
    assert [one.code for one in found] == ["20501", "40201"]
    assert [evidence.kind for evidence, _count in found[1].why] == ["author", "words"]
