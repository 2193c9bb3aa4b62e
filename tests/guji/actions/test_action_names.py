"""Whatever history records has a name in words: no reader of a record's life meets a bare identifier."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

from census.actions.base import RecordAction
from census.policies import ACTION_NAMES
from guji import actions

RECORDED = {
    getattr(actions, name).name
    for name in actions.__all__
    if inspect.isclass(getattr(actions, name)) and issubclass(getattr(actions, name), RecordAction)
}
#: What the bulk paths write, as their code says it.
BULK = {
    found
    for path in Path(inspect.getfile(actions)).parent.glob("bulk*.py")
    for found in re.findall(r'action(?:: str)?\s*=\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
}


def test_the_lists_are_what_they_claim() -> None:
    assert {"edit", "submit", "return", "revoke_waiver"} <= RECORDED
    assert {"import", "undo_import"} <= BULK


@pytest.mark.parametrize("action", sorted(RECORDED | BULK))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_recorded_action_has_a_name(action: str, language: str) -> None:
    with translation.override(language):
        words = gettext(ACTION_NAMES[action])
    assert words
    assert words.isascii() == (language == "en")
