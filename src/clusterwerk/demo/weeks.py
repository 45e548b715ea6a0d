"""Demo part: weeks."""

from collections.abc import Callable


def load(say: Callable[[str], None]) -> None:
    """Loads this part once."""
    say("weeks: nothing yet")
