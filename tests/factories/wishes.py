"""Conferences in the middle of their wish phase, with types, offers and needs; all made up."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.factories.conference import make_conference, make_delegation

from clusterwerk.conference.choices import PhaseKind
from clusterwerk.conference.models import (
    Conference,
    ConferencePhase,
    Need,
    Offer,
    ParticipantType,
    Registration,
)


def make_wish_phase(*, days_left: int = 30, **values: Any) -> Conference:
    """A conference whose wishes opened yesterday."""
    conference = make_conference(**values)
    now = timezone.now()
    ConferencePhase.objects.create(
        conference=conference,
        kind=PhaseKind.WISHES,
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=days_left),
    )
    return conference


def make_guest(conference: Conference, name: str, **values: Any) -> Registration:
    """A delegation with an address and delegates, of the conference's first type if any."""
    registration = make_delegation(conference, name=name, **values)
    word = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalpha())
    registration.contact_name = f"Kontakt Beispiel {name}"
    registration.contact_email = f"{word}@example.org"
    registration.type = registration.type or conference.types.first()
    registration.save()
    return registration


def make_type(conference: Conference, name: str = "Guests", **values: Any) -> ParticipantType:
    """A type that may ask itself."""
    kind = ParticipantType.objects.create(
        conference=conference, name_en=name, name_de=name, **values
    )
    kind.may_ask.add(kind)
    return kind


def make_interest(
    model: type[Offer] | type[Need],
    registration: Registration,
    *,
    fields: Iterable[str] = (),
    countries: Iterable[str] = (),
    **values: Any,
) -> Offer | Need:
    """An offer or a need, about a pilot unless said."""
    values.setdefault("kind", "pilot")
    row = model.objects.create(registration=registration, **values)
    row.fields.set(fields)
    row.countries.set(countries)
    return row
