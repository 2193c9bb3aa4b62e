"""印前檢查: what an editor must know before a volume goes to press. Nothing is dropped in silence; it stands here.

A report is plain data: JSON for programs, a page of HTML and lines of text for people. Each says where the record is
that it concerns: the address of its page, as far as it is known.
"""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from django.utils.translation import gettext_noop

#: Every kind of finding: its level, what it is called, what to do about it (Simplified Chinese).
KINDS: dict[str, tuple[str, str, str]] = {
    "not_set": ("error", gettext_noop("未能排入"), gettext_noop("此条没有印出；请修正著录后重排")),
    "missing_character": (
        "error",
        gettext_noop("缺字"),
        gettext_noop("字库中没有此字，印作〓；请安装含此字的字体，或提供造字"),
    ),
    "standing_error": (
        "error",
        gettext_noop("尚有错误"),
        gettext_noop("检查规则判为错误，未获豁免；请改正或由审校豁免"),
    ),
    "overfull": ("error", gettext_noop("行过满"), gettext_noop("此行无法在不破坏禁则的情况下排入栏宽；请看校样")),
    "crowded": ("error", gettext_noop("表格容不下"), gettext_noop("请加宽栏宽或缩小字号")),
    "clipped": ("error", gettext_noop("书眉相碰"), gettext_noop("书眉或书脚的文字过长；请改书眉样式")),
    "dangling": ("error", gettext_noop("链接落空"), gettext_noop("目录或索引所指的款目不在本册")),
    "no_number": ("warning", gettext_noop("无编号"), gettext_noop("尚未赋予普查登记编号，排在该单位之末")),
    "duplicate_number": ("error", gettext_noop("编号重复"), gettext_noop("同一编号的著录不止一条；请核对")),
    "composed": ("warning", gettext_noop("拼字"), gettext_noop("没有编码的字，已按组字描述由部件拼成；请看校样")),
    "form": ("warning", gettext_noop("字形存疑"), gettext_noop("此字取自后备字体，未必合本册的字形标准；请看校样")),
    "as_written": ("warning", gettext_noop("印原文"), gettext_noop("有未能解析的部分，此项未按体例转换，照原文印出")),
    "empty_statement": ("warning", gettext_noop("缺必登项"), gettext_noop("六项基本著录缺此项")),
    "loose": ("warning", gettext_noop("行过疏"), gettext_noop("此行字数过少，未拉满；请看校样")),
    "split": ("warning", gettext_noop("长串断开"), gettext_noop("过长而无处可断的字串只能断开；请看校样")),
    "deep": ("warning", gettext_noop("段落过长"), gettext_noop("此段高于整栏，只能断开")),
    "duplicate": ("warning", gettext_noop("锚点重复"), gettext_noop("同一款目出现不止一次，链接指向第一处")),
}
#: The levels, gravest first, and the word that a report begins a kind with.
LEVELS = {"error": "错误", "warning": "提醒"}
#: The address of a record's page by its key: whole, or its path alone where nobody knows the server's name.
Address = Callable[[str], str]


def no_address(record_id: str) -> str:
    """Return no address."""
    return ""


@dataclass(frozen=True, slots=True)
class PreflightFinding:
    """One thing found: its kind, the record it concerns (empty for the whole volume), and volume and page if known.

    ``number`` is what an editor finds it by: the record's number, or the part of the volume that has no records.
    """

    kind: str
    message: str
    record_id: str = ""
    number: str = ""
    field: str = ""
    page: str = ""
    volume: str = ""

    @property
    def place(self) -> str:
        """Where it is printed: 第 12 页, of a set 第三冊第 12 页, or the volume alone."""
        return f"{self.volume}第 {self.page} 页" if self.page else self.volume

    @property
    def level(self) -> str:
        """``error`` or ``warning``."""
        return KINDS[self.kind][0]

    @property
    def name(self) -> str:
        """What this kind of finding is called."""
        return KINDS[self.kind][1]


@dataclass(slots=True)
class PreflightReport:
    """All findings of one run, with what the volume is and how large it became."""

    title: str
    records: int = 0
    pages: int = 0
    proof: bool = False
    snapshot: str = ""
    faces: list[dict[str, Any]] = field(default_factory=list)
    findings: list[PreflightFinding] = field(default_factory=list)

    def add(self, kind: str, message: str, **where: str) -> None:
        """Note one finding; ``where`` are the other fields of :class:`PreflightFinding`."""
        self.findings.append(PreflightFinding(kind, message, **where))

    def counts(self) -> list[tuple[str, int]]:
        """Return how many findings there are of each kind, gravest kinds first."""
        found = Counter(finding.kind for finding in self.findings)
        return [
            (kind, found[kind]) for level in LEVELS for kind, (own, *_) in KINDS.items() if own == level and found[kind]
        ]

    @property
    def complete(self) -> bool:
        """Whether every record was set."""
        return all(finding.kind != "not_set" for finding in self.findings)

    def ordered(self) -> Iterator[PreflightFinding]:
        """Yield the findings by kind, gravest first, and within a kind in the order they were found."""
        for kind, _ in self.counts():
            yield from self.of_kind(kind)

    def of_kind(self, kind: str) -> list[PreflightFinding]:
        """Return the findings of a kind in the order they were found."""
        return [finding for finding in self.findings if finding.kind == kind]

    def to_data(self) -> dict[str, Any]:
        """Return the report as JSON-ready data."""
        return {
            "title": self.title,
            "records": self.records,
            "pages": self.pages,
            "proof": self.proof,
            "snapshot": self.snapshot,
            "complete": self.complete,
            "counts": dict(self.counts()),
            "faces": self.faces,
            "findings": [asdict(finding) for finding in self.ordered()],
        }


