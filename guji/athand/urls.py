"""Addresses of the tools at hand."""

from django.urls import path

from guji.athand import views

urlpatterns = [
    path("", views.tool_times, name="tools"),
    path("years/", views.tool_times, name="tool-times"),
    path("classes/", views.tool_classes, name="tool-classes"),
    path("rules/", views.tool_rules, name="tool-rules"),
    path("characters/", views.tool_characters, name="tool-characters"),
]
