"""Every address of pictures: taking in and handing out (:mod:`census.images.urls`), and the pages for people."""

from django.urls import path

from census.images import urls as images
from workbench.gallery import keeping, looking

app_name = images.app_name

pages = [
    path("records/<str:kind>/<uuid:record>/images/", keeping.manage, name="manage"),
    path("records/<str:kind>/<uuid:record>/images/act/", keeping.act, name="act"),
    path("images/<str:kind>/<uuid:record>/view/", looking.viewer, name="viewer"),
    path("images/compare/", looking.compare, name="compare"),
]
urlpatterns = [*images.urlpatterns, *pages]
