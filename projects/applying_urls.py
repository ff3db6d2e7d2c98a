from django.urls import path

from .views.applying import beginning, filling, following

app_name = "applying"
urlpatterns = [
    path("", beginning.begin, name="begin"),
    path("mon-lien/", beginning.lost_link, name="lost_link"),
    path("message/", beginning.sent, name="sent"),
    path("supprime/", following.deleted, name="deleted"),
    path("dossier/<str:token>/", following.file, name="file"),
    path("dossier/<str:token>/relecture/", filling.review, name="review"),
    path("dossier/<str:token>/retirer/", following.withdraw, name="withdraw"),
    path("dossier/<str:token>/piece/<key:pk>/", following.joined_file, name="joined_file"),
    path("dossier/<str:token>/<slug:step>/", filling.step, name="step"),
]
