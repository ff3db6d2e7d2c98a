from django.urls import path, re_path

from . import feeds, views

app_name = "territory"

_EPCI = r"^epci/(?P<siren>[0-9]{9})-(?P<slug>[-a-zA-Z0-9_]+)/"
_COMMUNE = r"^(?P<insee_code>[0-9][0-9AB][0-9]{3})-(?P<slug>[-a-zA-Z0-9_]+)/"

urlpatterns = [
    path("", views.commune_list, name="commune_list"),
    re_path(f"{_EPCI}$", views.epci, name="epci"),
    re_path(f"{_EPCI}nouvelles\\.atom$", feeds.epci_news, name="epci_news"),
    re_path(f"{_COMMUNE}$", views.commune, name="commune"),
    re_path(f"{_COMMUNE}nouvelles\\.atom$", feeds.commune_news, name="commune_news"),
]
