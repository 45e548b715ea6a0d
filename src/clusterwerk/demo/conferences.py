"""Demo part: two made-up conferences of real organisations, planned by the engine as jobs."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from clusterwerk.conference.actions.plans import request_plan
from clusterwerk.conference.choices import (
    HostRole,
    PhaseKind,
    RegistrationStatus,
    WishStatus,
)
from clusterwerk.conference.models import (
    Conference,
    ConferenceHost,
    ConferencePhase,
    ConferenceSeries,
    Delegate,
    Match,
    Registration,
    Session,
    Slot,
    Table,
    Wish,
)
from clusterwerk.conference.suggesting import potentials_of
from clusterwerk.directory.models import Organisation

from .conference_examples import (
    DELEGATION_SIZES,
    EXAMPLES,
    MATCHES,
    SESSION_NAMES,
    SESSIONS,
    Example,
)
from .conference_offers import make_interests
from .conference_people import address_of, make_people
from .conference_presence import make_it_tight, make_parties
from .conference_selection import organisations_to_invite
from .conference_wishes import Market, Party, make_market

ZONE = ZoneInfo("Europe/Berlin")
SLOT_LENGTH = timedelta(minutes=20)
TABLES_PER_ZONE = 10
GERMAN_SPOKEN = ("DE", "AT", "CH")
# Public ids are made from names, so that the addresses of a fresh demo are always the same.
NAMESPACE = uuid.UUID("6f0c5a0e-8a86-5c0e-9d0b-0c1a57e2c017")
HOSTS = (
    (HostRole.HOST, "Beispielministerium", "Example Ministry"),
    (HostRole.CO_HOST, "Beispielagentur für Cluster", "Example Cluster Agency"),
    (HostRole.INITIATOR, "Beispielnetzwerk Europa", "Example Network Europe"),
)


def load(say: Callable[[str], None]) -> None:
    """Loads each example once, all of it or nothing, and asks for its plan."""
    for example in EXAMPLES:
        if Conference.objects.filter(slug=example.slug).exists():
            say(f"conference {example.slug}: is there already")
            continue
        with transaction.atomic():
            conference, market = _load_example(example)
            request_plan(conference, by=None, publish_when_ready=True)
        say(
            f"conference {example.slug}: {sum(DELEGATION_SIZES)} delegates (made up), "
            f"{len(market.wishes)} wishes, {len(market.matches)} agreed meetings; to be planned"
        )


def _load_example(example: Example) -> tuple[Conference, Market]:
    conference = load_conference(example)
    slots = load_grid(conference, example)
    organisations = organisations_to_invite(example.seed)
    fields = {
        row.pk: tuple(link.field_id for link in row.field_links.all()) for row in organisations
    }
    sizes = list(DELEGATION_SIZES)
    Random(example.seed).shuffle(sizes)  # noqa: S311
    parties = make_parties(
        example, [(row.country_id, fields[row.pk]) for row in organisations], sizes
    )
    settled = make_it_tight(example, parties)
    market = make_market(parties, matches=MATCHES, seed=example.seed, settled=settled)
    registrations = load_registrations(conference, organisations)
    delegates = load_delegates(conference, registrations, parties, slots)
    make_interests(registrations, fields, seed=example.seed)
    load_market(conference, registrations, delegates, market)
    return conference, market


def id_of(*names: object) -> uuid.UUID:
    """The public id made from these names."""
    return uuid.uuid5(NAMESPACE, "/".join(map(str, names)))


def moment_of(example: Example, day: int, hour: int, minute: int) -> datetime:
    """A time of day on one of the example's days, in its zone."""
    return datetime.combine(
        example.first_day + timedelta(days=day), time(hour, minute), tzinfo=ZONE
    )


# Phases of a conference that is over: from when to when, in days before or after its first day.
OVER = (
    (PhaseKind.REGISTRATION, -170, -84),
    (PhaseKind.WISHES, -84, -35),
    (PhaseKind.PLANNING, -35, -14),
    (PhaseKind.PUBLISHED, -14, 0),
    (PhaseKind.RUNNING, 0, 1),
    (PhaseKind.FOLLOW_UP, 2, 365),
)


def load_conference(
    example: Example, days: Sequence[tuple[PhaseKind, int, int]] = OVER
) -> Conference:
    """The conference with series, hosts and phases (`days` before and after its first day)."""
    series, _created = ConferenceSeries.objects.get_or_create(
        slug="example-series",
        defaults={
            "public_id": id_of("series"),
            "name_de": "Cluster Matchmaking Conference (Beispiel)",
            "name_en": "Cluster Matchmaking Conference (example)",
        },
    )
    conference = Conference.objects.create(
        public_id=id_of(example.slug),
        slug=example.slug,
        series=series,
        edition=example.edition,
        name_de=example.name_de,
        name_en=example.name_en,
        motto_de=example.motto_de,
        motto_en=example.motto_en,
        description_de=example.description_de,
        description_en=example.description_en,
        venue_de="Beispielhalle",
        venue_en="Example Hall",
        city=example.city,
        country_id="DE",
        time_zone=ZONE.key,
        starts_on=example.first_day,
        ends_on=example.first_day + timedelta(days=1),
        is_example=True,
    )
    ConferenceHost.objects.bulk_create(
        ConferenceHost(
            conference=conference, role=role, name_de=german, name_en=english, position=position
        )
        for position, (role, german, english) in enumerate(HOSTS)
    )
    ConferencePhase.objects.bulk_create(
        ConferencePhase(
            conference=conference,
            kind=kind,
            starts_at=moment_of(example, first, 8, 0),
            ends_at=moment_of(example, last, 18, 0),
        )
        for kind, first, last in days
    )
    return conference


