"""To whom the mails about wishes and matches go, and in which language."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from ..models import Delegate, Registration
from .mailing import address_of, send


def recipients_of(
    registration: Registration, delegates: Iterable[Delegate | None] = ()
) -> list[str]:
    """The contact of a delegation and the named delegates, each address once; where none of them
    has an address, the first delegate who has one."""
    found = [registration.contact_email]
    found += [row.email for row in delegates if row is not None and row.cancelled_at is None]
    addresses = {address.casefold(): address for address in found if address}
    if addresses:
        return list(addresses.values())
    others = registration.delegates.filter(cancelled_at__isnull=True).exclude(email="")
    first = others.order_by("number").first()
    return [first.email] if first else []


def tell_delegation(
    registration: Registration,
    template: str,
    *,
    delegates: Iterable[Delegate | None] = (),
    **context: Any,
) -> None:
    """One mail to each address of `recipients_of`, in the language of the delegation.

    `address` in the template is that of the delegation's own page.
    """
    for address in recipients_of(registration, delegates):
        send(
            registration.conference,
            template,
            to=address,
            language=registration.language,
            about=registration,
            registration=registration,
            # Called by the template, so that it is in the recipient's language.
            address=partial(address_of, "mine", registration.conference.slug),
            **context,
        )


def tell_declined(wisher: Registration, target: Registration) -> None:
    """A wish will not come true; says nothing about why."""
    tell_delegation(wisher, "wish_declined", partner=target)
