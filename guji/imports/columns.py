"""The columns of a book census sheet: the template's headings, and the other headings libraries use.

Sources of the headings: the six mandatory items and the full record of the 古籍普查登記 (WH/T 20), the
fields shown by the national census database, the export keys of the movable relics platform (``ww_*``)
and a museum's import sheet. Headings are compared folded, so one script stands for both.
"""

from __future__ import annotations

from census.imports.headers import Column, Recogniser


def _column(
    key: str,
    label: str,
    aliases: str = "",
    note: str = "",
    *,
    example: str = "",
    choices: str = "",
    required: bool = False,
) -> Column:
    return Column(key, label, tuple(aliases.split()), note, choices, example, required)


#: One cell holds a whole entry, its parts separated by full-width spaces.
ENTRY = Column(
    "entry",
    "著录",
    ("款目", "著录款目", "整条著录", "全部著录", "raw"),
    "整条款目写在一格：题名卷数　（朝代）著者　版本　批校题跋　册数　收藏单位　存卷，各部分之间空一全角格。",
    alone=True,
)

STATEMENTS = (
    _column(
        "census_no",
        "古籍普查登记编号",
        "普查编号 普查登记编号 古籍普查编号 登记编号 编号 census_no ww_bianhao",
        "省级中心给号后填，如 330000-1701-0000012；没有就空着。",
        example="330000-1701-0000012",
    ),
    _column(
        "institution",
        "单位代码",
        "收藏单位 单位 馆藏单位 收藏单位代码 藏书单位 单位名称 收藏单位名称 馆藏地 收藏机构 馆代码",
        "四位单位代码，也可写单位名称。整个文件是一家的可不填，导入时指明单位。",
        example="1701",
        choices="institution",
    ),
    _column(
        "shelf_mark",
        "索书号",
        "索取号 馆藏索书号 排架号 架号 书号 典藏号 索书号码 shelfmark",
        "照录馆藏号，任意字符。本列已设为文本，3-4 不会变成日期。",
        example="善0012",
        required=True,
    ),
    _column(
        "title",
        "题名卷数",
        "题名 书名卷数 书名 题名与卷数 书名及卷数 题名及卷数 正题名 正题名卷数 名称 藏品名称 书名项 ww_mingchen",
        "以卷端题名为据，卷数紧接题名：周易九卷略例一卷；不详作□□卷。",
        example="周易九卷略例一卷",
        required=True,
    ),
    _column(
        "title.juan",
        "卷数",
        "原书卷数 卷册数 原卷数 总卷数",
        "卷数另列时用：接在题名之后。只写数字时按汉字数字读作“N卷”。",
    ),
    _column(
        "title_source",
        "题名依据",
        "题名出处 题名来源 书名依据",
        "卷端、内封、目录、序、版心、书签、自拟。",
        choices="title_source",
    ),
    _column(
        "responsibility",
        "著者",
        "责任者 著者含著作方式 作者 著者及著作方式 责任者及著作方式 著者项 责任者项 第一责任者 ww_zuoze",
        "（朝代）姓名＋著作方式，各组之间空一全角格：（三國魏）王弼注　（唐）邢璹注略例。",
        example="（三國魏）王弼　（晉）韓康伯注　（唐）邢璹注略例",
    ),
    _column("responsibility.dynasty", "著者朝代", "著者时代 责任者朝代 责任者时代 朝代 时代", "著者分列时用。"),
    _column("responsibility.role", "著作方式", "责任方式 著作方法", "著者分列时用：撰、輯、注……"),
    _column(
        "edition",
        "版本",
        "版本项 版本说明 版本描述 版本著录 版本年代 ww_banben",
        "朝代＋年号年(公元)＋出版者＋版本类型：清康熙十二年(1673)納蘭性德刻通志堂經解本。",
        example="清康熙十二年(1673)納蘭性德刻通志堂經解本",
        required=True,
    ),
    _column("edition.supplement", "版本补配", "补配 补配说明 配补", "补配另列时用：接在版本之后，加括号。"),
    _column("annotation", "批校题跋", "批校 题跋 批校题跋者 批校题跋项 批跋", "清惠棟校並跋　清錢士真跋。"),
    _column(
        "volumes",
        "册数",
        "册（件）数 册件数 数量 册数量 册 件数 册数件数 装订册数 实际数量 ww_shuliang",
        "18冊、2函10冊、1軸；只写数字时读作“N冊”。",
        example="2冊",
        required=True,
    ),
    _column(
        "extent",
        "存卷",
        "存缺卷 存卷数 存缺 存缺情况 残存 存卷缺卷 存缺卷数 残存卷数 残缺情况 残存情况 存佚 ww_cunjuan",
        "残本填：存四卷（十六至十九）、缺一卷（二）。全本空着。",
        example="",
    ),
    _column(
        "class_code",
        "分类",
        "分类号 类目 部类 四部分类 部类属 分类代码 类别 ww_leibie",
        "分类表代码或类名，如 經部·易類。",
        choices="class",
    ),
    _column("series", "所属丛书", "丛书 丛书名 丛书题名 所属丛编", "零种填所属丛书之名。"),
    _column("is_series", "是否丛书", "丛书标志 整套丛书", "是／否。", choices="yes_no"),
    _column("is_republican", "民国线装", "是否民国线装 民国标志 民国传统装帧 是否民国", "是／否。", choices="yes_no"),
    _column("is_foreign", "域外本", "是否域外本 域外 和刻高丽 域外标志", "是／否。", choices="yes_no"),
    _column(
        "edition_basis",
        "版本依据",
        "版本根据 鉴定依据 版本鉴定依据",
        "牌记、序跋、避讳、刻工、著录。",
    ),
    _column("note", "附注", "备注 附注项 说明 其他说明 一般附注 注", "其他要说明的。"),
)

