"""The team decides: admitted, on the waiting list, declined; and who moves up."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterwerk.audit.actions import record
from clusterwerk.directory.actions import list_organisations

from ..choices import RegistrationStatus
from ..models import Conference, Registration
from ..queries.registrations import (
    active_delegates,
    place_in_queue,
    places_of,
    waiting_list,
)
from .faults import refuse
from .locking import lock_delegation
from .notices import is_over
from .registration_mails import tell_contact, tell_team

# What a delegation may be decided on; one that was cancelled registers anew.
DECIDABLE = (
    RegistrationStatus.REQUESTED,
    RegistrationStatus.WAITING,
    RegistrationStatus.ADMITTED,
    RegistrationStatus.DECLINED,
)


def admit_delegation(registration: Registration, *, by: Any) -> Registration:
    """Gives a delegation its places. Raises RefusedError when there are not enough of them; one
    that is admitted already stays so."""
    with transaction.atomic():
        row, conference = _locked(registration)
        if row.status == RegistrationStatus.ADMITTED:
            return row
        _check_places(row, conference)
        _decide(row, RegistrationStatus.ADMITTED, by=by)
        tell_contact(row, "admitted", moved_up=False)
    return row


def put_on_waiting_list(registration: Registration, *, by: Any) -> Registration:
    """A delegation is to come as soon as there are places: from now on it moves up by itself, also
    where it waits already. Only before it is admitted: a place given is not taken."""
    with transaction.atomic():
        row, _conference = _locked(registration)
        if row.status == RegistrationStatus.WAITING and row.decided_at is not None:
            return row
        if row.status == RegistrationStatus.ADMITTED:
            raise refuse(
                _("%(organisation)s is admitted already. Cancel the delegation instead.")
                % {"organisation": row.organisation.name}
            )
        _decide(row, RegistrationStatus.WAITING, by=by)
        tell_contact(row, "waiting", place=place_in_queue(row))
    return row


def decline_delegation(registration: Registration, *, by: Any, reason: str) -> Registration:
    """Turns a delegation down, with a reason that it gets by mail."""
    with transaction.atomic():
        row, _conference = _locked(registration)
        if row.status == RegistrationStatus.DECLINED:
            return row
        if row.status == RegistrationStatus.ADMITTED:
            raise refuse(
                _("%(organisation)s is admitted already. Cancel the delegation instead.")
                % {"organisation": row.organisation.name}
            )
        if not reason.strip():
            raise refuse(_("Give a reason: the delegation gets it by mail."), "reason")
        _decide(row, RegistrationStatus.DECLINED, by=by, note=reason.strip())
        tell_contact(row, "declined")
        if not is_over(row.conference):
            _let_team_decide(row.conference, by=by)
    return row


def fill_freed_places(conference: Conference, *, by: Any) -> list[Registration]:
    """Moves up from the waiting list, in its order, each delegation that fits into what is free.

    Those that the team put on the list are admitted, the others come to its decision. A large
    delegation that does not fit keeps its place in the queue. To be called by whatever frees places
    or gives more of them; belongs to the caller's transaction, in which the conference is locked.
    """
    if is_over(conference):
        return []
    moved = []
    for row in waiting_list(conference).filter(decided_at__isnull=False):
        if places_of(conference, row.type).fits(active_delegates(row).count()):
            _decide(row, RegistrationStatus.ADMITTED, by=by, moved_up=True)
            tell_contact(row, "admitted", moved_up=True)
            tell_team(conference, "moved_up_team", row)
            moved.append(row)
    return moved + _let_team_decide(conference, by=by)


def _let_team_decide(conference: Conference, *, by: Any) -> list[Registration]:
    """Of those that wait without a decision as many as there are places that nobody asks for."""
    moved = []
    for row in waiting_list(conference).filter(decided_at__isnull=True):
        if places_of(conference, row.type, asked_for=True).fits(active_delegates(row).count()):
            before, row.status = row.status, RegistrationStatus.REQUESTED
            row.save(update_fields=["status"])
            record(
                "decide_delegation",
                by=by,
                subject=row,
                before=before,
                after=row.status,
                moved_up=True,
            )
            tell_team(conference, "place_to_decide_team", row)
            moved.append(row)
    return moved


def _locked(registration: Registration) -> tuple[Registration, Conference]:
    row = lock_delegation(registration)
    if row.status not in DECIDABLE:
        raise refuse(
            _("%(organisation)s has cancelled. It can register again.")
            % {"organisation": row.organisation.name}
        )
    return row, row.conference


def _check_places(row: Registration, conference: Conference) -> None:
    number = active_delegates(row).count()
    places = places_of(conference, row.type)
    if places.fits(number):
        return
    full_type = places.type is not None and places.type < number
    if full_type:
        message = ngettext(
            "%(organisation)s: %(number)d place is needed, and its type of participant has "
            "%(free)d left. Put it on the waiting list, or give the type more places in the "
            "checklist.",
            "%(organisation)s: %(number)d places are needed, and its type of participant has "
            "%(free)d left. Put it on the waiting list, or give the type more places in the "
            "checklist.",
            number,
        )
    else:
        message = ngettext(
            "%(organisation)s: %(number)d place is needed, and the conference has %(free)d left. "
            "Put it on the waiting list, or give the conference more places in the checklist.",
            "%(organisation)s: %(number)d places are needed, and the conference has %(free)d left. "
            "Put it on the waiting list, or give the conference more places in the checklist.",
            number,
        )
    free = places.type if full_type else places.conference
    raise refuse(message % {"organisation": row.organisation.name, "number": number, "free": free})


def _decide(
    row: Registration,
    status: RegistrationStatus,
    *,
    by: Any,
    note: str = "",
    moved_up: bool = False,
) -> None:
    before = row.status
    row.status = status
    row.decided_at = timezone.now()
    row.decision_note = note
    row.save(update_fields=["status", "decided_at", "decision_note"])
    if status == RegistrationStatus.ADMITTED:
        # The team knows now who comes: an organisation it was told of is taken into the register.
        list_organisations(by=by, keys=[row.organisation_id])
    record("decide_delegation", by=by, subject=row, before=before, after=status, moved_up=moved_up)
