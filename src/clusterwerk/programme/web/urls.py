"""Addresses below /programme/."""

from django.urls import path

from . import views

app_name = "programme"

urlpatterns = [
    path("", views.overview, name="list"),
    path("counting/", views.counting, name="counting"),
    path("events/", views.events, name="events"),
    path("events/all.<str:form>", views.events_file, name="events_file"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("events/<slug:slug>.ics", views.event_file, name="event_file"),
    path("<slug:slug>/", views.edition, name="edition"),
    path("<slug:slug>/calendar/", views.calendar, name="calendar"),
    path("<slug:slug>/events.<str:form>", views.edition_file, name="edition_file"),
]
