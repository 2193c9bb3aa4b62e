"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("search.urls")),
    path("", include("workbench.urls")),
    path("", include("workbench.gallery.urls")),
    path("records/", include("guji.urls")),
    path("desk/tools/", include("guji.athand.urls")),
    path("volumes/", include("catalog_export.urls")),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]
