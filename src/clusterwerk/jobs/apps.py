"""Long work with progress, heartbeat and stop."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from . import due


class JobsConfig(AppConfig):
    name = "clusterwerk.jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """Jobs of dead workers are looked for by whoever is alive."""
        due.register(
            "jobs.reclaim",
            "clusterwerk.jobs.actions.reclaim_silent_jobs",
            every=timedelta(seconds=15),
        )
