"""Long work with progress, heartbeat and stop."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import due


class JobsConfig(AppConfig):
    name = "clusterwerk.jobs"
    verbose_name = _("Jobs")

    def ready(self) -> None:
        """The base apps' due work is named in the settings; higher apps register their own."""
        for name, (task, every) in settings.DUE_WORK.items():
            due.register(name, task, every=every)
