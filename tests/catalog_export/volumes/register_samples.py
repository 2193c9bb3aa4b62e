"""Entries for the tests of the register: real titles, invented numbers."""

from catalog_export.volumes.register.entry import Facts, Holder, IndexTitle, RegisterEntry

ZHEJIANG = Holder("1701", "浙江圖書館", "浙圖", "浙江省")
WENZHOU = Holder("1713", "溫州市圖書館", "溫圖", "浙江省")


def entry(serial: int, title: str, *words: str, institution: str = "1701", **more: object) -> RegisterEntry:
    number = f"330000-{institution}-{serial:07d}"
    values: dict[str, object] = {
        "record_id": f"id-{institution}-{serial}",
        "version": 1,
        "shelf_mark": f"善{serial}",
        "titles": (IndexTitle(title, title.rstrip("卷一二三四五六七八九十百").strip("［］")),),
        "facts": Facts(dynasty="清", edition_type="刻本", volumes=(("冊", 2),)),
    }
    values.update(more)
    return RegisterEntry(
        institution=institution,
        key=number,
        number=number,
        title=title,
        words=words,
        **values,  # type: ignore[arg-type]
    )
