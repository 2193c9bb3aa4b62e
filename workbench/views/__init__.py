"""Pages that join the rooms."""

from workbench.views.home import home
from workbench.views.jobs import job_cancel, job_detail, job_list, job_state

__all__ = ["home", "job_cancel", "job_detail", "job_list", "job_state"]
