"""`clusterwerk work`: a worker alone."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from clusterwerk.jobs.worker import WorkerLoop


class Command(BaseCommand):
    """Does jobs and due work until SIGTERM or Ctrl+C."""

    help = "Do jobs, send mail and do what is due, until stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Starts the loop; the first signal stops it gently."""
        loop = WorkerLoop()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: loop.stop())
        loop.run()
