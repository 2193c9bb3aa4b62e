"""Addresses of pictures: taking them in, and every way to look at them."""

from django.urls import path

from census.images import serving, uploading

app_name = "images"

urlpatterns = [
    path("records/<str:kind>/<uuid:record>/images/add/", uploading.add, name="add"),
    path("records/<str:kind>/<uuid:record>/images/state/", uploading.state, name="state"),
    path("records/<str:kind>/<uuid:record>/images/uploads/", uploading.upload, name="upload"),
    path("records/<str:kind>/<uuid:record>/images/uploads/<uuid:key>", uploading.piece, name="piece"),
    path("images/<uuid:key>/thumb.jpg", serving.thumb, name="thumb"),
    path("images/<uuid:key>/page.jpg", serving.page, name="page"),
    path("images/<uuid:key>/master", serving.master, name="master"),
    path("iiif/<uuid:key>", serving.image_service, name="service"),
    path("iiif/<uuid:key>/info.json", serving.info, name="info"),
    path("iiif/<uuid:key>/<str:region>/<str:size>/<str:rotation>/<str:quality>", serving.tile, name="tile"),
    path("iiif/manifest/<str:kind>/<uuid:record>", serving.manifest, name="manifest"),
]
