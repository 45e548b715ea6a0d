"""The shipped real facts, and the made-up edition and conferences that show the product."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clusterwerk.web.panels import register_panel


def demo_accounts(_request: HttpRequest, _subject: Any) -> dict[str, Any] | None:
    """The accounts that a visitor of the demonstration may use; None elsewhere."""
    if not settings.DEMO:
        return None
    from .people import ACCOUNTS, PASSWORD  # needs the models, which are not there yet above

    return {"accounts": ACCOUNTS, "password": PASSWORD}


def demo_delegate(_request: HttpRequest, conference: Any) -> dict[str, Any] | None:
    """An address with which a visitor of the demonstration may act; None elsewhere."""
    if not settings.DEMO:
        return None
    delegates = [
        row
        for registration in conference.registrations.filter(status="admitted").order_by("pk")[:1]
        for row in registration.delegates.exclude(email="").order_by("number")[:1]
    ]
    return {"address": delegates[0].email} if delegates else None


class DemoConfig(AppConfig):
    name = "clusterwerk.demo"
    verbose_name = _("Demo")

    def ready(self) -> None:
        """The sign-in page names the demo accounts."""
        register_panel(
            "accounts.sign_in",
            "demo_accounts",
            order=10,
            template="demo/accounts.html",
            context=demo_accounts,
        )
        register_panel(
            "conference.access",
            "demo_delegate",
            order=10,
            template="demo/delegates.html",
            context=demo_delegate,
        )
