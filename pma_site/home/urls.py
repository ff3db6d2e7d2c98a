from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.urls import serve_pattern

from . import views

urlpatterns = [
    path("plan-du-site/", views.site_map, name="site_map"),
    path("catalogue/", views.catalogue, name="catalogue"),
    # Wagtail's own addresses, for pages behind a password or a login; the last of them serves pages, as ours does.
    path("", include(wagtail_urls.urlpatterns[:-1])),
    re_path(serve_pattern, views.serve, name="wagtail_serve"),
]
