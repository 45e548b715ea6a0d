"""What a hard rule is, and what a broken one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matchmaking.rules.agenda import Agenda


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its stable code, an English sentence, and the meetings concerned."""

    code: str
    message: str
    meetings: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule: its name, its sentence for people, and the check that yields every breach.

    A rule that is `alone` looks at one placement at a time, whatever the others are.
    """

    name: str
    sentence: str
    breaches: Callable[[Agenda], Iterator[Violation]]
    alone: bool = False
