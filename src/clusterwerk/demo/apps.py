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
