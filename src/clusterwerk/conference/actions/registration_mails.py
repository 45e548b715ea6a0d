"""Mails about delegations: to their contact, to each delegate, to the conference team."""

from typing import Any

from django.conf import settings
from django.utils import translation

from ..models import Conference, Delegate, Registration
from .mailing import address_of, send, team_addresses


def tell_contact(registration: Registration, template: str, **context: Any) -> None:
    """A mail to who speaks for the delegation: the contact, else its first delegate."""
    to = registration.contact_email or _first_address(registration)
    tell_address(registration, template, to=to, **context)


def tell_address(registration: Registration, template: str, *, to: str, **context: Any) -> None:
    """A mail to one address in the delegation's language, with the address of its page."""
    if not to:
        return
    conference = registration.conference
    with translation.override(registration.language):
        page = address_of("my_delegation", conference.slug)
    send(
        conference,
        template,
        to=to,
        language=registration.language,
        about=registration,
        registration=registration,
        page=page,
        **context,
    )


def tell_delegate_of_registration(delegate: Delegate, *, contact_too: bool = False) -> None:
    """Says who registered the person, what is stored, and where the person decides about it.

    The contact knows, unless the team entered the delegation alone (`contact_too`).
    """
    registration = delegate.registration
    is_contact = delegate.email.lower() == registration.contact_email.lower()
    if is_contact and not contact_too:
        return
    with translation.override(registration.language):
        own = address_of("my_delegate", registration.conference.slug, delegate.public_id)
    tell_address(
        registration, "delegate_registered", to=delegate.email, delegate=delegate, own_page=own
    )


def tell_changed_by_team(
    registration: Registration, what: str, *, delegate: Delegate | None = None
) -> None:
    """Says to the contact what the team changed, and to the delegate whose facts or times it were.

    `what` is "interests", or for a delegate "added", "person", "times" or "handed_over".
    """
    people = [delegate.email] if delegate and what in ("person", "times") else []
    contact = registration.contact_email or _first_address(registration)
    told = {address.casefold(): address for address in (contact, *people) if address}
    for address in told.values():
        tell_address(registration, "changed_by_team", to=address, what=what, delegate=delegate)


def tell_team(
    conference: Conference, template: str, registration: Registration, **more: Any
) -> None:
    """A mail to the team, with the address of the delegation's page for the team."""
    addresses = team_addresses(conference)
    if conference.test_mode:
        addresses = addresses[:1]  # everybody of the team gets it as it is
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        page = address_of("registration", conference.slug, registration.public_id)
    for address in addresses:
        send(
            conference,
            template,
            to=address,
            language=language,
            about=registration,
            registration=registration,
            page=page,
            **more,
        )


def _first_address(registration: Registration) -> str:
    first = (
        registration.delegates.filter(cancelled_at__isnull=True)
        .exclude(email="")
        .order_by("number")
        .first()
    )
    return first.email if first else ""
