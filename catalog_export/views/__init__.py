"""Pages of the publishing room."""

from catalog_export.views.pages import run_page
from catalog_export.views.profiles import profile_edit, profile_list, profile_picture, profile_preview
from catalog_export.views.runs import run_archive, run_file, run_pdf, run_preflight
from catalog_export.views.texts import volume_text, volume_text_picture, volume_text_preview
from catalog_export.views.volumes import volume_detail, volume_list, volume_new, volume_run

__all__ = [
    "profile_edit",
    "profile_list",
    "profile_picture",
    "profile_preview",
    "run_archive",
    "run_file",
    "run_page",
    "run_pdf",
    "run_preflight",
    "volume_detail",
    "volume_list",
    "volume_new",
    "volume_run",
    "volume_text",
    "volume_text_picture",
    "volume_text_preview",
]
