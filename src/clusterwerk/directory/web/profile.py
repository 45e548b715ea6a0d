"""What a profile page shows of an organisation, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from clusterwerk.places import nuts

from ..choices import CLUSTERS, FactKind, Status
from ..models import Fact, LabelAward, Organisation
from ..queries.similar import Similar


@dataclass(frozen=True, slots=True)
class Item:
    """A value, with the address it leads to, or ""."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table of facts; `unverified` values were not read in the source."""

    label: str
    items: tuple[Item, ...]
    unverified: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts of one kind."""

    label: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A similar organisation with its distance in words."""

    similar: Similar
    distance: str


def list_address(**filters: str) -> str:
    """The list with these filters."""
    return f"{reverse('directory:list')}?{urlencode(filters)}"


def lines_of(row: Organisation) -> list[Line]:
    """Everything known, in order; what is not known has no line."""
    unverified = set(row.unverified_fields)
    lines = []
    for attribute, label, items, note in _lines(row):
        if items:
            lines.append(Line(label, items, attribute in unverified, note))
    return lines


def _lines(row: Organisation) -> Iterator[tuple[str, str, tuple[Item, ...], str]]:
    yield "kind", gettext("Kind"), _linked(_first_capital(row.kind.name), kind=row.kind_id), ""
    yield "short_name", gettext("Short name"), _plain(row.short_name), ""
    yield "legal_form", gettext("Legal form"), _plain(row.legal_form), ""
    fields = tuple(
        Item(_first_capital(field.name), list_address(field=field.code))
        for field in row.fields_in_order
    )
    yield "fields", gettext("Fields"), fields, ""
    yield "city", gettext("Seat"), _plain(" ".join(filter(None, (row.postal_code, row.city)))), ""
    if row.district:
        kind = row.district.get_kind_display()
        yield "district", gettext("District"), _plain(f"{row.district.name} ({kind})"), ""
    if row.region:
        note = gettext("the part in Baden-Württemberg") if row.region.crosses_border else ""
        yield "region", gettext("Region"), _linked(row.region.name, region=row.region_id), note
    if row.land:
        yield "land", gettext("Land"), _plain(row.land.name), ""
    yield "country", gettext("Country"), _linked(row.country.name, country=row.country_id), ""
    yield "nuts", gettext("NUTS code"), _plain(_nuts(row)), ""
    website = (Item(row.website_name, row.website),) if row.website else ()
    yield "website", gettext("Website"), website, ""
    # A year is no quantity: no separator.
    yield "founded", gettext("Founded"), _plain(str(row.founded or "")), ""
    as_of = gettext("as of the source, date unknown")
    if row.as_of:
        as_of = gettext("as of %(day)s") % {"day": date_format(row.as_of, "DATE_FORMAT")}
    members = "" if row.members is None else number_format(row.members)
    yield "members", gettext("Members"), _plain(members), as_of
    yield "languages", gettext("Languages"), _plain(", ".join(row.languages)), ""
    labels = tuple(
        Item(_label(award), list_address(label=award.label_id)) for award in row.label_awards.all()
    )
    yield "labels", gettext("Labels"), labels, ""
    if row.status != Status.UNKNOWN or row.kind_id in CLUSTERS:
        yield "status", gettext("Status"), _plain(str(row.get_status_display())), ""


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(text: str) -> tuple[Item, ...]:
    return (Item(text),) if text else ()


def _linked(text: str, **filters: str | None) -> tuple[Item, ...]:
    chosen = {name: value for name, value in filters.items() if value}
    return (Item(text, list_address(**chosen)),) if text else ()


def _nuts(row: Organisation) -> str:
    if not row.nuts:
        return ""
    name = nuts.name_of(row.nuts)
    text = f"{row.nuts} {name}".strip()
    if row.nuts_version:
        text += f" (NUTS {row.nuts_version})"
    return text


def _label(award: LabelAward) -> str:
    text = " ".join(filter(None, (award.label.name, award.level)))
    days = [
        date_format(day, "DATE_FORMAT") if day else "" for day in (award.valid_from, award.valid_to)
    ]
    return f"{text} ({days[0]} – {days[1]})" if any(days) else text


def fact_groups_of(row: Organisation) -> list[FactGroup]:
    """Facts by kind, in the order of the kinds; kinds without facts are left out."""
    facts = list(row.facts.all())
    groups = [
        FactGroup(str(kind.label), tuple(fact for fact in facts if fact.kind == kind))
        for kind in FactKind
    ]
    return [group for group in groups if group.facts]


def neighbours_of(similar: list[Similar]) -> list[Neighbour]:
    """Distances rounded as roughly as they are known."""
    return [Neighbour(item, distance_text(item.distance_km)) for item in similar]


def distance_text(kilometres: float | None) -> str:
    """ "ca. 45 km": between middles of places or districts, so rounded to 5 km."""
    if kilometres is None:
        return ""
    if kilometres < 5:
        return gettext("less than 5 km")
    return gettext("ca. %(distance)s km") % {"distance": number_format(5 * round(kilometres / 5))}
