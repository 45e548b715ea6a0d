"""The conference that a simulation sets up, through the actions of the team's pages."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from clusterwerk.accounts.models import User
from clusterwerk.conference.actions.grid import SessionDraft, SlotDraft, add_sessions
from clusterwerk.conference.actions.setup import (
    change_conference,
    create_conference,
    set_hidden,
    set_phases,
    set_test_mode,
)
from clusterwerk.conference.actions.tables import add_tables
from clusterwerk.conference.actions.types import save_type, set_matrix
from clusterwerk.conference.choices import PhaseKind
from clusterwerk.conference.models import Conference
from clusterwerk.conference.queries.phases import Span

from .conference_examples import SESSION_NAMES, SESSIONS
from .conference_open import first_day_from
from .conferences import SLOT_LENGTH, TABLES_PER_ZONE, ZONE

TABLES = 38
WISHES_MOST, MUSTS_MOST, DELEGATES_MOST = 24, 6, 3


def team() -> User | None:
    """Who acts for the conference team: the demo account, None where there is none."""
    return User.objects.filter(email="team@example.org").first()


def prepare_conference(*, tables: int = TABLES) -> Conference:
    """Everything the checklist asks for; registration and wishes are open now."""
    by = team()
    first = first_day_from(timezone.localdate())
    conference = create_conference(
        by=by,
        name_de="Simulierte Konferenz (Beispiel)",
        name_en="Simulated conference (example)",
        starts_on=first,
        ends_on=first + timedelta(days=1),
        city="Stuttgart",
        contact_email="team@example.org",
        time_zone=ZONE.key,
    )
    # No page offers this mark: whatever a simulation makes must be recognisable as made up.
    Conference.objects.filter(pk=conference.pk).update(is_example=True)
    conference = change_conference(
        conference,
        by=by,
        values={
            "motto_de": "Von der Einladung bis zum veröffentlichten Plan",
            "motto_en": "From the invitation to the published plan",
            "venue_de": "Beispielhalle",
            "venue_en": "Example Hall",
        },
    )
    set_phases(conference, by=by, spans=phases_of(conference, wishes_over=False))
    add_sessions(conference, by=by, drafts=list(_sessions(first)))
    for start in range(0, tables, TABLES_PER_ZONE):
        number = min(TABLES_PER_ZONE, tables - start)
        add_tables(conference, by=by, number=number, zone="ABCDEFGH"[start // TABLES_PER_ZONE])
    _types(conference, by)
    set_hidden(conference, by=by, hidden=False)
    set_test_mode(conference, by=by, on=False)
    conference.refresh_from_db()
    return conference


def phases_of(conference: Conference, *, wishes_over: bool) -> list[Span]:
    """All phases: wishing goes on now, or has just ended and planning goes on."""
    now = timezone.now()
    starts = datetime.combine(conference.starts_on, time(9), tzinfo=conference.zone)
    ends = datetime.combine(conference.ends_on, time(18), tzinfo=conference.zone)
    over = now if wishes_over else now + timedelta(days=20)
    published = over + timedelta(days=7)
    return [
        Span(PhaseKind.REGISTRATION, now - timedelta(days=30), over),
        Span(PhaseKind.WISHES, now - timedelta(days=20), over),
        Span(PhaseKind.PLANNING, over, published),
        Span(PhaseKind.PUBLISHED, published, starts),
        Span(PhaseKind.RUNNING, starts, ends),
        Span(PhaseKind.FOLLOW_UP, ends, ends + timedelta(days=365)),
    ]


def _sessions(first: date) -> Iterator[SessionDraft]:
    for (day, hour, minute, number), (name_de, name_en) in zip(
        SESSIONS, SESSION_NAMES, strict=True
    ):
        start = datetime.combine(first + timedelta(days=day), time(hour, minute), tzinfo=ZONE)
        yield SessionDraft(
            name_de,
            name_en,
            tuple(
                SlotDraft(start + turn * SLOT_LENGTH, start + (turn + 1) * SLOT_LENGTH)
                for turn in range(number)
            ),
        )


def _types(conference: Conference, by: Any) -> None:
    """Guests ask everybody, the home delegation asks guests."""
    quotas = {
        "wishes_most": WISHES_MOST,
        "musts_most": MUSTS_MOST,
        "delegates_most": DELEGATES_MOST,
    }
    guests, hosts = (
        save_type(conference, by=by, values={"name_de": german, "name_en": english} | quotas)
        for german, english in (("Gäste", "Guests"), ("Heimdelegation", "Home delegation"))
    )
    set_matrix(conference, by=by, pairs=[(guests, guests), (guests, hosts), (hosts, guests)])
