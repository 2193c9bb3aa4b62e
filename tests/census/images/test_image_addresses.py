"""Every address of pictures: who gets what, and how what is sent is guarded."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from census.identifiers import new_key
from census.images import places
from census.images.actions import RemoveImage
from census.images.urls import urlpatterns
from census.models import Image, State
from guji.models import Book
from tests.census.images import picture_samples as samples
from tests.census.images.image_helpers import Take

pytestmark = pytest.mark.django_db

MEMBERS = {"cataloguer", "institution_reviewer", "province_reviewer", "editor", "administrator", "root"}
EVERYBODY = MEMBERS | {"reader", "elsewhere", "stranger"}
LOOKING = ("thumb", "page", "service", "info", "tile", "manifest")
#: Who may change the pictures of a draft, and of an approved record.
CHANGING = {
    "draft": {"cataloguer", "institution_reviewer", "province_reviewer", "administrator", "root"},
    "public": {"province_reviewer", "editor", "administrator", "root"},
}


def address(name: str, image: Image) -> str:
    whole = {"key": image.pk}
    record = {"kind": image.kind, "record": image.record_id}
    arguments: dict[str, dict[str, Any]] = {
        "tile": {**whole, "region": "0,0,300,200", "size": "300,200", "rotation": "0", "quality": "default.jpg"},
        "manifest": record,
        "add": record,
        "state": record,
        "upload": record,
        "piece": {**record, **whole},
    }
    return reverse(f"images:{name}", kwargs=arguments.get(name, whole))


def as_person(people: dict[str, User], name: str) -> Client:
    client = Client()
    if name != "stranger":
        client.force_login(people[name])
    return client


def who_gets(people: dict[str, User], name: str, image: Image) -> set[str]:
    statuses = {person: as_person(people, person).get(address(name, image)).status_code for person in EVERYBODY}
    found = 302 if name == "service" else 200
    assert set(statuses.values()) <= {found, 302, 401, 403, 404}
    return {person for person, status in statuses.items() if status == found}


@pytest.fixture
def of_draft(draft: Book, ready: Take) -> Image:
    return ready(draft)


@pytest.fixture
def of_public(public: Book, ready: Take, people: dict[str, User]) -> Image:
    return ready(public, user=people["administrator"])


def test_every_address_is_tried_here() -> None:
    assert {pattern.name for pattern in urlpatterns} == {
        *LOOKING,
        "master",
        "state",
        "add",
        "upload",
        "piece",
    }


@pytest.mark.parametrize("name", LOOKING)
def test_pictures_of_a_draft_are_for_those_who_see_the_draft(
    name: str, of_draft: Image, people: dict[str, User]
) -> None:
    assert who_gets(people, name, of_draft) == MEMBERS


@pytest.mark.parametrize("name", LOOKING)
def test_pictures_of_a_public_record_are_for_everybody(name: str, of_public: Image, people: dict[str, User]) -> None:
    assert who_gets(people, name, of_public) == EVERYBODY


@pytest.mark.parametrize("which", CHANGING)
def test_files_as_they_came_are_for_those_who_may_change_them(
    which: str, request: pytest.FixtureRequest, people: dict[str, User]
) -> None:
    image = request.getfixturevalue(f"of_{which}")
    assert who_gets(people, "master", image) == CHANGING[which]
    assert who_gets(people, "state", image) == CHANGING[which]
    assert who_gets(people, "piece", image) == CHANGING[which]


@pytest.mark.parametrize("name", [*LOOKING, "master"])
def test_what_is_not_ready_or_was_removed_or_never_was_is_not_there(
    name: str, draft: Book, take: Take, of_public: Image, people: dict[str, User]
) -> None:
    waiting = take(draft)
    RemoveImage(of_public, Book.objects.get(pk=of_public.record_id), people["administrator"], "誤").execute()
    never = Image(pk=new_key(), kind="book", record_id=new_key())
    for image in (waiting, never):
        assert as_person(people, "cataloguer").get(address(name, image)).status_code == 404
    assert as_person(people, "stranger").get(address(name, of_public)).status_code == 404


def test_a_record_that_was_withdrawn_takes_its_pictures_along(of_public: Image, people: dict[str, User]) -> None:
    """Trap: whoever keeps an address keeps the picture."""
    Book.objects.filter(pk=of_public.record_id).update(state=State.WITHDRAWN, withdrawn_from=State.PROVINCE_APPROVED)
    assert who_gets(people, "page", of_public) == MEMBERS


def test_the_folder_of_pictures_is_not_served(of_public: Image, people: dict[str, User]) -> None:
    client = as_person(people, "root")
    for path in (places.derived(of_public.pk) / "page.jpg", places.master(of_public.sha256)):
        below = path.relative_to(places.root())
        for start in ("/media/images/", "/images/", "/static/images/"):
            assert client.get(f"{start}{below}").status_code == 404


def test_what_is_sent_is_what_it_says_and_is_never_run(of_draft: Image, people: dict[str, User]) -> None:
    client = as_person(people, "cataloguer")
    for name, media_type in (("thumb", "image/jpeg"), ("tile", "image/jpeg"), ("master", "image/jpeg")):
        answer = client.get(address(name, of_draft))
        assert answer["Content-Type"] == media_type
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert "private" in answer["Cache-Control"]
        assert "Access-Control-Allow-Origin" not in answer


def test_a_file_as_it_came_is_a_download_under_its_own_name(draft: Book, ready: Take, cataloguer: User) -> None:
    content = samples.png()
    image = ready(draft, content, "卷端 一.jpg")
    client = Client()
    client.force_login(cataloguer)
    answer = client.get(address("master", image))
    assert answer.getvalue() == content
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''%E5%8D%B7%E7%AB%AF%20%E4%B8%80.png"


def test_public_pictures_are_kept_by_browsers_alone_and_shown_on_other_sites(of_public: Image) -> None:
    for name in ("page", "tile", "info", "manifest"):
        answer = Client().get(address(name, of_public))
        assert (answer["Cache-Control"], answer["Access-Control-Allow-Origin"]) == ("private, max-age=3600", "*")


def test_what_a_browser_has_is_not_sent_again(of_draft: Image, people: dict[str, User]) -> None:
    client = as_person(people, "cataloguer")
    first = client.get(address("page", of_draft))
    for header in ({"HTTP_IF_NONE_MATCH": first["ETag"]}, {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]}):
        assert client.get(address("page", of_draft), **header).status_code == 304  # type: ignore[arg-type]
    assert (
        as_person(people, "reader").get(address("page", of_draft), HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 404
    )


def test_a_proxy_may_send_the_file(of_draft: Image, people: dict[str, User], settings: Any) -> None:
    settings.IMAGE_ACCEL_PREFIX = "/protected-images/"
    answer = as_person(people, "cataloguer").get(address("thumb", of_draft))
    assert answer["X-Accel-Redirect"] == f"/protected-images/derived/{of_draft.pk.hex}/thumb.jpg"
    assert answer.content == b""
    assert as_person(people, "stranger").get(address("thumb", of_draft)).status_code == 404


NOT_THERE = {
    "a region that is no tile": ("10,0,300,200", "300,200", "0", "default.jpg"),
    "a size that was not made": ("full", "299,199", "0", "default.jpg"),
    "turned": ("full", "max", "90", "default.jpg"),
    "grey": ("full", "max", "0", "gray.jpg"),
    "a PNG": ("full", "max", "0", "default.png"),
    "percent": ("pct:0,0,50,50", "max", "0", "default.jpg"),
    "enlarged": ("full", "^max", "0", "default.jpg"),
    "upwards": ("..", "..", "0", "default.jpg"),
    "a number beyond numbers": ("0,0,99999999999999999999,1", "1,1", "0", "default.jpg"),
    "digits of another script": ("٠,0,300,200", "300,200", "0", "default.jpg"),
}


@pytest.mark.parametrize("name", NOT_THERE)
def test_what_was_not_made_is_not_there(name: str, of_public: Image) -> None:
    parts = "/".join(NOT_THERE[name])
    assert Client().get(f"/iiif/{of_public.pk}/{parts}").status_code == 404


@pytest.mark.parametrize("size", ["max", "240,160", "300,200"])
def test_the_whole_can_be_had_at_its_sizes(size: str, of_public: Image) -> None:
    assert Client().get(f"/iiif/{of_public.pk}/full/{size}/0/default.jpg").status_code == 200


def test_every_tile_that_info_promises_is_there(public: Book, ready: Take, people: dict[str, User]) -> None:
    """As a viewer reckons them from info.json, and nothing else."""
    image = ready(public, samples.jpeg(1300, 700), user=people["administrator"])
    client = Client()
    info = described(client.get(address("info", image)))
    (tiles,) = info["tiles"]
    asked = 0
    for factor in tiles["scaleFactors"]:
        edge = tiles["width"] * factor
        for top in range(0, info["height"], edge):
            for left in range(0, info["width"], edge):
                width, height = min(edge, info["width"] - left), min(edge, info["height"] - top)
                size = f"{-(-width // factor)},{-(-height // factor)}"
                path = f"{left},{top},{width},{height}/{size}/0/default.jpg"
                assert client.get(f"{info['id'].removeprefix('http://testserver')}/{path}").status_code == 200
                asked += 1
    assert asked == 6 + 2 + 1


def described(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_info_says_what_iiif_wants(of_public: Image) -> None:
    answer = Client().get(address("info", of_public))
    info = described(answer)
    assert answer["Content-Type"].startswith("application/ld+json")
    assert info["id"] == f"http://testserver/iiif/{of_public.pk}"
    assert (info["type"], info["profile"], info["protocol"]) == ("ImageService3", "level0", "http://iiif.io/api/image")
    assert info["sizes"] == [{"width": 240, "height": 160}, {"width": 300, "height": 200}]


def test_a_manifest_shows_the_pictures_of_a_record_in_their_order(
    public: Book, ready: Take, people: dict[str, User], settings: Any
) -> None:
    settings.SITE_URL = "https://guji.example.cn/"
    administrator = people["administrator"]
    ready(public, samples.jpeg(400, 500), "1.jpg", role="opening", caption="卷一首葉", user=administrator)
    ready(public, samples.jpeg(300, 200), "2.jpg", role="seal", user=administrator)
    ready(public, b"%PDF-", "3.jpg", user=administrator)
    manifest = described(Client().get(reverse("images:manifest", args=["book", public.pk])))
    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert manifest["label"] == {"zh-Hant": ["周易九卷略例一卷"]}
    assert manifest["requiredStatement"]["value"] == {"zh-Hant": ["浙江圖書館（善0012）"]}
    assert manifest["homepage"][0]["id"] == "https://guji.example.cn/r/330000-1701-0000012/"
    labels = [canvas["label"] for canvas in manifest["items"]]
    assert [label["zh-Hans"] for label in labels] == [["1 卷端 卷一首葉"], ["2 钤印"]]
    assert labels[1]["en"] == ["2 Seals"]
    canvas = manifest["items"][0]
    body = canvas["items"][0]["items"][0]["body"]
    assert (canvas["width"], canvas["height"]) == (400, 500)
    assert body["id"].startswith("https://guji.example.cn/iiif/")
    assert Client().get(body["id"].removeprefix("https://guji.example.cn")).status_code == 200


def test_a_draft_has_no_page_in_the_public_catalogue_to_lead_to(of_draft: Image, people: dict[str, User]) -> None:
    assert "homepage" not in described(as_person(people, "cataloguer").get(address("manifest", of_draft)))


@pytest.mark.parametrize("kind", ["book", "恐龙"])
def test_a_record_without_pictures_or_of_no_kind_has_no_manifest(kind: str, public: Book) -> None:
    assert Client().get(reverse("images:manifest", args=[kind, public.pk])).status_code == 404


def test_a_page_of_many_tiles_asks_few_questions(
    of_draft: Image, people: dict[str, User], django_assert_max_num_queries: Any
) -> None:
    client = as_person(people, "cataloguer")
    client.get(address("tile", of_draft))
    with django_assert_max_num_queries(5):
        client.get(address("tile", of_draft))
