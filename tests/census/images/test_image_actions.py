"""Adding, describing, ordering, removing and restoring pictures: by whom, and what is remembered of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from authority.models import Institution
from census.errors import ActionRefused, InvalidData, NotAllowed, WrongState
from census.identifiers import new_key
from census.images import places
from census.images.actions import (
    AddImage,
    BeginUpload,
    DescribeImage,
    DropUpload,
    FinishUpload,
    OrderImages,
    RemoveImage,
    RestoreImage,
)
from census.images.answers import ImageRefused
from census.images.quota import room_of
from census.models import (
    Image,
    ImageAct,
    ImageChange,
    ImageQuota,
    ImageRole,
    ImageStatus,
    Job,
    OutboxEntry,
    Revision,
    State,
)
from guji.models import Book
from tests.census.images import picture_samples as samples
from tests.census.images.image_helpers import Take, do_jobs

pytestmark = pytest.mark.django_db


def refusal(action: Any) -> str:
    with pytest.raises(ImageRefused) as caught:
        action.execute()
    return caught.value.code


def acts(book: Book) -> list[str]:
    return list(ImageChange.objects.filter(record_id=book.pk).values_list("action", flat=True))


#: State of the record → who may change its pictures.
WHO = {
    State.DRAFT: {"cataloguer", "institution_reviewer", "province_reviewer", "administrator", "root"},
    State.SUBMITTED: {"institution_reviewer", "province_reviewer", "administrator", "root"},
    State.INSTITUTION_APPROVED: {"province_reviewer", "administrator", "root"},
    State.PROVINCE_APPROVED: {"province_reviewer", "editor", "administrator", "root"},
    State.PUBLISHED: {"province_reviewer", "editor", "administrator", "root"},
}


@pytest.mark.parametrize("state", WHO)
def test_who_may_edit_a_record_changes_its_pictures_and_of_a_locked_one_who_may_correct_it(
    state: State, people: dict[str, User], draft: Book
) -> None:
    number = "330000-1701-0000099" if state in (State.PROVINCE_APPROVED, State.PUBLISHED) else None
    Book.objects.filter(pk=draft.pk).update(state=state, census_no=number)
    allowed = set()
    for name, user in people.items():
        try:
            BeginUpload(draft, user, f"{name}.jpg", 10).execute()
            allowed.add(name)
        except NotAllowed:
            continue
    assert allowed == WHO[state]


def test_a_withdrawn_record_keeps_its_pictures_as_they_are(people: dict[str, User], draft: Book, take: Take) -> None:
    image = take(draft)
    Book.objects.filter(pk=draft.pk).update(state=State.WITHDRAWN, withdrawn_from=State.DRAFT)
    for user in people.values():
        with pytest.raises(NotAllowed):
            RemoveImage(image, draft, user, "試").execute()


def test_a_picture_is_remembered_and_indexed_and_no_version_of_the_record(draft: Book, take: Take) -> None:
    """An editor who is typing must not run into a conflict because a colleague adds a picture."""
    image = take(draft, role=ImageRole.OPENING)
    draft.refresh_from_db()
    assert (draft.version, Revision.objects.filter(record_id=draft.pk).count()) == (1, 0)
    change = ImageChange.objects.get(image=image)
    assert (change.action, change.actor, change.diff) == (
        ImageAct.ADD,
        image.created_by,
        {"name": [None, "卷端.jpg"], "role": [None, "opening"]},
    )
    assert OutboxEntry.objects.filter(kind="book", record_id=draft.pk).exists()


def test_pictures_stand_in_the_order_in_which_they_were_chosen(cataloguer: User, draft: Book) -> None:
    """Though a small one arrives before a large one."""
    names = ["a.tif", "b.jpg", "c.png"]
    begun = [BeginUpload(draft, cataloguer, name, 10).execute() for name in names]
    for image in reversed(begun):
        places.arriving(image.pk).write_bytes(image.name.encode().ljust(10))
        FinishUpload(image, draft, cataloguer).execute()
    assert [image.name for image in Image.objects.of("book", draft.pk)] == names


def test_the_same_picture_twice_is_said_and_not_kept_twice(draft: Book, public: Book, take: Take, people: Any) -> None:
    first = take(draft, name="牌記.jpg")
    with pytest.raises(ImageRefused) as caught:
        take(draft, name="牌記副本.jpg")
    assert caught.value.code == "duplicate"
    assert "牌記.jpg" in caught.value.message
    assert list(Image.objects.of("book", draft.pk)) == [first]
    assert not [path for path in (places.root() / "arriving").iterdir() if path != places.arriving(first.pk)]
    assert take(public, user=people["administrator"]).sha256 == first.sha256


def test_the_database_itself_holds_no_picture_twice(draft: Book, take: Take) -> None:
    image = take(draft)
    row = Image.objects.filter(pk=image.pk).values().get() | {"id": new_key()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.create(**row)


def test_a_removed_picture_stays_with_its_file_and_comes_back_to_its_place(
    draft: Book, ready: Take, cataloguer: User
) -> None:
    images = [ready(draft, samples.jpeg(100 + number), f"{number}.jpg") for number in range(3)]
    RemoveImage(images[1], draft, cataloguer, "拍錯了書").execute()
    assert list(Image.objects.of("book", draft.pk).ready()) == [images[0], images[2]]
    assert places.master(images[1].sha256).exists()
    RestoreImage(images[1], draft, cataloguer).execute()
    assert list(Image.objects.of("book", draft.pk).ready()) == images
    assert acts(draft) == ["add"] * 3 + ["remove", "restore"]
    assert ImageChange.objects.get(action="remove").reason == "拍錯了書"


def test_removing_wants_a_reason_and_restoring_no_second_copy(draft: Book, take: Take, cataloguer: User) -> None:
    image = take(draft)
    with pytest.raises(InvalidData):
        RemoveImage(image, draft, cataloguer, "  ").execute()
    RemoveImage(image, draft, cataloguer, "重拍").execute()
    take(draft)
    assert refusal(RestoreImage(image, draft, cataloguer)) == "duplicate"


def test_a_picture_removed_before_it_was_looked_at_is_looked_at_when_it_comes_back(
    draft: Book, take: Take, cataloguer: User
) -> None:
    image = take(draft)
    RemoveImage(image, draft, cataloguer, "誤傳").execute()
    Job.objects.all().delete()
    RestoreImage(image, draft, cataloguer).execute()
    do_jobs()
    image.refresh_from_db()
    assert image.status == ImageStatus.READY


def test_a_refused_file_is_put_away_without_reason_and_cannot_come_back(
    draft: Book, ready: Take, cataloguer: User
) -> None:
    image = ready(draft, b"%PDF-1.4 no picture")
    assert (image.status, image.refusal) == (ImageStatus.REFUSED, "not_image")
    RemoveImage(image, draft, cataloguer).execute()
    with pytest.raises(WrongState, match="重新上传"):
        RestoreImage(image, draft, cataloguer).execute()


def test_what_a_picture_shows_is_described_and_only_what_differs_is_remembered(
    draft: Book, take: Take, cataloguer: User
) -> None:
    image = take(draft)
    DescribeImage(image, draft, cataloguer, role=ImageRole.SEAL, caption=" 「汪啟淑印」 ").execute()
    DescribeImage(image, draft, cataloguer, role=ImageRole.SEAL, caption="「汪啟淑印」").execute()
    image.refresh_from_db()
    assert (image.role, image.caption) == (ImageRole.SEAL, "「汪啟淑印」")
    assert ImageChange.objects.get(action="describe").diff == {
        "role": ["other", "seal"],
        "caption": ["", "「汪啟淑印」"],
    }


@pytest.mark.parametrize(("field", "value"), [("role", "封面女郎"), ("caption", "字" * 501), ("caption", "半個\ud800")])
def test_a_description_that_cannot_be_is_refused(
    field: str, value: str, draft: Book, take: Take, cataloguer: User
) -> None:
    image = take(draft)
    with pytest.raises(InvalidData):
        DescribeImage(image, draft, cataloguer, **{field: value}).execute()


def test_pictures_are_put_in_order_and_those_not_named_follow(draft: Book, take: Take, cataloguer: User) -> None:
    first, second, third = (take(draft, samples.jpeg(100 + number), f"{number}.jpg") for number in range(3))
    OrderImages(draft, cataloguer, [third.pk, first.pk]).execute()
    assert list(Image.objects.of("book", draft.pk)) == [third, first, second]
    OrderImages(draft, cataloguer, [third.pk]).execute()
    change = ImageChange.objects.get(action="order")
    assert change.diff["order"][1] == [str(image.pk) for image in (third, first, second)]


def test_pictures_of_another_record_are_not_touched(draft: Book, public: Book, take: Take, people: Any) -> None:
    strange = take(public, user=people["administrator"])
    user = people["cataloguer"]
    for action in (
        OrderImages(draft, user, [strange.pk]),
        DescribeImage(strange, draft, user, caption="x"),
        RemoveImage(strange, draft, user, "x"),
        RestoreImage(strange, draft, user),
    ):
        with pytest.raises(WrongState):
            action.execute()


def test_room_is_counted_in_bytes_and_each_content_once(
    draft: Book, zhejiang: Institution, wenzhou: Institution, take: Take, cataloguer: User
) -> None:
    image = take(draft)
    kept = room_of(zhejiang.pk)
    assert (kept.kept, kept.coming) == (image.bytes, 0)
    RemoveImage(image, draft, cataloguer, "重拍").execute()
    take(draft)
    BeginUpload(draft, cataloguer, "next.tif", 5000).execute()
    now = room_of(zhejiang.pk)
    assert (now.kept, now.coming) == (image.bytes, 5000)
    assert room_of(wenzhou.pk).used == 0


def test_an_institution_without_room_is_told_its_limit_before_anything_is_sent(
    draft: Book, zhejiang: Institution, cataloguer: User, settings: Any
) -> None:
    settings.IMAGE_QUOTA_BYTES = 1000
    assert refusal(BeginUpload(draft, cataloguer, "a.jpg", 1001)) == "quota"
    ImageQuota.objects.create(institution=zhejiang, bytes=3000)
    BeginUpload(draft, cataloguer, "a.jpg", 2000).execute()
    with pytest.raises(ImageRefused) as caught:
        BeginUpload(draft, cataloguer, "b.jpg", 2000).execute()
    assert "2.9 KiB" in caught.value.message


def test_room_that_was_taken_meanwhile_is_noticed_at_the_end(
    draft: Book, zhejiang: Institution, cataloguer: User
) -> None:
    content = samples.jpeg()
    image = BeginUpload(draft, cataloguer, "a.jpg", len(content)).execute()
    places.arriving(image.pk).write_bytes(content)
    ImageQuota.objects.create(institution=zhejiang, bytes=100)
    assert refusal(FinishUpload(image, draft, cataloguer)) == "quota"
    assert not Image.objects.exists()
    assert not places.arriving(image.pk).exists()


@pytest.mark.parametrize(("size", "code"), [(0, "empty"), (-5, "empty"), (2**31, "too_large")])
def test_a_size_that_cannot_be_is_refused_at_once(size: int, code: str, draft: Book, cataloguer: User) -> None:
    assert refusal(BeginUpload(draft, cataloguer, "a.jpg", size)) == code


def test_a_file_that_changed_on_its_way_is_not_taken(draft: Book, cataloguer: User) -> None:
    image = BeginUpload(draft, cataloguer, "a.jpg", 4, sha256="AB" * 32).execute()
    places.arriving(image.pk).write_bytes(b"abcd")
    assert refusal(FinishUpload(image, draft, cataloguer)) == "damaged"


def test_a_file_is_called_by_its_own_name_whatever_folder_it_came_from(draft: Book, cataloguer: User) -> None:
    names = {
        r"C:\書影\卷端.tif": "卷端.tif",
        "../../etc/passwd": "passwd",
        "": "—",
        "長" * 300 + ".jp2": "長" * 251 + ".jp2",
    }
    for given, kept in names.items():
        assert BeginUpload(draft, cataloguer, given, 5).execute().name == kept


def test_twenty_files_are_looked_at_by_one_job(draft: Book, take: Take) -> None:
    for number in range(5):
        take(draft, samples.jpeg(100 + number), f"{number}.jpg")
    (job,) = Job.objects.all()
    do_jobs()
    job.refresh_from_db()
    assert job.result == {"ready": 5, "refused": 0}


def test_an_upload_that_was_given_up_leaves_nothing(
    draft: Book, cataloguer: User, django_capture_on_commit_callbacks: Any
) -> None:
    image = BeginUpload(draft, cataloguer, "a.jpg", 10).execute()
    with django_capture_on_commit_callbacks(execute=True):
        DropUpload(image, draft, cataloguer).execute()
    assert not Image.objects.exists()
    assert not places.arriving(image.pk).exists()
    assert not ImageChange.objects.exists()


def test_a_picture_that_was_taken_cannot_be_given_up_as_an_upload(draft: Book, take: Take, cataloguer: User) -> None:
    image = take(draft)
    DropUpload(image, draft, cataloguer).execute()
    assert Image.objects.filter(pk=image.pk).exists()


def test_a_form_that_breaks_off_leaves_no_upload(draft: Book, cataloguer: User, take: Take) -> None:
    def broken(count: int) -> bytes:
        raise OSError("broken off")

    with pytest.raises(OSError, match="broken off"):
        AddImage(draft, cataloguer, "a.jpg", 10, broken).execute()
    assert not Image.objects.exists()
    with pytest.raises(ActionRefused, match="还没有传完"):
        AddImage(draft, cataloguer, "a.jpg", 10, lambda count: b"").execute()
    assert not Image.objects.exists()
