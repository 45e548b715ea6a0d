"""Template tags of the programme: days, hours, places and organisers of events."""

from datetime import date
from urllib.parse import urlsplit

from django import template
from django.utils.translation import gettext as _

from clusterwerk.programme import wording
from clusterwerk.programme.models import Edition, Event, Fair

register = template.Library()


@register.filter
def period(subject: Edition | Fair | Event) -> str:
    """The first and last day."""
    return wording.period_in_words(subject.starts_on, subject.ends_on)


@register.filter
def hours(event: Event) -> str:
    """When it begins and ends by the clock, nothing for all-day entries."""
    return wording.hours_in_words(event.starts_at, event.ends_at)


@register.filter
def long_day(day: date) -> str:
    """The day with month and year in words."""
    return wording.day_in_words(day)


@register.filter
def full_day(day: date) -> str:
    """The day with its weekday."""
    return wording.weekday_and_day(day)


@register.filter
def month_year(day: date) -> str:
    """Month and year."""
    return wording.month_in_words(day)


@register.filter
def day_number(day: date) -> str:
    """The day of the month."""
    return wording.day_number(day)


@register.filter
def short_day(day: date) -> str:
    """The day and month, short."""
    return wording.short_day(day)


@register.filter
def weekday_name(day: date) -> str:
    """The weekday."""
    return wording.weekday(day)


@register.filter
def period_full(event: Event) -> str:
    """The first and last day with their weekdays."""
    return wording.period_with_weekdays(event.starts_on, event.ends_on)


@register.filter
def languages(event: Event) -> str:
    """The languages spoken, by name."""
    return wording.languages_in_words(event.languages)


@register.filter
def fee(event: Event) -> str:
    """What taking part costs."""
    if not event.fee_cents:
        return _("free of charge")
    return wording.fee_in_words(event.fee_cents)


@register.filter
def hostname(address: str) -> str:
    """The host of an address, short enough to read."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


@register.filter
def place(event: Event) -> str:
    """Where it takes place, in one line: hall and stand of a fair, else venue, town and Land."""
    return ", ".join(place_parts(event))


def place_parts(event: Event) -> list[str]:
    """The parts of the place from the most exact to the country, without those not known."""
    parts: list[str] = []
    if event.fair:
        parts.append(event.fair.name)
        if event.hall:
            parts.append(_("hall %(hall)s") % {"hall": event.hall})
        if event.stand:
            parts.append(_("stand %(stand)s") % {"stand": event.stand})
        return parts
    parts += [part for part in (event.venue, event.city) if part]
    if event.land and event.land.name not in parts:
        parts.append(event.land.name)
    elif event.country and event.country_id != "DE":
        parts.append(event.country.name)
    return parts
