"""Small conferences for tests; every name is made up."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from tests.factories.directory import make_organisation

from clusterwerk.conference import planning
from clusterwerk.conference.actions.plans import request_plan, store_solution
from clusterwerk.conference.actions.publishing import publish_plan
from clusterwerk.conference.choices import PhaseKind, RegistrationStatus
from clusterwerk.conference.models import (
    Conference,
    ConferencePhase,
    Delegate,
    Match,
    Plan,
    Registration,
    Session,
    Slot,
    Table,
)
from clusterwerk.directory.models import Organisation

_numbers = count(1)
SINCE = datetime(2030, 5, 1, 8, 0, tzinfo=UTC)
FIRST_SLOT = datetime(2030, 6, 3, 8, 0, tzinfo=UTC)  # 10:00 in Berlin


def make_conference(*, slots: tuple[int, ...] = (3,), tables: int = 2, **values: Any) -> Conference:
    """A conference with one session per number of slots (20 minutes each), and tables."""
    number = next(_numbers)
    values.setdefault("slug", f"konferenz-{number}")
    values.setdefault("name_de", f"Beispielkonferenz {number}")
    values.setdefault("name_en", f"Example conference {number}")
    values.setdefault("starts_on", date(2030, 6, 3))
    values.setdefault("ends_on", date(2030, 6, 4))
    conference = Conference.objects.create(**values)
    for position, amount in enumerate(slots, start=1):
        start = FIRST_SLOT + timedelta(hours=4 * (position - 1))
        session = Session.objects.create(
            conference=conference,
            position=position,
            name_de=f"Block {position}",
            name_en=f"Session {position}",
            starts_at=start,
            ends_at=start + amount * timedelta(minutes=20),
        )
        for turn in range(amount):
            begin = start + turn * timedelta(minutes=20)
            Slot.objects.create(
                session=session, starts_at=begin, ends_at=begin + timedelta(minutes=20)
            )
    for table in range(1, tables + 1):
        Table.objects.create(conference=conference, number=table, zone="A")
    return conference


def make_delegation(
    conference: Conference,
    *,
    delegates: int = 1,
    organisation: Organisation | None = None,
    status: RegistrationStatus = RegistrationStatus.ADMITTED,
    is_public: bool = True,
    **values: Any,
) -> Registration:
    """A delegation with so many delegates; public ones show everything, others nothing."""
    registration = Registration.objects.create(
        conference=conference,
        organisation=organisation or make_organisation(**values),
        status=status,
    )
    since = SINCE if is_public else None
    for _ in range(delegates):
        number = next(_numbers)
        Delegate.objects.create(
            registration=registration,
            number=number,
            name=f"Mira Beispiel {number}",
            email=f"mira-{number}@example.org",
            function_de="Clustermanagement",
            function_en="Cluster management",
            languages=["en", "de"],
            name_public_since=since,
            function_public_since=since,
            languages_public_since=since,
            agenda_public_since=since,
        )
    return registration


def make_match(one: Registration, other: Registration, **values: Any) -> Match:
    """An agreed meeting of the first delegates of two delegations."""
    a, b = sorted((one, other), key=lambda row: row.pk)
    values.setdefault("delegate_a", a.delegates.order_by("number").first())
    values.setdefault("delegate_b", b.delegates.order_by("number").first())
    values.setdefault("agreed_at", SINCE)
    return Match.objects.create(
        conference=a.conference, registration_a=a, registration_b=b, **values
    )


def make_ready_plan(conference: Conference, *, seed: int = 0) -> Plan:
    """A draft, really planned."""
    plan = request_plan(conference, by=None, seed=seed)
    problem = planning.problem_of(conference)
    return store_solution(plan, problem, planning.solve(problem, seed=seed), by=None)


def make_planned_conference(pairs: int = 1, **values: Any) -> Conference:
    """A conference with so many pairs of delegations, who meet as the published plan says."""
    conference = make_conference(**values)
    for _ in range(pairs):
        make_match(
            make_delegation(conference, country_id="DE", fields=("pho", "mic")),
            make_delegation(conference, country_id="FR", fields=("med",)),
        )
    publish_plan(make_ready_plan(conference), by=None)
    conference.refresh_from_db()
    return conference


def open_registration(conference: Conference, *, days: int = 10) -> Conference:
    """Registration began yesterday and goes on for so many days."""
    now = timezone.now()
    ConferencePhase.objects.create(
        conference=conference,
        kind=PhaseKind.REGISTRATION,
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=days),
    )
    return conference
