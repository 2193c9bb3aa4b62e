"""What one setting of a volume wants otherwise than its profile has it: from the page or from the shell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from catalog_export.volumes.profile import Profile, profile_from_data

#: In which group of a profile each option stands.
GROUPS = {
    "direction": "style",
    "persons": "index",
    "max_pages": "press",
    "crop_marks": "press",
    "bleed": "press",
    "output_intent": "press",
}


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Direction of lines, whether persons have an index, and what goes to press; ``None`` is what the profile says."""

    direction: str | None = None
    persons: bool | None = None
    max_pages: int | None = None
    crop_marks: bool | None = None
    bleed: float | None = None
    output_intent: str | None = None

    def applied(self, profile: Profile) -> Profile:
        """Return the profile with these put in. Raises ``ProfileError`` for what cannot stand."""
        data = profile.to_data()
        for name, value in asdict(self).items():
            if value is not None:
                data[GROUPS[name]][name] = value
        return profile_from_data(data)


def options_between(profile: Profile, data: Mapping[str, Any]) -> RunOptions:
    """Return by what the profile that a run was set in (``data``) differs from the profile as it now is."""
    plain = profile.to_data()
    kept = {name: data.get(group, {}).get(name) for name, group in GROUPS.items()}
    return RunOptions(**{name: value for name, value in kept.items() if value != plain[GROUPS[name]][name]})
