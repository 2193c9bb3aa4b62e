"""Classes as sheets name them: by code, by the whole path (經部·易類·傳説之屬), or by a name that is one class only."""

from __future__ import annotations

from authority.han import fold
from authority.models import ClassNode


class ClassNames:
    """The current class table by code and by folded names."""

    def __init__(self) -> None:
        self.codes: set[str] = set()
        self._names: dict[str, str | None] = {}
        path: list[str] = []
        rows = ClassNode.objects.current().order_by("tree_id", "lft").values_list("code", "name_hant", "level")
        for code, name, level in rows:
            self.codes.add(code)
            path[level:] = [fold(name)]
            for start in range(len(path)):
                self._note("".join(path[start:]), code)

    def code(self, written: str) -> str:
        """Return the code of a class as written; what names no class, or several, is returned as it stands."""
        if not written or written in self.codes:
            return written
        return self._names.get(fold(written)) or written

    def _note(self, name: str, code: str) -> None:
        self._names[name] = code if self._names.get(name, code) == code else None
