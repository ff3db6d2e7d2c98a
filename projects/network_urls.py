from django.urls import path

from .views import network_joining, network_record, network_showroom

app_name = "network"
# Each first segment is reserved: no member may have it as its address (models.network.RESERVED).
urlpatterns = [
    path("showroom/", network_showroom.showroom, name="showroom"),
    path("rejoindre/", network_joining.join, name="join"),
    path("envoyee/<str:token>/", network_joining.sent, name="sent"),
    path("demande/<str:token>/", network_joining.follow, name="request"),
    path("demande/<str:token>/corriger/", network_joining.correct, name="request_correct"),
    path("demande/<str:token>/retirer/", network_joining.withdraw, name="request_withdraw"),
    path("fiche/<str:token>/", network_record.record, name="record"),
    path("fiche/<str:token>/corriger/", network_record.correct, name="record_correct"),
]
