"""Brings delegations of a checked spreadsheet into a conference: all of them, or nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clusterwerk.audit.actions import record
from clusterwerk.directory.actions import (
    ReportedOrganisation,
    add_organisations,
    list_organisations,
)
from clusterwerk.jobs.actions import enqueue_after_commit
from clusterwerk.mail.models import Message
from clusterwerk.web.subjects import subject_of

from ..choices import CooperationKind, RegistrationStatus
from ..models import Conference, Delegate, Need, Offer, ParticipantType, Registration
from ..queries.registrations import places_of
from .checking import next_number
from .faults import refuse
from .import_rows import OrganisationRows, PersonRow, Sheet, with_scheme
from .locking import lock_conference
from .registration_mails import tell_delegate_of_registration
from .registrations import SOURCE
from .renewing import renew_delegation

Groups = Sequence[tuple[OrganisationRows, list[PersonRow]]]

MAIL_TASK = "clusterwerk.conference.registration_tasks.tell_imported_delegates"
BATCH = 500
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
    groups = [
        (group, rows)
        for group in sheet.organisations
        if (rows := [row for row in group.rows if not row.faults])
    ]
    with transaction.atomic():
        locked = lock_conference(conference)
        keys = _organisations(groups, by=by, kind=options.kind, done=done)
        registrations = _delegations(locked, groups, keys, options, done)
        if options.admit:
            list_organisations(by=by, keys=keys)
        added = _add_people(groups, registrations, next_number(locked))
        done.delegates = len(added)
        _add_interests(groups, registrations, options.language)
        for registration, number in _numbers_of(added):
            record("import_delegation", by=by, subject=registration, delegates=number)
        record(
            "import_delegations",
            by=by,
            subject=locked,
            delegations=done.delegations,
            delegates=done.delegates,
        )
        if options.tell and added:
            enqueue_after_commit(
                MAIL_TASK,
                by=by,
                subject=locked,
                title=gettext_noop("Mails to imported delegates"),
                shown_at=reverse("conference:registrations", args=[locked.slug]),
                delegate_ids=[delegate.pk for delegate in added],
            )
    return done


def _organisations(groups: Groups, *, by: Any, kind: str, done: Imported) -> list[int]:
    """The key of each group's organisation; new ones are kept, not listed yet."""
    new = [(group, rows) for group, rows in groups if group.is_new]
    made = add_organisations(
        by=by,
        source=SOURCE,
        reported=[
            ReportedOrganisation(
                name=group.name,
                kind=kind,
                country=group.country,
                city=_first(rows, "city"),
                website=with_scheme(_first(rows, "website")),
                fields=tuple(dict.fromkeys(code for row in rows for code in row.fields)),
            )
            for group, rows in new
        ],
    )
    done.organisations = len(made)
    entered = {group.key: row.pk for (group, _rows), row in zip(new, made, strict=True)}
    return [group.known or entered[group.key] for group, _rows in groups]


def _delegations(
    conference: Conference,
    groups: Groups,
    keys: list[int],
    options: Options,
    done: Imported,
) -> list[Registration]:
    """The delegation of each group, entered where it is new, again where it was declined."""
    there = {
        row.organisation_id: row
        for row in Registration.objects.filter(conference=conference).select_related("type")
    }
    new: dict[int, Registration] = {}
    for (group, rows), key in zip(groups, keys, strict=True):
        told = _told(group, rows, options)
        if key in there and there[key].status == RegistrationStatus.DECLINED:
            renew_delegation(there[key], told=told)
            done.delegations += 1
        elif key not in there and key not in new:
            new[key] = Registration(conference=conference, organisation_id=key, **told)
    if options.admit:
        _check_places(conference, groups, keys, there | new)
    Registration.objects.bulk_create(new.values(), batch_size=BATCH)
    done.delegations += len(new)
    all_of_them = there | new
    return [all_of_them[key] for key in keys]


def _told(group: OrganisationRows, rows: list[PersonRow], options: Options) -> dict[str, Any]:
    now = timezone.now()
    return {
        "status": RegistrationStatus.ADMITTED if options.admit else RegistrationStatus.REQUESTED,
        "type": next((row.type for row in rows if row.type), None),
        "contact_name": rows[0].name,
        "contact_email": rows[0].email,
        "language": "de" if group.country in GERMAN_SPEAKING else "en",
        "registered_at": now,
        "decided_at": now if options.admit else None,
    }


