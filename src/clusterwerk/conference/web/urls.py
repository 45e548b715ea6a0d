"""Addresses below /conference/."""

from django.urls import path, re_path

from .views import conferences, delegates, plans, timetable

app_name = "conference"

urlpatterns = [
    path("", conferences.conference_list, name="list"),
    path("<slug:slug>/", conferences.conference, name="conference"),
    path("<slug:slug>/figures/", conferences.figures, name="figures"),
    path("<slug:slug>/timetable/", timetable.timetable, name="timetable"),
    re_path(
        r"^(?P<slug>[-\w]+)/timetable\.(?P<kind>csv|json)$",
        timetable.timetable_file,
        name="timetable_file",
    ),
    path("<slug:slug>/delegates/", delegates.delegate_list, name="delegates"),
    re_path(
        r"^(?P<slug>[-\w]+)/delegates\.(?P<kind>csv|json)$",
        delegates.delegate_file,
        name="delegates_file",
    ),
    path("<slug:slug>/delegates/<uuid:key>/", delegates.agenda, name="agenda"),
    path("<slug:slug>/delegates/<uuid:key>.ics", delegates.agenda_calendar, name="calendar"),
    path("<slug:slug>/unplaced/", plans.unplaced, name="unplaced"),
    path("<slug:slug>/plans/", plans.plan_list, name="plans"),
    path("<slug:slug>/plans/again/", plans.plan_again, name="plan_again"),
    path("<slug:slug>/plans/<int:version>/", plans.progress, name="progress"),
    path("<slug:slug>/plans/<int:version>/publish/", plans.publish, name="publish"),
]
