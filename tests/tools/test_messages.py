"""The English of the interface, and the tool that keeps it whole."""

from __future__ import annotations

import gettext as gnu
import re
import string
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from census.models.record import State
from guji.notation.issues import TEMPLATES
from tools import messages

PERCENT = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
HAN = re.compile("[\u3400-\u9fff]+")
FULL_WIDTH = re.compile("[，。：、！？（）]")

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext

TITLE = _("书名")
COUNTED = ngettext("%(n)s 册", "%(n)s 册", 2)
JUDGED = pgettext("动词", "审")
UNMARKED = "不是界面文字"
"""
TEMPLATE = """{% load i18n %}<h1>{% translate "古籍" %}</h1>
{% blocktranslate with page=page %}第 {{ page }} 页{% endblocktranslate %}
{% blocktranslate count total=total %}共 {{ total }} 种{% plural %}共 {{ total }} 种{% endblocktranslate %}"""
CHECK = """
class Missing(Check):
    title = "缺版本"
    item = "版本"
    source = "census_errors 1"

    def run(self, record):
        yield self.finding("edition", "缺“{item}”", item=self.item)
"""
WORDS = {"书名", "%(n)s 册", "审", "古籍", "第 %(page)s 页", "共 %(total)s 种", "缺版本", "版本", "缺“{item}”"}


def both(message: Message) -> Iterator[tuple[str, str]]:
    """Yield the Chinese and the English of each form of a message."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    forms = [message.string or ""] if isinstance(message.string, str | None) else list(message.string)
    for number, form in enumerate(forms):
        yield sources[min(number, len(sources) - 1)], form


def places(text: str) -> set[tuple[str, str]]:
    """Return the places that values go into: names with their format."""
    braces = {(name, form or "") for _, name, form, _ in string.Formatter().parse(text) if name is not None}
    return braces | {(name, "%") for name in PERCENT.findall(text)}


def kept_pairs() -> list[tuple[str, str]]:
    """Return every translated form of the kept catalogue."""
    return [pair for message in messages.present_catalogue() if message.id for pair in both(message) if pair[1]]


def word(catalogue: Catalog, chinese: str) -> Message:
    """Return the message of a catalogue that must be there."""
    message = catalogue.get(chinese)
    assert message is not None
    return message


def word_faults() -> list[str]:
    """Return the faults of words, without that of the compiled catalogue."""
    return [line for line in messages.faults() if not line.startswith(messages.COMPILED.name)]


def entries(path: Path) -> dict[str, str]:
    """Return what a compiled catalogue holds, but for its header."""
    with path.open("rb") as file:
        compiled = gnu.GNUTranslations(file)
    return {source: english for source, english in vars(compiled)["_catalog"].items() if source}


