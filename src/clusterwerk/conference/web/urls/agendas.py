"""The delegates' own agendas, what is printed, and the plan as told."""

from django.urls import path

from ..views import absences, feeds, my_agenda, papers, publish

urlpatterns = [
    path("<slug:slug>/plans/<int:version>/publish/", publish.publish, name="publish"),
    path(
        "<slug:slug>/plans/<int:version>/publish/again/",
        publish.publish_again,
        name="publish_again",
    ),
    path("<slug:slug>/team/papers/", papers.papers, name="papers"),
    path("<slug:slug>/team/papers/<uuid:key>.pdf", papers.paper_file, name="paper_file"),
    path("<slug:slug>/my/agenda/", my_agenda.my_agenda, name="my_agenda"),
    path("<slug:slug>/my/agenda/absent/", absences.my_absence, name="my_absence"),
    path("<slug:slug>/my/agenda/<uuid:key>/message/", my_agenda.my_message, name="my_message"),
    path("<slug:slug>/my/agenda/address/", my_agenda.new_address, name="my_agenda_address"),
    path("<slug:slug>/agenda-worker.js", feeds.agenda_worker, name="agenda_worker"),
    path("<slug:slug>/agenda/<str:token>/", my_agenda.agenda_link, name="agenda_link"),
    path("<slug:slug>/agenda/<str:token>.ics", feeds.agenda_feed, name="agenda_feed"),
    path("<slug:slug>/agenda/<str:token>.pdf", feeds.agenda_pdf, name="agenda_pdf"),
]
