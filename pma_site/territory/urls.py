from django.urls import path

from . import views

app_name = "territory"

urlpatterns = [
    path("", views.commune_list, name="commune_list"),
    path("communes.csv", views.communes_csv, name="communes_csv"),
    path("<str:insee_code>-<slug:slug>/", views.commune, name="commune"),
]
