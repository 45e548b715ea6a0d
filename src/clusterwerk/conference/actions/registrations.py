"""Registering a delegation, and changing what it told."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record
from clusterwerk.directory.actions import (
    ReportedOrganisation,
    add_organisations,
    tell_organisation_again,
)
from clusterwerk.directory.models import Organisation

from ..choices import RegistrationStatus
from ..models import Conference, Delegate, ParticipantType, Registration
from ..queries.registrations import active_delegates, must_wait, place_in_queue, places_of
from .admissions import fill_freed_places
from .answer_links import close_answer_links
from .checking import faults_of_draft, is_address_taken, next_number
from .delegation_drafts import DelegateDraft, DelegationDraft, InterestDraft
from .faults import RefusedError, refuse
from .interests import write_interests
from .locking import lock_conference, lock_delegation
from .registration_mails import (
    tell_changed_by_team,
    tell_contact,
    tell_delegate_of_registration,
    tell_team,
)
from .renewing import renew_delegation

# What stands as the source of a body that was entered with a delegation.
SOURCE = "registration"


def register_delegation(
    conference: Conference, *, by: Any, draft: DelegationDraft, by_team: bool = False
) -> Registration:
    """Registers all of it or nothing; the conference team then decides.

    When the places are taken, or others wait for them, the delegation waits; it moves up by itself
    only where the team put it on the waiting list or entered it. The contact gets a copy of what
    was told, each other delegate a mail of their own, the team a notice unless it entered the
    delegation itself.
    Raises RefusedError with every fault.
    """
    with transaction.atomic():
        locked = lock_conference(conference)
        faults = faults_of_draft(locked, draft, by_team=by_team)
        if faults:
            raise RefusedError(faults)
        waits = must_wait(locked, draft.type, len(draft.delegates))  # before it asks, too
        registration = _write_registration(locked, by, draft)
        add_delegates(registration, draft.delegates)
        write_interests(registration, draft.offers, draft.needs)
        if waits:
            registration.status = RegistrationStatus.WAITING
            # What the team enters itself it need not decide on.
            registration.decided_at = registration.registered_at if by_team else None
            registration.save(update_fields=["status", "decided_at"])
        record(
            "register_delegation",
            by=by,
            subject=registration,
            delegates=len(draft.delegates),
            status=registration.status,
            by_team=by_team,
        )
        _tell_of_registration(registration, by_team=by_team)
    return registration


def _write_registration(conference: Conference, by: Any, draft: DelegationDraft) -> Registration:
    """A new row, or that of a cancelled or declined delegation of the same organisation."""
    now = timezone.now()
    told = {
        "type": draft.type,
        "contact_name": draft.contact_name,
        "contact_email": draft.contact_email.lower(),
        "language": draft.language,
        "message": draft.message,
        "answers": draft.answers,
        "registered_at": now,
        "agreed_privacy_at": now if draft.agreed_privacy else None,
    }
    organisation = _organisation_of(draft.organisation, by=by)
    former = Registration.objects.filter(conference=conference, organisation=organisation).first()
    if former is None:
        made = Registration.objects.create(conference=conference, organisation=organisation, **told)
        made.conference = conference
        return made
    renewed = renew_delegation(former, told=told)
    renewed.conference = conference
    return renewed


def _organisation_of(chosen: Organisation | ReportedOrganisation, *, by: Any) -> Organisation:
    if isinstance(chosen, Organisation):
        return chosen
    same = Organisation.objects.filter(name__iexact=chosen.name, country=chosen.country).first()
    if same is not None:  # told of by somebody who was declined, or cancelled
        return tell_organisation_again(same, by=by, told=chosen)
    (made,) = add_organisations(by=by, reported=[chosen], source=SOURCE)
    return made


def add_delegates(registration: Registration, people: Sequence[DelegateDraft]) -> list[Delegate]:
    """Delegates with badge numbers of their own, private; while the conference is locked."""
    first = next_number(registration.conference)
    return [
        Delegate.objects.create(
            registration=registration,
            number=number,
            name=person.name,
            email=person.email.lower(),
            function_de=person.function_de,
            function_en=person.function_en,
            languages=list(person.languages),
            takes_meetings=person.takes_meetings,
        )
        for number, person in enumerate(people, start=first)
    ]


def _tell_of_registration(registration: Registration, *, by_team: bool) -> None:
    delegates = list(active_delegates(registration).select_related("registration__conference"))
    context = {
        "delegates": delegates,
        "offers": list(registration.offers.order_by("pk")),
        "needs": list(registration.needs.order_by("pk")),
        "place": place_in_queue(registration),
        "by_team": by_team,
    }
    tell_contact(registration, "registered", **context)
    for delegate in delegates:
        tell_delegate_of_registration(delegate)
    if not by_team:
        tell_team(registration.conference, "registered_team", registration, **context)


def change_details(
    registration: Registration,
    *,
    by: Any,
    contact_name: str,
    language: str,
    message: str,
    answers: dict[str, Any],
) -> Registration:
    """What the delegation itself may change about its contact, and its answers to the team."""
    with transaction.atomic():
        row = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
        row.contact_name = contact_name
        row.language = language
        row.message = message
        row.answers = answers
        row.save(update_fields=["contact_name", "language", "message", "answers"])
        record("change_delegation", by=by, subject=row, what="details")
    return row


def change_by_team(
    registration: Registration,
    *,
    by: Any,
    kind: ParticipantType | None,
    contact_name: str,
    contact_email: str,
    language: str,
) -> Registration:
    """The team corrects contact and type. Raises RefusedError where a type has no place left or
    the address belongs to another delegation."""
    with transaction.atomic():
        row = lock_delegation(registration)
        conference = row.conference
        if is_address_taken(conference, contact_email, outside=row):
            raise refuse(_("This address belongs to another delegation."), "contact_email")
        changes_type = (kind.pk if kind else None) != row.type_id
        if changes_type and kind and row.status == RegistrationStatus.ADMITTED:
            free = places_of(conference, kind).type
            if free is not None and active_delegates(row).count() > free:
                raise refuse(
                    _("This type has no place left. Give it more places in the checklist first."),
                    "kind",
                )
        if contact_email.lower() != row.contact_email.lower():
            close_answer_links(Q(wish__target=row))
        row.type = kind
        row.contact_name = contact_name
        row.contact_email = contact_email.lower()
        row.language = language
        row.save(update_fields=["type", "contact_name", "contact_email", "language"])
        record("change_delegation", by=by, subject=row, what="team")
        if changes_type:
            fill_freed_places(conference, by=by)
    return row


def change_interests(
    registration: Registration,
    *,
    by: Any,
    offers: Sequence[InterestDraft],
    needs: Sequence[InterestDraft],
    by_team: bool = False,
) -> None:
    """Makes the delegation's offers and needs those that were typed."""
    with transaction.atomic():
        row = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
        if not write_interests(row, offers, needs):
            return
        record("change_delegation", by=by, subject=row, what="interests", by_team=by_team)
        if by_team:
            tell_changed_by_team(row, "interests")
