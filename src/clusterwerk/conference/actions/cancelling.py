"""A delegate or a whole delegation does not come: what ends, what goes on, who hears of it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record

from ..choices import RegistrationStatus, WishStatus
from ..models import AccessLink, Delegate, Match, Registration, Wish
from ..queries.registrations import (
    PlannedOfDelegate,
    active_delegates,
    booths_of,
    losses_of,
    matches_of,
    planned_of_delegate,
)
from .admissions import fill_freed_places
from .answer_links import close_answer_links
from .delegates import free_matches_of
from .faults import refuse
from .locking import lock_delegation
from .matches import cancel_match
from .notices import is_over, tell_changes
from .registration_mails import tell_address, tell_contact, tell_team
from .wish_mails import tell_delegation
from .wishes import end_wishes_of


def cancel_delegation(
    registration: Registration, *, by: Any, by_team: bool = False, reason: str = ""
) -> Registration:
    """The delegation does not come. Its wishes are withdrawn, its agreed meetings cancelled and its
    booths tables for all; partners and delegates are told, its places go to the waiting list.

    Raises RefusedError after the last day.
    """
    with transaction.atomic():
        row = lock_delegation(registration)
        if row.status == RegistrationStatus.CANCELLED:
            return row
        _refuse_when_over(row)
        lost = losses_of(row)
        for match in matches_of(row).order_by("pk"):
            _cancel(match, row, by=by, by_team=by_team)
        end_wishes_of(row, by=by)
        booths_of(row).update(booth_of=None)
        close_answer_links(Q(wish__wisher=row) | Q(wish__target=row))
        delegates = list(active_delegates(row))
        AccessLink.objects.filter(delegate__in=delegates, revoked_at__isnull=True).update(
            revoked_at=timezone.now()
        )
        before = row.status
        row.status = RegistrationStatus.CANCELLED
        row.cancelled_at = timezone.now()
        row.decision_note = reason.strip()
        row.save(update_fields=["status", "cancelled_at", "decision_note"])
        record(
            "cancel_delegation",
            by=by,
            subject=row,
            before=before,
            by_team=by_team,
            agreed=lost.agreed,
            booths=list(lost.booths),
        )
        for address in _addresses(row, delegates):
            tell_address(row, "cancelled", to=address, by_team=by_team)
        if not by_team:
            tell_team(row.conference, "cancelled_team", row, lost=lost)
        fill_freed_places(row.conference, by=by)
        tell_changes(row.conference, by=by)
    return row


def cancel_delegate(delegate: Delegate, *, by: Any, by_team: bool = False) -> Delegate:
    """One person of a delegation does not come; meetings somebody else of it can take stay agreed.

    Meetings of the published plan that stay agreed get a new place by a repair: the team hears of
    it. Raises RefusedError for the last delegate: then the delegation is cancelled; and after the
    last day.
    """
    with transaction.atomic():
        registration = lock_delegation(delegate.registration)
        row = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
        if row.cancelled_at is not None:
            return row
        row.registration = registration
        _refuse_when_over(registration)
        others = active_delegates(registration).exclude(pk=row.pk)
        if not others.exists():
            raise refuse(
                _(
                    "This is the only delegate. Hand the place over to a colleague, or cancel the "
                    "whole delegation."
                )
            )
        planned = planned_of_delegate(row)
        row.cancelled_at = timezone.now()
        row.save(update_fields=["cancelled_at"])
        if others.filter(takes_meetings=True).exists():
            free_matches_of(row)
            repaired = planned
        else:
            repaired = []
            for match in matches_of(registration).order_by("pk"):
                _cancel(match, registration, by=by, by_team=by_team)
        close_answer_links(Q(wish__target_delegate=row))
        _end_wishes_of_person(row)
        row.links.filter(revoked_at__isnull=True).update(revoked_at=row.cancelled_at)
        record(
            "cancel_delegate",
            by=by,
            subject=registration,
            delegate=row.public_id,
            by_team=by_team,
        )
        _tell_of_delegate(row, repaired, by_team=by_team)
        fill_freed_places(registration.conference, by=by)
        tell_changes(registration.conference, by=by)
    return row


def _refuse_when_over(registration: Registration) -> None:
    if is_over(registration.conference):
        raise refuse(_("The conference is over: nothing can be cancelled any more."))


def _tell_of_delegate(row: Delegate, repaired: list[PlannedOfDelegate], *, by_team: bool) -> None:
    registration = row.registration
    told = {"delegate": row, "by_team": by_team}
    tell_address(registration, "delegate_cancelled", to=row.email, **told)
    if registration.contact_email.lower() != row.email.lower():
        tell_contact(registration, "delegate_cancelled", **told)
    if not by_team or repaired:
        tell_team(
            registration.conference,
            "delegate_cancelled_team",
            registration,
            delegate=row,
            meetings=repaired,
        )


def _cancel(match: Match, registration: Registration, *, by: Any, by_team: bool) -> None:
    """The partner gets a mail for each meeting; the delegation itself one for all of them."""
    cancel_match(match, by=by, registration=None if by_team else registration, tell=False)
    theirs = match.registration_b_id == registration.pk
    partner = match.registration_a if theirs else match.registration_b
    tell_delegation(
        partner,
        "match_cancelled",
        partner=registration,
        by_us=False,
        by_team=by_team,
    )


def _end_wishes_of_person(delegate: Delegate) -> None:
    """Pending wishes of or for this very person go on for the delegation as a whole, unless there
    is such a wish already."""
    pending = Wish.objects.filter(status=WishStatus.PENDING)
    for wish in pending.filter(delegate=delegate):
        wish.delegate = None
        wish.save(update_fields=["delegate"])
    for wish in pending.filter(target_delegate=delegate):
        others = Wish.objects.filter(
            wisher=wish.wisher_id, target=wish.target_id, target_delegate__isnull=True
        )
        if others.exists():
            wish.status = WishStatus.DECLINED
            wish.answered_at = timezone.now()
        else:
            wish.target_delegate = None
        wish.save(update_fields=["status", "answered_at", "target_delegate"])


def _addresses(registration: Registration, delegates: Iterable[Delegate]) -> list[str]:
    """Everybody of the delegation, each once."""
    found = [registration.contact_email, *(delegate.email for delegate in delegates)]
    return list({address.casefold(): address for address in found if address}.values())
