"""Pages of the public catalogue and of searching."""

from search.views.advanced import advanced
from search.views.browse import browse, browse_dimension, class_page
from search.views.export import export
from search.views.figures import statistics
from search.views.holders import institution, institution_list
from search.views.home import home
from search.views.record import record, record_by_key
from search.views.results import results
from search.views.saved import saved_delete, saved_list, saved_run
from search.views.sitemap import robots, sitemap_index, sitemap_part
from search.views.suggest import suggest

__all__ = [
    "advanced",
    "browse",
    "browse_dimension",
    "class_page",
    "export",
    "home",
    "institution",
    "institution_list",
    "record",
    "record_by_key",
    "results",
    "robots",
    "saved_delete",
    "saved_list",
    "saved_run",
    "sitemap_index",
    "sitemap_part",
    "statistics",
    "suggest",
]
