"""Demo part: register."""

from collections.abc import Callable


def load(say: Callable[[str], None]) -> None:
    """Loads this part once."""
    say("register: nothing yet")
