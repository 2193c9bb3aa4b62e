"""Pages of the publishing room."""

from catalog_export.views.volumes import (
    run_pdf,
    run_preflight,
    volume_detail,
    volume_list,
    volume_new,
    volume_run,
)

__all__ = ["run_pdf", "run_preflight", "volume_detail", "volume_list", "volume_new", "volume_run"]
