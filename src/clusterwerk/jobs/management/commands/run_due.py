"""`clusterwerk run_due`: what is due, once; for cron where no worker runs."""

from typing import Any

from django.core.management.base import BaseCommand

from clusterwerk.jobs.clock import run_due


class Command(BaseCommand):
    """Does what is due now."""

    help = "Do what is due now, once (for cron)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One line per thing done."""
        for name in run_due():
            self.stdout.write(name)
