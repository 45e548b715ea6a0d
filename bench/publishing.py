"""Publishing a plan of about 600 meetings: the moment it is shown, and the mails about it.

    .venv/bin/python -m bench.publishing [--delegates 250] [--meetings 604]

On a database of its own (SQLite in a new folder, or what DATABASE_URL names, which must be empty).
Prints the seconds of the transaction (plan shown, notices kept, job asked for) and of the job that
puts a mail with agenda, PDF and calendar for every delegate into the outbox; then the same for a
later version in which one slot moved.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any


def prepare() -> None:
    """Django on an empty database."""
    os.environ.setdefault("CLUSTERWERK_VAR", tempfile.mkdtemp(prefix="bench-publishing-"))
    os.environ["CLUSTERWERK_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "clusterwerk.config.settings"
    os.environ["LOG_LEVEL"] = "error"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(delegates: int, meetings: int) -> Any:
    """A conference with a ready plan: made by hand, as only publishing is measured."""
    from clusterwerk.conference.choices import PlanState
    from clusterwerk.conference.models import Plan

    now = datetime.now(tz=UTC)
    conference, slots, tables = hall(now)
    people = delegations(conference, delegates, now)
    plan = Plan.objects.create(
        conference=conference,
        version=1,
        state=PlanState.READY,
        agreed=meetings,
        placed=meetings,
        finished_at=now,
    )
    place(plan, meetings, slots, tables, people)
    return plan


def hall(now: datetime) -> tuple[Any, list[Any], list[Any]]:
    """A conference of one day with 18 slots and 38 tables."""
    from clusterwerk.conference.models import Conference, Session, Slot, Table

    day = now.date() + timedelta(days=30)
    conference = Conference.objects.create(
        slug=f"bench-{now:%Y%m%d%H%M%S}",
        name_en="Bench",
        starts_on=day,
        ends_on=day,
        contact_email="team@example.org",
    )
    start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    session = Session.objects.create(
        conference=conference, position=1, starts_at=start, ends_at=start + timedelta(hours=6)
    )
    slots = Slot.objects.bulk_create(
        Slot(
            session=session,
            starts_at=start + turn * timedelta(minutes=20),
            ends_at=start + (turn + 1) * timedelta(minutes=20),
        )
        for turn in range(18)
    )
    tables = Table.objects.bulk_create(
        Table(conference=conference, number=number, zone="A") for number in range(1, 39)
    )
    return conference, slots, tables


def delegations(conference: Any, delegates: int, now: datetime) -> list[Any]:
    """Delegations of one delegate each; the delegates."""
    from clusterwerk.conference.choices import RegistrationStatus
    from clusterwerk.conference.models import Delegate, Registration
    from clusterwerk.directory.models import Organisation
    from clusterwerk.places.models import Country, OrganisationKind

    country, kind = Country.objects.first(), OrganisationKind.objects.first()
    organisations = Organisation.objects.bulk_create(
        Organisation(
            slug=f"{conference.slug}-{number}",
            name=f"Organisation {number}",
            kind=kind,
            country=country,
        )
        for number in range(delegates)
    )
    registrations = Registration.objects.bulk_create(
        Registration(conference=conference, organisation=row, status=RegistrationStatus.ADMITTED)
        for row in organisations
    )
    return Delegate.objects.bulk_create(
        Delegate(
            registration=row,
            number=number,
            name=f"Mira Beispiel {number}",
            email=f"mira-{number}@example.org",
            name_public_since=now,
        )
        for number, row in enumerate(registrations, start=1)
    )


def places_drawn(
    meetings: int, slots: int, tables: int, people: int
) -> list[tuple[int, int, int, int]]:
    """Meetings as (delegate, delegate, slot, table), all by position: each pair once, and nobody
    twice in a slot."""
    chance = random.Random(604)
    known: set[tuple[int, int]] = set()
    busy: set[tuple[int, int]] = set()
    places = [(slot, table) for slot in range(slots) for table in range(tables)]
    chance.shuffle(places)
    placed: list[tuple[int, int, int, int]] = []
    for slot, table in places:
        if len(placed) == meetings:
            break
        for _try in range(200):
            a, b = sorted(chance.sample(range(people), 2))
            if (a, b) in known or (slot, a) in busy or (slot, b) in busy:
                continue
            known.add((a, b))
            busy |= {(slot, a), (slot, b)}
            placed.append((a, b, slot, table))
            break
    return placed


def place(plan: Any, meetings: int, slots: list[Any], tables: list[Any], people: list[Any]) -> None:
    """Agreed meetings with their places in the plan."""
    from clusterwerk.conference.models import Match, PlannedMeeting

    placed = places_drawn(meetings, len(slots), len(tables), len(people))
    matches = Match.objects.bulk_create(
        Match(
            conference=plan.conference,
            registration_a=people[a].registration,
            registration_b=people[b].registration,
            delegate_a=people[a],
            delegate_b=people[b],
            agreed_at=plan.finished_at,
        )
        for a, b, _slot, _table in placed
    )
    PlannedMeeting.objects.bulk_create(
        PlannedMeeting(
            plan=plan,
            match=match,
            slot=slots[slot],
            table=tables[table],
            delegate_a=people[a],
            delegate_b=people[b],
        )
        for match, (a, b, slot, table) in zip(matches, placed, strict=True)
    )


def seconds(work: Callable[[], object]) -> str:
    """How long it took, and how long this process was at work: on a busy machine they differ."""
    start, own = time.perf_counter(), time.process_time()
    work()
    return f"{time.perf_counter() - start:.2f} s (CPU {time.process_time() - own:.2f} s)"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delegates", type=int, default=250)
    parser.add_argument("--meetings", type=int, default=604)
    chosen = parser.parse_args()
    prepare()
    from django.db import connection
    from django.db.models import F
    from django.urls import reverse

    from clusterwerk.conference.actions.notices import tell_changes
    from clusterwerk.conference.actions.publishing import publish_plan
    from clusterwerk.conference.models import Slot
    from clusterwerk.jobs.running import run_waiting_jobs
    from clusterwerk.mail.models import Message

    reverse("conference:list")  # reads all addresses, as a running portal has done long ago
    plan = fill(chosen.delegates, chosen.meetings)
    conference = plan.conference
    before = Message.objects.count()
    shown = seconds(lambda: publish_plan(plan, by=None))
    mailed = seconds(run_waiting_jobs)
    first = Message.objects.count() - before
    slot = Slot.objects.filter(session__conference=conference).order_by("-starts_at")[:1].get()
    Slot.objects.filter(pk=slot.pk).update(
        starts_at=F("starts_at") + timedelta(minutes=5), ends_at=F("ends_at") + timedelta(minutes=5)
    )
    told = seconds(lambda: tell_changes(conference, by=None))
    mailed_again = seconds(run_waiting_jobs)
    second = Message.objects.count() - before - first
    out = sys.stdout.write
    out(f"{connection.vendor}: {plan.placed} meetings, {chosen.delegates} delegates\n")
    out(f"publish: shown and noted in {shown}, {first} mails in {mailed}\n")
    out(f"one slot moved: noted in {told}, {second} mails in {mailed_again}\n")


if __name__ == "__main__":
    main()
