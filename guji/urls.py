"""Addresses of the book record's own pages."""

from django.urls import path

from guji import views

urlpatterns = [
    path("", views.record_list, name="record-list"),
    path("export/<str:form>", views.record_export, name="record-export"),
    path("exports/<uuid:pk>/", views.record_export_file, name="record-export-file"),
    path("<uuid:pk>/", views.record_detail, name="record"),
]
