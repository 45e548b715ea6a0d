"""What pages of lower apps show of a conference."""

from typing import Any

from django.http import HttpRequest

from ..queries.conferences import registrations_of_organisation


def participation(request: HttpRequest, organisation: Any) -> dict[str, Any] | None:
    """For an organisation's profile: where it takes part; nothing when nowhere."""
    registrations = list(registrations_of_organisation(organisation.pk, request.user))
    return {"registrations": registrations, "organisation": organisation} if registrations else None
