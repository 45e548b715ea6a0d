"""Warns an operator whose mails go nowhere."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning


def check_transport(**_kwargs: Any) -> list[CheckMessage]:
    """A warning when this is no demonstration and no mail server is named."""
    if settings.DEMO or settings.MAIL_TRANSPORT:
        return []
    return [
        CheckWarning(
            "No mail is sent: sign-in codes and agendas reach nobody.",
            hint="Set MAIL_HOST; see docs/operate/settings.md.",
            id="mail.W001",
        )
    ]
