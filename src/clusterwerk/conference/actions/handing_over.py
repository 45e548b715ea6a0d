"""Somebody else takes over: the contact of a delegation, or the place of a delegate."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record

from ..models import AgendaNotice, Delegate, Registration
from ..queries.registrations import active_delegates
from .answer_links import close_answer_links
from .checking import already_registered, is_address_taken
from .delegates import CONSENTS
from .faults import refuse
from .locking import lock_delegation
from .notices import tell_changes
from .registration_mails import (
    tell_address,
    tell_changed_by_team,
    tell_delegate_of_registration,
)


@dataclass(frozen=True, slots=True)
class Successor:
    """Who takes over."""

    name: str
    email: str


def hand_over(
    registration: Registration,
    *,
    by: Any,
    to: Successor,
    contact: bool = False,
    delegate: Delegate | None = None,
    by_team: bool = False,
) -> Registration:
    """Gives the contact's part, a delegate's place or both to another person.

    Who held them before acts for them no more, from this moment, also not by a link in a mail. The
    new person has agreed to nothing yet. Both get a mail. Raises RefusedError when somebody else
    holds the address.
    """
    to = Successor(to.name, to.email.lower())
    with transaction.atomic():
        row = lock_delegation(registration)
        _check(row, to, delegate)
        former = set()
        if contact:
            former.add(row.contact_email)
            close_answer_links(Q(wish__target=row))
            row.contact_name, row.contact_email = to.name, to.email
            row.save(update_fields=["contact_name", "contact_email"])
        seat = None
        if delegate is not None:
            seat = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
            former.add(seat.email)
            close_answer_links(Q(wish__target_delegate=seat))
            _take_seat(seat, to)
            seat.registration = row
        record(
            "hand_over",
            by=by,
            subject=row,
            contact=contact,
            delegate=seat.public_id if seat else None,
            by_team=by_team,
        )
        for address in former - {"", to.email}:
            tell_address(row, "handed_over", to=address, successor=to)
        if contact:
            tell_address(row, "took_over", to=to.email, delegate=seat)
        elif seat is not None:
            tell_delegate_of_registration(seat)
        if by_team and not contact:
            tell_changed_by_team(row, "handed_over", delegate=seat)
        if seat is not None:
            tell_changes(row.conference, by=by)
    return row


def _check(row: Registration, to: Successor, delegate: Delegate | None) -> None:
    if is_address_taken(row.conference, to.email, outside=row):
        raise refuse(already_registered(), "email")
    if delegate is not None:
        others = active_delegates(row).exclude(pk=delegate.pk)
        if others.filter(email__iexact=to.email).exists():
            raise refuse(_("This person is in the delegation already."), "email")


def _take_seat(seat: Delegate, to: Successor) -> None:
    """The place stays with its meetings and times; what belonged to the person goes."""
    now = timezone.now()
    seat.name, seat.email, seat.user = to.name, to.email, None
    for column in CONSENTS.values():
        setattr(seat, column, None)
    seat.save()
    seat.links.filter(revoked_at__isnull=True).update(revoked_at=now)
    # What the former person was told: the new one is told the whole agenda.
    AgendaNotice.objects.filter(delegate=seat).delete()
