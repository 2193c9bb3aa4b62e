"""Addresses of the public catalogue."""

from django.urls import path

from search import views

urlpatterns = [
    path("", views.home, name="catalogue"),
    path("search/", views.results, name="search"),
    path("search/advanced/", views.advanced, name="search-advanced"),
    path("search/suggest/", views.suggest, name="search-suggest"),
    path("search/export/<str:form>", views.export, name="search-export"),
    path("search/saved/", views.saved_list, name="saved-search-list"),
    path("search/saved/<int:pk>/", views.saved_run, name="saved-search"),
    path("search/saved/<int:pk>/delete/", views.saved_delete, name="saved-search-delete"),
    path("browse/", views.browse, name="browse"),
    path("browse/<str:name>/", views.browse_dimension, name="browse-dimension"),
    path("classes/<str:code>/", views.class_page, name="class"),
    path("institutions/", views.institution_list, name="institution-list"),
    path("institutions/<str:code>/", views.institution, name="institution"),
    path("statistics/", views.statistics, name="statistics"),
    path("r/<uuid:key>/", views.record_by_key, name="public-record-by-key"),
    path("r/<str:number>/", views.record, name="public-record"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<str:part>.xml", views.sitemap_part, name="sitemap-part"),
    path("robots.txt", views.robots, name="robots"),
]
