"""Demo part: a made-up conference of real organisations in the middle of its wish phase."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from clusterwerk.conference.actions.suggestions import make_suggestions
from clusterwerk.conference.choices import PhaseKind, RegistrationStatus
from clusterwerk.conference.models import Conference, Delegate, ParticipantType, Registration
from clusterwerk.directory.models import Organisation

from .conference_examples import DELEGATION_SIZES, OPEN, Example
from .conference_offers import make_interests
from .conference_presence import make_parties
from .conference_selection import HOME, organisations_to_invite
from .conference_wishes import Market, make_market
from .conferences import (
    id_of,
    load_conference,
    load_delegates,
    load_grid,
    load_market,
    load_registrations,
)

MATCHES, PENDING = 200, 160
THURSDAY = 3  # the names of the sessions say so
DAYS_AHEAD = 56
# From when to when, in days before or after the first day.
PHASES = (
    (PhaseKind.REGISTRATION, -170, -42),
    (PhaseKind.WISHES, -84, -28),
    (PhaseKind.PLANNING, -27, -14),
    (PhaseKind.PUBLISHED, -13, 1),
    (PhaseKind.RUNNING, 0, 1),
    (PhaseKind.FOLLOW_UP, 2, 365),
)
TEXTS = {
    "registration_text_de": "Melden Sie Ihre Delegation an: wer kommt, was Sie anbieten und was "
    "Sie suchen. Je genauer, desto besser die Vorschläge.",
    "registration_text_en": "Register your delegation: who comes, what you offer and what you "
    "seek. The more precise, the better the suggestions.",
    "privacy_text_de": "Name, Funktion, Sprachen und E-Mail-Adresse dienen nur dieser Konferenz. "
    "Nichts davon ist öffentlich, bevor die Person selbst zustimmt. Ein Jahr nach der Konferenz "
    "löschen wir alles Persönliche.",
    "privacy_text_en": "Name, function, languages and e-mail address serve this conference only. "
    "None of it is public before the person agrees. A year after the conference we erase "
    "everything personal.",
    "agenda_text_de": "Der Einlass beginnt 45 Minuten vor dem ersten Gespräch. Die Tische "
    "stehen nach Zonen: A und B links, C und D rechts vom Eingang.",
    "agenda_text_en": "Doors open 45 minutes before the first meeting. Tables stand by zones: A "
    "and B to the left, C and D to the right of the entrance.",
    "home_title_de": "Das Gastgeberland stellt sich vor",
    "home_title_en": "The host region presents itself",
    "home_text_de": "Diese Cluster aus dem Land der Konferenz laden zum Gespräch ein. Wer sie "
    "sind, steht in der Clusterdatenbank; die Namen der Personen sind erfunden.",
    "home_text_en": "These clusters of the host region invite you to talk. Who they are is in "
    "the register; the names of people are made up.",
}
# Every so many delegations one that is not admitted yet.
REQUESTED_EVERY, WAITING_EVERY = 17, 41


def load(say: Callable[[str], None]) -> None:
    """Loads it once, all of it or nothing."""
    if Conference.objects.filter(slug=OPEN.slug).exists():
        say(f"conference {OPEN.slug}: is there already")
        return
    with transaction.atomic():
        conference, market = load_open(
            replace(OPEN, first_day=first_day_from(timezone.localdate()))
        )
        make_suggestions(conference, by=None)
    say(
        f"conference {conference.slug}: {sum(DELEGATION_SIZES)} delegates (made up), "
        f"{len(market.wishes)} wishes so far, {len(market.matches)} agreed meetings"
    )


def first_day_from(today: date) -> date:
    """The first Thursday that is eight weeks ahead or more."""
    soonest = today + timedelta(days=DAYS_AHEAD)
    return soonest + timedelta(days=(THURSDAY - soonest.weekday()) % 7)


def load_open(
    example: Example, *, matches: int = MATCHES, pending: int = PENDING
) -> tuple[Conference, Market]:
    """A conference in its wish phase with so many agreed meetings and unanswered wishes."""
    conference = load_conference(example, PHASES)
    conference.contact_email = "team@example.org"
    for name, text in TEXTS.items():
        setattr(conference, name, text)
    conference.save()
    slots = load_grid(conference, example)
    organisations = organisations_to_invite(example.seed)
    fields = {
        row.pk: tuple(link.field_id for link in row.field_links.all()) for row in organisations
    }
    sizes = list(DELEGATION_SIZES)
    Random(example.seed).shuffle(sizes)  # made-up data, nothing secret  # noqa: S311
    parties = make_parties(
        example, [(row.country_id, fields[row.pk]) for row in organisations], sizes
    )
    registrations = load_registrations(conference, organisations)
    delegates = load_delegates(conference, registrations, parties, slots)
    _sort_into_types(conference, registrations, organisations, delegates)
    make_interests(registrations, fields, seed=example.seed)
    admitted = [
        position
        for position, row in enumerate(registrations)
        if row.status == RegistrationStatus.ADMITTED
    ]
    market = make_market(
        [parties[position] for position in admitted],
        matches=matches,
        pending=pending,
        seed=example.seed,
    )
    load_market(
        conference,
        [registrations[position] for position in admitted],
        [delegates[position] for position in admitted],
        market,
    )
    return conference, market


def _sort_into_types(
    conference: Conference,
    registrations: Sequence[Registration],
    organisations: Sequence[Organisation],
    delegates: Sequence[Sequence[Delegate]],
) -> None:
    """Guests and hosts: hosts are asked, and ask guests, but not each other."""
    guests, hosts = (
        ParticipantType.objects.create(
            public_id=id_of(conference.slug, "type", name_en),
            conference=conference,
            position=position,
            name_de=name_de,
            name_en=name_en,
            delegates_most=3,
            wishes_most=12,
            musts_most=3,
        )
        for position, (name_de, name_en) in enumerate(
            (("Gäste", "Guests"), ("Heimdelegation", "Home delegation"))
        )
    )
    guests.may_ask.set([guests, hosts])
    hosts.may_ask.set([guests])
    for position, row in enumerate(registrations):
        row.is_home = organisations[position].land_id == HOME
        row.type = hosts if row.is_home else guests
        row.contact_name = delegates[position][0].name
        row.contact_email = delegates[position][0].email
        if position % WAITING_EVERY == WAITING_EVERY - 1:
            row.status = RegistrationStatus.WAITING
            row.decided_at = row.registered_at  # by the team, so they move up by themselves
        elif position % REQUESTED_EVERY == REQUESTED_EVERY - 1:
            row.status = RegistrationStatus.REQUESTED
    Registration.objects.bulk_update(
        registrations,
        ["is_home", "type", "contact_name", "contact_email", "status", "decided_at"],
    )
