"""The editor's texts of a volume: every state is kept, the next setting prints the newest, nonsense is explained."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from catalog_export.models import FrontText, Run, TextVersion, Volume
from catalog_export.texts import MOST_CHARACTERS, PLACES, SaveText, default_of, text_of, unknown_places
from catalog_export.volumes.profile import Profile
from catalog_export.volumes.register.front import VolumeFacts, text_values
from catalog_export.volumes.register.statistics import Statistics
from census.errors import InvalidData, NotAllowed
from census.jobs import run as run_job
from guji.models import Book

pytestmark = pytest.mark.django_db
OWN = "# 本館前言\n本館創辦於清光緒二十六年。\n## 一、館藏\n計{copies}部。"


@pytest.fixture
def editor(people: dict[str, User], as_user: Callable[[User | None], Client]) -> Client:
    return as_user(people["editor"])


def address(volume: Volume, name: str = "library", query: str = "") -> str:
    return reverse("volume-text", args=[volume.pk, name]) + query


def written(html: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_what_was_saved_is_set_next(editor: Client, volume: Volume, approved: Book) -> None:
    answer = editor.post(address(volume), {"text": OWN.replace("\n", "\r\n")}, follow=True)
    assert "已保存，下次排印即用" in answer.content.decode()
    editor.post(reverse("volume-run", args=[volume.pk]))
    run = Run.objects.get()
    assert run.job_id is not None
    run_job(run.job_id)
    pages = [page.extract_text() for page in PdfReader(run.pdf_path).pages]
    text = "".join("".join(pages).split())
    assert "本館創辦於清光緒二十六年。" in text
    assert "計一部。" in text
    assert text.index("全國古籍普查登記工作的成果") < text.index("本館創辦於") < text.index("凡例")


def test_every_state_is_kept_with_who_and_when(editor: Client, volume: Volume, people: dict[str, User]) -> None:
    for text in (OWN, OWN + "\n又記。"):
        editor.post(address(volume), {"text": text})
    versions = list(TextVersion.objects.all())
    assert [one.text for one in versions] == [OWN + "\n又記。", OWN]
    assert {one.created_by for one in versions} == {people["editor"]}
    html = editor.get(address(volume, query=f"?version={versions[1].pk}")).content.decode()
    assert written(html) == OWN
    assert "保存即恢复" in html
    editor.post(address(volume), {"text": written(html)})
    volume.refresh_from_db()
    assert volume.texts["library"] == OWN
    assert TextVersion.objects.count() == 3


def test_saving_the_same_makes_no_version(editor: Client, volume: Volume) -> None:
    editor.post(address(volume), {"text": OWN})
    answer = editor.post(address(volume), {"text": OWN + "  \r\n\r\n"}, follow=True)
    assert "没有改动" in answer.content.decode()
    assert TextVersion.objects.count() == 1


def test_the_default_is_shown_and_may_be_taken_up_again(editor: Client, volume: Volume) -> None:
    html = editor.get(address(volume, "preface")).content.decode()
    assert "現用" not in html
    assert "现用系统自带的文字" in html
    assert written(html).startswith("# 前言")
    editor.post(address(volume, "preface"), {"text": "# 序\n另寫。"})
    assert "现用自撰的文字" in editor.get(address(volume, "preface")).content.decode()
    editor.post(address(volume, "preface"), {"text": "# 序\n不用的。", "default": "1"})
    volume.refresh_from_db()
    assert "preface" not in volume.texts
    assert TextVersion.objects.latest("pk").text == ""
    newest = TextVersion.objects.latest("pk")
    assert written(editor.get(address(volume, "preface", f"?version={newest.pk}")).content.decode()).startswith(
        "# 前言"
    )


def test_sending_the_default_back_is_no_text_of_ones_own(editor: Client, volume: Volume) -> None:
    editor.post(address(volume, "conventions"), {"text": default_of("conventions")})
    volume.refresh_from_db()
    assert volume.texts == {}
    assert not TextVersion.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# 序\n計{copys}部", "花括号里的“copys”没有可填的内容"),
        ("無題\n正文", "第一行应为题目"),
        ("# 序\n" + "字" * MOST_CHARACTERS, f"至多 {MOST_CHARACTERS} 字"),
    ],
)
def test_what_cannot_be_printed_is_explained_and_kept_in_the_form(
    editor: Client, volume: Volume, text: str, said: str
) -> None:
    answer = editor.post(address(volume), {"text": text})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert said in html
    assert written(html) == text
    assert not TextVersion.objects.exists()


def test_a_text_is_text_not_markup(editor: Client, volume: Volume) -> None:
    editor.post(address(volume), {"text": "# <script>\n</textarea><b>"})
    html = editor.get(address(volume)).content.decode()
    assert "<script>\n" not in html
    assert "</textarea><b>" not in html


@pytest.mark.parametrize("query", ["?version=0", "?version=999999"])
def test_a_state_that_never_was_is_not_found(editor: Client, volume: Volume, query: str) -> None:
    assert editor.get(address(volume, query=query)).status_code == 404


@pytest.mark.parametrize("query", ["?version=x", "?version=-1", "?version=１", "?version=" + "9" * 40, "?version="])
def test_nonsense_in_the_address_shows_the_text_as_it_is(editor: Client, volume: Volume, query: str) -> None:
    assert editor.get(address(volume, query=query)).status_code == 200


def test_a_state_of_another_text_is_not_shown_under_this_one(editor: Client, volume: Volume) -> None:
    editor.post(address(volume, "preface"), {"text": "# 序\n甲"})
    pk = TextVersion.objects.get().pk
    assert editor.get(address(volume, "library", f"?version={pk}")).status_code == 404


def test_there_is_no_text_of_another_name(editor: Client, volume: Volume, people: dict[str, User]) -> None:
    assert editor.get(address(volume, "colophon")).status_code == 404
    with pytest.raises(InvalidData):
        SaveText(people["editor"], volume, "colophon", "# 甲").execute()


def test_who_may_only_look_writes_nothing(
    volume: Volume, people: dict[str, User], as_user: Callable[[User | None], Client]
) -> None:
    assert as_user(people["province_reviewer"]).post(address(volume), {"text": OWN}).status_code == 403
    assert as_user(people["cataloguer"]).post(address(volume), {"text": OWN}).status_code == 404
    with pytest.raises(NotAllowed):
        SaveText(people["cataloguer"], volume, "library", OWN).execute()
    assert not TextVersion.objects.exists()


def test_all_that_is_offered_is_filled_in() -> None:
    values = text_values(VolumeFacts("浙江圖書館", "浙江省", (), None), Statistics(), Profile())
    assert set(PLACES) <= set(values)


def test_names_that_nothing_is_put_in_for_are_found() -> None:
    assert unknown_places("{a}{title}{b}{a}{}{order_clause}") == ["", "a", "b"]


def test_only_the_library_has_no_default(volume: Volume) -> None:
    assert {name for name in FrontText.values if not text_of(volume, name)} == {FrontText.LIBRARY}


def test_one_text_does_not_push_out_another(volume: Volume, people: dict[str, User]) -> None:
    for name in ("preface", "library", "afterword"):
        SaveText(people["editor"], Volume.objects.get(pk=volume.pk), name, f"# {name}").execute()
    volume.refresh_from_db()
    assert set(volume.texts) == {"preface", "library", "afterword"}


def test_the_volumes_page_leads_to_its_texts(editor: Client, volume: Volume) -> None:
    html: Any = editor.get(reverse("volume", args=[volume.pk])).content.decode()
    assert all(address(volume, name) in html for name in FrontText.values)


# --- the first pages as pictures


def preview(client: Client, volume: Volume, text: str, name: str = "library") -> str:
    answer = client.post(reverse("volume-text-preview", args=[volume.pk, name]), {"text": text})
    assert answer.status_code == 200
    return answer.content.decode()


def addresses_in(html: str) -> list[str]:
    return re.findall(r'<img class="leaf" src="([^"]+)"', html)


def pictures(client: Client, html: str) -> list[bytes]:
    found = [b"".join(client.get(address).streaming_content) for address in addresses_in(html)]  # type: ignore[attr-defined]
    assert all(content.startswith(b"\x89PNG") for content in found)
    return found


def test_what_is_typed_is_seen_as_it_will_be_set_and_nothing_is_saved(editor: Client, volume: Volume) -> None:
    before, after = (pictures(editor, preview(editor, volume, text)) for text in (OWN, OWN + "\n又記。"))
    assert len(before) == len(after) == 1
    assert before != after
    assert pictures(editor, preview(editor, volume, OWN)) == before
    assert not TextVersion.objects.exists()


def test_the_page_opens_with_the_pictures_of_what_is_set_next(editor: Client, volume: Volume) -> None:
    shown = pictures(editor, editor.get(address(volume, "preface")).content.decode())
    assert shown == pictures(editor, preview(editor, volume, default_of("preface"), "preface"))
    assert "未写，不印" in editor.get(address(volume, "library")).content.decode()
    assert pictures(editor, preview(editor, volume, " \r\n", "preface")) == shown


def test_a_picture_shows_the_volumes_own_figures(editor: Client, volume: Volume, approved: Book) -> None:
    asked, told = (pictures(editor, preview(editor, volume, f"# 序\n計{words}部。")) for words in ("{copies}", "一"))
    assert asked == told
    assert told != pictures(editor, preview(editor, volume, "# 序\n計二部。"))


def test_lines_run_down_in_the_pictures_of_a_vertical_volume(editor: Client, volume: Volume) -> None:
    across = pictures(editor, preview(editor, volume, OWN))
    volume.profile = "register-vertical"
    volume.save()
    assert across != pictures(editor, preview(editor, volume, OWN))


@pytest.mark.parametrize(
    ("text", "said"),
    [("# 序\n計{copys}部", "花括号里的“copys”没有可填的内容"), ("無題", "第一行应为题目")],
)
def test_what_cannot_be_printed_is_explained_while_it_is_typed(
    editor: Client, volume: Volume, text: str, said: str
) -> None:
    html = preview(editor, volume, text)
    assert said in html
    assert addresses_in(html) == []


def test_characters_that_no_face_has_are_named_while_they_are_typed(editor: Client, volume: Volume) -> None:
    html = preview(editor, volume, "# 序\n某\U000f1234字。")
    assert "将印作〓：\U000f1234" in html
    assert len(addresses_in(html)) == 1


@pytest.mark.parametrize("text", ["# 序\n" + "字" * (MOST_CHARACTERS - 10), "# 序\n" + "段落。\n" * 20_000])
def test_the_first_pages_of_the_longest_text_come_within_a_second(editor: Client, volume: Volume, text: str) -> None:
    preview(editor, volume, OWN)
    began = time.process_time()
    html = preview(editor, volume, text)
    assert time.process_time() - began < 1.0
    first, second = pictures(editor, html)
    assert first != second


def test_a_picture_is_shown_to_nobody_under_another_text(
    editor: Client, volume: Volume, people: dict[str, User], as_user: Callable[[User | None], Client]
) -> None:
    (found,) = addresses_in(preview(editor, volume, OWN))
    assert editor.get(found.replace("/library/", "/preface/")).status_code == 404
    assert editor.get(found.replace("/1.png", "/2.png")).status_code == 404
    assert as_user(people["cataloguer"]).get(found).status_code == 404


def test_pictures_that_lay_too_long_are_thrown_away(editor: Client, volume: Volume, settings: Any) -> None:
    (found,) = addresses_in(preview(editor, volume, OWN))
    for path in (settings.VAR_DIR / "previews").iterdir():
        os.utime(path, (0, 0))
    (other,) = addresses_in(preview(editor, volume, OWN + "\n又記。"))
    assert editor.get(found).status_code == 404
    assert editor.get(other).status_code == 200


def test_a_volume_whose_profile_is_gone_shows_its_texts_in_the_usual_one(editor: Client, volume: Volume) -> None:
    usual = pictures(editor, preview(editor, volume, OWN))
    volume.profile = "no-longer-there"
    volume.save()
    assert pictures(editor, preview(editor, volume, OWN)) == usual
