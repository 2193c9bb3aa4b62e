"""A kind of record joins by registering alone: what searching tells, shows and sends, it does of the new kind too."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.test import Client

from authority.models import Institution
from census import catalogue, searching
from census.models import OutboxEntry, State
from guji.models import Book
from search import facade
from search.engine.choice import chosen_store
from search.indexing.comparing import compare
from search.indexing.drain import Drainer
from search.indexing.folder import Folder
from search.indexing.rebuild import Rebuild
from search.withheld import withheld
from tests.search.kinds.relics import RELIC, Relic, RelicCatalogue, RelicKind
from tests.search.pages.catalogue_samples import PUBLIC, page, whole, words
from tests.search.pages.conftest import (  # noqa: F401 - the same little catalogue of books stands beside the relics
    as_user,
    books,
    people,
    plain_pages,
    reader,
    tables,
    wenzhou,
    zhejiang,
)

DATABASE, INDEX = "search.engine.fallback.DatabaseStore", "search.engine.whoosh_store.WhooshStore"
SECRET = "越王者旨於睗劍"


@pytest.fixture(params=[INDEX, DATABASE], ids=["index", "database"])
def relics(
    request: pytest.FixtureRequest,
    plain_pages: None,  # noqa: F811
    books: dict[str, Book],  # noqa: F811
    zhejiang: Institution,  # noqa: F811
    wenzhou: Institution,  # noqa: F811
    settings: Any,
    tmp_path: Path,
) -> Iterator[RelicKind]:
    """Three relics beside the books: two public ones, and one that is still a draft of 浙江圖書館."""
    settings.TEMPLATES = [{**project.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
    settings.SEARCH_ENGINE, settings.SEARCH_INDEX_DIR = request.param, tmp_path / "index"
    kind = RelicKind()
    searching.register(kind)
    catalogue.register(RelicCatalogue(kind))
    for number, (holder, title, age, material, grams, state) in enumerate(
        (
            (zhejiang, "周易卦象青銅鏡", "漢", "bronze", 520, State.PUBLISHED),
            (wenzhou, "青白玉璧", "戰國", "jade", 95, State.PROVINCE_APPROVED),
            (zhejiang, SECRET, "戰國", "bronze", 874, State.DRAFT),
        ),
        1,
    ):
        key = UUID(int=number)
        kind.relics[key] = Relic(key, holder, title, age, material, f"文{number}", grams, state)
    if request.param == INDEX:
        Rebuild(chosen_store(), Folder()).execute()
    yield kind
    for registered in (searching.kinds._kinds, catalogue._kinds):
        registered.pop(RELIC)


def told(answer: Any) -> str:
    return whole(answer).decode("utf-8-sig")


def counts(results: Any, name: str) -> dict[str, int]:
    group = results.facet(name)
    return {choice.value: choice.count for choice in group.flat() if choice.count} if group else {}


def test_it_is_found_counted_and_ordered_among_books(relics: RelicKind, people: dict[str, User]) -> None:  # noqa: F811
    both = facade.search(None, "周易")
    assert counts(both, "kind") == {"book": 3, RELIC: 1}
    assert both.total == 4
    everything = facade.search(None)
    assert everything.total == len(PUBLIC) + 2
    assert counts(everything, "material") == {"bronze": 1, "jade": 1}
    assert [str(choice.label) for choice in everything.facet("material").choices] == ["青銅", "玉"]  # type: ignore[union-attr]
    assert [hit.record.title for hit in facade.search(None, "質地:玉").hits] == ["青白玉璧"]
    assert [hit.record.title for hit in facade.search(None, chosen={"material": ["bronze"]}).hits] == ["周易卦象青銅鏡"]
    by_weight = facade.search(None, chosen={"kind": [RELIC]}, sort="weight").hits
    assert [hit.record.title for hit in by_weight] == ["青白玉璧", "周易卦象青銅鏡"]
    assert [hit.record.title for hit in facade.search(None, "文2").hits] == ["青白玉璧"]
    assert facade.search(people["province"]).total == facade.search(None).total + 4


@pytest.mark.parametrize("person", [None, "reader", "neighbour"])
def test_its_draft_is_told_to_nobody_else(
    person: str | None,
    relics: RelicKind,
    as_user: Callable[[str | None], Client],  # noqa: F811
) -> None:
    client = as_user(person)
    for address in (
        "/search/",
        f"/search/?q={SECRET[:3]}",
        "/search/?material=bronze",
        "/search/?q=文3",
        f"/search/suggest/?q={SECRET[:2]}",
        "/institutions/1701/",
        "/statistics/",
        "/search/export/csv",
        "/search/export/txt",
        "/sitemap-relic-1.xml",
    ):
        text = told(client.get(address))
        query = address.partition("?")[2]
        assert [own for own in (SECRET, "文3", "874") if own in text and own not in query] == [], address
    assert client.get("/r/文3/").status_code == 404
    assert client.get(f"/r/{UUID(int=3)}/").status_code == 404


def test_its_own_library_is_led_to_its_desk(
    relics: RelicKind,
    as_user: Callable[[str | None], Client],  # noqa: F811
) -> None:
    html = page(as_user("cataloguer"), f"/search/?q={SECRET[:3]}")
    assert SECRET in words(html)
    assert f'href="/relics/{UUID(int=3)}/"' in html
    assert f'href="/relics/{UUID(int=1)}/"' in page(as_user("cataloguer"), "/r/文1/")


def test_results_and_its_page_are_its_own_templates(relics: RelicKind, reader: Client) -> None:  # noqa: F811
    html = page(reader, "/search/?q=青白玉")
    assert '<p class="relic-entry">' in html
    assert re.search(r'<a href="/r/[^"]*">青白玉璧</a>', html)
    html = page(reader, "/r/文2/")
    assert '<dl class="relic">' in html
    linked = json.loads(re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', html)[0])
    assert (linked["@type"], linked["artMedium"]) == ("VisualArtwork", "玉")
    assert "青白玉璧，戰國，溫州市圖書館藏。" in words(html)


def test_a_withdrawn_one_is_gone_with_words(relics: RelicKind, reader: Client) -> None:  # noqa: F811
    relic = relics.relics[UUID(int=2)]
    relic.state, relic.withdrawn_from = State.WITHDRAWN, State.PROVINCE_APPROVED
    assert "青白玉璧" not in page(reader, "/r/文2/", 410)
    assert reader.get(f"/r/{relic.pk}/").status_code == 404
    assert "青白玉璧" not in page(reader, "/search/?q=青白玉")


def test_it_is_in_every_export_under_headings_of_its_own(relics: RelicKind, reader: Client) -> None:  # noqa: F811
    lines = told(reader.get("/search/export/csv?q=周易&sort=number")).splitlines()
    assert any(line.startswith("普查编号,") for line in lines)
    at = lines.index("总登记号,名称,质地,重量")
    assert lines[at + 1] == "文1,周易卦象青銅鏡,青銅,520 克"
    assert "青白玉璧，戰國，溫州市圖書館藏。" in told(reader.get("/search/export/txt?q=青白玉"))
    with zipfile.ZipFile(io.BytesIO(whole(reader.get("/search/export/xlsx?q=青白玉")))) as book:
        assert "青白玉璧" in book.read("xl/worksheets/sheet1.xml").decode()


def test_it_counts_in_figures_lists_and_maps(relics: RelicKind, reader: Client) -> None:  # noqa: F811
    assert f"{len(PUBLIC) + 2} 部" in words(page(reader, "/statistics/"))
    assert "周易卦象青銅鏡" in words(page(reader, "/institutions/1701/"))
    assert "sitemap-relic-1.xml" in page(reader, "/sitemap.xml")
    assert page(reader, "/sitemap-relic-1.xml").count("<loc>") == 2


@pytest.mark.parametrize("relics", [INDEX], indirect=True, ids=["index"])
class TestItsIndex:
    """It is kept in step, and compared, as books are."""

    def drain(self) -> None:
        while Drainer(chosen_store(), Folder()).run():
            pass

    def changed(self, key: UUID, operation: str = "index") -> None:
        OutboxEntry.objects.create(kind=RELIC, record_id=key, operation=operation)

    def test_what_is_saved_is_found_and_what_is_removed_is_not(self, relics: RelicKind, zhejiang: Institution) -> None:  # noqa: F811
        key = UUID(int=9)
        relics.relics[key] = Relic(key, zhejiang, "鎏金銅佛坐像", "明", "bronze", "文9", 3100, years=(1601, 1644))
        self.changed(key)
        assert facade.search(None, "鎏金").total == 0
        self.drain()
        assert facade.search(None, "鎏金").total == 1
        assert facade.search(None, "1630..1640", {"kind": [RELIC]}).total == 1
        assert [one.text for one in facade.suggest(None, "鎏金")] == ["鎏金銅佛坐像"]
        del relics.relics[key]
        self.changed(key, "delete")
        self.drain()
        assert facade.search(None, "鎏金").total == 0

    def test_withdrawn_it_is_withheld_before_the_index_knows(self, relics: RelicKind) -> None:
        relic = relics.relics[UUID(int=2)]
        relic.state, relic.withdrawn_from = State.WITHDRAWN, State.PROVINCE_APPROVED
        self.changed(relic.pk, "hide")
        assert withheld(facade.PUBLIC) == {(RELIC, relic.pk)}
        assert facade.search(None, "青白玉").total == 0
        assert facade.suggest(None, "青白") == []
        assert counts(facade.search(None), "material") == {"bronze": 1}

    def test_a_check_finds_what_disagrees(self, relics: RelicKind, zhejiang: Institution) -> None:  # noqa: F811
        assert compare(chosen_store()).agrees
        relics.relics[UUID(int=1)].title = "周易卦象銅鏡"
        relics.relics[UUID(int=8)] = Relic(UUID(int=8), zhejiang, "玉琮", "良渚", "jade", "文8", 700)
        del relics.relics[UUID(int=2)]
        found = compare(chosen_store())
        assert found.differing == [(RELIC, UUID(int=1))]
        assert found.missing == [(RELIC, UUID(int=8))]
        assert found.surplus == [(RELIC, UUID(int=2))]
        assert found.mend() == 3
        self.drain()
        assert compare(chosen_store()).agrees
