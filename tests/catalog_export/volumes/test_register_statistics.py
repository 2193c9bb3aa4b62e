"""Counting a volume."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from catalog_export.typeset.model import Table
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.back import dynasty_order, statistics_items, table_row
from catalog_export.volumes.register.entry import Facts
from catalog_export.volumes.register.statistics import UNKNOWN, Statistics, Tally, count, kind_of, ranked
from catalog_export.volumes.register.styles import styles_of
from tests.catalog_export.volumes.register_samples import entry

facts = st.builds(
    Facts,
    dynasty=st.sampled_from(["", "宋", "明", "清", "民國"]),
    edition_type=st.sampled_from(["", "刻本", "抄本"]),
    volumes=st.lists(st.tuples(st.sampled_from("冊函軸張"), st.integers(0, 500)), max_size=3).map(tuple),
    incomplete=st.booleans(),
    republican=st.booleans(),
    foreign=st.booleans(),
)


def test_cases_are_not_volumes_and_scrolls_are_counted_apart() -> None:
    tally = Tally()
    tally.add(Facts(volumes=(("函", 2), ("冊", 10))))
    tally.add(Facts(volumes=(("軸", 1),)))
    tally.add(Facts())
    assert (tally.copies, tally.volumes, tally.pieces) == (3, 10, Counter({"軸": 1}))


def test_a_book_made_abroad_is_counted_as_such_even_if_republican() -> None:
    assert kind_of(Facts(foreign=True, republican=True)) == "域外本"
    assert kind_of(Facts(republican=True)) == "民國傳統裝幀"
    assert kind_of(Facts()) == "古籍"


def test_dynasties_stand_in_their_order_and_the_southern_ming_before_the_qing() -> None:
    printed = ["民國", "日本", "清", "南明", "元", "明", "宋"]
    assert sorted(printed, key=dynasty_order) == ["宋", "元", "明", "南明", "清", "民國", "日本"]


def test_a_row_that_states_no_volumes_does_not_claim_to_have_none() -> None:
    stated, silent = Tally(2, 10), Tally(3, 0)
    assert table_row("明", stated, Tally(5, 10), with_pieces=False) == ("明", "2", "40.0%", "10")
    assert table_row("清", silent, Tally(5, 10), with_pieces=False) == ("清", "3", "60.0%", "—")


def test_rows_without_dynasty_or_type_are_counted_as_unknown() -> None:
    statistics = count([entry(1, "周易二卷", facts=Facts())])
    assert list(statistics.dynasties) == list(statistics.types) == [UNKNOWN]


def test_unknown_stands_last_however_many() -> None:
    table = {UNKNOWN: Tally(copies=9), "清": Tally(copies=2), "明": Tally(copies=5)}
    assert [name for name, _ in ranked(table)] == ["明", "清", UNKNOWN]
    assert [name for name, _ in ranked(table, "明清".find)] == ["明", "清", UNKNOWN]


@given(st.lists(facts, max_size=20))
def test_every_table_adds_up_to_the_total(found: list[Facts]) -> None:
    statistics = count(entry(i, "周易二卷", facts=item) for i, item in enumerate(found))
    tables = (
        statistics.institutions,
        statistics.dynasties,
        statistics.types,
        statistics.completeness,
        statistics.kinds,
    )
    for table in tables:
        assert sum(tally.copies for tally in table.values()) == statistics.total.copies == len(found)
        assert sum(tally.volumes for tally in table.values()) == statistics.total.volumes
        assert sum((tally.pieces for tally in table.values()), Counter()) == +statistics.total.pieces


def tables_of(statistics: Statistics) -> list[tuple[object, ...]]:
    items = statistics_items(statistics, styles_of(Profile()), {"1701": "浙江圖書館"})
    return [item.rows for item in items if isinstance(item, Table)]


def test_the_tables_are_five_and_only_what_has_several_rows_is_summed_up() -> None:
    ming, qing = Facts("明", "刻本", (("冊", 18),)), Facts("清", "刻本", (("冊", 2), ("函", 1)), incomplete=True)
    statistics = count(entry(serial, "周易二卷", facts=item) for serial, item in enumerate((qing, qing, ming)))
    assert tables_of(statistics) == [
        (("單位", "部數", "占比", "冊數"), ("浙江圖書館", "3", "100.0%", "22")),
        (("類別", "部數", "占比", "冊數"), ("古籍", "3", "100.0%", "22")),
        (
            ("完殘", "部數", "占比", "冊數"),
            ("殘缺", "2", "66.7%", "4"),
            ("完整", "1", "33.3%", "18"),
            ("合計", "3", "100.0%", "22"),
        ),
        (
            ("時代", "部數", "占比", "冊數"),
            ("明", "1", "33.3%", "18"),
            ("清", "2", "66.7%", "4"),
            ("合計", "3", "100.0%", "22"),
        ),
        (("類型", "部數", "占比", "冊數"), ("刻本", "3", "100.0%", "22")),
    ]


def test_what_is_not_counted_in_volumes_has_a_column_only_where_there_is_any() -> None:
    """An unknown holder goes by its code; a scroll is no volume."""
    scroll = entry(1, "妙法蓮華經七卷", institution="9999", facts=Facts(volumes=(("軸", 1), ("張", 12))))
    first, *_others = tables_of(count([scroll]))
    assert first == (("單位", "部數", "占比", "冊數", "其他"), ("9999", "1", "100.0%", "—", "12張、1軸"))