def load_grid(conference: Conference, example: Example) -> list[Slot]:
    """Sessions, slots and tables; returns the slots in order of time."""
    slots = []
    for position, (day, hour, minute, number) in enumerate(SESSIONS, start=1):
        start = moment_of(example, day, hour, minute)
        name_de, name_en = SESSION_NAMES[position - 1]
        session = Session.objects.create(
            public_id=id_of(example.slug, "session", position),
            conference=conference,
            position=position,
            name_de=name_de,
            name_en=name_en,
            starts_at=start,
            ends_at=start + number * SLOT_LENGTH,
        )
        slots += [
            Slot(
                public_id=id_of(example.slug, "session", position, "slot", turn),
                session=session,
                starts_at=start + turn * SLOT_LENGTH,
                ends_at=start + (turn + 1) * SLOT_LENGTH,
            )
            for turn in range(number)
        ]
    Table.objects.bulk_create(
        Table(
            public_id=id_of(example.slug, "table", number),
            conference=conference,
            number=number,
            zone="ABCD"[(number - 1) // TABLES_PER_ZONE],
        )
        for number in range(1, example.tables + 1)
    )
    return Slot.objects.bulk_create(slots)


def load_registrations(
    conference: Conference, organisations: Sequence[Organisation]
) -> list[Registration]:
    """An admitted delegation for each organisation."""
    return Registration.objects.bulk_create(
        Registration(
            public_id=id_of(conference.slug, "registration", organisation.slug),
            conference=conference,
            organisation=organisation,
            status=RegistrationStatus.ADMITTED,
            language="de" if organisation.country_id in GERMAN_SPOKEN else "en",
            registered_at=datetime.combine(conference.starts_on, time(9), tzinfo=ZONE)
            - timedelta(days=90 + position % 60),
        )
        for position, organisation in enumerate(organisations)
    )


def load_delegates(
    conference: Conference,
    registrations: Sequence[Registration],
    parties: Sequence[Party],
    slots: Sequence[Slot],
) -> list[list[Delegate]]:
    """Delegates by registration, with their absences. All agreed to show name and agenda; some
    keep function or languages to themselves."""
    seats = [
        (registration, party.country, available)
        for registration, party in zip(registrations, parties, strict=True)
        for available in party.available
    ]
    people = make_people([country for _, country, _ in seats], seed=conference.starts_on.year)
    rows = Delegate.objects.bulk_create(
        Delegate(
            public_id=id_of(conference.slug, "delegate", person.number),
            registration=registration,
            number=person.number,
            name=person.name,
            email=address_of(person.number),
            function_de=person.function_de,
            function_en=person.function_en,
            languages=person.languages,
            name_public_since=registration.registered_at,
            agenda_public_since=registration.registered_at,
            function_public_since=registration.registered_at if person.shows_function else None,
            languages_public_since=registration.registered_at if person.shows_languages else None,
        )
        for (registration, _, _), person in zip(seats, people, strict=True)
    )
    absences = Delegate.unavailable_slots.through
    absences.objects.bulk_create(
        absences(delegate_id=row.pk, slot_id=slot.pk)
        for row, (_, _, available) in zip(rows, seats, strict=True)
        for position, slot in enumerate(slots)
        if position not in available
    )
    grouped: list[list[Delegate]] = []
    taken = 0
    for party in parties:
        grouped.append(rows[taken : taken + len(party.available)])
        taken += len(party.available)
    return grouped


def load_market(
    conference: Conference,
    registrations: Sequence[Registration],
    delegates: Sequence[Sequence[Delegate]],
    market: Market,
) -> None:
    """The wishes and agreed meetings of a made-up market."""
    wishes_open = datetime.combine(conference.starts_on, time(8), tzinfo=ZONE) - timedelta(days=84)
    Wish.objects.bulk_create(
        Wish(
            public_id=id_of(conference.slug, "wish", number),
            wisher=registrations[wish.wisher],
            delegate=delegates[wish.wisher][wish.delegate],
            target=registrations[wish.target],
            kind=wish.kind,
            status=wish.status,
            created_at=wishes_open + timedelta(minutes=37 * number),
            answered_at=wishes_open + timedelta(minutes=37 * number, days=3)
            if wish.status in (WishStatus.ACCEPTED, WishStatus.DECLINED)
            else None,
            expires_at=wishes_open + timedelta(days=49),
        )
        for number, wish in enumerate(market.wishes)
    )
    matches = Match.objects.bulk_create(
        Match(
            public_id=id_of(conference.slug, "match", number),
            conference=conference,
            registration_a=registrations[match.party_a],
            registration_b=registrations[match.party_b],
            delegate_a=delegates[match.party_a][match.delegate_a],
            delegate_b=delegates[match.party_b][match.delegate_b],
            priority=match.priority,
            weight=match.weight,
            agreed_at=wishes_open + timedelta(minutes=61 * number, days=3),
        )
        for number, match in enumerate(market.matches)
    )
    potentials = potentials_of(conference)
    for match in matches:
        match.potential = potentials[frozenset((match.registration_a_id, match.registration_b_id))]
    Match.objects.bulk_update(matches, ["potential"], batch_size=200)
