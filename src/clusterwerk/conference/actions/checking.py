"""Rules for delegations that need the rows of others: all faults at once, nothing written."""

from collections.abc import Iterable, Sequence

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusterwerk.directory.actions import ReportedOrganisation
from clusterwerk.directory.models import Organisation

from ..choices import RegistrationStatus
from ..models import Conference, Delegate, ParticipantType, Registration
from ..queries.registrations import STANDING, delegates_with_address, has_held
from .delegation_drafts import DelegateDraft, DelegationDraft
from .faults import Fault


def next_number(conference: Conference) -> int:
    """The next badge number; only while the conference is locked."""
    rows = Delegate.objects.filter(registration__conference=conference)
    return (rows.aggregate(most=Max("number"))["most"] or 0) + 1


def faults_of_draft(
    conference: Conference, draft: DelegationDraft, *, by_team: bool = False
) -> list[Fault]:
    """Everything that keeps a new delegation from being registered.

    One that was declined is registered anew by the team, or by somebody else: the team decides
    again.
    """
    faults: list[Fault] = []
    former = None
    if isinstance(draft.organisation, Organisation):
        former = Registration.objects.filter(
            conference=conference, organisation=draft.organisation
        ).first()
        if former is not None:
            is_same = not by_team and has_held(former, draft.contact_email)
            faults += _faults_of_former(former, is_same=is_same)
    else:
        faults += _faults_of_new(draft.organisation, email=draft.contact_email, by_team=by_team)
    if draft.type is None and conference.types.exists():
        faults.append(Fault(_("Choose a type of participant."), "type"))
    if is_address_taken(conference, draft.contact_email, outside=former):
        message = _(
            "This address belongs to another delegation of this conference. Give another "
            "address, or ask the conference team."
        )
        faults.append(Fault(message, "contact_email"))
    faults += faults_of_size(draft.type, len(draft.delegates))
    faults += faults_of_people(conference, draft.delegates, outside=former)
    return faults


def faults_of_size(kind: ParticipantType | None, delegates: int) -> list[Fault]:
    """Whether a delegation has a number of delegates that its type may have."""
    if not delegates:
        return [Fault(_("Name at least one delegate."), "delegates")]
    most = kind.delegates_most if kind else None
    if most is not None and delegates > most:
        message = ngettext(
            "A delegation of this type may have %(most)d delegate; only the conference team can "
            "allow more. Remove the others.",
            "A delegation of this type may have %(most)d delegates; only the conference team can "
            "allow more. Remove some.",
            most,
        )
        return [Fault(message % {"most": most}, "delegates")]
    return []


def faults_of_people(
    conference: Conference, people: Sequence[DelegateDraft], *, outside: Registration | None
) -> list[Fault]:
    """Nobody is a delegate twice at a conference: neither in this delegation nor in another."""
    faults = []
    seen: set[str] = set()
    for row, person in enumerate(people):
        key = person.email.casefold()
        if key in seen:
            message = _("This address is there twice. Every delegate needs an own one.")
            faults.append(Fault(message, "email", row))
        elif is_address_taken(conference, person.email, outside=outside):
            faults.append(Fault(already_registered(), "email", row))
        seen.add(key)
    return faults


def already_registered() -> str:
    """What is said when an address belongs to another delegation; without telling to which."""
    return _(
        "Somebody with this address is registered with another delegation of this conference. "
        "Check the address, or ask the conference team."
    )


def is_address_taken(conference: Conference, email: str, *, outside: Registration | None) -> bool:
    """Whether somebody of another standing delegation holds the address."""
    if not email:
        return False
    contacts = Registration.objects.filter(
        conference=conference, status__in=STANDING, contact_email__iexact=email
    )
    if outside is not None:
        contacts = contacts.exclude(pk=outside.pk)
    return contacts.exists() or delegates_with_address(conference, email, outside=outside).exists()


def _faults_of_former(former: Registration, *, is_same: bool) -> Iterable[Fault]:
    """A cancelled delegation may be registered anew, a declined one not by the same people."""
    if former.status in STANDING:
        yield Fault(
            _(
                "This organisation is registered already. Ask your colleague who did it to add "
                "you, or ask the conference team."
            ),
            "organisation",
        )
    elif former.status == RegistrationStatus.DECLINED and is_same:
        yield Fault(
            _(
                "A delegation of this organisation cannot be registered here. Ask the conference "
                "team."
            ),
            "organisation",
        )


def _faults_of_new(told: ReportedOrganisation, *, email: str, by_team: bool) -> Iterable[Fault]:
    same = Organisation.objects.filter(name__iexact=told.name, country=told.country)
    if same.filter(is_listed=True).exists():
        message = _("An organisation of this name is in the register. Choose it by searching.")
        yield Fault(message, "name")
    elif same.exists() and not _are_over(same, email=email, by_team=by_team):
        message = _("Somebody told of this organisation already. Ask the conference team.")
        yield Fault(message, "name")


def _are_over(same: QuerySet[Organisation], *, email: str, by_team: bool) -> bool:
    """Whether all who told of an organisation cancelled, or were declined and who comes now is none
    of them."""
    rows = list(Registration.objects.filter(organisation__in=same))
    return bool(rows) and all(
        row.status == RegistrationStatus.CANCELLED
        or (row.status == RegistrationStatus.DECLINED and (by_team or not has_held(row, email)))
        for row in rows
    )
