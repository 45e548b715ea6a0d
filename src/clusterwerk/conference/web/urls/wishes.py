"""Finding each other, wishing and answering."""

from django.urls import path

from ..views import answers, mine, participants, team_wishes, wishes

urlpatterns = [
    path("<slug:slug>/my/", mine.mine, name="mine"),
    path("<slug:slug>/my/counts/", mine.mine_counts, name="mine_counts"),
    path("<slug:slug>/my/rank/", wishes.wishes_rank, name="wishes_rank"),
    path("<slug:slug>/my/wishes/<uuid:key>/", wishes.wish, name="wish"),
    path("<slug:slug>/my/wishes/<uuid:key>/move/", wishes.wish_move, name="wish_move"),
    path("<slug:slug>/my/wishes/<uuid:key>/withdraw/", wishes.wish_withdraw, name="wish_withdraw"),
    path("<slug:slug>/my/asked/<uuid:key>/", answers.asked_answer, name="asked_answer"),
    path("<slug:slug>/my/asked/<uuid:key>/report/", answers.asked_report, name="asked_report"),
    path("<slug:slug>/my/matches/<uuid:key>/cancel/", wishes.match_cancel, name="match_cancel"),
    path("<slug:slug>/participants/", participants.participants, name="participants"),
    path("<slug:slug>/participants/<uuid:key>/", participants.participant, name="participant"),
    path("<slug:slug>/participants/<uuid:key>/wish/", participants.wish, name="wish_make"),
    path("<slug:slug>/participants/<uuid:key>/exclude/", participants.exclude, name="exclude"),
    path("<slug:slug>/answer/<str:token>/", answers.answer, name="answer"),
    path("<slug:slug>/team/wishes/", team_wishes.team_wishes, name="team_wishes"),
    path("<slug:slug>/team/wishes.csv", team_wishes.team_wishes_file, name="team_wishes_csv"),
    path("<slug:slug>/team/wishes/enter/", team_wishes.team_wish_enter, name="team_wish_enter"),
    path(
        "<slug:slug>/team/wishes/import/",
        team_wishes.team_wishes_import,
        name="team_wishes_import",
    ),
    path("<slug:slug>/team/wishes/suggest/", team_wishes.team_suggest, name="team_suggest"),
    path("<slug:slug>/team/wishes/<uuid:key>/", team_wishes.team_wish, name="team_wish"),
]
