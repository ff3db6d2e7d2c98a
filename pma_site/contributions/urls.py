from django.urls import path

from . import call_views

app_name = "contributions"
urlpatterns = [
    path("", call_views.calls, name="calls"),
    path("reponse/<str:token>/", call_views.answer, name="answer"),
    path("reponse/<str:token>/corriger/", call_views.correct, name="correct"),
    path("reponse/<str:token>/retirer/", call_views.withdraw, name="withdraw"),
    path("envoyee/<str:token>/", call_views.thanks, name="thanks"),
    path("<slug:slug>/", call_views.call, name="call"),
]
