"""The conference team sets a conference up."""

from django.urls import URLPattern, path

from ..views import (
    home,
    setup,
    setup_basics,
    setup_grid,
    setup_hosts,
    setup_questions,
    setup_tables,
    setup_types,
)

# "new" is no conference: this list comes before all addresses that begin with one.
urlpatterns: list[URLPattern] = [
    path("new/", setup.new, name="new"),
    path("<slug:slug>/home/", home.home, name="home"),
    path("<slug:slug>/hosts/<int:key>/mark/", home.mark, name="mark"),
    path("<slug:slug>/team/", setup.team, name="team"),
    path("<slug:slug>/team/clone/", setup.clone, name="clone"),
    path("<slug:slug>/team/switch/<slug:which>/", setup.switch, name="switch"),
    path("<slug:slug>/team/basics/", setup_basics.basics, name="basics"),
    path("<slug:slug>/team/texts/", setup_basics.texts, name="texts"),
    path("<slug:slug>/team/rules/", setup_basics.rules, name="rules"),
    path("<slug:slug>/team/phases/", setup_basics.phases, name="phases"),
    path("<slug:slug>/team/zone/", setup_basics.zone, name="zone"),
    path("<slug:slug>/team/home/", setup_basics.home_setup, name="home_setup"),
    path("<slug:slug>/team/hosts/", setup_hosts.hosts, name="hosts"),
    path("<slug:slug>/team/hosts/new/", setup_hosts.host_new, name="host_new"),
    path("<slug:slug>/team/hosts/<int:key>/", setup_hosts.host_edit, name="host_edit"),
    path("<slug:slug>/team/hosts/<int:key>/remove/", setup_hosts.host_remove, name="host_remove"),
    path("<slug:slug>/team/hosts/<int:key>/move/", setup_hosts.host_move, name="host_move"),
    path("<slug:slug>/team/types/", setup_types.types, name="types"),
    path("<slug:slug>/team/types/matrix/", setup_types.matrix, name="matrix"),
    path("<slug:slug>/team/types/new/", setup_types.type_new, name="type_new"),
    path("<slug:slug>/team/types/<uuid:key>/", setup_types.type_edit, name="type_edit"),
    path("<slug:slug>/team/types/<uuid:key>/remove/", setup_types.type_remove, name="type_remove"),
    path("<slug:slug>/team/types/<uuid:key>/move/", setup_types.type_move, name="type_move"),
    path("<slug:slug>/team/questions/", setup_questions.questions, name="questions"),
    path("<slug:slug>/team/questions/new/", setup_questions.question_new, name="question_new"),
    path(
        "<slug:slug>/team/questions/<uuid:key>/",
        setup_questions.question_edit,
        name="question_edit",
    ),
    path(
        "<slug:slug>/team/questions/<uuid:key>/remove/",
        setup_questions.question_remove,
        name="question_remove",
    ),
    path(
        "<slug:slug>/team/questions/<uuid:key>/move/",
        setup_questions.question_move,
        name="question_move",
    ),
    path("<slug:slug>/team/grid/", setup_grid.grid, name="grid"),
    path("<slug:slug>/team/grid/generate/", setup_grid.generate, name="grid_generate"),
    path("<slug:slug>/team/grid/<uuid:key>/", setup_grid.session_edit, name="session_edit"),
    path("<slug:slug>/team/grid/<uuid:key>/slots/", setup_grid.session_slots, name="session_slots"),
    path(
        "<slug:slug>/team/grid/<uuid:key>/closed/", setup_grid.session_closed, name="session_closed"
    ),
    path(
        "<slug:slug>/team/grid/<uuid:key>/remove/", setup_grid.session_remove, name="session_remove"
    ),
    path("<slug:slug>/team/tables/", setup_tables.tables, name="tables"),
    path("<slug:slug>/team/tables/<uuid:key>/", setup_tables.table_edit, name="table_edit"),
]
