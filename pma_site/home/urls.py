from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.urls import serve_pattern

from . import views

urlpatterns = [
    path("plan-du-site/", views.site_map, name="site_map"),
    path("donnees/", views.open_data, name="open_data"),
    re_path(serve_pattern, views.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
