"""A season, driven through the real pages: from the invitation to agendas right to the minute.

`make test` plays a small one; `make test-season` that of product.md, with 180 delegations.
"""

import re
from collections import Counter, defaultdict
from itertools import cycle

import pytest
from django.conf import LazySettings
from icalendar import Calendar
from tests.season.delegations import Contact, answer_from_mail
from tests.season.forms import Visitor
from tests.season.team import Team

from clusterwerk.conference.actions.wish_notices import tell_wishes
from clusterwerk.conference.choices import MatchStatus, RegistrationStatus
from clusterwerk.conference.models import (
    AgendaNotice,
    Conference,
    Delegate,
    Match,
    PlannedMeeting,
    Suggestion,
    Wish,
)
from clusterwerk.demo import people, register
from clusterwerk.demo.simulated_people import cast_of
from clusterwerk.jobs.running import run_waiting_jobs
from clusterwerk.mail.models import Message

DECLINE_EVERY = 5
KINDS = ("must", "want", "want", "would", "would")
LINK = re.compile(r"https?://[^/]+(/\S+/agenda/[^/\s]+/)")


@pytest.mark.django_db
def test_a_small_season(settings: LazySettings) -> None:
    play(settings, delegations=8, tables=6, wishes_each=3, agreed_at_least=15)


@pytest.mark.season
@pytest.mark.django_db
def test_the_season_of_180_delegations(settings: LazySettings) -> None:
    play(settings, delegations=180, tables=38, wishes_each=4, agreed_at_least=560)


def play(
    settings: LazySettings, *, delegations: int, tables: int, wishes_each: int, agreed_at_least: int
) -> None:
    """Set-up, registration, wishes, answers, plan, publication, a drop-out, and the agendas."""
    settings.DEMO = True
    people.load(lambda _line: None)
    register.load(lambda _line: None)
    team = Team()
    conference = team.set_up(tables=tables)
    contacts = [Contact(team.base, one) for one in cast_of(seed=5, delegations=delegations)]
    for contact in contacts:
        contact.register()
    team.admit_everybody()
    statuses = Counter(conference.registrations.values_list("status", flat=True))
    assert statuses == {RegistrationStatus.ADMITTED: delegations}

    wish_and_answer(team, contacts, wishes_each)
    agreed = Match.objects.filter(conference=conference, status=MatchStatus.AGREED).count()
    assert agreed >= agreed_at_least
    team.set_phases(wishes_over=True)

    plan = team.plan()
    assert plan.agreed == agreed
    assert plan.placed >= 0.95 * agreed
    team.publish(plan)
    conference.refresh_from_db()
    assert conference.published_plan == plan
    told = everybody_was_told_once(conference)
    agendas_are_right(conference, told)

    drop_out(team, contacts, conference)
    agendas_are_right(conference, told)


def wish_and_answer(team: Team, contacts: list[Contact], wishes_each: int) -> None:
    """Everybody wishes for the best suggestions, and answers from the mail."""
    team.visit("team/wishes/")
    team.send("team/wishes/suggest/")
    run_waiting_jobs()
    for contact in contacts:
        registration = contact.registration
        known = set(Wish.objects.filter(target=registration).values_list("wisher", flat=True))
        partners = [
            row.partner
            for row in Suggestion.objects.filter(registration=registration)
            if row.partner_id not in known
        ]
        contact.wish_for(partners[:wishes_each], cycle(KINDS))
    before = Message.objects.latest("pk").pk
    tell_wishes()
    accepted = sum(
        answer_from_mail(mail, decline_every=DECLINE_EVERY)
        for mail in Message.objects.filter(pk__gt=before, body__contains="/answer/")
    )
    assert accepted == Match.objects.count()


def everybody_was_told_once(conference: Conference) -> dict[int, str]:
    """The private address of each delegate's agenda, from the one mail each of them got."""
    placed = PlannedMeeting.objects.filter(plan=conference.published_plan, slot__isnull=False)
    busy = {key for pair in placed.values_list("delegate_a", "delegate_b") for key in pair}
    addresses: dict[int, str] = {}
    for notice in AgendaNotice.objects.filter(delegate__registration__conference=conference):
        assert notice.delegate_id not in addresses
        assert notice.message is not None
        assert {file["type"].split(";")[0] for file in notice.message.attachments} == {
            "application/pdf",
            "text/calendar",
        }
        found = LINK.search(notice.message.body)
        assert found
        addresses[notice.delegate_id] = found.group(1)
    assert addresses.keys() == busy
    return addresses


def agendas_are_right(conference: Conference, addresses: dict[int, str]) -> None:
    """Each agenda, on its page and in its calendar, says exactly what the plan says."""
    conference.refresh_from_db()
    planned: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in PlannedMeeting.objects.filter(
        plan=conference.published_plan, slot__isnull=False, match__status=MatchStatus.AGREED
    ).select_related(
        "slot",
        "delegate_a__registration__organisation",
        "delegate_b__registration__organisation",
    ):
        for own, other in ((row.delegate_a, row.delegate_b), (row.delegate_b, row.delegate_a)):
            at = row.slot.starts_at.astimezone(conference.zone)
            planned[own.pk].add((f"{at:%Y-%m-%d %H:%M}", other.registration.organisation.name))
    for key, address in addresses.items():
        visitor = Visitor()
        page = visitor.open(address)
        on_page = set(re.findall(r'data-starts="([^"]+)"', page))
        in_calendar = set()
        calendar = Calendar.from_ical(visitor.client.get(f"{address.rstrip('/')}.ics").content)
        for event in calendar.walk("VEVENT"):
            if event.get("STATUS") != "CANCELLED":
                at = event.decoded("DTSTART").astimezone(conference.zone)
                in_calendar.add(f"{at:%Y-%m-%d %H:%M}")
        assert in_calendar == {at for at, _partner in planned[key]}
        assert len(on_page) == len(planned[key])
        for at, partner in planned[key]:
            assert f">{at[-5:]}</time>" in page
            assert partner.replace("&", "&amp;").replace("'", "&#x27;") in page


def drop_out(team: Team, contacts: list[Contact], conference: Conference) -> None:
    """Somebody cannot come to the first session; the plan is mended with the fewest changes, and
    only those it touches are told."""
    plan = conference.published_plan
    first = PlannedMeeting.objects.filter(plan=plan, slot__session__position=1).select_related(
        "delegate_a"
    )
    busy = {row.delegate_a.registration_id: row.delegate_a for row in first if row.delegate_a}
    contact = next(row for row in contacts if row.registration.pk in busy)
    delegate = Delegate.objects.filter(registration=contact.registration).earliest("number")
    notices = AgendaNotice.objects.filter(delegate__registration__conference=conference)
    before = set(notices.values_list("pk", flat=True))
    contact.stay_away("session-1")

    team.visit("plans/")
    team.send("plans/mend/")
    run_waiting_jobs()
    mended = conference.plans.latest("version")
    assert mended.changes is not None
    assert mended.changes == mended.changes_bound
    team.publish(mended)

    away = set(delegate.unavailable_slots.values_list("pk", flat=True))
    for side in ("delegate_a", "delegate_b"):
        now = PlannedMeeting.objects.filter(plan=mended, slot__isnull=False, **{side: delegate})
        assert not now.filter(slot__in=away).exists()
    told = notices.exclude(pk__in=before)
    # Who serves only now is told of the whole agenda, everybody else of what changed.
    assert all(notice.changes or notice.sequence == 1 for notice in told)
    assert told.count() <= 4 * mended.changes + 1
