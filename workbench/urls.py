"""Addresses of the pages that join the rooms."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from workbench import views

login = LoginView.as_view(template_name="workbench/login.html", redirect_authenticated_user=True)

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", login, name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("jobs/", views.job_list, name="job-list"),
    path("jobs/<uuid:pk>/", views.job_detail, name="job"),
    path("jobs/<uuid:pk>/state/", views.job_state, name="job-state"),
    path("jobs/<uuid:pk>/cancel/", views.job_cancel, name="job-cancel"),
]
