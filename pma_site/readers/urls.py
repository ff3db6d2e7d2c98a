from django.urls import path

from .views import subscribing

app_name = "readers"
urlpatterns = [
    path("", subscribing.subscribe, name="subscribe"),
    path("confirmer/<str:token>/", subscribing.confirm, name="confirm"),
    path("quitter/<str:token>/", subscribing.leave, name="leave"),
    path("gerer/<str:token>/", subscribing.manage, name="manage"),
]
