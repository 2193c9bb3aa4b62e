"""Long work on book records."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from census.jobs import JobContext, job
from guji.exports import export_books
from guji.listing import RecordFilter, listed

EXPORT_KIND = "export_books"
#: Seconds after which an exported file is cleared away by the next export.
KEPT = 7 * 24 * 3600


def export_folder() -> Path:
    """Return where exported sheets lie until they are cleared away."""
    return Path(settings.VAR_DIR) / "exports"


def export_path(job_id: UUID, form: str) -> Path:
    """Return the file of an export job."""
    return export_folder() / f"{job_id.hex}.{form}"


@job(EXPORT_KIND, idempotent=True)
def export_records(context: JobContext, *, query: dict[str, str], form: str) -> dict[str, Any]:
    """Write the records that a filter lists, as far as whoever started the job may see them."""
    clear_old_files()
    chosen = RecordFilter.of(query)
    books = listed(context.job.created_by, chosen)
    total = books.count()
    path = export_path(context.job.pk, form)
    made = export_books(
        books,
        path,
        form,
        chosen=chosen.in_words(),
        progress=lambda done: context.progress(done, total, f"读出 {done} 部"),
    )
    context.log(f"已写出 {made.records} 部，{path.stat().st_size:,} 字节")
    if made.left_out:
        context.log(f"表格写法不能表示、没有导出的各项：{'、'.join(made.left_out)}")
    return {"url": reverse("record-export-file", args=[context.job.pk]), "records": made.records}


def clear_old_files() -> None:
    """Remove sheets that nobody fetched for a week."""
    folder = export_folder()
    limit = time.time() - KEPT
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