def _add_people(groups: Groups, registrations: list[Registration], first: int) -> list[Delegate]:
    """Those of the rows who are not there yet, each once, private, with badge numbers."""
    people: dict[str, Delegate] = {}
    for (_group, rows), registration in zip(groups, registrations, strict=True):
        for row in rows:
            if not row.is_there and row.email not in people:
                people[row.email] = Delegate(
                    registration=registration,
                    number=first + len(people),
                    name=row.name,
                    email=row.email,
                    function_de=row.cells.get("function", ""),
                    function_en=row.cells.get("function", ""),
                    languages=list(row.languages),
                )
    return Delegate.objects.bulk_create(people.values(), batch_size=BATCH)


def _numbers_of(delegates: list[Delegate]) -> list[tuple[Registration, int]]:
    counted = Counter(delegate.registration_id for delegate in delegates)
    rows = {delegate.registration_id: delegate.registration for delegate in delegates}
    return [(rows[key], number) for key, number in counted.items()]


def _add_interests(groups: Groups, registrations: list[Registration], language: str) -> None:
    """Offers and needs whose words the delegation has not said yet."""
    for name, model in (("offer", Offer), ("need", Need)):
        manager: Any = model.objects
        said = {
            (key, text)
            for key, *texts in manager.filter(registration__in=registrations).values_list(
                "registration", "text_de", "text_en"
            )
            for text in texts
        }
        new = []
        for (_group, rows), registration in zip(groups, registrations, strict=True):
            fields = tuple(dict.fromkeys(code for row in rows for code in row.fields))
            for text in dict.fromkeys(row.cells.get(name, "") for row in rows):
                if text and (registration.pk, text) not in said:
                    words = {f"text_{language}": text}
                    row = model(registration=registration, kind=_kind_of(text), **words)
                    new.append((row, fields))
        manager.bulk_create([row for row, _fields in new], batch_size=BATCH)
        link: Any = model.fields.through
        link.objects.bulk_create(
            [
                link(**{f"{name}_id": row.pk, "field_id": code})
                for row, fields in new
                for code in fields
            ],
            batch_size=BATCH,
        )


def _first(rows: list[PersonRow], name: str) -> str:
    """The first filled cell of a column."""
    return next((row.cells[name] for row in rows if row.cells.get(name)), "")


def _kind_of(text: str) -> CooperationKind:
    plain = text.casefold()
    return next(
        (kind for kind, words in KINDS if any(word in plain for word in words)),
        CooperationKind.TECHNOLOGY,
    )


def _check_places(
    conference: Conference,
    groups: Groups,
    keys: list[int],
    registrations: dict[int, Registration],
) -> None:
    """Those to be admitted find places: in the conference and in each type."""
    wanted: Counter[ParticipantType | None] = Counter()
    for (_group, rows), key in zip(groups, keys, strict=True):
        if registrations[key].status == RegistrationStatus.ADMITTED:
            new = {row.email for row in rows if not row.is_there}
            wanted[registrations[key].type] += len(new)
    free = places_of(conference, None).conference
    if free is not None and wanted.total() > free:
        raise refuse(
            _(
                "%(number)d places are needed, and the conference has %(free)d left. Import "
                "without admitting, or give the conference more places in the checklist."
            )
            % {"number": wanted.total(), "free": free}
        )
    for kind, number in wanted.items():
        left = places_of(conference, kind).type
        if left is not None and number > left:
            raise refuse(
                _(
                    "The type “%(type)s” has %(free)d places left, and %(number)d are needed. "
                    "Import without admitting, or give the type more places in the checklist."
                )
                % {"type": kind, "free": left, "number": number}
            )


def tell_imported(delegate: Delegate) -> bool:
    """Tells one imported person what is stored; nothing when the mail is in the outbox already."""
    with transaction.atomic():
        kind, key = subject_of(delegate.registration)
        told = Message.objects.filter(about_type=kind, about_id=key, to__iexact=delegate.email)
        if told.exists():
            return False
        tell_delegate_of_registration(delegate, contact_too=True)
    return True
