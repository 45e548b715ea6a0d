"""The team's pages: drafts, planning again, publishing; and who is kept out."""

import pytest
from django.test import Client
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_ready_plan,
)
from tests.factories.people import person, person_with_role

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.conference.actions.plans import PLAN_TASK
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.choices import PlanState
from clusterwerk.conference.models import Conference, Plan
from clusterwerk.conference.queries.plans import SEED_MAX, unused_seed
from clusterwerk.jobs.models import Job
from clusterwerk.jobs.running import run_waiting_jobs

pytestmark = pytest.mark.django_db


def _base(conference: Conference) -> str:
    return f"/de/conference/{conference.slug}/"


GET_PAGES = ("plans/", "plans/1/")
POST_PAGES = ("plans/again/", "plans/1/publish/")


def test_visitors_are_asked_to_sign_in(client: Client, planned: Conference) -> None:
    for page in GET_PAGES:
        assert client.get(_base(planned) + page).status_code == 302
    for page in POST_PAGES:
        assert client.post(_base(planned) + page).status_code == 302
    assert Plan.objects.count() == 1


def test_others_and_the_team_of_another_conference_are_refused(
    client: Client, planned: Conference
) -> None:
    elsewhere = str(make_conference().public_id)
    for who in (
        person(),
        person_with_role(Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, elsewhere),
    ):
        client.force_login(who)
        for page in GET_PAGES:
            assert client.get(_base(planned) + page).status_code == 403
        for page in POST_PAGES:
            assert client.post(_base(planned) + page).status_code == 403
    assert Plan.objects.count() == 1


def test_an_administrator_sees_the_plans_too(client: Client, planned: Conference) -> None:
    client.force_login(person_with_role(Role.ADMINISTRATOR))
    for page in GET_PAGES:
        assert client.get(_base(planned) + page).status_code == 200


def test_planning_again_needs_a_post(team: Client, planned: Conference) -> None:
    assert team.get(_base(planned) + "plans/again/").status_code == 405


def test_planning_again_makes_a_draft_with_progress_and_leaves_the_published_plan(
    team: Client, planned: Conference
) -> None:
    response = team.post(_base(planned) + "plans/again/", {"seed": "4"})
    assert response.status_code == 302
    assert response["Location"] == _base(planned) + "plans/2/"
    assert "Der Planer arbeitet" in team.get(response["Location"]).content.decode()

    run_waiting_jobs()

    text = team.get(response["Location"]).content.decode()
    assert "Bewiesen bester Plan" in text
    planned.refresh_from_db()
    assert planned.published_plan is not None
    assert planned.published_plan.version == 1
    assert Plan.objects.get(version=2).seed == 4
    comparison = team.get(_base(planned) + "plans/").content.decode()
    assert "Plan 1" in comparison
    assert f"{_base(planned)}plans/2/publish/" in comparison


def test_the_form_offers_the_next_unused_starting_number_so_that_another_plan_comes_of_it(
    team: Client, planned: Conference
) -> None:
    make_ready_plan(planned, seed=6)
    Plan.objects.create(conference=planned, version=3, seed=41, state=PlanState.FAILED)
    make_ready_plan(make_conference(), seed=90)  # another conference's numbers do not count
    page = team.get(_base(planned) + "plans/")
    assert page.context["form"]["seed"].value() == 42
    assert "Dieselbe Zahl und dieselbe Eingabe ergeben denselben Plan" in page.content.decode()


def test_the_first_starting_number_is_0_and_after_the_largest_one_a_free_one() -> None:
    assert unused_seed([]) == 0
    assert unused_seed([Plan(seed=0), Plan(seed=1), Plan(seed=SEED_MAX)]) == 2


@pytest.mark.parametrize("page", ["", "figures/", "unplaced/", "plans/", "plans/1/"])
def test_every_page_of_a_conference_counts_what_has_no_place(team: Client, page: str) -> None:
    conference = Conference.objects.get()
    delegations = [make_delegation(conference) for _ in range(5)]
    for other in delegations[1:]:
        make_match(delegations[0], other, session=conference.sessions.get(position=1))
    publish_plan(make_ready_plan(conference), by=None)
    assert "Ohne Platz (1)" in team.get(_base(conference) + page).content.decode()


def test_a_refused_form_counts_what_has_no_place_too(team: Client, planned: Conference) -> None:
    html = team.post(_base(planned) + "plans/again/", {"seed": "-1"}).content.decode()
    assert "Ohne Platz (0)" in html


def test_a_wrong_starting_number_is_told_and_nothing_is_planned(
    team: Client, planned: Conference
) -> None:
    response = team.post(_base(planned) + "plans/again/", {"seed": "-1"})
    assert response.status_code == 422
    html = response.content.decode()
    assert "cw-error" in html
    assert f'href="{_base(planned)}plans/"' in html, "the team keeps its way to the plans"
    assert Plan.objects.count() == 1
    assert Job.objects.filter(kind=PLAN_TASK, state="queued").count() == 1  # the fixture's own


def test_publishing_shows_the_draft_to_everybody(team: Client, planned: Conference) -> None:
    make_ready_plan(planned, seed=1)
    response = team.post(_base(planned) + "plans/2/publish/", follow=True)
    assert "Plan 2 ist veröffentlicht." in response.content.decode()
    planned.refresh_from_db()
    assert planned.published_plan is not None
    assert planned.published_plan.version == 2


def test_a_plan_that_is_not_ready_cannot_be_published(team: Client, planned: Conference) -> None:
    Plan.objects.create(conference=planned, version=2, state=PlanState.FAILED, failure="Grund")
    response = team.post(_base(planned) + "plans/2/publish/", follow=True)
    assert "nicht fertig" in response.content.decode()
    assert "Grund" in team.get(_base(planned) + "plans/2/").content.decode()
    planned.refresh_from_db()
    assert planned.published_plan is not None
    assert planned.published_plan.version == 1


@pytest.mark.parametrize("page", ["", "timetable/", "figures/", "unplaced/", "timetable.csv"])
def test_a_draft_is_seen_by_the_team_only(planned: Conference, team: Client, page: str) -> None:
    make_ready_plan(planned, seed=1)
    address = _base(planned) + page + "?plan=2"
    response = team.get(address)
    assert response.status_code == 200
    if not page.endswith("csv"):
        assert "Sie sehen Entwurf 2" in response.content.decode()
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("version", ["99", "x", "²", "0", "9" * 30])
def test_a_draft_that_does_not_exist_is_not_found(
    planned: Conference, team: Client, version: str
) -> None:
    assert team.get(_base(planned) + f"timetable/?plan={version}").status_code == 404


@pytest.mark.parametrize("number", [2, 4])
def test_the_comparison_asks_as_often_for_three_drafts_as_for_one(
    team: Client, planned: Conference, django_assert_num_queries, number: int
) -> None:
    for seed in range(1, number):
        make_ready_plan(planned, seed=seed)
    with django_assert_num_queries(20):
        team.get(_base(planned) + "plans/")
