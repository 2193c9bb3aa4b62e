"""The addresses of this project, and those of the two sites."""

from django.urls import path

from benchmarks.peers.entry.sites import columns_site, text_site
from config.urls import urlpatterns as ours

urlpatterns = [path("peer/text/", text_site.urls), path("peer/columns/", columns_site.urls), *ours]
