"""The words of catalogue statements: units, labels of parts, roles, annotators' acts, acts of making.

Source of the groups: the cataloguing rules of 2025 (合璧細則) as summed up in vocab.md §1–5, WH/T 20 and WH/T 66 for
types of edition, and the words met in printed union catalogues of rare books. Longer words stand for themselves:
matching always prefers the longest.
"""

from __future__ import annotations

from typing import Final

from guji.notation.words import load, with_variants

#: Units of a title's counts. 集 and 部 count only before another count (四集四十回).
TITLE_UNITS: Final = tuple("卷巻券回種种折齣出篇章葉則则本冊册幅軸件函策帙張张頁通封枚")
LEADING_UNITS: Final = ("集", "部", "編", "帙", "函", "輯", "套")

#: Labels of named additions and parts of a work (首一卷, 附錄三卷);
#: everything else before a count is a title.
LABELS: Final = with_variants(load("labels"))

#: First parts of a work counted by parts: …前集六十九卷後集八十一卷.
FIRST_PARTS: Final = load("first_parts")

#: 著作方式. Compounds (校並跋, 輯並評) are made of these by 並 兼 及 又.
ROLES: Final = with_variants(load("roles"))
ROLE_JOINTS: Final = "並并併竝兼及又且"

#: 批校題跋方式: what annotators do.
MODES: Final = with_variants(load("modes"))
MODE_OBJECTS: Final = load("objects")
TRANSCRIBERS: Final = load("transcribers")

#: Words set before an attribution held doubtful.
ASCRIPTIONS: Final = load("ascriptions")

#: Foreign countries in brackets before a name, and the edition countries; not dynasties of China.
NATIONS: Final = load("nations")

#: Words for a dynasty as statements write them, besides those of the calendar's table (which knows their years).
DYNASTY_WORDS: Final = load("dynasties")
#: The words of one character that also begin many surnames: a bare one is a dynasty only on further evidence.
SURNAME_DYNASTIES: Final = frozenset("夏商殷周秦漢新魏蜀吳晉宋齊梁陳隋唐金元楚遼魯衛趙燕韓越閩齐陈汉晋吴鲁卫赵韩辽闽")
