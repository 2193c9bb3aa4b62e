"""What one setting of a volume wants otherwise than its profile has it: from the page or from the shell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from catalog_export.volumes.profile import Profile, profile_from_data


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Direction of lines and what goes to press; ``None`` is what the profile says."""

    direction: str | None = None
    max_pages: int | None = None
    crop_marks: bool | None = None
    bleed: float | None = None
    output_intent: str | None = None

    def applied(self, profile: Profile) -> Profile:
        """Return the profile with these put in. Raises ``ProfileError`` for what cannot stand."""
        wanted = {name: value for name, value in asdict(self).items() if value is not None}
        direction = wanted.pop("direction", profile.style.direction)
        style, press = replace(profile.style, direction=direction), replace(profile.press, **wanted)
        return profile_from_data(replace(profile, style=style, press=press).to_data())


def options_between(profile: Profile, data: Mapping[str, Any]) -> RunOptions:
    """Return by what the profile that a run was set in (``data``) differs from the profile as it now is."""
    plain = profile.to_data()
    found = {
        name: data.get(group, {}).get(name)
        for group, names in (("style", ("direction",)), ("press", tuple(asdict(RunOptions()))[1:]))
        for name in names
        if data.get(group, {}).get(name) != plain[group][name]
    }
    return RunOptions(**found)
