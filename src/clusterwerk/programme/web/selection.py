"""What a visitor sees of an edition: the filters and the day of counting, read from the address."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from clusterwerk.programme.choices import Coverage
from clusterwerk.programme.models import Edition, Event
from clusterwerk.programme.queries import (
    EventFilter,
    default_as_of,
    entries_as_of,
    withdrawn_entries_as_of,
)

from .forms import EditionFilterForm


@dataclass(frozen=True, slots=True)
class Selection:
    """The entries of an edition as of a day that fit the filters."""

    edition: Edition
    form: EditionFilterForm
    as_of: date
    filter: EventFilter
    is_usual_day: bool

    @property
    def entries(self) -> QuerySet[Event]:
        """What lists show."""
        return self.filter.apply(entries_as_of(self.edition, self.as_of))

    @property
    def withdrawn(self) -> QuerySet[Event]:
        """What calendars must take out again."""
        return self.filter.apply(withdrawn_entries_as_of(self.edition, self.as_of))

    @property
    def entries_of_all_laender(self) -> QuerySet[Event]:
        """For the map: everything chosen but Land and region."""
        chosen = {name: getattr(self.filter, name) for name in self.filter.__slots__}
        everywhere = EventFilter(**{**chosen, "land": "", "region": ""})
        return everywhere.apply(entries_as_of(self.edition, self.as_of))


def selection_of(request: HttpRequest, edition: Edition) -> Selection:
    """Reads the address. An edition recorded in part has no history to ask about."""
    usual = default_as_of(edition, timezone.localdate())
    if edition.coverage == Coverage.PARTIAL:
        usual = edition.ends_on
    params = request.GET.copy()
    if edition.coverage == Coverage.PARTIAL or not params.get("as_of"):
        params["as_of"] = usual.isoformat()
    form = EditionFilterForm(params, edition=edition)
    chosen = form.filter()
    as_of = form.cleaned_data.get("as_of") or usual
    return Selection(edition, form, as_of, chosen, is_usual_day=as_of == usual)


def address_with(params: QueryDict, **changes: str) -> str:
    """The query of an address with some parameters set, or dropped when empty; back to page 1."""
    changed = params.copy()
    changed.pop("page", None)
    for name, value in changes.items():
        if value:
            changed[name] = value
        else:
            changed.pop(name, None)
    for name in [name for name in changed if not changed[name]]:
        del changed[name]
    return f"?{changed.urlencode()}" if changed else "?"
