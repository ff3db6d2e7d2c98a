from django.urls import path

from .views import offices, subscribing

app_name = "readers"
urlpatterns = [
    path("", subscribing.subscribe, name="subscribe"),
    path("confirmer/<str:token>/", subscribing.confirm, name="confirm"),
    path("quitter/<str:token>/", subscribing.leave, name="leave"),
    path("gerer/<str:token>/", subscribing.manage, name="manage"),
    path("mairie/<str:token>/", offices.office, name="office"),
]
