"""The planning desk of the conference team."""

from django.urls import path

from ..views import board, plans

MEETING = "<slug:slug>/plans/<int:version>/meetings/<uuid:key>/"

urlpatterns = [
    path("<slug:slug>/plans/", plans.plan_list, name="plans"),
    path("<slug:slug>/plans/again/", plans.plan_again, name="plan_again"),
    path("<slug:slug>/plans/mend/", plans.plan_mend, name="plan_mend"),
    path("<slug:slug>/plans/<int:version>/", plans.progress, name="progress"),
    path("<slug:slug>/plans/<int:version>/what-if/", plans.what_if, name="what_if"),
    path("<slug:slug>/plans/<int:version>/ask/", plans.ask_planner, name="ask_planner"),
    path("<slug:slug>/plans/<int:version>/undo/", board.undo, name="desk_undo"),
    path("<slug:slug>/plans/<int:version>/redo/", board.redo, name="desk_redo"),
    path("<slug:slug>/plans/<int:version>/add/", board.add, name="desk_add"),
    path(MEETING, board.meeting, name="desk_meeting"),
    path(f"{MEETING}places/", board.meeting_places, name="desk_places"),
    path(f"{MEETING}remove/", board.remove, name="desk_remove"),
    path(f"{MEETING}withdraw/", board.withdraw, name="desk_withdraw"),
    path(f"{MEETING}lock/", board.lock, name="desk_lock"),
    path(f"{MEETING}remedies/<int:number>/", board.remedy, name="desk_remedy"),
]
