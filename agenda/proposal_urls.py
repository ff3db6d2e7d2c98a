from django.urls import path

from .views import following, proposing

app_name = "proposals"
urlpatterns = [
    path("", proposing.start, name="start"),
    path("brouillon/<str:token>/relecture/", proposing.review, name="review"),
    path("brouillon/<str:token>/image/<key:place>/", proposing.picture, name="draft_picture"),
    path("brouillon/<str:token>/<slug:step>/", proposing.step, name="step"),
    path("merci/<str:token>/", following.thanks, name="thanks"),
    path("suivi/<str:token>/", following.follow, name="follow"),
    path("suivi/<str:token>/retirer/", following.withdraw, name="withdraw"),
    path("suivi/<str:token>/image/<key:place>/", following.picture, name="picture"),
]
