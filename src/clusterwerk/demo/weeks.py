"""Demo part: the real editions and events, and the made-up "Clusterwoche 2017 (Beispiel)"."""

import uuid
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from clusterwerk.places.gazetteer import place_named
from clusterwerk.places.models import Country
from clusterwerk.programme.choices import Coverage, DatePrecision, EventStatus
from clusterwerk.programme.models import Campaign, Edition, Event, Fair, Patron, PublishedFigure

from .week_2017 import FIRST_DAY, LAST_DAY, Entry, Step, entries_of_2017
from .week_facts import (
    CAMPAIGNS,
    OPENINGS,
    PROGRAMMES,
    PUBLISHED,
    Fact,
    facts,
    slug_of_fact,
)
from .week_organisers import Register
from .week_rows import Rows

EXAMPLE = "clusterwoche-2017-beispiel"
MODEL = "clusterwoche-2017"
FAIR = "hannover-messe-2017"
PATRONS = (
    (
        "Bundesministerium für Wirtschaft und Energie",
        "Federal Ministry for Economic Affairs and Energy",
    ),
    (
        "Ministerium für Wirtschaft, Arbeit und Wohnungsbau Baden-Württemberg",
        "Ministry of Economic Affairs, Labour and Housing Baden-Württemberg",
    ),
)
BERLIN_TIME = ZoneInfo("Europe/Berlin")
# Public ids of demo rows follow from their addresses: every installation has the same.
NAMESPACE = uuid.UUID("5d4b3d0e-6f5c-5b52-9d2f-0c1f5a1c2017")


def load(say: Callable[[str], None]) -> None:
    """Loads all of it or nothing; once, and never again when an installation has it."""
    if Campaign.objects.filter(slug__in=CAMPAIGNS).exists():
        say("Cluster Week: already there")
        return
    with transaction.atomic():
        register = Register()
        campaigns = _campaigns()
        real = _real_events(register, campaigns)
        example = _example(register, campaigns["clusterwoche-deutschland"])
    say(f"Cluster Week: {real} real events, {example} made-up entries of 2017")


def _id_of(slug: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, slug)


def _campaigns() -> dict[str, Campaign]:
    rows = [
        Campaign(public_id=_id_of(f"campaign/{slug}"), slug=slug, name_de=de, name_en=en, order=n)
        for n, (slug, (de, en)) in enumerate(CAMPAIGNS.items())
    ]
    return {campaign.slug: campaign for campaign in Campaign.objects.bulk_create(rows)}


def _real_events(register: Register, campaigns: dict[str, Campaign]) -> int:
    """The events of the facts in their editions; returns how many."""
    found = facts()
    editions = _editions_of(found, campaigns)
    _published_figures(editions)
    fair = Fair.objects.create(
        public_id=_id_of(f"fair/{FAIR}"),
        slug=FAIR,
        name="Hannover Messe 2017",
        starts_on=date(2017, 4, 24),
        ends_on=date(2017, 4, 28),
        city="Hannover",
        land_id="DE-NI",
    )
    countries = set(Country.objects.values_list("code", flat=True))
    rows = Rows()
    for fact in found:
        edition = editions.get(_edition_slug(fact))
        event = _event_of(fact, edition, register, countries)
        if fact.title.startswith("Hannover Messe 2017"):
            event.fair = fair
        organisers = [(name, register.organisation_named(name)) for name in fact.organisers]
        home = next((o.land_id for _name, o in organisers if o and o.land_id), None)
        event.home_land_id = home or event.land_id
        rows.organisers(event, [(name, o.pk if o else None) for name, o in organisers])
        fields = next((o.field_links.all() for _name, o in organisers if o), ())
        rows.fields(event, [link.field_id for link in list(fields)[:2]])
        first = min(event.starts_on, edition.starts_on if edition else event.starts_on)
        rows.history(event, [Step(EventStatus.APPROVED, first)], timezone.now())
    rows.write()
    for event in Event.objects.filter(title_de__in=OPENINGS).select_related("edition"):
        if event.edition:
            event.edition.opening = event
            event.edition.save(update_fields=["opening"])
    return len(found)


def _edition_slug(fact: Fact) -> str:
    if fact.programme not in PROGRAMMES:
        return ""
    return f"{PROGRAMMES[fact.programme][1]}-{fact.starts_on.year}"


def _editions_of(found: list[Fact], campaigns: dict[str, Campaign]) -> dict[str, Edition]:
    """One edition per programme and year; its days reach from the first to the last event."""
    grouped: dict[str, list[Fact]] = defaultdict(list)
    for fact in found:
        if slug := _edition_slug(fact):
            grouped[slug].append(fact)
    rows = []
    for slug, of_edition in grouped.items():
        campaign = campaigns[PROGRAMMES[of_edition[0].programme][0]]
        first = min(fact.starts_on for fact in of_edition)
        last = max(fact.ends_on for fact in of_edition)
        is_season = any(fact.programme == "EU Cluster Weeks" for fact in of_edition)
        years = f"{first.year}–{last.year}" if is_season else str(first.year)
        rows.append(
            Edition(
                public_id=_id_of(f"edition/{slug}"),
                campaign=campaign,
                slug=slug,
                name_de=f"{campaign.name_de} {years}",
                name_en=f"{campaign.name_en} {years}",
                starts_on=first,
                ends_on=last,
                coverage=Coverage.PARTIAL,
            )
        )
    return {edition.slug: edition for edition in Edition.objects.bulk_create(rows)}