LAYOUT = (
    _column("layouts.frame", "版框", "版框尺寸 框高广 版框高宽 板框 版框高广", "高×宽，厘米：20.1×13.5。"),
    _column("layouts.frame_height", "框高", "版框高 框高cm 框高厘米", "厘米，到一位小数。"),
    _column("layouts.frame_width", "框宽", "版框宽 框宽cm 框宽厘米 框广", "厘米，到一位小数。"),
    _column("layouts.format", "行款", "行款字数 版式 行格 行字", "九行十八字，小字雙行同。"),
    _column("layouts.lines", "半叶行数", "行数 半页行数", ""),
    _column("layouts.characters", "行字数", "每行字数 字数", ""),
    _column("layouts.small", "小字", "小字双行 小字字数", ""),
    _column("layouts.mouth", "书口", "版口", "", choices="book_mouth"),
    _column("layouts.fishtail", "鱼尾", "", "", choices="fishtail"),
    _column("layouts.border", "边栏", "边框 版框形式", "", choices="border"),
    _column("layouts.ruled", "界格", "界行 行格线", "", choices="ruled"),
    _column("layouts.centre_text", "版心文字", "版心 版心题字", ""),
    _column("layouts.tiers", "分栏", "分栏版 栏数", ""),
    _column("layouts.note", "版式附注", "版式说明 版式备注", ""),
    _column("bindings.binding", "装帧形式", "装帧 装订形式 装订 装帧方式", "", choices="binding"),
    _column("bindings.size", "开本", "开本尺寸 书品 书高宽 开本高宽", "高×宽，厘米：27.5×17.2。"),
    _column("bindings.height", "开本高", "书高 通高 ww_gao", "厘米。"),
    _column("bindings.width", "开本宽", "书宽 通宽 ww_kuan", "厘米。"),
    _column("bindings.cases", "函数", "函 函件数", "数字。"),
    _column("bindings.interleaved", "金镶玉", "衬纸 是否金镶玉", "是／否。", choices="yes_no"),
    _column("bindings.cover", "书衣", "封面 书皮", ""),
    _column("bindings.note", "装帧附注", "装帧说明 装帧备注", ""),
)

