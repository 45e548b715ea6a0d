"""Asking the planner about a plan, and keeping what it answers."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from clusterwerk.audit.actions import record
from clusterwerk.jobs.actions import enqueue_after_commit

from ..models import Plan
from ..queries.plans import state_of_edits

EXPLAIN_TASK = "clusterwerk.conference.tasks.explain_plan"
TITLES = {
    False: gettext_noop("Looking for places for the meetings left out"),
    True: gettext_noop("What if there were more tables or slots?"),
}


def request_answers(plan: Plan, *, by: Any, event: bool = False) -> Plan:
    """Asks why meetings have no place and what would help; with `event` what more tables, slots or
    half a day would bring. A question that is being worked on is not asked twice."""
    with transaction.atomic():
        locked = (
            Plan.objects.select_for_update(of=("self",), no_key=True)
            .select_related("conference", "answers_job")
            .get(pk=plan.pk)
        )
        job = locked.answers_job
        if job is not None and not job.has_ended and job.arguments.get("event") == event:
            return locked
        view = "what_if" if event else "plans"
        arguments = [locked.conference.slug, locked.version] if event else [locked.conference.slug]
        query = "" if event else f"?plan={locked.version}"
        locked.answers_job = enqueue_after_commit(
            EXPLAIN_TASK,
            by=by,
            subject=locked,
            title=TITLES[event],
            shown_at=reverse(f"conference:{view}", args=arguments) + query,
            plan_id=locked.pk,
            event=event,
        )
        locked.save(update_fields=["answers_job"])
        record("request_answers", by=by, subject=locked, version=locked.version, event=event)
    return locked


def store_answers(plan: Plan, *, by: Any, name: str, edits: str, answer: Any) -> None:
    """Keeps one answer with the state of the board it is about: `remedies` or `what_if`."""
    with transaction.atomic():
        locked = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        locked.answers = {
            **locked.answers,
            name: {"edits": edits, "at": timezone.now().isoformat(), "answer": answer},
        }
        locked.save(update_fields=["answers"])
        record("store_answers", by=by, subject=locked, version=locked.version, about=name)


def answers_are_of_now(plan: Plan, name: str) -> bool:
    """Whether the answer is about the board as it is."""
    kept = plan.answers.get(name)
    return kept is not None and kept["edits"] == state_of_edits(plan)
