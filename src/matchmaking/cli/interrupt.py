"""Ctrl-C during long work."""

from __future__ import annotations

import signal
from types import FrameType


class Interrupt:
    """Ctrl-C ends the work with the best so far; a second one ends the program."""

    def __init__(self) -> None:
        self._asked = False

    def asked(self) -> bool:
        """Whether somebody pressed it."""
        return self._asked

    def __enter__(self) -> None:
        self._before = signal.getsignal(signal.SIGINT)
        try:
            signal.signal(signal.SIGINT, self._hear)
        except ValueError:  # not in the main thread: nobody can press Ctrl-C on us
            self._before = None

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _hear(self, *_: int | FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