#: One cell holds all rows of a group: rows separated by ；, fields in this order separated by ｜.
GROUPS = (
    _column("cases", "装具", "装具形式 函套", "种类｜数量｜说明；多项用；隔开：四合套｜2。"),
    _column(
        "prefaces",
        "序跋",
        "序跋者 前后序跋 序跋情况",
        "种类｜朝代｜撰人｜年月｜位置（卷前／卷后）｜说明：序｜清｜阮元｜嘉慶五年。",
    ),
    _column(
        "engravers", "刻工", "刻工姓名 写刻工 刻工名", "姓名｜职能（写刻印绘）｜所在｜说明：劉文奎｜刻；劉文楷｜刻。"
    ),
    _column(
        "annotations",
        "批校题跋详项",
        "批校题跋详情 批校题跋说明",
        "方式｜朝代｜姓名｜过录（是否）｜原批者｜墨色｜位置｜内容｜说明。",
    ),
    _column(
        "seals",
        "钤印",
        "印章 印记 藏印 藏书印 钤印项",
        "印文｜印主｜朱白｜形状｜尺寸｜位置｜公藏章（是否）｜说明：嘉業堂藏書印｜劉承幹｜朱文｜方。",
    ),
    _column("attachments", "附件", "附件情况 夹附", "种类｜数量｜说明。"),
    _column("scripts", "文种", "文字 语种 文献文种", "名称，多种用、隔开：汉文、满文。", choices="script"),
    _column("repairs", "修复历史", "修复 修复记录 修复情况", "时间｜修复人｜单位｜方法｜说明。"),
    _column(
        "sub_works", "丛书子目", "子目 子目信息", "题名卷数｜著者｜版本｜册数｜存缺｜分类｜说明；子丛书的子目行首加 >。"
    ),
    _column("gradings", "定级详项", "历次定级", "标准｜级｜等｜依据｜日期｜定级单位｜名录号｜说明。"),
    _column("damages", "定损详项", "历次定损", "标准｜级｜类型（、隔开）｜部位｜比例｜pH｜册次｜说明。"),
    _column("provenances", "来源详项", "递藏", "方式｜来源者｜时间｜价格｜登录号｜说明。"),
    _column("identifiers", "其他编号", "其他号码 其他编号类型编号", "种类｜号码：财产号｜12345。"),
    _column(
        "other_titles", "其他题名", "别名 异名 又名 原名 曾用名 并列题名 ww_yuanming", "种类｜题名；只写题名亦可。"
    ),
)

#: Columns that together make the first row of a group.
SINGLES = (
    _column("gradings.standard", "定级标准", "", "WH/T 20-2006 或 GB/T 31076.1-2014。", choices="grade_standard"),
    _column(
        "gradings.level",
        "级别",
        "定级 古籍级别 定级级别 古籍定级 ww_jibie",
        "一级、二级、三级、四级。",
        choices="grade_level",
    ),
    _column("gradings.grade_class", "等次", "等 级等 定级等次", "甲、乙、丙。", choices="grade_class"),
    _column("gradings.basis", "定级依据", "定级条款", ""),
    _column("gradings.date_text", "定级日期", "定级时间", ""),
    _column("gradings.body", "定级单位", "定级人", ""),
    _column(
        "gradings.catalogue_no",
        "名录号",
        "珍贵古籍名录号 国家珍贵古籍名录号 名录编号",
        "国家珍贵古籍名录号五位，如 00191。",
    ),
    _column("damages.standard", "定损标准", "破损定级标准", "WH/T 22-2006。"),
    _column(
        "damages.level",
        "破损级别",
        "定损 破损程度 定损级别 破损等级 完残程度 ww_wancan_cd",
        "一级最重，五级最轻。",
        choices="damage_level",
    ),
    _column("damages.kinds", "破损类型", "破损种类 破损情况", "多种用、隔开：蟲蛀、黴蝕。"),
    _column("damages.location", "破损部位", "破损位置", ""),
    _column("damages.percent", "破损比例", "破损面积", ""),
    _column("damages.ph", "酸碱度", "pH值 ph", ""),
    _column("damages.note", "破损说明", "破损描述 完残状况 完残情况 ww_wancan_zk", ""),
    _column("provenances.method", "来源方式", "来源 入藏方式 ww_laiyuan", "", choices="provenance_method"),
    _column("provenances.source", "来源者", "具体来源 来源单位 捐赠者 来源说明", ""),
    _column("provenances.date_text", "入藏时间", "入藏日期 入藏年度 入藏年代 ww_baocun_nd", ""),
    _column("provenances.price", "价格", "购价 定价", ""),
    _column("provenances.accession_no", "登录号", "登记号 财产登录号 入藏登记号 入馆凭证号", ""),
    _column(
        "identifiers.relic",
        "文物登录号",
        "文物编码 可移动文物编码 22位编码 普查文物编码",
        "可移动文物普查平台回填的 22 位号。",
    ),
    _column("identifiers.general", "总登记号", "总登录号 总账号 财产号 资产编号", ""),
    _column("identifiers.catalogue", "善本书目号", "善本号 书目号", ""),
)

COLUMNS: tuple[Column, ...] = (*STATEMENTS, *LAYOUT, *GROUPS, *SINGLES, ENTRY)
RECOGNISER = Recogniser(COLUMNS)
