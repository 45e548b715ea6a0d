"""What a conference is: made, changed, shown to all, its phases and its home delegation."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from clusterwerk.audit.actions import record
from clusterwerk.directory.slugs import slug_of

from ..choices import PhaseKind
from ..models import Conference, ConferencePhase, ConferenceSeries, Registration
from ..models.conferences import validate_time_zone
from ..queries.phases import Span, overlaps_in, wrong_order_in
from .admissions import fill_freed_places
from .faults import Fault, RefusedError, refuse
from .locking import lock_conference

# Addresses below /conference/ that are no conference.
RESERVED_SLUGS = frozenset({"new"})
# What `change_conference` may write. The zone has its own action, as it moves all times.
CHANGEABLE = frozenset(
    {
        "edition",
        "series",
        "city",
        "country",
        "starts_on",
        "ends_on",
        "contact_email",
        "capacity",
        "wish_days",
        "most_per_session",
        "rest_after",
        "zone_buffer",
        "is_example",
    }
    | {
        f"{name}_{language}"
        for name in (
            "name",
            "motto",
            "description",
            "venue",
            "registration_text",
            "privacy_text",
            "agenda_text",
            "home_title",
            "home_text",
        )
        for language in ("de", "en")
    }
)


def create_conference(
    *,
    by: Any,
    name_de: str,
    name_en: str,
    starts_on: date,
    ends_on: date,
    city: str,
    contact_email: str,
    time_zone: str = "Europe/Berlin",
) -> Conference:
    """A new conference that only its team sees, and whose mail goes to the team only."""
    validate_time_zone(time_zone)
    with transaction.atomic():
        conference = Conference.objects.create(
            slug=free_slug(name_en or name_de),
            name_de=name_de,
            name_en=name_en,
            starts_on=starts_on,
            ends_on=ends_on,
            city=city,
            contact_email=contact_email,
            time_zone=time_zone,
            is_hidden=True,
            test_mode=True,
        )
        record("create_conference", by=by, subject=conference)
        return conference


def free_slug(name: str) -> str:
    """An address for a conference of this name that no other one has."""
    return slug_of(
        name,
        lambda slug: slug in RESERVED_SLUGS or Conference.objects.filter(slug=slug).exists(),
    )


def change_conference(conference: Conference, *, by: Any, values: Mapping[str, Any]) -> Conference:
    """Writes some of the columns in `CHANGEABLE`. With more places the waiting list moves up.

    Raises RefusedError for days in the wrong order and an edition that the series has already.
    """
    assert values.keys() <= CHANGEABLE, values.keys() - CHANGEABLE
    with transaction.atomic():
        locked = lock_conference(conference)
        changed = [name for name, value in values.items() if getattr(locked, name) != value]
        for name in changed:
            setattr(locked, name, values[name])
        _check_days_and_edition(locked)
        if changed:
            locked.save(update_fields=[*changed, "updated_at"])
            record("change_conference", by=by, subject=locked, columns=sorted(changed))
        if "capacity" in changed:
            fill_freed_places(locked, by=by)
        return locked


def _check_days_and_edition(conference: Conference) -> None:
    faults = []
    if conference.ends_on < conference.starts_on:
        faults.append(Fault(gettext("The last day is before the first day."), "ends_on"))
    if conference.series is not None and conference.edition is not None:
        others = Conference.objects.filter(series=conference.series, edition=conference.edition)
        twin = others.exclude(pk=conference.pk).first()
        if twin is not None:
            message = gettext("Edition %(number)d of this series is “%(name)s” already.")
            faults.append(
                Fault(message % {"number": conference.edition, "name": str(twin)}, "edition")
            )
    if faults:
        raise RefusedError(faults)


def series_named(*, by: Any, name_de: str, name_en: str) -> ConferenceSeries:
    """The series of this name; a new one when there is none."""
    with transaction.atomic():
        for column, name in (("name_de", name_de), ("name_en", name_en)):
            found = ConferenceSeries.objects.filter(**{f"{column}__iexact": name}).first()
            if name and found is not None:
                return found
        series = ConferenceSeries.objects.create(
            slug=slug_of(
                name_en or name_de,
                lambda slug: ConferenceSeries.objects.filter(slug=slug).exists(),
            )[:50],
            name_de=name_de,
            name_en=name_en,
        )
        record("create_series", by=by, subject=series)
        return series


def set_hidden(conference: Conference, *, by: Any, hidden: bool) -> None:
    """Shows a conference to everybody, or to its team only."""
    _switch(conference, by=by, column="is_hidden", value=hidden)


def set_test_mode(conference: Conference, *, by: Any, on: bool) -> None:
    """In test mode all mail of the conference goes to its team."""
    _switch(conference, by=by, column="test_mode", value=on)


def _switch(conference: Conference, *, by: Any, column: str, value: bool) -> None:
    with transaction.atomic():
        locked = lock_conference(conference)
        if getattr(locked, column) != value:
            setattr(locked, column, value)
            locked.save(update_fields=[column, "updated_at"])
            record("switch_conference", by=by, subject=locked, switch=column, on=value)
        setattr(conference, column, value)


def set_phases(conference: Conference, *, by: Any, spans: Collection[Span]) -> None:
    """All phases with their dates; a kind that is not named has none any more.

    Raises RefusedError for phases in the wrong order or at the same time (`field` is the kind).
    """
    faults = [
        Fault(gettext("This phase ends before it begins."), span.kind)
        for span in spans
        if span.ends_at <= span.starts_at
    ]
    in_order = sorted(spans, key=lambda span: list(PhaseKind).index(span.kind))
    faults += [
        Fault(
            gettext("“%(later)s” begins before “%(earlier)s” begins.")
            % {"later": later.label, "earlier": earlier.label},
            later,
        )
        for earlier, later in wrong_order_in(in_order)
    ]
    faults += [
        Fault(
            gettext("“%(later)s” begins before “%(earlier)s” has ended; they cannot overlap.")
            % {"later": later.label, "earlier": earlier.label},
            later,
        )
        for earlier, later in overlaps_in(in_order)
        if later not in {fault.field for fault in faults}
    ]
    if faults:
        raise RefusedError(faults)
    with transaction.atomic():
        locked = lock_conference(conference)
        locked.phases.exclude(kind__in=[span.kind for span in spans]).delete()
        for span in spans:
            ConferencePhase.objects.update_or_create(
                conference=locked,
                kind=span.kind,
                defaults={"starts_at": span.starts_at, "ends_at": span.ends_at},
            )
        record(
            "set_phases",
            by=by,
            subject=locked,
            phases={
                span.kind.value: [span.starts_at.isoformat(), span.ends_at.isoformat()]
                for span in spans
            },
        )


def set_home(
    conference: Conference,
    *,
    by: Any,
    texts: Mapping[str, str],
    delegations: Collection[Registration],
) -> None:
    """Title and text of the home delegation, and which delegations belong to it."""
    keys = {row.pk for row in delegations}
    if any(row.conference_id != conference.pk for row in delegations):
        raise refuse(gettext("This delegation is not at this conference."), "delegations")
    with transaction.atomic():
        change_conference(conference, by=by, values=texts)
        rows = Registration.objects.filter(conference=conference)
        before = set(rows.filter(is_home=True).values_list("pk", flat=True))
        rows.filter(pk__in=before - keys).update(is_home=False)
        rows.filter(pk__in=keys - before).update(is_home=True)
        if before != keys:
            record("set_home", by=by, subject=conference, delegations=len(keys))
