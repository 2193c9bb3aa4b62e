"""Books whose statements have what a database without folding finds hard: variants, signs between characters, gaps."""

from __future__ import annotations

from typing import Any, Final

SHELF: Final[tuple[dict[str, Any], ...]] = (
    {
        "title": "說文解字十五卷",
        "responsibility": "（漢）許慎撰",
        "edition": "清初毛氏汲古閣刻本",
        "shelf_mark": "善0012",
    },
    {"title": "说文解字注三十卷", "responsibility": "（清）段玉裁撰", "edition": "清嘉慶二十年（1815）經韻樓刻本"},
    {
        "title": "說 文·解〔字〕義證五十卷",
        "responsibility": "（清）桂馥撰",
        "edition": "清同治九年（1870）刻本",
    },
    {"title": "［萬曆］金華府志三十卷", "responsibility": "（明）王懋德修", "edition": "明萬曆六年（1578）刻本"},
    {"title": "□□集二卷", "responsibility": "（明）□□撰", "edition": "明刻本", "extent": "存一卷（二）"},
    {
        "title": "鐵橋漫稿八卷",
        "responsibility": "（清）嚴可均撰　說文聲類二卷　（清）嚴可均撰",
        "edition": "清道光十八年（1838）四錄堂刻本",
        "annotation": "（清）譚獻批校並跋",
    },
    {
        "title": "經韻樓叢書",
        "edition": "清乾隆道光間金壇段氏刻本",
        "is_series": True,
        "shelf_mark": "叢－００３",
        "details": {
            "sub_works": [{"title": "古文尚書撰異三十二卷", "responsibility": "（清）段玉裁撰"}],
            "seals": [{"text": "嘉業堂藏書印", "owner": "劉承幹"}],
        },
    },
    {
        "title": "杜工部集二十卷",
        "responsibility": "（唐）杜甫撰",
        "edition": "明萬曆間刻本",
        "note": "有說文堂藏印",
        "details": {
            "other_titles": [{"kind": "版心", "title": "杜詩"}],
            "identifiers": [{"scheme": "善本書號", "value": "ZJ-00191"}],
            "gradings": [{"standard": "WH/T 20-2006", "level": "二級", "grade_class": "甲", "catalogue_no": "02345"}],
        },
    },
    {"title": "二十四史三千二百五十卷", "edition": "民國十三年（1924）上海商務印書館影印本", "is_republican": True},
    {"title": "廿一史彈詞註十卷", "responsibility": "（明）楊愼撰", "edition": "清康熙刻本"},
    {"title": "Ａ Catalogue of 書一卷", "edition": "民國鉛印本", "shelf_mark": "線普347.8/4471:2"},
    {"title": "康熙字典四十二卷", "responsibility": "（清）張玉書等纂", "edition": "清康熙五十五年（1716）內府刻本"},
)
