"""Asking for a plan, keeping it, publishing it."""

from dataclasses import replace

import pytest
from django.utils import timezone
from tests.factories.conference import (
    make_conference,
    make_delegation,
    make_match,
    make_planned_conference,
    make_ready_plan,
)
from tests.factories.people import person

from clusterwerk.audit.models import Entry
from clusterwerk.conference import planning
from clusterwerk.conference.actions.plans import request_plan, store_solution
from clusterwerk.conference.actions.publishing import NotReadyError, publish_plan
from clusterwerk.conference.choices import PlanState
from clusterwerk.conference.models import PlannedMeeting
from clusterwerk.jobs.choices import State
from clusterwerk.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_asking_for_a_plan_makes_the_next_version_and_a_job() -> None:
    conference = make_planned_conference()
    who = person()

    plan = request_plan(conference, by=who, seed=3)

    assert (plan.version, plan.seed, plan.state) == (2, 3, PlanState.WAITING)
    assert plan.job is not None
    assert plan.job.arguments == {"plan_id": plan.pk}
    assert plan.requested_by == who
    assert Entry.objects.filter(verb="request_plan", by=who).count() == 1


def test_a_plan_that_is_being_made_is_not_asked_for_twice() -> None:
    conference = make_conference()
    first = request_plan(conference, by=None)
    assert request_plan(conference, by=None) == first
    assert Job.objects.count() == 1


def test_a_plan_whose_job_died_does_not_block_the_next_one() -> None:
    conference = make_conference()
    first = request_plan(conference, by=None)
    Job.objects.update(state=State.FAILED, finished_at=timezone.now())

    second = request_plan(conference, by=None)

    first.refresh_from_db()
    assert first.state == PlanState.FAILED
    assert second.version == 2


def test_a_plan_is_kept_with_its_figures_and_proof() -> None:
    conference = make_planned_conference(pairs=2)
    plan = conference.published_plan
    assert plan is not None
    assert (plan.agreed, plan.placed, plan.breaks, plan.breaks_bound) == (2, 2, 0, 0)
    assert (plan.across_countries, plan.across_fields) == (2, 2)
    assert plan.proven
    assert plan.repeatable
    assert len(plan.input_digest) == 64
    assert plan.meetings.count() == 2


def test_a_wrong_plan_leaves_nothing_behind() -> None:
    conference = make_conference()
    make_match(make_delegation(conference), make_delegation(conference))
    plan = request_plan(conference, by=None)
    problem = planning.problem_of(conference)
    solution = planning.solve(problem, seed=0)

    with pytest.raises(planning.PlanningError):
        store_solution(plan, problem, replace(solution, placements=()), by=None)

    plan.refresh_from_db()
    assert plan.state == PlanState.WAITING
    assert not PlannedMeeting.objects.exists()


def test_a_plan_kept_twice_stays_as_it_was() -> None:
    conference = make_conference()
    make_match(make_delegation(conference), make_delegation(conference))
    plan = make_ready_plan(conference)
    problem = planning.problem_of(conference)
    store_solution(plan, problem, planning.solve(problem, seed=0), by=None)
    assert plan.meetings.count() == 1
    assert Entry.objects.filter(verb="store_plan").count() == 1


def test_publishing_replaces_the_plan_and_keeps_the_one_before() -> None:
    conference = make_planned_conference()
    before = conference.published_plan
    draft = make_ready_plan(conference, seed=1)
    who = person()

    publish_plan(draft, by=who)

    conference.refresh_from_db()
    assert conference.published_plan == draft
    assert before is not None
    before.refresh_from_db()
    assert before.published_at is not None
    assert before.meetings.count() == 1
    assert Entry.objects.get(verb="publish_plan", by=who).details["version"] == 2

    publish_plan(before, by=who)
    conference.refresh_from_db()
    assert conference.published_plan == before


def test_publishing_the_published_plan_changes_nothing() -> None:
    conference = make_planned_conference()
    assert conference.published_plan is not None
    publish_plan(conference.published_plan, by=None)
    assert Entry.objects.filter(verb="publish_plan").count() == 1


def test_a_plan_that_is_not_ready_is_not_published() -> None:
    conference = make_conference()
    with pytest.raises(NotReadyError):
        publish_plan(request_plan(conference, by=None), by=None)
    conference.refresh_from_db()
    assert conference.published_plan is None
