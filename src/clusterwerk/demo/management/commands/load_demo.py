"""`clusterwerk load_demo`: the shipped facts and examples."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clusterwerk.demo.loading import load_all
from clusterwerk.directory.tables import TableError


class Command(BaseCommand):
    """Loads the demo into the database; safe to repeat."""

    help = "Load the shipped facts and the made-up examples (safe to repeat)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Runs every part that is not loaded yet."""
        try:
            load_all(self.stdout.write)
        except TableError as error:
            raise CommandError(str(error), returncode=2) from error
