"""Addresses of the book record's own pages."""

from django.urls import path

from guji import views

urlpatterns = [
    path("", views.record_list, name="record-list"),
    path("export/<str:form>", views.record_export, name="record-export"),
    path("exports/<uuid:pk>/", views.record_export_file, name="record-export-file"),
    path("new/", views.record_new, name="record-new"),
    path("understand/", views.record_understand, name="record-understand"),
    path("split/", views.record_split, name="record-split"),
    path("keep/", views.record_keep, name="record-keep"),
    path("suggest/", views.record_suggest, name="record-suggest"),
    path("begin/", views.record_begin, name="record-begin"),
    path("begin/fields/", views.record_fields, name="record-fields"),
    path("templates/", views.template_list, name="template-list"),
    path("templates/<uuid:pk>/", views.template_act, name="template-act"),
    path("names/", views.name_list, name="name-list"),
    path("names/propose/", views.name_propose, name="name-propose"),
    path("names/<uuid:pk>/", views.name_decide, name="name-decide"),
    path("keys/", views.entry_keys, name="entry-keys"),
    path("discard/<uuid:key>/", views.record_discard, name="record-discard"),
    path("grid/", views.grid_list, name="grid-list"),
    path("grid/<uuid:pk>/", views.grid_page, name="grid"),
    path("grid/<uuid:pk>/rows/", views.grid_rows, name="grid-rows"),
    path("grid/<uuid:pk>/keep/", views.grid_keep, name="grid-keep"),
    path("grid/<uuid:pk>/save/", views.grid_save, name="grid-save"),
    path("grid/<uuid:pk>/paste/", views.grid_paste, name="grid-paste"),
    path("grid/<uuid:pk>/split/", views.grid_split, name="grid-split"),
    path("grid/<uuid:pk>/settle/", views.grid_settle, name="grid-settle"),
    path("grid/<uuid:pk>/columns/", views.grid_columns, name="grid-columns"),
    path("grid/<uuid:pk>/drop/", views.grid_drop, name="grid-drop"),
    path("grid/<uuid:pk>/sheet.<str:form>", views.grid_sheet, name="grid-sheet"),
    path("<uuid:pk>/", views.record_detail, name="record"),
    path("<uuid:pk>/act/", views.record_act, name="record-act"),
    path("<uuid:pk>/history/", views.record_history, name="record-history"),
    path("<uuid:pk>/restore/", views.record_restore, name="record-restore"),
    path("<uuid:pk>/edit/", views.record_edit, name="record-edit"),
]
