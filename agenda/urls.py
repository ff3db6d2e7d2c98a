from django.urls import path

from .feeds import calendars, news, open_data, subscribing

app_name = "agenda"
urlpatterns = [
    path("agenda.ics", calendars.calendar, name="calendar"),
    path("agenda.atom", news.atom, name="atom"),
    path("agenda.json", open_data.as_json, name="json"),
    path("agenda.csv", open_data.as_csv, name="csv"),
    path("abonnement/", subscribing.subscribe, name="subscribe"),
    path("<str:slug>/agenda.ics", calendars.event_calendar, name="event_calendar"),
]
