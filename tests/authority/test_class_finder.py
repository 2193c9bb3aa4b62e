"""Classes found by what people write for them."""

from __future__ import annotations

import pytest

from authority.models import ClassNode
from authority.queries import ClassFinder, class_paths

pytestmark = pytest.mark.usefixtures("loaded")


def test_paths_of_the_whole_table_in_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        paths = class_paths()
    assert len(paths) == 786
    assert list(paths)[:3] == ["1", "101", "102"]
    assert paths["10202"] == "經部/易類/傳説之屬"
    assert paths["10202"] == ClassNode.objects.get(code="10202").path()


def test_paths_with_another_separator() -> None:
    assert class_paths(separator="－")["1180302"] == "經部－四書類－論語之屬－傳説"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("10202", "10202"),
        (" 10202 ", "10202"),
        ("經部/易類/傳説之屬", "10202"),
        ("經部　易類　傳說之屬", "10202"),
        ("经部·易类·传说之属", "10202"),
        ("经部-易类-传说", "10202"),
        ("易類/傳説之屬", "10202"),
        ("易類", "102"),
        ("史部－地理類－方志之屬－郡縣志", "2150202"),
        ("經部/叢編", "101"),
        ("集部", "4"),
    ],
)
def test_found(written: str, code: str) -> None:
    assert ClassFinder().find(written) == code


@pytest.mark.parametrize("written", ["", "叢編", "傳説之屬", "經部/某類", "99999", "易類/經部", "/"])
def test_not_found_or_not_one(written: str) -> None:
    assert ClassFinder().find(written) is None


def test_every_path_leads_to_its_own_class() -> None:
    finder = ClassFinder()
    wrong = {path: finder.find(path) for code, path in class_paths().items() if finder.find(path) != code}
    assert wrong == {}


def test_an_unknown_scheme_has_no_classes() -> None:
    assert class_paths("unknown") == {}
    assert ClassFinder("unknown").find("易類") is None
