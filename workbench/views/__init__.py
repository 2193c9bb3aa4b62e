"""Pages that join the rooms."""

from workbench.views.batches import import_batch, import_list, import_undo
from workbench.views.home import home, lacking
from workbench.views.imports import import_commit, import_new, import_report, import_template, import_trial
from workbench.views.index_state import index_rebuild, index_state
from workbench.views.jobs import job_cancel, job_detail, job_list, job_state

__all__ = [
    "home",
    "import_batch",
    "import_commit",
    "import_list",
    "import_new",
    "import_report",
    "import_template",
    "import_trial",
    "import_undo",
    "index_rebuild",
    "index_state",
    "job_cancel",
    "job_detail",
    "job_list",
    "job_state",
    "lacking",
]
