from django.urls import path

from .views import leaving, managing, offices, subscribing

app_name = "readers"
urlpatterns = [
    path("", subscribing.subscribe, name="subscribe"),
    path("message-envoye/", subscribing.asked, name="asked"),
    path("confirmer/<str:token>/", subscribing.confirm, name="confirm"),
    path("nouvelle-adresse/<str:token>/", managing.confirm_move, name="move"),
    path("quitter/<str:token>/", leaving.leave, name="leave"),
    path("quitter/<str:token>/revenir/", leaving.come_back, name="come_back"),
    path("quitter/<str:token>/gerer/", leaving.send_manage_link, name="send_manage_link"),
    path("gerer/<str:token>/", managing.manage, name="manage"),
    path("gerer/<str:token>/effacer/", managing.erase, name="erase"),
    path("mairie/<str:token>/", offices.office, name="office"),
]
