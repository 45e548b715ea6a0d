"""`clusterwerk simulate_conference`: a whole conference, played through the real actions."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clusterwerk.demo.conference_examples import DELEGATION_SIZES, MATCHES
from clusterwerk.demo.simulation import simulate


class Command(BaseCommand):
    """Sets a made-up conference up, registers, wishes, answers, plans and publishes."""

    help = "Play a conference of made-up people through the real actions, up to its agendas."

    def add_arguments(self, parser: CommandParser) -> None:
        """How large, and which draw."""
        parser.add_argument("--delegations", type=int, default=len(DELEGATION_SIZES))
        parser.add_argument("--meetings", type=int, default=MATCHES, help="stop wishing at so many")
        parser.add_argument("--seed", type=int, default=2027, help="another number, other people")

    def handle(
        self, *_args: Any, delegations: int, meetings: int, seed: int, **_options: Any
    ) -> None:
        """Plays it and says what came of it, also what was refused."""
        begun = time.monotonic()
        try:
            played = simulate(
                self.stdout.write, seed=seed, delegations=delegations, meetings=meetings
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        for reason, number in played.refused.most_common(5):
            self.stdout.write(f"refused {number} times: {reason}")
        self.stdout.write(f"{time.monotonic() - begun:.0f} seconds")
