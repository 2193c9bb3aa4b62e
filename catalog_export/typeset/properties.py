"""The document's properties, as info dictionary and as XMP."""

from __future__ import annotations

from xml.sax.saxutils import escape

from catalog_export.typeset.model import DocumentInfo
from catalog_export.typeset.pdf_objects import text_string

CREATOR = "catalog_export.typeset"
PRODUCER = "ReportLab PDF Library - www.reportlab.com"


def info_dictionary(info: DocumentInfo) -> str:
    """Return the info dictionary; the dates are the snapshot's, never the clock's."""
    values = {
        "Title": info.title,
        "Author": info.author,
        "Subject": info.subject,
        "Keywords": "，".join(info.keywords),
        "Creator": CREATOR,
        **info.extra,
    }
    entries = "".join(f"/{name}{text_string(value)}" for name, value in values.items() if value)
    date = _pdf_date(info.created)
    dates = f"/CreationDate({date})/ModDate({date})" if date else ""
    return f"<<{entries}/Producer({PRODUCER}){dates}/Trapped/False>>"


def _pdf_date(created: str) -> str:
    digits = "".join(c for c in created[:19] if c.isdigit())
    if len(digits) not in (8, 14):
        return ""
    zone = created[19:].split(".")[-1].lstrip("0123456789")
    zone = "Z" if zone in ("", "Z") else zone.replace(":", "'") + "'"
    return f"D:{digits}{zone if len(digits) == 14 else ''}"


def xmp_packet(info: DocumentInfo) -> str:
    """Return the XMP packet: the same properties as the info dictionary."""
    language = escape(info.language, {'"': "&quot;"})
    parts = [f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(info.title)}</rdf:li></rdf:Alt></dc:title>']
    parts.append(f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>")
    if info.author:
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(info.author)}</rdf:li></rdf:Seq></dc:creator>")
    if info.subject:
        subject = escape(info.subject)
        parts.append(
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>'
        )
    if info.keywords:
        parts.append(f"<pdf:Keywords>{escape('，'.join(info.keywords))}</pdf:Keywords>")
    if info.created:
        date = escape(info.created)
        parts.append(f"<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>")
    parts.append(f"<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool><pdf:Trapped>False</pdf:Trapped>")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        f'xmlns:pdf="http://ns.adobe.com/pdf/1.3/">{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>\n'
        '<?xpacket end="r"?>'
    )
