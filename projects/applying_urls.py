from django.urls import path

from .views.applying import beginning, filling

app_name = "applying"
urlpatterns = [
    path("", beginning.begin, name="begin"),
    path("mon-lien/", beginning.lost_link, name="lost_link"),
    path("message/", beginning.sent, name="sent"),
    path("supprime/", filling.deleted, name="deleted"),
    path("dossier/<str:token>/", filling.file, name="file"),
    path("dossier/<str:token>/relecture/", filling.review, name="review"),
    path("dossier/<str:token>/retirer/", filling.withdraw, name="withdraw"),
    path("dossier/<str:token>/piece/<key:pk>/", filling.joined_file, name="joined_file"),
    path("dossier/<str:token>/<slug:step>/", filling.step, name="step"),
]
