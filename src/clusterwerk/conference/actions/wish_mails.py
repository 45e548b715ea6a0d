"""To whom the mails about wishes and matches go, and in which language."""

from collections.abc import Iterable
from typing import Any

from ..models import Delegate, Registration
from .mailing import send


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
    """One mail to each address of `recipients_of`, in the language of the delegation."""
    for address in recipients_of(registration, delegates):
        send(
            registration.conference,
            template,
            to=address,
            language=registration.language,
            about=registration,
            registration=registration,
            **context,
        )
