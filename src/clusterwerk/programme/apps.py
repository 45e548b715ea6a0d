"""Campaigns, editions and events of the Cluster Week."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clusterwerk.web.panels import register_panel


class ProgrammeConfig(AppConfig):
    name = "clusterwerk.programme"
    verbose_name = _("Cluster Week")

    def ready(self) -> None:
        """Shows an organisation's events on its profile."""
        from .panels import events_panel  # models are ready only now

        register_panel(
            "directory.profile",
            "events",
            order=30,
            template="programme/panel.html",
            context=events_panel,
        )
