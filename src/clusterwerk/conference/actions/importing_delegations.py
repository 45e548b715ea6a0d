"""Brings delegations of a checked spreadsheet into a conference: all of them, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record
from clusterwerk.directory.actions import add_organisation

from ..choices import CooperationKind, RegistrationStatus
from ..models import Conference, Delegate, Need, Offer, ParticipantType, Registration
from ..queries.registrations import places_of
from .checking import lock_conference, next_number
from .faults import refuse
from .import_rows import OrganisationRows, PersonRow, Sheet, with_scheme
from .registration_mails import tell_delegate_of_registration
from .registrations import SOURCE

GERMAN_SPEAKING = frozenset({"DE", "AT", "CH", "LI", "LU"})
# What an offer or a need is about, guessed from words in it; the last one where none fits.
KINDS = (
    (CooperationKind.RESEARCH, ("research", "forsch", "r&d", "horizon")),
    (CooperationKind.PILOT, ("pilot", "test bed", "testbed", "demonstrat", "living lab")),
    (CooperationKind.TRAINING, ("training", "ausbild", "weiterbild", "exchange", "qualifi")),
    (CooperationKind.MARKET, ("market", "markt", "export", "vertrieb", "sales")),
    (CooperationKind.SUPPLY, ("suppl", "liefer", "manufactur", "fertig", "zuliefer")),
)


@dataclass(frozen=True, slots=True)
class Options:
    """What the team chose for the whole file. `kind` is that of new organisations, `language` that
    of the texts of offers and needs."""

    kind: str
    language: str
    admit: bool = False
    tell: bool = False
    leave_out_faulty: bool = False


@dataclass(slots=True)
class Imported:
    """How much was new; rows that were there already changed nothing."""

    organisations: int = 0
    delegations: int = 0
    delegates: int = 0
    left_out: int = 0


def import_delegations(
    conference: Conference, *, by: Any, sheet: Sheet, options: Options
) -> Imported:
    """Writes the rows of a checked sheet; doing it twice changes nothing.

    Raises RefusedError where columns are missing, where rows have faults that are not to be left
    out, and where those to be admitted do not find places.
    """
    if sheet.missing:
        raise refuse(_("Say which columns hold: %(names)s.") % {"names": ", ".join(sheet.missing)})
    if sheet.faulty and not options.leave_out_faulty:
        raise refuse(_("Some rows have errors. Mend them in the file, or leave them out."))
    done = Imported(left_out=len(sheet.faulty))
    with transaction.atomic():
        locked = lock_conference(conference)
        added: list[Delegate] = []
        number = next_number(locked)
        for group in sheet.organisations:
            rows = [row for row in group.rows if not row.faults]
            if not rows:
                continue
            registration = _delegation(locked, group, rows, by=by, options=options, done=done)
            people = _new_people(registration, rows, number)
            number += len(people)
            added += people
            _add_interests(registration, rows, options.language)
            if people:
                record("import_delegation", by=by, subject=registration, delegates=len(people))
        if options.admit:
            _check_places(locked, added)
        Delegate.objects.bulk_create(added, batch_size=500)
        done.delegates = len(added)
        if options.tell:
            for delegate in added:
                tell_delegate_of_registration(delegate)
        record(
            "import_delegations",
            by=by,
            subject=locked,
            delegations=done.delegations,
            delegates=done.delegates,
        )
    return done


def _delegation(
    conference: Conference,
    group: OrganisationRows,
    rows: list[PersonRow],
    *,
    by: Any,
    options: Options,
    done: Imported,
) -> Registration:
    """The organisation's delegation, entered with the organisation where they are new."""
    key = group.known
    if key is None:
        first = rows[0]
        organisation = add_organisation(
            by=by,
            name=group.name,
            kind=options.kind,
            country=group.country or first.country,
            city=first.cells.get("city", ""),
            website=with_scheme(first.cells["website"]) if first.cells.get("website") else "",
            fields=dict.fromkeys(code for row in rows for code in row.fields),
            source=SOURCE,
        )
        key = organisation.pk
        done.organisations += 1
    there = (
        Registration.objects.select_related("organisation", "type")
        .filter(conference=conference, organisation=key)
        .first()
    )
    if there is not None:
        there.conference = conference
        return there
    now = timezone.now()
    done.delegations += 1
    country = group.country or rows[0].country
    made = Registration.objects.create(
        conference=conference,
        organisation_id=key,
        status=RegistrationStatus.ADMITTED if options.admit else RegistrationStatus.REQUESTED,
        type=next((row.type for row in rows if row.type), None),
        contact_name=rows[0].name,
        contact_email=rows[0].email,
        language="de" if country in GERMAN_SPEAKING else "en",
        registered_at=now,
        decided_at=now if options.admit else None,
    )
    made.conference = conference
    return made


def _new_people(registration: Registration, rows: list[PersonRow], number: int) -> list[Delegate]:
    """Those of the rows who are not there yet, each once, private; not written yet."""
    people: dict[str, Delegate] = {}
    for row in rows:
        if row.is_there or row.email in people:
            continue
        people[row.email] = Delegate(
            registration=registration,
            number=number + len(people),
            name=row.name,
            email=row.email,
            function_de=row.cells.get("function", ""),
            function_en=row.cells.get("function", ""),
            languages=list(row.languages),
        )
    return list(people.values())


def _add_interests(registration: Registration, rows: list[PersonRow], language: str) -> None:
    """Offers and needs whose words the delegation has not said yet."""
    for name, model in (("offer", Offer), ("need", Need)):
        texts = dict.fromkeys(row.cells[name] for row in rows if row.cells.get(name))
        if not texts:
            continue
        manager: Any = model.objects
        said = {
            text
            for pair in manager.filter(registration=registration).values_list("text_de", "text_en")
            for text in pair
        }
        for text in texts:
            if text not in said:
                made = manager.create(
                    registration=registration, kind=_kind_of(text), **{f"text_{language}": text}
                )
                made.fields.set(dict.fromkeys(code for row in rows for code in row.fields))


def _kind_of(text: str) -> CooperationKind:
    plain = text.casefold()
    return next(
        (kind for kind, words in KINDS if any(word in plain for word in words)),
        CooperationKind.TECHNOLOGY,
    )


def _check_places(conference: Conference, added: Iterable[Delegate]) -> None:
    """Those to be admitted find places: in the conference and in each type."""
    number: dict[ParticipantType | None, int] = {}
    for delegate in added:
        kind = delegate.registration.type
        number[kind] = number.get(kind, 0) + 1
    free = places_of(conference, None).conference
    if free is not None and sum(number.values()) > free:
        raise refuse(
            _(
                "%(number)d places are needed, and the conference has %(free)d left. Import "
                "without admitting, or give the conference more places in the set-up."
            )
            % {"number": sum(number.values()), "free": free}
        )
    for kind, wanted in number.items():
        left = places_of(conference, kind).type
        if left is not None and wanted > left:
            raise refuse(
                _(
                    "The type “%(type)s” has %(free)d places left, and %(number)d are needed. "
                    "Import without admitting, or give the type more places in the set-up."
                )
                % {"type": kind, "free": left, "number": wanted}
            )
