"""Demo part: people."""

from collections.abc import Callable


def load(say: Callable[[str], None]) -> None:
    """Loads this part once."""
    say("people: nothing yet")
