"""Addresses of the publishing room."""

from django.urls import path

from catalog_export import views

urlpatterns = [
    path("", views.volume_list, name="volume-list"),
    path("profiles/", views.profile_list, name="profile-list"),
    path("profiles/preview/", views.profile_preview, name="profile-preview"),
    path("profiles/preview/<int:page>.png", views.profile_picture, name="profile-picture"),
    path("profiles/<slug:name>/", views.profile_edit, name="profile"),
    path("new/", views.volume_new, name="volume-new"),
    path("<int:pk>/", views.volume_detail, name="volume"),
    path("<int:pk>/run/", views.volume_run, name="volume-run"),
    path("<int:pk>/texts/<slug:name>/", views.volume_text, name="volume-text"),
    path("<int:pk>/texts/<slug:name>/preview/", views.volume_text_preview, name="volume-text-preview"),
    path(
        "<int:pk>/texts/<slug:name>/preview/<slug:digest>/<int:page>.png",
        views.volume_text_picture,
        name="volume-text-picture",
    ),
    path("<int:pk>/runs/<int:number>/pages/<int:page>-<slug:size>.png", views.run_page, name="run-page"),
    path("<int:pk>/runs/<int:number>/register.pdf", views.run_pdf, name="run-pdf"),
    path("<int:pk>/runs/<int:number>/files/<str:name>", views.run_file, name="run-file"),
    path("<int:pk>/runs/<int:number>/all.zip", views.run_archive, name="run-archive"),
    path("<int:pk>/runs/<int:number>/preflight.json", views.run_preflight, name="run-preflight"),
]