def translate(english: dict[str, str]) -> None:
    """Write English into the catalogue under test, by Chinese, and compile it."""
    catalogue = messages.present_catalogue()
    for message in catalogue:
        singular = message.id[0] if isinstance(message.id, tuple) else message.id
        if singular in english:
            words = english[singular]
            message.string = (words, words) if isinstance(message.id, tuple) else words
    with messages.CATALOGUE.open("wb") as file:
        write_po(file, catalogue)
    messages.update()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project of its own: one module, one page, one check, no catalogue yet.

    It lies in folders called like those that the collector looks for inside a project.
    """
    root = tmp_path / "migrations" / "checks"
    for name, text in {
        "census/words.py": CODE,
        "census/checks/missing.py": CHECK,
        "workbench/templates/page.html": TEMPLATE,
        "census/migrations/0001_initial.py": '_("迁移里的字")',
        "tools/own.py": '_("工具里的字")',
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    monkeypatch.setattr(messages, "ROOT", root)
    catalogue = root / "locale" / "en" / "LC_MESSAGES" / "django.po"
    monkeypatch.setattr(messages, "CATALOGUE", catalogue)
    monkeypatch.setattr(messages, "COMPILED", catalogue.with_suffix(".mo"))
    return root


class TestEnglish:
    """The catalogue as it is kept."""

    def test_there_is_english(self) -> None:
        assert len(kept_pairs()) > 700

    def test_places_for_values_agree(self) -> None:
        wrong = [(source, english) for source, english in kept_pairs() if places(source) != places(english)]
        assert wrong == []

    def test_markup_agrees(self) -> None:
        wrong = [pair for pair in kept_pairs() if sorted(TAG.findall(pair[0])) != sorted(TAG.findall(pair[1]))]
        assert wrong == []

    def test_chinese_stands_in_english_only_as_quoted_from_the_message(self) -> None:
        wrong = [
            (english, run) for source, english in kept_pairs() for run in HAN.findall(english) if run not in source
        ]
        assert wrong == []

    def test_full_width_punctuation_stands_in_english_only_beside_quoted_chinese(self) -> None:
        wrong = [english for _, english in kept_pairs() if FULL_WIDTH.search(english) and not HAN.search(english)]
        assert wrong == []

    def test_leading_space_is_kept(self) -> None:
        def indent(text: str) -> int:
            return len(text) - len(text.lstrip(" "))

        assert [pair for pair in kept_pairs() if indent(pair[0]) != indent(pair[1])] == []

    def test_a_sentence_ends_as_a_sentence(self) -> None:
        assert [pair for pair in kept_pairs() if pair[0].endswith("。") and pair[1][-1] not in ".)”}"] == []

    def test_compiled_catalogue_is_that_of_its_source(self, tmp_path: Path) -> None:
        anew = tmp_path / "anew.mo"
        anew.write_bytes(messages.compiled_bytes(messages.present_catalogue()))
        assert entries(messages.COMPILED) == entries(anew)

    def test_compiled_catalogue_reads_as_the_source_says(self) -> None:
        plain = {m.id: m.string for m in messages.present_catalogue() if m.id and m.string and isinstance(m.id, str)}
        compiled = entries(messages.COMPILED)
        assert {source: compiled[source] for source in plain} == plain

    def test_one_catalogue_is_counted_in_the_singular(self) -> None:
        with translation.override("en"):
            told = [translation.ngettext("共 %(total)s 种", "共 %(total)s 种", n) % {"total": n} for n in (1, 2)]
        assert told == ["1 catalogue", "2 catalogues"]

    @pytest.mark.parametrize(
        ("language", "labels"),
        [
            ("zh-hans", ["草稿", "已送审", "馆审通过", "省审通过"]),
            ("en", ["Draft", "Submitted", "Approved by the institution", "Approved by the province"]),
        ],
    )
    def test_states_of_a_record_read_in_either_language(self, language: str, labels: list[str]) -> None:
        states = [State.DRAFT, State.SUBMITTED, State.INSTITUTION_APPROVED, State.PROVINCE_APPROVED]
        with translation.override(language):
            assert [str(state.label) for state in states] == labels


class TestCollection:
    """What is taken from the source."""

    def test_words_come_from_code_pages_and_checks(self, project: Path) -> None:
        fresh = messages.fresh_catalogue()
        found = {message.id[0] if isinstance(message.id, tuple) else message.id for message in fresh if message.id}
        assert found == WORDS

    def test_context_and_plural_are_kept_apart(self, project: Path) -> None:
        fresh = messages.fresh_catalogue()
        assert fresh.get("审", context="动词") is not None
        assert fresh.get("审") is None
        assert word(fresh, "%(n)s 册").pluralizable

    def test_a_word_says_its_files_without_line_numbers(self, project: Path) -> None:
        messages.update()
        text = messages.CATALOGUE.read_text(encoding="utf-8")
        assert "#: workbench/templates/page.html\n" in text
        assert not re.search(r"^#: .*:\d", text, re.MULTILINE)

    def test_issues_of_the_grammar_are_collected(self) -> None:
        fresh = messages.fresh_catalogue()
        assert [template for template in TEMPLATES.values() if fresh.get(template) is None] == []

    def test_issues_are_collected_wherever_the_project_lies(self, project: Path) -> None:
        path = project / messages.ISSUES
        path.parent.mkdir(parents=True)
        path.write_text("# the templates themselves are read from the room", encoding="utf-8")
        assert set(TEMPLATES.values()) <= {words for _, words in messages.checks_words()}

    def test_ignored_files_are_not_read(self, project: Path) -> None:
        (project / ".gitignore").write_text("census/words.py\n", encoding="utf-8")
        assert messages.fresh_catalogue().get("书名") is None


class TestKeeping:
    """What an update keeps, drops and reports."""

    def test_a_new_word_is_a_fault(self, project: Path) -> None:
        messages.update()
        translate(dict.fromkeys(WORDS, "x"))
        assert word_faults() == []
        page = project / "workbench/templates/page.html"
        page.write_text(TEMPLATE + '{% translate "新字" %}', encoding="utf-8")
        assert word_faults() == ["missing: '新字'"]
        messages.update()
        assert word_faults() == ["untranslated: '新字'"]

    def test_a_new_word_of_this_project_is_a_fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        real = list(messages.collected())
        new = "这句话还没有英文，也不会有"
        monkeypatch.setattr(messages, "collected", lambda: iter([*real, ("census/new.py", 1, new, None)]))
        assert f"missing: {new!r}" in messages.faults()

    def test_an_update_keeps_english_and_drops_what_is_gone(self, project: Path) -> None:
        messages.update()
        translate({"书名": "Title", "古籍": "Ancient books"})
        (project / "census/words.py").write_text('_("书名")', encoding="utf-8")
        kept = messages.update()
        assert word(kept, "书名").string == "Title"
        assert word(kept, "古籍").string == "Ancient books"
        assert kept.get("审", context="动词") is None

    def test_an_update_twice_is_the_same_file(self, project: Path) -> None:
        messages.update()
        translate({"书名": "Title"})
        once = messages.CATALOGUE.read_bytes(), entries(messages.COMPILED)
        messages.update()
        assert (messages.CATALOGUE.read_bytes(), entries(messages.COMPILED)) == once

    def test_a_plural_with_one_form_is_untranslated(self, project: Path) -> None:
        messages.update()
        translate(dict.fromkeys(WORDS, "x"))
        catalogue = messages.present_catalogue()
        word(catalogue, "%(n)s 册").string = ("%(n)s ce", "")
        with messages.CATALOGUE.open("wb") as file:
            write_po(file, catalogue)
        assert word_faults() == ["untranslated: ('%(n)s 册', '%(n)s 册')"]

    def test_a_fuzzy_translation_does_not_count(self) -> None:
        assert messages.is_translated(Message("书", "book"))
        assert not messages.is_translated(Message("书", "book", flags=["fuzzy"]))
        assert not messages.is_translated(Message("书", ""))

    def test_an_old_compiled_catalogue_is_a_fault(self, project: Path) -> None:
        messages.update()
        translate(dict.fromkeys(WORDS, "x"))
        text = messages.CATALOGUE.read_text(encoding="utf-8")
        messages.CATALOGUE.write_text(text.replace('msgstr "x"', 'msgstr "y"', 1), encoding="utf-8")
        stale = "django.mo does not match django.po: run `make messages`"
        assert messages.faults() == [stale]
        messages.COMPILED.unlink()
        assert messages.faults() == [stale]

    def test_only_the_check_refuses(self, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert messages.main([]) == 0
        assert f"{len(WORDS)} without English" in capsys.readouterr().out
        assert messages.main(["--check"]) == 1
        told = capsys.readouterr().out.splitlines()
        assert len([line for line in told if line.startswith("untranslated: ")]) == len(WORDS)

    def test_a_whole_catalogue_passes_the_check(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        messages.update()
        translate(dict.fromkeys(WORDS, "x"))
        monkeypatch.setattr(messages, "compiled_bytes", lambda _catalogue: messages.COMPILED.read_bytes())
        assert messages.main(["--check"]) == 0
        assert capsys.readouterr().out == "translations are whole\n"

    def test_the_check_writes_nothing(self, project: Path) -> None:
        messages.main(["--check"])
        assert not messages.CATALOGUE.exists()

    @given(st.text(min_size=1), st.text(min_size=1), st.one_of(st.none(), st.text(min_size=1)))
    def test_a_message_is_known_by_its_singular_and_context(self, one: str, many: str, context: str | None) -> None:
        assert messages.key(Message((one, many), context=context)) == messages.key(Message(one, context=context))
        assert messages.key(Message(one)) != messages.key(Message(one, context="别处"))
