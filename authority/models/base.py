"""What every table of the authority room shares: whose a row is, ours or the administrator's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


def digest(values: Mapping[str, Any]) -> str:
    """Return a short fingerprint of a row's values, equal when all of them are equal."""
    text = json.dumps({key: str(value) for key, value in values.items()}, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class AuthorityRow(models.Model):
    """A row that `load_authority` brings or an administrator adds.

    `loaded_digest` remembers what was last brought from the project's files, so that a row changed here since can be
    told from one that is merely old.
    """

    is_local = models.BooleanField(
        _("本地增补"), default=True, help_text=_("由管理员增加，不来自系统所附的规范表；重新载入时不会被改动。")
    )
    loaded_digest = models.CharField(_("载入时的校验值"), max_length=32, blank=True, editable=False)

    class Meta:
        abstract = True
