from django.urls import path, re_path

from .views import files, pages

app_name = "open_data"

_NAME = r"(?P<name>[a-z]+(?:-[a-z]+)*)"

urlpatterns = [
    path("", pages.index, name="index"),
    path("api/", pages.api, name="api"),
    path("catalogue.jsonld", pages.catalogue, name="catalogue"),
    re_path(rf"^{_NAME}\.csv$", files.csv_file, name="csv"),
    re_path(rf"^{_NAME}\.json$", files.json_file, name="json"),
    re_path(rf"^{_NAME}\.geojson$", files.geojson_file, name="geojson"),
    re_path(rf"^{_NAME}/$", pages.dataset, name="dataset"),
]
