"""Addresses of the book record's own pages."""

from django.urls import path

from guji import views

urlpatterns = [
    path("", views.record_list, name="record-list"),
    path("<uuid:pk>/", views.record_detail, name="record"),
]
