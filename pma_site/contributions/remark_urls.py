from django.urls import path

from . import remark_views

app_name = "remarks"
urlpatterns = [
    path("recue/<str:token>/", remark_views.thanks, name="thanks"),
    path("suivi/<str:token>/", remark_views.remark, name="remark"),
    path("suivi/<str:token>/corriger/", remark_views.correct, name="correct"),
    path("suivi/<str:token>/retirer/", remark_views.withdraw, name="withdraw"),
    path("<slug:code>/", remark_views.new, name="new"),
]
