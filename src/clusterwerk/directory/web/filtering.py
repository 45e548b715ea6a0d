"""The filters of the list: from the address to choices with counts, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel import Locale
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from clusterwerk.places.models import Field
from clusterwerk.places.taxonomy import names_of_kind

from ..choices import KindGroup, Status
from ..queries.listing import (
    NO_REGION,
    SORTS,
    STATUS_OPEN,
    Counts,
    Filters,
    fields_by_group,
)
from ..slugs import sort_name_of

LONGEST_QUERY = 200
LABELS: Mapping[str, str | Promise] = {
    "q": _("Search words"),
    "kind": _("Kind"),
    "field": _("Field"),
    "country": _("Country"),
    "region": _("Region"),
    "label": _("Label"),
    "status": _("Status"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a filter; `number` of organisations it would give."""

    value: str
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Choices below a heading; "" for none."""

    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """A filter as a list of choices."""

    name: str
    label: str
    value: str
    groups: tuple[OptionGroup, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter, and the address of the list without it."""

    label: str
    text: str
    address: str


def filters_of(request: HttpRequest) -> Filters:
    """The filters in the address; what is unknown there simply finds nothing."""
    values = {name: request.GET.get(name, "").strip().replace("\x00", "") for name in LABELS}
    return Filters(**{**values, "q": values["q"][:LONGEST_QUERY]})


def sort_of(request: HttpRequest, filters: Filters) -> str:
    """The order in the address, else by relevance when something is searched, else by name."""
    wanted = request.GET.get("sort", "")
    offered = [sort for sort in SORTS if filters.q or sort != "relevance"]
    return wanted if wanted in offered else offered[0]


def address_with(request: HttpRequest, **changes: str) -> str:
    """The present address from its `?`, with values changed or (when empty) removed."""
    values = QueryDict(mutable=True)
    for name in (*LABELS, "sort"):
        value = changes.get(name, request.GET.get(name, "").strip())
        if value:
            values[name] = value
    return f"?{values.urlencode()}"


def selects_of(filters: Filters, counts: Counts) -> list[Select]:
    """All filters that are lists. A choice that would give nothing is left out, unless chosen."""
    selects = (
        ("kind", _kind_groups(counts.kind)),
        ("field", _field_groups(counts.field)),
        ("country", [OptionGroup("", tuple(_countries(counts.country)))]),
        ("region", [OptionGroup("", tuple(_regions(counts.region)))]),
        ("label", [OptionGroup("", tuple(_coded("label", counts.label)))]),
        ("status", [OptionGroup("", tuple(_statuses(counts.status)))]),
    )
    result = []
    for name, groups in selects:
        value = getattr(filters, name)
        kept = [
            OptionGroup(group.text, tuple(o for o in group.options if o.number or o.value == value))
            for group in groups
        ]
        chosen = tuple(group for group in kept if group.options)
        result.append(Select(name, str(LABELS[name]), value, chosen))
    return result


def chips_of(request: HttpRequest, filters: Filters, selects: Iterable[Select]) -> list[Chip]:
    """The chosen filters, each with the way to be rid of it."""
    texts = {
        (select.name, option.value): option.text.strip("– ")
        for select in selects
        for group in select.groups
        for option in group.options
    }
    return [
        Chip(
            str(LABELS[name]),
            texts.get((name, value), value),
            address_with(request, **{name: "", **({"sort": ""} if name == "q" else {})}),
        )
        for name, value in filters.chosen.items()
    ]


def _coded(kind: str, counts: Mapping[str, int]) -> Iterable[Option]:
    english = get_language() == "en"
    for code, names in names_of_kind(kind).items():
        yield Option(code, names[english], counts.get(code, 0))


def _kind_groups(counts: Mapping[str, int]) -> list[OptionGroup]:
    together = tuple(Option(g.value, str(g.label), counts.get(g, 0)) for g in KindGroup)
    single = tuple(_capitalised(option) for option in _coded("organisation_type", counts))
    return [
        OptionGroup(gettext("Together"), together),
        OptionGroup(gettext("One kind"), single),
    ]


def _capitalised(option: Option) -> Option:
    return Option(option.value, option.text[:1].upper() + option.text[1:], option.number)


def _field_groups(counts: Mapping[str, int]) -> list[OptionGroup]:
    result = []
    for group, members in fields_by_group():
        heading = group.name[:1].upper() + group.name[1:]
        every = gettext("All %(group)s") % {"group": group.name}
        options = [Option(group.code, every, counts.get(group.code, 0))]
        options += [_field_option(field, counts) for field in members]
        result.append(OptionGroup(heading, tuple(options)))
    return result


def _field_option(field: Field, counts: Mapping[str, int]) -> Option:
    text = field.name[:1].upper() + field.name[1:]
    return Option(field.code, f"– {text}" if field.parent_id else text, counts.get(field.code, 0))


def _countries(counts: Mapping[str, int]) -> list[Option]:
    names = Locale("en" if get_language() == "en" else "de").territories
    found = [Option(code, str(names.get(code, code)), number) for code, number in counts.items()]
    return sorted(found, key=lambda option: sort_name_of(option.text))


def _regions(counts: Mapping[str, int]) -> list[Option]:
    without = Option(NO_REGION, gettext("without a region of the state"), counts[NO_REGION])
    return [*_coded("bw_region", counts), without]


def _statuses(counts: Mapping[str, int]) -> list[Option]:
    open_text = gettext("active or no recent source")
    single = [Option(s.value, str(s.label), counts.get(s.value, 0)) for s in Status]
    return [Option(STATUS_OPEN, open_text, counts[STATUS_OPEN]), *single]
