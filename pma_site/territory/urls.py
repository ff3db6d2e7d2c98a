from django.urls import path, re_path

from . import views

app_name = "territory"

urlpatterns = [
    path("", views.commune_list, name="commune_list"),
    re_path(r"^(?P<insee_code>[0-9][0-9AB][0-9]{3})-(?P<slug>[-a-zA-Z0-9_]+)/$", views.commune, name="commune"),
]
