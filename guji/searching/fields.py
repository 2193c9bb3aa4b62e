"""The fields of a book that are searched by their words, and the names that a query may give them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from census.searching import TextField

#: Statements first, in the order of the printed entry; then what the full record adds. ``holder``, ``number`` and
#: ``classification`` are asked for by name only: half a province has 浙江 in its holder.
TEXT_FIELDS: Final = (
    TextField("title", _("题名"), ("題名", "書名", "題名卷數", "書名卷數", "篇名", "子目", "title"), is_title=True),
    TextField(
        "responsibility",
        _("著者"),
        ("著者", "作者", "責任者", "撰者", "撰", "編者", "編著者", "輯者", "注者", "譯者", "author"),
    ),
    TextField(
        "edition",
        _("版本"),
        (
            "版本",
            "版本項",
            "版",
            "出版",
            "出版者",
            "出版地",
            "刻書",
            "刻書者",
            "刻書地",
            "刊行",
            "刊者",
            "牌記",
            "edition",
        ),
    ),
    TextField(
        "annotation",
        _("批校题跋"),
        ("批校", "題跋", "批校題跋", "批跋", "批", "批點", "批註", "跋", "題識", "annotation"),
    ),
    TextField("extent", _("存缺卷"), ("存卷", "缺卷", "存缺", "存缺卷", "extent")),
    TextField("series", _("所属丛书"), ("叢書", "所屬叢書", "series")),
    TextField("seal", _("钤印"), ("鈐印", "印章", "藏印", "藏書印", "印", "印文", "印記", "印主", "seal")),
    TextField("preface", _("序跋"), ("序跋", "序", "preface")),
    TextField("engraver", _("刻工"), ("刻工", "寫工", "engraver")),
    TextField("provenance", _("来源"), ("來源", "遞藏", "provenance")),
    TextField("note", _("附注"), ("附註", "備註", "note")),
    TextField(
        "shelf_mark", _("索书号"), ("索書號", "書號", "藏書號", "館藏號", "索取號", "典藏號", "善本書號", "shelfmark")
    ),
    TextField("person", _("人名"), ("人名", "姓名", "person"), general=False, is_person=True),
    TextField("physical", _("形制与保存"), ("形制", "冊數", "版式", "裝幀", "附件", "修復", "physical"), general=False),
    TextField("number", _("编号"), ("編號", "普查編號", "登記編號", "普查登記編號", "名錄號", "number"), general=False),
    TextField("classification", _("类目"), ("分類", "類目", "類", "部類", "四部", "類屬", "class"), general=False),
    TextField(
        "holder",
        _("收藏单位"),
        ("收藏單位", "收藏", "收藏館", "收藏者", "館藏", "藏館", "館", "館名", "藏書單位", "單位", "藏", "holder"),
        general=False,
    ),
)