def _published_figures(editions: dict[str, Edition]) -> None:
    PublishedFigure.objects.bulk_create(
        PublishedFigure(
            edition=editions[slug],
            subject=figure.subject,
            value=figure.value,
            land_id=figure.land,
            as_of=figure.as_of,
            stage_de=figure.stage[0],
            stage_en=figure.stage[1],
            source_name_de=figure.source[0],
            source_name_en=figure.source[1],
            source_url=figure.source_url,
            order=order,
        )
        for slug, figures in PUBLISHED.items()
        for order, figure in enumerate(figures)
    )


def _event_of(
    fact: Fact, edition: Edition | None, register: Register, countries: set[str]
) -> Event:
    """A real event with nothing but what its row says."""
    german, english, language = fact.titles
    slug = slug_of_fact(fact)
    place = place_named(fact.city, fact.country, land=fact.land or None) if fact.city else None
    region, district = register.area_of(fact.land, fact.city)
    precision = DatePrecision.DAY if fact.has_known_days else DatePrecision.WITHIN
    return Event(
        public_id=_id_of(f"event/{slug}"),
        slug=slug,
        edition=edition,
        kind=fact.kind,
        is_collective=fact.is_collective,
        title_de=german,
        title_en=english,
        title_language=language,
        starts_on=fact.starts_on,
        ends_on=fact.ends_on,
        date_precision=precision,
        city=fact.city,
        country_id=fact.country if fact.country in countries else None,
        land_id=fact.land or None,
        region_id=region,
        district_id=district,
        latitude=place.lat if place else None,
        longitude=place.lng if place else None,
        source_url=fact.source_url,
        confidence=fact.confidence,
        source_note_en=fact.notes,
    )


def _example(register: Register, campaign: Campaign) -> int:
    """The made-up edition; returns how many entries it has."""
    edition = Edition.objects.create(
        public_id=_id_of(f"edition/{EXAMPLE}"),
        campaign=campaign,
        slug=EXAMPLE,
        name_de="Clusterwoche 2017 (Beispiel)",
        name_en="Clusterwoche 2017 (example)",
        motto_de="Gemeinsam stark vor Ort",
        motto_en="Strong together, close to home",
        starts_on=FIRST_DAY,
        ends_on=LAST_DAY,
        is_example=True,
        modelled_on=Edition.objects.get(slug=MODEL),
    )
    Patron.objects.bulk_create(
        Patron(edition=edition, office_de=de, office_en=en, order=order)
        for order, (de, en) in enumerate(PATRONS)
    )
    fair = Fair.objects.get(slug=FAIR)
    rows = Rows()
    entries = entries_of_2017(register.hosts())
    events = [_umbrella(edition)]
    rows.organisers(events[0], [("Bund und Länder", None)])
    rows.history(events[0], [Step(EventStatus.APPROVED, date(2017, 1, 30))], _noon)
    for entry in entries:
        event = _example_event(entry, edition, fair, register)
        hosts = [(host.name, host.key) for host in entry.hosts]
        rows.organisers(event, hosts or [(name, None) for name in entry.organiser_names])
        rows.fields(event, entry.fields)
        rows.history(event, entry.steps, _noon)
        events.append(event)
    rows.write()
    edition.opening = events[1]
    edition.save(update_fields=["opening"])
    return len(events)


def _noon(step: Step) -> datetime:
    """When a made-up decision was written down: on its day."""
    return datetime.combine(step.decided_on, time(12), BERLIN_TIME)


def _umbrella(edition: Edition) -> Event:
    """The programme as a whole: shown, never counted."""
    slug = "beispiel-2017-000"
    return Event(
        public_id=_id_of(f"event/{slug}"),
        slug=slug,
        edition=edition,
        kind="umbrella_programme",
        is_collective=True,
        title_de="Clusterwoche Deutschland 2017: gemeinsames Programm von Bund und Ländern",
        title_en="Cluster Week Germany 2017: joint programme of the Federation and the Länder",
        title_language="de",
        starts_on=FIRST_DAY,
        ends_on=LAST_DAY,
        country_id="DE",
        is_example=True,
    )


def _example_event(entry: Entry, edition: Edition, fair: Fair, register: Register) -> Event:
    region, district = entry.region, entry.district
    if region is None and not entry.hall:
        region, district = register.area_of(entry.land, entry.city)
    return Event(
        public_id=_id_of(f"event/{entry.slug}"),
        slug=entry.slug,
        edition=edition,
        kind=entry.kind,
        title_de=entry.title[0],
        title_en=entry.title[1],
        teaser_de=entry.teaser[0],
        teaser_en=entry.teaser[1],
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        city=entry.city,
        country_id="DE",
        land_id=entry.land,
        region_id=region,
        district_id=district,
        latitude=entry.position[0] if entry.position else None,
        longitude=entry.position[1] if entry.position else None,
        home_land_id=entry.home_land,
        fair=fair if entry.hall else None,
        hall=entry.hall,
        stand=entry.stand,
        languages=entry.languages,
        places_total=entry.places_total,
        fee_cents=entry.fee_cents,
        is_example=True,
    )
