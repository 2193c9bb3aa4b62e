"""The headings that libraries, the platforms and museums use, as a golden table."""

from __future__ import annotations

import pytest

from guji.data import DETAIL_GROUPS, BookData
from guji.imports.columns import COLUMNS, RECOGNISER
from guji.imports.joining import BESIDE
from guji.imports.rows import SCHEMES
from guji.imports.values import GROUP_FIELDS

GOLDEN = {
    "census_no": "普查编号 古籍普查登记编号 普查編號 古籍普查登記編號 编号 ww_bianhao",
    "institution": "单位代码 收藏单位 館藏單位 藏书单位 单位",
    "shelf_mark": "索书号 索書號 索取号 排架号",
    "title": "题名卷数 題名卷數 书名卷数 书名 题名 正题名 藏品名称 ww_mingchen",
    "title.juan": "卷数 卷數",
    "responsibility": "著者 责任者 著者（含著作方式） 著者(含著作方式) 作者 ww_zuoze",
    "responsibility.dynasty": "著者朝代 著者时代 朝代",
    "responsibility.role": "著作方式 责任方式",
    "edition": "版本 版本项 版本说明 ww_banben",
    "annotation": "批校题跋 批校題跋",
    "volumes": "册数 冊數 册（件）数 数量 ww_shuliang",
    "extent": "存卷 存缺卷 存卷数 存缺 残存 ww_cunjuan",
    "class_code": "分类 分类号 类目",
    "series": "所属丛书 丛书名 叢書",
    "note": "附注 备注 附註 備註",
    "entry": "著录 著錄 款目 整条著录",
    "layouts.frame": "版框 版框尺寸 框高广",
    "layouts.format": "行款 版式",
    "layouts.mouth": "书口",
    "layouts.fishtail": "鱼尾 魚尾",
    "layouts.border": "边栏 邊欄",
    "bindings.binding": "装帧 装帧形式 裝幀 装订",
    "bindings.size": "开本 开本尺寸",
    "cases": "装具",
    "prefaces": "序跋",
    "engravers": "刻工",
    "seals": "钤印 鈐印 藏书印",
    "attachments": "附件",
    "scripts": "文种 语种",
    "repairs": "修复历史 修复",
    "sub_works": "丛书子目 子目",
    "gradings.level": "定级 级别 ww_jibie",
    "gradings.catalogue_no": "名录号 国家珍贵古籍名录号",
    "damages.level": "破损级别 定损 完残程度 ww_wancan_cd",
    "provenances.method": "来源方式 来源 ww_laiyuan",
    "provenances.date_text": "入藏时间 入藏日期 ww_baocun_nd",
    "identifiers.general": "总登记号",
    "other_titles": "其他题名 曾用名",
}


@pytest.mark.parametrize(("key", "heading"), [(key, one) for key, all_ in GOLDEN.items() for one in all_.split()])
def test_headings_in_use_are_known(key: str, heading: str) -> None:
    assert RECOGNISER.key(heading) == key


@pytest.mark.parametrize("heading", ["柜位", "序号", "录入员", "图片", "条码"])
def test_headings_that_mean_nothing_to_a_book_are_not_guessed(heading: str) -> None:
    assert RECOGNISER.key(heading) is None


def test_every_column_leads_to_a_field_of_the_record() -> None:
    fields = set(BookData.__dataclass_fields__)
    special = {"layouts.frame", "layouts.format", "bindings.size", "entry", *BESIDE, *SCHEMES}
    for column in COLUMNS:
        group, _, name = column.key.partition(".")
        known = column.key in fields or column.key in DETAIL_GROUPS or column.key in special
        assert known or name in dict(GROUP_FIELDS[group]), column.key


def test_every_group_of_the_full_record_can_be_filled() -> None:
    reached = {column.key.partition(".")[0] for column in COLUMNS}
    assert set(DETAIL_GROUPS) <= reached
