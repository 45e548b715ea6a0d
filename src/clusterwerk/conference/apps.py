"""The matchmaking conference: delegates, meetings, plans."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What workers do about wishes by the clock.
WISH_WORK = (
    ("tell", timedelta(seconds=30)),
    ("remind_and_expire", timedelta(minutes=10)),
    ("renew_suggestions", timedelta(minutes=15)),
)


class ConferenceConfig(AppConfig):
    name = "clusterwerk.conference"
    verbose_name = _("Conference")

    def ready(self) -> None:
        """Shows on profiles where an organisation takes part; names conferences as scopes."""
        # Models and templates are there only now.
        from clusterwerk.accounts.choices import ScopeKind
        from clusterwerk.accounts.scopes import register_scope_names
        from clusterwerk.jobs import due
        from clusterwerk.web.panels import register_panel

        from .queries.conferences import names_of_conferences
        from .web.panels import participation

        for work, every in WISH_WORK:
            due.register(
                f"conference.{work}", f"clusterwerk.conference.wish_tasks.{work}", every=every
            )
        register_scope_names(ScopeKind.CONFERENCE, names_of_conferences)
        register_panel(
            "directory.profile",
            "conference.participation",
            order=40,
            template="conference/panel.html",
            context=participation,
        )
