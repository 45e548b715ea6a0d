"""`clusterwerk export_event <slug> event.json`: a conference as the shell's planner reads it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusterwerk.conference.models import Conference
from clusterwerk.conference.planning import problem_of
from matchmaking import InputError
from matchmaking.files import write_event


class Command(BaseCommand):
    """Writes the event file; it holds keys, countries and fields, never a name of a person."""

    help = "Write a conference as an event file for the command `matchmaking`."

    def add_arguments(self, parser: CommandParser) -> None:
        """The conference, and where to write."""
        parser.add_argument("slug", help="as in the conference's address")
        parser.add_argument("file", type=Path, help="a .json file, or a folder for CSV files")

    def handle(self, *_args: Any, slug: str, file: Path, **_options: Any) -> None:
        """Writes the file, or says which conferences there are or what is wrong."""
        conference = Conference.objects.filter(slug=slug).first()
        if conference is None:
            known = ", ".join(Conference.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no conference {slug!r}. There are: {known}.")
        try:
            write_event(problem_of(conference), file)
        except InputError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file} written")
