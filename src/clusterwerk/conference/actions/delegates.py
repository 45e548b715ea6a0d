"""What a delegation changes about its delegates, and what each of them agrees to show."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record

from ..choices import RegistrationStatus
from ..models import Delegate, Registration
from ..queries.registrations import (
    active_delegates,
    matches_of,
    places_of,
)
from .checking import faults_of_people, faults_of_size
from .delegation_drafts import DelegateDraft
from .faults import Fault, RefusedError, refuse
from .locking import lock_delegation
from .registration_mails import tell_changed_by_team, tell_delegate_of_registration
from .registrations import add_delegates

# What a person can agree to; the column says since when.
CONSENTS = {
    "name": "name_public_since",
    "function": "function_public_since",
    "languages": "languages_public_since",
    "agenda": "agenda_public_since",
    "email": "email_shared_since",
}


def add_delegate(
    registration: Registration, *, by: Any, draft: DelegateDraft, by_team: bool = False
) -> Delegate:
    """One more person in a delegation. Raises RefusedError where the type allows no more, no place
    is left, or somebody holds the address already."""
    with transaction.atomic():
        row = lock_delegation(registration)
        faults = faults_of_size(row.type, active_delegates(row).count() + 1)
        faults += faults_of_people(row.conference, [draft], outside=row)
        if active_delegates(row).filter(email__iexact=draft.email).exists():
            faults.append(Fault(_("This person is in the delegation already."), "email"))
        is_admitted = row.status == RegistrationStatus.ADMITTED
        if is_admitted and not places_of(row.conference, row.type).fits(1):
            faults.append(Fault(_no_place(by_team=by_team)))
        if faults:
            raise RefusedError(faults)
        (delegate,) = add_delegates(row, [draft])
        record("add_delegate", by=by, subject=row, delegate=delegate.public_id, by_team=by_team)
        tell_delegate_of_registration(delegate)
        if by_team:
            tell_changed_by_team(row, "added", delegate=delegate)
    return delegate


def _no_place(*, by_team: bool) -> str:
    if by_team:
        return _(
            "All places of the conference are taken. Give it more places in the checklist, or "
            "hand over the place of a colleague."
        )
    return _(
        "All places of the conference are taken. Hand over the place of a colleague, or "
        "ask the conference team."
    )


def change_delegate(
    delegate: Delegate,
    *,
    by: Any,
    name: str,
    function_de: str,
    function_en: str,
    languages: Collection[str],
    takes_meetings: bool,
    by_team: bool = False,
) -> Delegate:
    """Name, function and languages; another address means another person: `hand_over`.

    Raises RefusedError where nobody would be left who takes meetings although some are agreed.
    """
    with transaction.atomic():
        lock_delegation(delegate.registration)
        row = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
        before = _facts_of(row)
        if row.takes_meetings and not takes_meetings:
            _leave_meetings_to_others(row)
        row.name = name
        row.function_de = function_de
        row.function_en = function_en
        row.languages = list(languages)
        row.takes_meetings = takes_meetings
        if _facts_of(row) == before:
            return row
        row.save(
            update_fields=["name", "function_de", "function_en", "languages", "takes_meetings"]
        )
        record(
            "change_delegate",
            by=by,
            subject=row.registration,
            delegate=row.public_id,
            by_team=by_team,
        )
        if by_team:
            tell_changed_by_team(row.registration, "person", delegate=row)
    return row


def _facts_of(row: Delegate) -> tuple[Any, ...]:
    return row.name, row.function_de, row.function_en, list(row.languages), row.takes_meetings


def _leave_meetings_to_others(delegate: Delegate) -> None:
    """Agreed meetings of a person who takes none any more go on with the others."""
    agreed = matches_of(delegate.registration)
    others = active_delegates(delegate.registration).exclude(pk=delegate.pk)
    if agreed.exists() and not others.filter(takes_meetings=True).exists():
        raise refuse(
            _(
                "The delegation has agreed meetings, and nobody else takes them. Name another "
                "delegate first, or cancel the meetings."
            ),
            "takes_meetings",
        )
    free_matches_of(delegate)


def free_matches_of(delegate: Delegate) -> None:
    """Whoever else of the delegation takes meetings may serve in those of this person."""
    for side in ("delegate_a", "delegate_b"):
        matches_of(delegate.registration).filter(**{side: delegate}).update(**{side: None})


def set_consents(delegate: Delegate, *, by: Any, given: Collection[str]) -> Delegate:
    """What the person agrees to show, by the keys of `CONSENTS`; all others are withdrawn at once.

    An agenda is public only under a public name. Only the person may call it:
    `permissions.can_give_consent`.
    """
    with transaction.atomic():
        row = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
        now = timezone.now()
        wanted = set(given)
        if "name" not in wanted:
            wanted.discard("agenda")
        changed = {}
        for key, column in CONSENTS.items():
            if (getattr(row, column) is not None) != (key in wanted):
                setattr(row, column, now if key in wanted else None)
                changed[key] = key in wanted
        if changed:
            row.save(update_fields=[CONSENTS[key] for key in changed])
            record(
                "set_consents",
                by=by,
                subject=row.registration,
                delegate=row.public_id,
                consents=changed,
            )
    return row
