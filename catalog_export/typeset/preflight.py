"""付印前檢查: everything that did not come out as it should, with the key of the paragraph it stands in.

Messages are Simplified Chinese templates with parameters, as everywhere in the project.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

TEMPLATES = {
    "missing": "字体链中没有“{char}”（{code}），已排作〓",
    "composed": "“{char}”没有编码，已由部件拼成",
    "form": "“{char}”（{code}）取自后备字体，未必合所选的字形标准",
    "overfull": "此行超出版心 {over} 字：{text}",
    "loose": "此行过疏，未拉满：{text}",
    "split": "无处可断，只能断在“{before}”与“{after}”之间",
    "deep": "此段高于整栏，只能断开",
    "dangling": "链接所指的“{target}”不存在",
    "duplicate": "锚点“{target}”出现不止一次，链接指向第一处",
    "crowded": "表格一格容不下“{text}”",
    "clipped": "“{text}”与书眉或书脚的其他内容相碰",
}
ERRORS = frozenset({"overfull", "dangling", "crowded", "clipped"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: its kind (a key of ``TEMPLATES``), the paragraph's key, and the message's parameters."""

    kind: str
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The message in Simplified Chinese."""
        return TEMPLATES[self.kind].format(**self.params)

    @property
    def is_error(self) -> bool:
        """Say whether the page is wrong, not merely less good."""
        return self.kind in ERRORS


@dataclass(slots=True)
class Preflight:
    """All findings of a document, in the order of the text."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, kind: str, key: str, **params: object) -> None:
        """Note a finding."""
        self.findings.append(Finding(kind, key, params))

    def missing(self) -> dict[str, list[str]]:
        """Return the characters that no face has, each with the keys of the paragraphs that hold it."""
        found: dict[str, list[str]] = {}
        for finding in self.of("missing"):
            found.setdefault(finding.params["char"], []).append(finding.key)
        return found

    def of(self, kind: str) -> Iterator[Finding]:
        """Iterate over the findings of one kind."""
        return (finding for finding in self.findings if finding.kind == kind)

    def counts(self) -> dict[str, int]:
        """Return how often each kind was found."""
        return dict(sorted(Counter(finding.kind for finding in self.findings).items()))
