"""The document's properties, as info dictionary and as XMP: one list of facts, written twice, so that they agree.

The pairs follow ISO 32000-1 §14.3.3 and the XMP specification part 2: Title = dc:title, Author = dc:creator, Subject =
dc:description, Keywords = pdf:Keywords, Creator = xmp:CreatorTool, Producer = pdf:Producer, and the two dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from catalog_export.typeset.model import DocumentInfo
from catalog_export.typeset.pdf_objects import text_string

CREATOR = "catalog_export.typeset"
PRODUCER = "ReportLab PDF Library - www.reportlab.com"
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?")


def _texts(info: DocumentInfo) -> Iterator[tuple[str, str]]:
    """Yield the entries of the info dictionary that hold text, empty ones left out."""
    values = {
        "Title": info.title,
        "Author": info.author,
        "Subject": info.subject,
        "Keywords": "，".join(info.keywords),
        "Creator": CREATOR,
        "Producer": PRODUCER,
    }
    return ((name, value) for name, value in {**values, **info.extra}.items() if value)


def info_dictionary(info: DocumentInfo) -> str:
    """Return the info dictionary; the dates are the snapshot's, never the clock's."""
    entries = "".join(f"/{name}{text_string(value)}" for name, value in _texts(info))
    date = _pdf_date(info.created)
    dates = f"/CreationDate({date})/ModDate({date})" if date else ""
    return f"<<{entries}{dates}/Trapped/False>>"


def _pdf_date(created: str) -> str:
    found = _DATE.fullmatch(created)
    if not found:
        return ""
    *parts, zone = found.groups()
    digits = "".join(part for part in parts if part)
    if len(digits) == 8:
        return f"D:{digits}"
    return f"D:{digits}" + ("Z" if zone in (None, "Z") else zone.replace(":", "'") + "'")


def xmp_packet(info: DocumentInfo) -> str:
    """Return the XMP packet: the same facts as the info dictionary."""
    values = {name: escape(value) for name, value in _texts(info)}
    parts = [_xmp_part(name, value) for name, value in values.items() if name not in info.extra]
    language = escape(info.language, {'"': "&quot;"})
    parts.append(f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>")
    if _pdf_date(info.created):
        date = _xmp_date(info.created)
        parts.append(f"<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>")
    parts.append("<pdf:Trapped>False</pdf:Trapped>")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        f'xmlns:pdf="http://ns.adobe.com/pdf/1.3/">{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>\n'
        '<?xpacket end="w"?>'
    )


def _xmp_part(name: str, value: str) -> str:
    alternatives = f'<rdf:Alt><rdf:li xml:lang="x-default">{value}</rdf:li></rdf:Alt>'
    match name:
        case "Title":
            return f"<dc:title>{alternatives}</dc:title>"
        case "Author":
            return f"<dc:creator><rdf:Seq><rdf:li>{value}</rdf:li></rdf:Seq></dc:creator>"
        case "Subject":
            return f"<dc:description>{alternatives}</dc:description>"
        case "Creator":
            return f"<xmp:CreatorTool>{value}</xmp:CreatorTool>"
    return f"<pdf:{name}>{value}</pdf:{name}>"


def _xmp_date(created: str) -> str:
    """Return the date as XMP writes it: a time without a zone is taken as the info dictionary takes it, as UTC."""
    return created + "Z" if "T" in created and not re.search(r"Z$|[+-]\d\d:\d\d$", created) else created
