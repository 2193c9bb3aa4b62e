"""版本、叢書、批校題跋、分類: what their checks find and leave alone."""

from census.checks import Context
from tests.guji.checks.check_cases import WHOLE, Cases, details, edition, fault, title
from tests.guji.checks.record_samples import GAZETTEER, GOOD, SET, spoil

TONGZHITANG = "清康熙十九年（1680）納蘭性德刻通志堂經解本"
GENEALOGY = title("［浙江鄞縣］四明陸氏宗譜二十卷", class_code="2100104")
PEERS = [{"title": "周易三卷"}, {"title": "尚書四卷"}]

CASES = {
    "edition_missing": Cases(
        [fault(WHOLE, "清刻本", edition=""), fault(WHOLE, edition="　"), fault(WHOLE, edition="\n")],
        [edition("刻本"), edition("明刻本"), edition("□□刻本")],
    ),
    "edition_type_missing": Cases(
        [
            fault(WHOLE, "版本类型", edition="明嘉靖七年（1528）"),
            fault(WHOLE, edition="明汲古閣"),
            fault(WHOLE, edition="清康熙間"),
        ],
        [edition("明刻本"), edition("稿本"), edition("清康熙十四年（1675）北平某氏某某本"), edition("清拓本")],
    ),
    "series_copy_unnamed": Cases(
        [
            fault(WHOLE, "通志堂經解", series="通志堂經解"),
            fault(WHOLE, edition="清刻本", series="知不足齋叢書"),
            fault(WHOLE, edition="清乾隆武英殿木活字印本", series="武英殿聚珍版書"),
        ],
        [
            edition(TONGZHITANG, series="通志堂經解"),
            edition("清刻通志堂经解本", series="通志堂經解"),
            spoil(SET, series="叢書集成"),
        ],
    ),
    "series_suspected": Cases(
        [
            fault("納蘭性德", "通志堂經解", edition="清康熙十二年（1673）納蘭性德刻本"),
            fault("詒善祠塾", "永嘉叢書", edition="清光緒瑞安孫氏詒善祠塾刻本"),
            fault("鮑廷博", "知不足齋叢書", edition="清乾隆鮑廷博刻本"),
        ],
        [
            edition(TONGZHITANG),
            edition("清鮑氏知不足齋抄本"),
            edition("宋刻元明遞修本（卷八至十三配清鮑氏知不足齋抄本）"),
            edition("清乾隆鮑廷博刻本", series="知不足齋叢書"),
        ],
    ),
    "series_class": Cases(
        [
            fault(WHOLE, "按内容", class_code="50204"),
            fault(WHOLE, class_code="502"),
            fault(WHOLE, class_code="50201"),
        ],
        [SET, spoil(class_code="50101"), spoil(class_code="101"), spoil(class_code="")],
    ),
    "class_against_title": Cases(
        [
            fault(WHOLE, "地理类", base=GAZETTEER, class_code="20101"),
            fault(WHOLE, "传记类", base=GENEALOGY, class_code="2150202"),
            fault(WHOLE, title="蕭山來氏家乘十卷", class_code="301"),
        ],
        [GAZETTEER, GENEALOGY, title("畫譜三卷", class_code="3150206"), title("三國志六十五卷", class_code="20101")],
    ),
    "annotation_in_edition": Cases(
        [
            fault("　清惠棟批校", "移到", edition="明刻本　清惠棟批校"),
            fault(" 佚名批點", edition="清刻本 佚名批點"),
            fault("　丁丙跋", edition="宋刻本　丁丙跋"),
        ],
        [
            edition("明刻本", annotation="清惠棟批校"),
            edition("明刻本　清惠棟批校", annotation="清惠棟批校"),
            edition("宋刻元明遞修本（有清丁丙跋）"),
            edition("明刻清印本"),
        ],
    ),
    "annotation_missing": Cases(
        [
            fault(WHOLE, "惠棟", base=details("annotations", {"author": "惠棟", "mode": "校"})),
            fault(
                WHOLE,
                "盧文弨",
                base=details("annotations", {"author": "惠棟"}, {"author": "盧文弨"}),
                annotation="清惠棟校",
            ),
            fault(WHOLE, "何焯", base=details("annotations", {"author": "何焯", "mode": "批"}), annotation="佚名批"),
        ],
        [
            details("annotations", {"author": "惠棟"}, annotation="清惠棟校並跋"),
            details("annotations", {"author": "卢文弨"}, annotation="清盧文弨校"),
            details("annotations", {"mode": "批"}),
            details("seals", {"owner": "惠棟"}),
        ],
    ),
    "anonymous_annotation": Cases(
        [
            fault("佚名", "不写", annotation="佚名批校"),
            fault("佚名", annotation="丁丙跋　佚名校"),
            fault("佚名", annotation="佚名錄何焯批校"),
        ],
        [spoil(annotation="丁丙跋"), spoil(annotation=""), spoil(responsibility="佚名撰")],
        Context(settings={"anonymous_omitted": True}),
    ),
    "set_without_sub_works": Cases(
        [
            fault(WHOLE, "子目", base=SET, field="details.sub_works", details={}),
            fault(WHOLE, "未勾", base=SET, is_series=False),
            fault(WHOLE, base=details("sub_works", *PEERS)),
        ],
        [SET, GOOD, details("layouts", {"lines": "九"})],
    ),
    "sub_work_statement": Cases(
        [
            fault(
                WHOLE, "1.1", base=details("sub_works", {"title": "津逮秘書", "children": [{"title": ""}]}, base=SET)
            ),
            fault(WHOLE, "多于6卷", base=details("sub_works", {"title": "周易竄餘六卷", "extent": "存七卷"}, base=SET)),
            fault(WHOLE, "不符", base=details("sub_works", {"title": "周易三卷", "extent": "存二卷（一）"}, base=SET)),
        ],
        [
            details("sub_works", {"title": "周易竄餘六卷", "extent": "存二卷（一至二）"}, base=SET),
            details("sub_works", *PEERS, base=SET),
            details("sub_works", {"title": "華夷譯語□□卷", "extent": "存七卷"}, base=SET),
        ],
    ),
    "sub_work_repeated": Cases(
        [
            fault(WHOLE, "子目 1", base=details("sub_works", PEERS[0], PEERS[0], base=SET)),
            fault(WHOLE, "3", base=details("sub_works", *PEERS, PEERS[1], base=SET)),
            fault(
                WHOLE, "1.1", base=details("sub_works", {"title": "初集", "children": [PEERS[0]]}, PEERS[0], base=SET)
            ),
        ],
        [
            details("sub_works", *PEERS, base=SET),
            details("sub_works", PEERS[0], {**PEERS[0], "responsibility": "（宋）朱熹注"}, base=SET),
            details("sub_works", {"title": ""}, {"title": ""}, base=SET),
        ],
    ),
    "sub_work_count": Cases(
        [
            fault(WHOLE, "68", base=details("sub_works", *PEERS, base=SET)),
            fault(WHOLE, "3种", base=details("sub_works", *PEERS, base=SET), extent="存三種"),
            fault(WHOLE, "1种", base=details("sub_works", *PEERS, base=SET), title="二書一種"),
        ],
        [
            details("sub_works", *PEERS, base=SET, title="二書二種"),
            details("sub_works", *PEERS, base=SET, extent="存二種"),
            details("sub_works", *PEERS, base=SET, title="台州叢書"),
            details("sub_works", {"title": "初集", "children": PEERS}, base=SET, title="二書二種"),
            details("sub_works", *PEERS, base=SET, extent="存七卷"),
        ],
    ),
    "sub_work_juan": Cases(
        [
            fault(WHOLE, "7卷", base=details("sub_works", *PEERS, base=SET), title="二書二種八卷"),
            fault(WHOLE, base=details("sub_works", *PEERS, base=SET), title="二書六卷"),
            fault(WHOLE, base=details("sub_works", PEERS[0], base=SET), title="易學四卷"),
        ],
        [
            details("sub_works", *PEERS, base=SET, title="二書二種七卷"),
            details("sub_works", *PEERS, base=SET, title="二書七卷校勘記七卷"),
            details("sub_works", *PEERS, base=SET, title="五書五種二十卷"),
            details("sub_works", *PEERS, {"title": "譯語□□卷"}, base=SET, title="三書九卷"),
            details("sub_works", *PEERS, base=SET, title="二書九卷", extent="存七卷"),
        ],
    ),
}
