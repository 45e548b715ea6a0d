"""Planning that somebody stopped is no fault, and is not told as one."""

import pytest
from django.test import Client
from django.utils import timezone

from clusterwerk.conference.models import Conference, Plan
from clusterwerk.jobs.actions import stop_job
from clusterwerk.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_who_stops_before_there_is_a_plan_reads_that_and_no_fault(
    team: Client, planned: Conference
) -> None:
    desk = f"/en/conference/{planned.slug}/plans/"
    team.post(f"{desk}again/", {"seed": "7"})
    plan = Plan.objects.latest("version")
    assert plan.job is not None
    stop_job(plan.job)
    html = team.get(f"{desk}{plan.version}/").content.decode()
    assert "Planning was stopped before there was a plan to keep." in html
    assert "cw-note--error" not in html
    assert "did not come about" not in team.get(desk).content.decode()


def test_a_fault_of_the_planner_is_told_as_one(team: Client, planned: Conference) -> None:
    desk = f"/en/conference/{planned.slug}/plans/"
    team.post(f"{desk}again/", {"seed": "7"})
    plan = Plan.objects.latest("version")
    ended = {"state": "failed", "error": "no memory left", "finished_at": timezone.now()}
    Job.objects.filter(pk=plan.job_id).update(**ended)
    assert "no memory left" in team.get(f"{desk}{plan.version}/").content.decode()
    html = team.get(desk).content.decode()
    assert f"Draft {plan.version} did not come about." in html
    assert "cw-note--error" in html
