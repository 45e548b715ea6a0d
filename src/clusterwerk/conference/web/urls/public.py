"""What everybody can read of a conference."""

from django.urls import path

from ..views import conferences, delegates, timetable, unplaced

urlpatterns = [
    path("", conferences.conference_list, name="list"),
    path("<slug:slug>/", conferences.conference, name="conference"),
    path("<slug:slug>/figures/", conferences.figures, name="figures"),
    path("<slug:slug>/timetable/", timetable.timetable, name="timetable"),
    path(
        "<slug:slug>/timetable.csv", timetable.timetable_file, {"kind": "csv"}, name="timetable_csv"
    ),
    path(
        "<slug:slug>/timetable.json",
        timetable.timetable_file,
        {"kind": "json"},
        name="timetable_json",
    ),
    path(
        "<slug:slug>/timetable/organisation/<slug:organisation>/",
        timetable.of_organisation,
        name="timetable_organisation",
    ),
    path("<slug:slug>/timetable/table/<int:number>/", timetable.of_table, name="timetable_table"),
    path("<slug:slug>/delegates/", delegates.delegate_list, name="delegates"),
    path(
        "<slug:slug>/delegates.csv", delegates.delegate_file, {"kind": "csv"}, name="delegates_csv"
    ),
    path(
        "<slug:slug>/delegates.json",
        delegates.delegate_file,
        {"kind": "json"},
        name="delegates_json",
    ),
    path("<slug:slug>/delegates/<uuid:key>/", delegates.agenda, name="agenda"),
    path("<slug:slug>/delegates/<uuid:key>.ics", delegates.agenda_calendar, name="calendar"),
    path("<slug:slug>/unplaced/", unplaced.unplaced, name="unplaced"),
    path("<slug:slug>/unplaced.csv", unplaced.unplaced_file, {"kind": "csv"}, name="unplaced_csv"),
    path(
        "<slug:slug>/unplaced.json", unplaced.unplaced_file, {"kind": "json"}, name="unplaced_json"
    ),
]
