"""Profiles changed by number on a page: what can stand, what cannot and why, earlier states, the first pages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image

from catalog_export.actions import StartRun
from catalog_export.models import ProfileVersion, VolumeProfile
from catalog_export.preview import WIDTH, preview_pages, sample_records
from catalog_export.profiles import SaveProfile, data_from_post, settings_of
from catalog_export.queries import profile_named
from catalog_export.volumes.profile import Profile, builtin_profiles, profile_from_data
from catalog_export.volumes.register.entry import Holder
from census.errors import InvalidData, NotAllowed
from census.jobs import run as run_job
from census.models import JobState
from tests.catalog_export.typeset.icc_samples import icc_profile

People = dict[str, User]
Login = Callable[[User | None], Client]


@pytest.fixture
def editor(people: People, as_user: Login) -> Client:
    return as_user(people["editor"])


def posted(profile: Profile, **more: str) -> dict[str, str]:
    """What a browser sends of the form: numbers as text, a switch only if it is on."""
    fields: dict[str, str] = {"name": "ours", "label": "本館"}
    for group in settings_of(profile):
        for setting in group.settings:
            if setting.kind != "switch":
                fields[setting.path] = str(setting.value)
            elif setting.value:
                fields[setting.path] = "on"
    return fields | more


def pictures(client: Client, html: str) -> list[Image.Image]:
    """The pictures that a page asks for."""
    addresses = [unescape(found) for found in re.findall(r'<img class="leaf" src="([^"]+)"', html)]
    return [Image.open(BytesIO(client.get(address).content)) for address in addresses]


@pytest.mark.parametrize("name", sorted(builtin_profiles()))
def test_a_form_gives_back_every_setting_of_every_profile(name: str) -> None:
    profile = builtin_profiles()[name]
    data = data_from_post(posted(profile))
    assert profile_from_data({**data, "name": profile.name, "label": profile.label}) == profile


def test_every_setting_stands_on_the_form_with_its_label_and_bounds(editor: Client) -> None:
    page = editor.get(reverse("profile", args=["register"])).content.decode()
    for group in settings_of(Profile()):
        for setting in group.settings:
            assert f'name="{setting.path}"' in page
            assert setting.label in page
    assert 'name="page.width" value="185" min="90" max="420"' in page


def test_a_built_in_profile_is_saved_under_a_name_of_its_own(editor: Client, people: People) -> None:
    address = reverse("profile", args=["register"])
    answer = editor.post(address, posted(replace(Profile(), page=replace(Profile().page, width=170))))
    assert answer["Location"] == reverse("profile", args=["ours"])
    assert profile_named("ours").page.width == 170
    (version,) = ProfileVersion.objects.all()
    assert (version.created_by, version.label) == (people["editor"], "本館")
    refused = editor.post(address, posted(Profile(), name="register"))
    assert refused.status_code == 400
    assert "系统自带" in refused.content.decode()


def test_every_change_is_kept_and_can_be_taken_up_again(editor: Client) -> None:
    address = reverse("profile", args=["ours"])
    editor.post(reverse("profile", args=["register"]), posted(Profile()))
    editor.post(address, posted(Profile(), **{"type.body": "11"}))
    editor.post(address, posted(Profile(), **{"type.body": "11"}))
    newest, oldest = ProfileVersion.objects.all()
    assert (newest.data["type"]["body"], oldest.data["type"]["body"]) == (11, 9.5)
    page = editor.get(address, {"version": oldest.pk}).content.decode()
    assert 'name="type.body" value="9.5"' in page
    assert "旧稿；保存即恢复" in page
    assert editor.get(address, {"version": "999999"}).status_code == 404
    assert editor.get(reverse("profile", args=["nobody"])).status_code == 404


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"page.width": "20"}, "开本宽（page.width）应是 90 至 420毫米之间的数，不能是“20”"),
        ({"page.width": "wide"}, "不能是“wide”"),
        ({"page.columns": "1.5"}, "之间的整数"),
        ({"style.hyphen": "em"}, "只能是 half、full"),
        ({"type.leading": "8"}, "行会相叠"),
        ({"page.inner": "100", "page.width": "140"}, "每栏只剩"),
    ],
)
def test_what_cannot_stand_is_explained_and_saves_nothing(
    editor: Client, changed: dict[str, str], message: str
) -> None:
    answer = editor.post(reverse("profile", args=["register"]), posted(Profile(), **changed))
    assert answer.status_code == 400
    assert message in answer.content.decode()
    assert not VolumeProfile.objects.exists()
    shown = editor.post(reverse("profile-preview"), posted(Profile(), **changed)).content.decode()
    assert message in shown
    assert pictures(editor, shown) == []


def test_the_preview_shows_the_settings_as_they_stand_in_the_form(editor: Client) -> None:
    def widths(**changed: str) -> list[tuple[int, int]]:
        answer = editor.post(reverse("profile-preview"), posted(Profile(), **changed))
        return [picture.size for picture in pictures(editor, answer.content.decode())]

    plain, wide = widths(), widths(**{"page.width": "260"})
    assert len(plain) == len(wide) == 3, "two of the catalogue, one of the index"
    assert plain[0][0] == wide[0][0] == WIDTH
    assert plain[0][1] > wide[0][1]
    assert not VolumeProfile.objects.exists(), "looking changes nothing"


def test_what_is_changed_of_the_index_is_seen_on_its_page(editor: Client) -> None:
    def index(**changed: str) -> bytes | None:
        answer = editor.post(reverse("profile-preview"), posted(Profile(), **changed))
        found = pictures(editor, answer.content.decode())
        return found[2].tobytes() if len(found) > 2 else None

    plain = index()
    assert plain is not None
    assert plain != index(**{"index.columns": "2"}) != index(**{"index.columns": "2", "type.index": "7"})
    without = posted(Profile())
    del without["index.titles"]
    shown = editor.post(reverse("profile-preview"), without).content.decode()
    assert len(pictures(editor, shown)) == 2, "no index, no page of it"


def test_a_group_in_which_something_is_wrong_is_not_folded_away(editor: Client) -> None:
    answer = editor.post(reverse("profile", args=["register"]), posted(Profile(), **{"vertical.lines": "99"}))
    groups = re.findall(r"<details( open)?><summary><strong>([^<]+)", answer.content.decode())
    assert [name.split("（")[0] for shown, name in groups if shown] == ["开本与版心", "直排"]


def test_colour_profiles_are_chosen_among_those_that_are_there(editor: Client, tmp_path: Path, settings: Any) -> None:
    settings.ICC_DIR = tmp_path / "icc"
    settings.ICC_DIR.mkdir()
    (settings.ICC_DIR / "press.icc").write_bytes(icc_profile("Coated"))
    page = editor.get(reverse("profile", args=["register"])).content.decode()
    assert '<option value="press.icc">press.icc</option>' in page
    address = reverse("profile", args=["register"])
    for name, said in (("gone.icc", "没有名为“gone.icc”的色彩特性文件"), ("screen.icc", "应为印刷输出的特性文件")):
        (settings.ICC_DIR / "screen.icc").write_bytes(icc_profile(kind=b"mntr", space=b"RGB "))
        refused = editor.post(address, posted(Profile(), **{"press.output_intent": name}))
        assert refused.status_code == 400
        assert said in refused.content.decode()
    assert not VolumeProfile.objects.exists()
    editor.post(address, posted(Profile(), **{"press.output_intent": "press.icc"}))
    assert profile_named("ours").press.output_intent == "press.icc"
    (settings.ICC_DIR / "press.icc").unlink()
    kept = editor.get(reverse("profile", args=["ours"])).content.decode()
    assert '<option value="press.icc" selected>' in kept, "what is set is shown even where the file is gone"


def test_profiles_are_listed_by_their_looks_and_figures(editor: Client) -> None:
    editor.post(reverse("profile", args=["register"]), posted(Profile(), **{"page.width": "170.5"}))
    VolumeProfile.objects.create(name="broken", label="壞", data={"page": {"width": 5}})
    page = editor.get(reverse("profile-list")).content.decode()
    assert "170.5×260 毫米　每面 2 栏　9.5 磅，行距 14 磅" in page
    assert "每面 11 行　题名 16 磅，夹注 8.5 磅" in page
    assert "开本宽（page.width）应是" in page, "one that can stand no more says why"
    assert len(pictures(editor, page)) == len(builtin_profiles()) + 1


def test_only_the_provinces_publishers_change_profiles(people: People) -> None:
    for name in ("local_administrator", "cataloguer", "province_reviewer", "reader"):
        with pytest.raises(NotAllowed):
            SaveProfile(people[name], "ours", "本館", {}).execute()
    with pytest.raises(InvalidData, match="register"):
        SaveProfile(people["editor"], "register", "本館", {}).execute()
    with pytest.raises(InvalidData, match="page"):
        SaveProfile(people["editor"], "ours", "本館", {"page": {"width": 5}}).execute()
    with pytest.raises(InvalidData):
        SaveProfile(people["editor"], "no spaces", "本館", {}).execute()


@pytest.mark.parametrize("name", ["register", "register-vertical"])
def test_first_pages_come_within_a_second(name: str) -> None:
    profile, records = builtin_profiles()[name], sample_records()
    preview_pages(profile, records, 1)
    began = time.process_time()
    found = preview_pages(profile, records, 3)
    assert time.process_time() - began < 1.0
    assert len(found) == 4
    sizes = [Image.open(BytesIO(page)).size for page in found]
    assert {width for width, _height in sizes} == {WIDTH}
    grey = Image.open(BytesIO(found[0])).histogram()
    assert sum(grey[:128]) > 2000, "there is ink on it"


def test_few_records_give_few_pages_and_what_cannot_be_set_is_passed_over() -> None:
    first, second, *_ = sample_records()
    broken = replace(first, data=replace(first.data, title="", edition=""))
    names = {second.data.institution: Holder(second.data.institution, "浙江圖書館")}
    assert len(preview_pages(Profile(), [broken, second], 3, holders=names)) == 2
    assert preview_pages(Profile(), [broken], 3) == []
    assert preview_pages(Profile(), [], 3) == []


def test_the_settings_of_a_run_do_not_change_with_its_profile(editor: Client, volume: Any, people: People) -> None:
    editor.post(reverse("profile", args=["register"]), posted(Profile()))
    volume.profile = "ours"
    volume.save()
    run = StartRun(people["editor"], volume).execute()
    editor.post(reverse("profile", args=["ours"]), posted(Profile(), **{"type.body": "11"}))
    run.refresh_from_db()
    assert run.profile["type"]["body"] == 9.5
    assert profile_named("ours").type.body == 11


def test_a_run_whose_settings_can_no_longer_stand_says_which_and_leaves_no_file(
    volume: Any, approved: Any, people: People
) -> None:
    run = StartRun(people["editor"], volume).execute()
    run.profile = {**run.profile, "page": {"width": 7}}
    run.save()
    assert run.job_id is not None
    done = run_job(run.job_id)
    assert done is not None
    assert done.state == JobState.FAILED
    assert "开本宽（page.width）应是 90 至 420毫米之间的数，不能是“7”" in done.message
    assert not run.folder.exists()


@pytest.mark.parametrize("written", ["", "{", "[]", '{"page": {"width": 5}}', '{"unknown": 1}'])
def test_a_picture_of_settings_that_cannot_stand_does_not_exist(editor: Client, written: str) -> None:
    assert editor.get(reverse("profile-picture", args=[1]), {"settings": written}).status_code == 404


def test_only_pages_that_are_set_have_pictures(editor: Client) -> None:
    for page, status in ((0, 404), (1, 200), (2, 200), (3, 200), (4, 404)):
        assert editor.get(reverse("profile-picture", args=[page]), {"settings": "{}"}).status_code == status


# --- in English


@pytest.fixture
def english(editor: Client) -> Client:
    editor.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    return editor


def han_in(html: str) -> list[str]:
    """The Chinese words of a page that its templates and settings put there, printed samples apart."""
    shown = re.sub(r"<(script|style|head|header|footer|nav)\b.*?</\1>", "", html, flags=re.DOTALL)
    words = re.findall(r">([^<>]*[\u4e00-\u9fff][^<>]*)<", shown)
    printed = ("清", "冊", "卷", "〇一二")
    return [word.strip() for word in words if not any(sample in word for sample in printed)]


def test_settings_and_what_is_wrong_with_them_are_said_in_english(english: Client) -> None:
    html = english.get(reverse("profile", args=["register-vertical"])).content.decode()
    assert "Page and type area" in html
    assert han_in(html) == []
    wrong = posted(Profile(), **{"page.width": "7", "page.columns": "1.5", "style.hyphen": "em", "label": "ours"})
    refused = english.post(reverse("profile", args=["register"]), wrong).content.decode()
    assert "must be a number from 90 to 420 mm, not “7”" in refused
    assert "must be a whole number from 1 to 2 columns" in refused
    assert han_in(refused) == []
    tight = english.post(reverse("profile-preview"), posted(Profile(), **{"type.leading": "8"})).content.decode()
    assert "lines would overlap" in tight
    assert han_in(tight) == []


def test_every_profile_that_comes_with_the_system_has_an_english_name(english: Client) -> None:
    html = english.get(reverse("profile-list")).content.decode()
    assert html.count("Census register (") == len(builtin_profiles())