def joined_reports(title: str, reports: Iterable[tuple[str, PreflightReport]]) -> PreflightReport:
    """Return the reports of several volumes as one; each finding names its volume."""
    whole = PreflightReport(title)
    faces: dict[str, int] = {}
    for label, report in reports:
        whole.records += report.records
        whole.pages += report.pages
        whole.proof = whole.proof or report.proof
        for face in report.faces:
            faces[face["face"]] = max(faces.get(face["face"], 0), face["characters"])
        whole.findings += [replace(finding, volume=label) for finding in report.findings]
    whole.faces = [{"face": name, "characters": number} for name, number in faces.items()]
    return whole


def report_from_data(data: dict[str, Any]) -> PreflightReport:
    """Return the report that :meth:`PreflightReport.to_data` wrote."""
    plain = {key: data[key] for key in ("title", "records", "pages", "proof", "snapshot", "faces")}
    known = {item.name for item in fields(PreflightFinding)}
    findings = [{name: value for name, value in row.items() if name in known} for row in data["findings"]]
    return PreflightReport(**plain, findings=[PreflightFinding(**finding) for finding in findings])


def to_json(report: PreflightReport, address: Address = no_address) -> str:
    """Return the report as JSON text; ``address`` gives each finding the ``address`` of its record."""
    data = report.to_data()
    for row in data["findings"]:
        if row["record_id"] and (found := address(row["record_id"])):
            row["address"] = found
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def to_text(report: PreflightReport, *, limit: int | None = None, address: Address = no_address) -> str:
    """Return the report as lines of text; ``limit`` cuts each kind short and says how many more there are."""
    return "\n".join(_text_lines(report, limit, address)) + "\n"


def _text_lines(report: PreflightReport, limit: int | None, address: Address) -> Iterator[str]:
    yield f"{report.title}　{report.records} 条　{report.pages} 页{'　校样' if report.proof else ''}"
    if not report.findings:
        yield "印前检查：没有发现问题"
    for kind, number in report.counts():
        level, name, advice = KINDS[kind]
        yield f"〔{LEVELS[level]}〕{name} {number}：{advice}"
        for finding in report.of_kind(kind)[:limit]:
            yield f"  {_text_finding(finding, address)}"
        if limit is not None and number > limit:
            yield f"  …… 另有 {number - limit} 处，见报告"


def _text_finding(finding: PreflightFinding, address: Address) -> str:
    """Return a finding in one line: which record, where it is printed, what was found, where its page is."""
    where = address(finding.record_id) if finding.record_id else ""
    return "　".join(filter(None, (finding.number, finding.place, finding.message, where)))


_PAGE = """<!DOCTYPE html>
<html lang="zh-hans"><head><meta charset="utf-8"><title>印前检查 {title}</title>
<style>body{{font:14px/1.6 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}
td,th{{text-align:left;vertical-align:baseline;padding:.1rem .6rem;border-bottom:1px solid #ddd}}
h2{{font-size:1rem;margin-top:1.6rem}}.no{{white-space:nowrap}}</style></head>
<body><h1>印前检查</h1><p>{title}　{records} 条　{pages} 页{proof}</p>
{body}
</body></html>
"""


def to_html(report: PreflightReport, address: Address = no_address) -> str:
    """Return the report as a page of HTML that stands alone, each finding linked to its record."""
    body = "\n".join(_html_parts(report, address)) or "<p>没有发现问题。</p>"
    proof = "　校样" if report.proof else ""
    title = html.escape(report.title)
    return _PAGE.format(title=title, records=report.records, pages=report.pages, proof=proof, body=body)


def _html_parts(report: PreflightReport, address: Address) -> Iterable[str]:
    for kind, number in report.counts():
        level, name, advice = KINDS[kind]
        yield f"<h2>{LEVELS[level]}：{name}（{number}）</h2><p>{advice}</p><table><tbody>"
        for finding in report.of_kind(kind):
            cells = (_html_record(finding, address), html.escape(finding.place), html.escape(finding.message))
            yield "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        yield "</tbody></table>"


def _html_record(finding: PreflightFinding, address: Address) -> str:
    """Return a record's number as a link to its page; a path alone leads nowhere from a file, so it is only told."""
    words = html.escape(finding.number or finding.record_id)
    where = html.escape(address(finding.record_id)) if finding.record_id else ""
    if where.startswith(("https://", "http://")):
        return f'<a href="{where}">{words}</a>'
    return f"{words} <small>{where}</small>" if where else words
