"""`clusterwerk rebuild_search`: the search index anew from the rows it stands for."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from clusterwerk.search.indexing import kinds, rebuild


class Command(BaseCommand):
    """Repairs the index, for instance after rows were changed outside the portal."""

    help = "Build the search index anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """Kinds of documents; all when none is named."""
        parser.add_argument("kinds", nargs="*", choices=[[], *kinds()], metavar="kind")

    def handle(self, *_args: Any, **options: Any) -> None:
        """One line per kind."""
        for kind in options["kinds"] or kinds():
            self.stdout.write(f"{kind}: {rebuild(kind)}")
