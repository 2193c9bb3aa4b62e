"""The indexer is dead and a record is withdrawn: no public page tells of it, as none does once the index has learned.

The pages were looked at before, so that whatever is kept in the process is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from census.models import OutboxEntry
from guji.actions import WithdrawBook
from guji.models import Book
from search.engine.choice import chosen_store
from search.indexing.drain import Drainer
from search.indexing.folder import Folder
from search.indexing.rebuild import Rebuild
from search.views.home import EXAMPLES
from tests.search.pages.catalogue_samples import PUBLIC, links, page, words
from tests.search.pages.test_visibility import ADDRESSES, told

GRAPHS = PUBLIC["graphs"][1]
#: Words that no other public record has: title, person, maker, number, class, volumes.
ITS_OWN = ("說文解字註", "段玉裁", "經韻樓", GRAPHS["census_no"], "嘉慶二十年", "16冊")
LOOKED_AT = (
    *(address for address in ADDRESSES if "export/xlsx" not in address),
    "/search/?q=說文解字註",
    "/search/?q=說文解字注",
    "/search/?q=段玉裁",
    "/search/?q=說文解學注",
    f"/search/?q={GRAPHS['census_no']}",
    "/search/?class=119",
    "/search/suggest/?q=說文",
    "/search/suggest/?q=段玉",
    "/search/suggest/?q=shuowen",
    "/search/advanced/",
    "/browse/initial/",
    "/browse/century/",
    "/browse/dynasty/",
    "/browse/region/",
    "/classes/119/",
    "/sitemap.xml",
    f"/r/{PUBLIC['changes'][1]['census_no']}/",
)


@pytest.fixture
def indexed(books: dict[str, Book], settings: Any, tmp_path: Path) -> dict[str, Book]:
    settings.SEARCH_ENGINE = "search.engine.whoosh_store.WhooshStore"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    Rebuild(chosen_store(), Folder()).execute()
    return books


def seen(client: Client, addresses: tuple[str, ...]) -> dict[str, str]:
    """Return what a person reads at each address, and where it leads."""
    pages = {address: told(client, address) for address in addresses}
    return {address: f"{words(html)} {links(html)}" for address, html in pages.items()}


#: Pages that are not the same for everybody.
OWN = tuple(address for address in LOOKED_AT if address.startswith(("/search", "/r/")))


@pytest.mark.parametrize(("person", "addresses"), [(None, LOOKED_AT), ("neighbour", OWN)])
def test_no_page_tells_of_a_record_withdrawn_since(
    person: str | None,
    addresses: tuple[str, ...],
    as_user: Callable[[str | None], Client],
    indexed: dict[str, Book],
) -> None:
    client = as_user(person)
    before = seen(client, addresses)
    assert "段玉裁" in before["/search/?q=說文解字註"]
    assert "小學類" in before.get("/classes/119/", "小學類")
    assert "5 部" in before.get("/statistics/", "5 部")
    WithdrawBook(Book.objects.get(pk=indexed["graphs"].pk), None, reason="重複", trusted=True).execute()
    behind = seen(client, addresses)
    for address, text in behind.items():
        known = address.partition("?")[2] + (str(EXAMPLES) if address == "/" else "")
        assert [own for own in ITS_OWN if own in text and own not in known] == [], address
    assert "4 部" in behind.get("/statistics/", "4 部")
    assert "索引暂不可用" not in behind["/search/"]
    assert OutboxEntry.objects.exists()
    while Drainer(chosen_store(), Folder()).run():
        pass
    after = seen(client, addresses)
    assert {address: text for address, text in behind.items() if after[address] != text} == {}
    page(client, f"/r/{GRAPHS['census_no']}/", 410)
    assert "段玉裁" not in page(client, f"/r/{GRAPHS['census_no']}/", 410)
