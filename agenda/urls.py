from django.urls import path, re_path

from .feeds import calendars, news, open_data, subscribing

app_name = "agenda"
urlpatterns = [
    path("agenda.ics", calendars.calendar, name="calendar"),
    path("agenda.atom", news.atom, name="atom"),
    path("agenda.json", open_data.as_json, name="json"),
    path("agenda.csv", open_data.as_csv, name="csv"),
    path("abonnement/", subscribing.subscribe, name="subscribe"),
    # As pages are named: letters of any script.
    re_path(r"^(?P<slug>[-\w]{1,255})/agenda\.ics$", calendars.event_calendar, name="event_calendar"),
]
