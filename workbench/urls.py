"""Addresses of the pages that join the rooms."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from workbench import views

login = LoginView.as_view(template_name="workbench/login.html", redirect_authenticated_user=True)

urlpatterns = [
    path("desk/", views.home, name="home"),
    path("desk/lacking/", views.lacking, name="lacking"),
    path("login/", login, name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("imports/", views.import_list, name="import-list"),
    path("imports/new/", views.import_new, name="import-new"),
    path("imports/template.xlsx", views.import_template, name="import-template"),
    path("imports/<uuid:pk>/", views.import_trial, name="import"),
    path("imports/<uuid:pk>/report.xlsx", views.import_report, name="import-report"),
    path("imports/<uuid:pk>/commit/", views.import_commit, name="import-commit"),
    path("imports/batches/<uuid:pk>/", views.import_batch, name="import-batch"),
    path("imports/batches/<uuid:pk>/undo/", views.import_undo, name="import-undo"),
    path("index/", views.index_state, name="index-state"),
    path("index/rebuild/", views.index_rebuild, name="index-rebuild"),
    path("jobs/", views.job_list, name="job-list"),
    path("jobs/<uuid:pk>/", views.job_detail, name="job"),
    path("jobs/<uuid:pk>/state/", views.job_state, name="job-state"),
    path("jobs/<uuid:pk>/cancel/", views.job_cancel, name="job-cancel"),
]
