"""Editions and events for tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from clusterwerk.directory.models import Organisation
from clusterwerk.programme.models import (
    Campaign,
    Edition,
    Event,
    EventDecision,
    EventField,
    EventOrganiser,
    Fair,
)

_numbers = count(1)
FIRST_DAY, LAST_DAY = date(2031, 5, 5), date(2031, 5, 9)
ANNOUNCED = date(2031, 4, 1)


def make_edition(**values: Any) -> Edition:
    """An edition from Monday 5 to Friday 9 May 2031."""
    number = next(_numbers)
    campaign = values.pop("campaign", None) or Campaign.objects.create(
        slug=f"woche-{number}", name_de="Probewoche", name_en="Trial week"
    )
    values.setdefault("slug", f"woche-{number}-2031")
    values.setdefault("name_de", f"Probewoche {number}")
    values.setdefault("name_en", f"Trial week {number}")
    values.setdefault("starts_on", FIRST_DAY)
    values.setdefault("ends_on", LAST_DAY)
    return Edition.objects.create(campaign=campaign, **values)


def make_fair(**values: Any) -> Fair:
    """A fair in Hannover."""
    number = next(_numbers)
    values.setdefault("slug", f"messe-{number}")
    values.setdefault("name", "Probemesse")
    values.setdefault("starts_on", FIRST_DAY)
    values.setdefault("ends_on", LAST_DAY)
    values.setdefault("city", "Hannover")
    values.setdefault("land_id", "DE-NI")
    return Fair.objects.create(**values)


def make_event(
    edition: Edition | None = None,
    *,
    organisers: Sequence[Organisation | str] = (),
    fields: Sequence[str] = (),
    history: Sequence[tuple[str, date]] = (("approved", ANNOUNCED),),
    **values: Any,
) -> Event:
    """A workshop in Stuttgart on the first day, approved long before."""
    number = next(_numbers)
    values.setdefault("slug", f"treffen-{number}")
    values.setdefault("kind", "workshop")
    values.setdefault("title_de", f"Treffen {number}")
    values.setdefault("title_en", f"Meeting {number}")
    values.setdefault("starts_on", edition.starts_on if edition else FIRST_DAY)
    values.setdefault("ends_on", values["starts_on"])
    values.setdefault("city", "Stuttgart")
    values.setdefault("land_id", "DE-BW")
    values.setdefault("country_id", "DE")
    event = Event(edition=edition, status=history[-1][0], **values)
    names = [
        organiser if isinstance(organiser, str) else organiser.name for organiser in organisers
    ]
    event.search_text = event.words_for_search(names)
    event.save()
    for order, (organiser, name) in enumerate(zip(organisers, names, strict=True)):
        listed = organiser if isinstance(organiser, Organisation) else None
        EventOrganiser.objects.create(
            event=event, organisation=listed, name_as_given=name, order=order
        )
    for order, code in enumerate(fields):
        EventField.objects.create(event=event, field_id=code, order=order)
    for status, day in history:
        decide(event, status, day)
    return event


def make_fair_activity(edition: Edition, home_land: str | None = "DE-BW", **values: Any) -> Event:
    """An activity at a fair in Hannover, by an organiser of a Land."""
    fair = values.pop("fair", None) or make_fair()
    values.setdefault("land_id", "DE-NI")
    return make_event(
        edition, kind="trade_fair_action", fair=fair, home_land_id=home_land, **values
    )


def decide(event: Event, status: str, day: date, recorded: datetime | None = None) -> EventDecision:
    """A decision without the action's checks."""
    return EventDecision.objects.create(
        event=event,
        status=status,
        counted_as=event.counted_as,
        land_id=event.counted_land_id,
        decided_on=day,
        recorded_at=recorded or datetime.combine(day, time(12), UTC),
    )
