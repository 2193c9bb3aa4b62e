"""What one setting is to be, asked for on the page: volumes, direction, what the press needs, what is compared."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from authority.models import Institution, Region
from catalog_export.actions import StartRun
from catalog_export.models import Run, Volume, VolumeProfile
from catalog_export.run_options import RunOptions, options_between
from catalog_export.volumes.profile import Profile, ProfileError, builtin_profiles
from census.errors import ActionRefused
from census.jobs import run as run_job
from census.models import JobState
from guji.models import Book
from tests.catalog_export.typeset.icc_samples import icc_profile
from tests.catalog_export.volumes.series_reading import SMALL_PAGE
from tests.workbench.record_samples_workbench import make_book

People = dict[str, User]
Login = Callable[[User | None], Client]
#: Pages of a volume that part the records below into two.
LIMIT = 19


@pytest.fixture
def editor(people: People, as_user: Login) -> Client:
    return as_user(people["editor"])


@pytest.fixture
def house(db: None) -> VolumeProfile:
    data = {"page": {**SMALL_PAGE, "columns": 2}, "index": {"columns": 2}}
    return VolumeProfile.objects.create(name="house", label="本館", data=data)


@pytest.fixture
def books(zhejiang: Institution) -> list[Book]:
    return [
        make_book(zhejiang, f"周易{chr(0x4E00 + serial)}注十卷", serial, edition="明萬曆刻本", volumes="10冊")
        for serial in range(1, 90)
    ]


@pytest.fixture
def founded(volume: Volume, house: VolumeProfile, books: list[Book]) -> Volume:
    volume.profile = house.name
    volume.save()
    return volume


def work(run: Run) -> Run:
    job = run_job(run.job_id)  # type: ignore[arg-type]
    assert job is not None
    assert job.state == JobState.DONE, job.message
    run.refresh_from_db()
    return run


def ask(client: Client, volume: Volume, **fields: Any) -> Any:
    return client.post(reverse("volume-run", args=[volume.pk]), fields)


def page_of(client: Client, volume: Volume, query: str = "") -> str:
    return str(client.get(reverse("volume", args=[volume.pk]) + query).content.decode())


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_new_volume_of_a_region_is_asked_for_in_volumes_with_marks_for_cutting(
    editor: Client, house: VolumeProfile, books: list[Book], region: Region
) -> None:
    fields = {"profile": "house", "region": region.pk, "max_pages": LIMIT, "crop_marks": "1", "bleed": "3"}
    answer = editor.post(reverse("volume-new"), fields)
    run = work(Run.objects.get())
    assert answer["Location"] == reverse("job", args=[run.job_id])
    kinds = [row["kind"] for row in run.volumes]
    assert kinds.count("register") > 1
    assert kinds[-1] == "titles"
    page = PdfReader(run.pdf_path).pages[0]
    assert float(page.trimbox.left) > float(page.bleedbox.left) > 0


def test_an_index_of_persons_is_asked_for_and_stands_in_the_set_too(
    editor: Client, founded: Volume, zhejiang: Institution
) -> None:
    make_book(zhejiang, "尚書二卷", 177, edition="明刻本", volumes="1冊", responsibility="（宋）蔡沈集傳")
    ask(editor, founded, persons="1", max_pages=LIMIT)
    run = work(Run.objects.get())
    assert [row["kind"] for row in run.volumes][-2:] == ["titles", "persons"]
    assert "著者总索引" in page_of(editor, founded)
    ask(editor, founded, persons="0", max_pages="0")
    assert work(Run.objects.get(number=2)).volumes == []


def test_vertical_lines_are_asked_for_on_the_page(editor: Client, founded: Volume) -> None:
    ask(editor, founded, direction="vertical")
    run = work(Run.objects.get())
    fonts = [font.get_object() for font in PdfReader(run.pdf_path).pages[-1]["/Resources"]["/Font"].values()]
    assert {font["/Encoding"] for font in fonts} == {"/Identity-V"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"max_pages": "5000"}, "应是 0 至 3000页之间的整数"),
        ({"max_pages": "-1"}, "每册页数上限"),
        ({"bleed": "40"}, "出血（press.bleed）应是 0 至 10毫米之间的数"),
        ({"direction": "round"}, "排式"),
        ({"since": "999"}, "与早先一次比较"),
    ],
)
def test_what_cannot_stand_is_explained_at_its_field_and_nothing_is_started(
    editor: Client, founded: Volume, fields: dict[str, str], said: str
) -> None:
    answer = ask(editor, founded, **fields)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert "<details open>" in answer.content.decode()
    assert not Run.objects.exists()


def test_a_new_volume_is_not_founded_where_its_setting_cannot_stand(
    editor: Client, house: VolumeProfile, books: list[Book], region: Region
) -> None:
    answer = editor.post(reverse("volume-new"), {"profile": "house", "region": region.pk, "bleed": "40"})
    assert answer.status_code == 400
    assert "出血（press.bleed）应是 0 至 10毫米之间的数" in answer.content.decode()
    assert not Volume.objects.exists()


def test_the_form_remembers_what_the_last_run_wanted_otherwise_than_the_profile(
    editor: Client, founded: Volume
) -> None:
    assert "照版式" in page_of(editor, founded)
    ask(editor, founded, max_pages=LIMIT, crop_marks="1")
    work(Run.objects.get())
    page = page_of(editor, founded)
    assert f"每册页数上限 {LIMIT}" in page
    assert "裁切线 印" in page
    assert f'name="max_pages" value="{LIMIT}"' in page


def test_a_profile_that_is_gone_is_said_where_a_run_is_asked_for(editor: Client, founded: Volume) -> None:
    VolumeProfile.objects.all().delete()
    answer = ask(editor, founded)
    assert answer.status_code == 400
    assert "没有名为“house”的版式" in answer.content.decode()


def test_a_presss_colour_profile_can_be_chosen_where_there_is_one(
    editor: Client, founded: Volume, tmp_path: Path, settings: Any
) -> None:
    settings.ICC_DIR = tmp_path / "icc"
    assert "色彩特性文件" not in page_of(editor, founded)
    settings.ICC_DIR.mkdir()
    (settings.ICC_DIR / "press.icc").write_bytes(icc_profile("Zhejiang Coated"))
    assert '<option value="press.icc">' in page_of(editor, founded)
    ask(editor, founded, output_intent="press.icc")
    run = work(Run.objects.get())
    (intent,) = PdfReader(run.pdf_path).trailer["/Root"]["/OutputIntents"]
    assert intent.get_object()["/OutputConditionIdentifier"] == "Zhejiang Coated"


# Compared with an earlier run


def test_what_changed_since_an_earlier_run_is_counted_and_listed(
    editor: Client, founded: Volume, books: list[Book], zhejiang: Institution
) -> None:
    ask(editor, founded)
    first = work(Run.objects.get())
    Book.objects.filter(pk=books[0].pk).update(edition="明嘉靖刻本", version=2)
    make_book(zhejiang, "尚書二卷", 177, edition="明刻本", volumes="1冊")
    ask(editor, founded, since=first.pk)
    second = work(Run.objects.get(number=2))
    assert (second.since, second.changes["新增"], second.changes["改动"]) == (first, 1, 1)
    assert second.changes["pages"] >= 1
    page = page_of(editor, founded)
    assert "与第 1 次相比" in page
    assert "新增 1" in page
    assert "“明萬曆刻本” → “明嘉靖刻本”" in page
    assert "有变动的页：" in page
    for name in second.change_lists:
        address = reverse("run-file", args=[founded.pk, 2, name])
        assert address in page
        assert body(editor.get(address))
    text = (second.folder / f"{second.stem}.changes.txt").read_text(encoding="utf-8")
    assert "“明萬曆刻本” → “明嘉靖刻本”" in text
    assert first.change_lists == []


def test_a_proof_marks_what_changed_since_the_run_it_is_compared_with(
    editor: Client, founded: Volume, books: list[Book]
) -> None:
    Volume.objects.update(proof=True)
    ask(editor, founded)
    first = work(Run.objects.get())
    Book.objects.filter(pk=books[30].pk).update(edition="明嘉靖刻本", version=2)
    ask(editor, founded, since=first.pk)
    second = work(Run.objects.get(number=2))
    bars = [
        sum(operator == b"w" and float(operands[0]) == 1.5 for operands, operator in contents.operations)
        for page in PdfReader(second.pdf_path).pages
        if (contents := page.get_contents()) is not None
    ]
    assert sum(bars) == 1


def test_only_runs_of_the_same_volume_that_were_set_are_compared_with(
    editor: Client, founded: Volume, people: People
) -> None:
    other = Volume.objects.create(subject="別館", profile="register", created_by=people["editor"])
    strange = Run.objects.create(volume=other, number=1, pdf_digest="00")
    unset = Run.objects.create(volume=founded, number=1)
    for run in (strange, unset):
        answer = ask(editor, founded, since=run.pk)
        assert answer.status_code == 400
    with pytest.raises(ActionRefused, match="同一种书目"):
        StartRun(people["editor"], founded, since=strange).execute()


def test_an_earlier_run_whose_snapshot_is_gone_is_said(editor: Client, founded: Volume) -> None:
    ask(editor, founded)
    first = work(Run.objects.get())
    first.snapshot_path.unlink()
    ask(editor, founded, since=first.pk)
    job = run_job(Run.objects.get(number=2).job_id)  # type: ignore[arg-type]
    assert job is not None
    assert job.state == JobState.FAILED
    assert "不是书目快照" in job.message


# A set on its page


@pytest.fixture
def several(editor: Client, founded: Volume, zhejiang: Institution) -> Run:
    """A set of two volumes and an index; the last volume holds a character that no face has."""
    make_book(zhejiang, "某\U000f0000書一卷", 999, edition="明刻本", volumes="1冊")
    ask(editor, founded, max_pages=LIMIT)
    return work(Run.objects.get())


def test_every_volume_is_listed_with_pages_spine_and_what_was_found(editor: Client, several: Run) -> None:
    page = page_of(editor, several.volume)
    for row in several.volumes:
        assert reverse("run-file", args=[several.volume_id, 1, row["file"]]) in page
        assert f"{row['spine']} 毫米" in page
        assert f"?run=1&amp;part={row['number']}#preflight" in page
    assert reverse("run-file", args=[several.volume_id, 1, several.spines_name]) in page
    assert "书名总索引" in page
    assert "缺字" in page


def test_findings_and_pictures_can_be_had_of_one_volume(editor: Client, several: Run) -> None:
    first, last = 1, len(several.volumes) - 1
    assert "U+F0000" not in page_of(editor, several.volume, f"?run=1&part={first}")
    one = page_of(editor, several.volume, f"?run=1&part={last}")
    assert "U+F0000" in one
    assert f"下面只列{several.volumes[last - 1]['label']}" in one
    assert f'1-page.png?part={last}"' in one
    for wrong in ("99", "-1", "x", "٣"):
        assert "U+F0000" in page_of(editor, several.volume, f"?run=1&part={wrong}"), "all of them are shown"


def test_pictures_of_two_volumes_are_not_mixed_up(editor: Client, several: Run) -> None:
    address = reverse("run-page", args=[several.volume_id, 1, 1, "small"])
    pictures = {hashlib.sha256(body(editor.get(f"{address}?part={part}"))).hexdigest() for part in (1, 2, 3)}
    assert len(pictures) == 3
    for wrong in ("0", "40", "x", "-1"):
        assert editor.get(f"{address}?part={wrong}").status_code == 404


def test_all_files_come_as_one_archive_under_the_names_that_the_index_leads_to(editor: Client, several: Run) -> None:
    answer = editor.get(reverse("run-archive", args=[several.volume_id, 1]))
    assert "zip" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(body(answer))) as archive:
        assert archive.testzip() is None
        found = {Path(name).name: archive.read(name) for name in archive.namelist()}
        folders = {Path(name).parent.name for name in archive.namelist()}
    assert len(folders) == 1
    assert set(found) >= {row["file"] for row in several.volumes} | {several.spines_name}
    assert set(found) >= {f"{several.stem}.preflight.html", f"{several.stem}.snapshot.jsonl.gz"}
    assert found == {path.name: path.read_bytes() for path in several.all_files}
    assert not any(name.endswith(".png") for name in found)


def test_a_run_that_was_not_set_has_no_archive(editor: Client, founded: Volume) -> None:
    Run.objects.create(volume=founded, number=1)
    assert editor.get(reverse("run-archive", args=[founded.pk, 1])).status_code == 404


def test_the_page_and_the_shell_set_the_same_bytes_under_the_same_names(
    editor: Client, several: Run, tmp_path: Path
) -> None:
    options = ["--institution", "1701", "--profile", "house", "--max-pages", str(LIMIT), "--jobs", "1"]
    call_command("typeset_register", *options, "--out", str(tmp_path), stdout=StringIO())
    pages = {path.name: path.read_bytes() for path in tmp_path.glob("*.pdf")}
    assert pages == {path.name: path.read_bytes() for path in several.folder.glob("*.pdf")}


# Options as such


def test_options_put_into_a_profile_are_found_again_by_comparing(db: None) -> None:
    plain = builtin_profiles()["register"]
    wanted = RunOptions("vertical", True, 300, True, 3.0, None)
    assert options_between(plain, wanted.applied(plain).to_data()) == wanted
    assert options_between(plain, plain.to_data()) == RunOptions()
    assert options_between(plain, RunOptions(max_pages=0).applied(plain).to_data()) == RunOptions(), "as it was"


def test_what_is_not_asked_for_stays_as_the_profile_has_it() -> None:
    plain = Profile()
    changed = RunOptions(max_pages=300).applied(plain)
    assert (changed.press.max_pages, changed.press.bleed, changed.style) == (300, plain.press.bleed, plain.style)
    with pytest.raises(ProfileError, match="出血"):
        RunOptions(bleed=99).applied(plain)


def test_a_run_kept_before_there_were_such_options_has_none() -> None:
    assert options_between(Profile(), {}) == RunOptions()
