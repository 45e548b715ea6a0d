"""What is wrong with the input, where, and what to do about it: all of it at once, never the first
fault only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One fault (or, with severity "warning", one oddity) in an event, a plan or the options.

    `code` is stable and meant for programs; `message` and `remedy` are English sentences for
    people. `path` names the place in the data ("meetings[3].delegates[1]"); where the data came
    from a file, `file`, `sheet` (in a workbook), `row` (first line is 1) and `column` (a header, or
    a character number in JSON) name it there.
    """

    code: str
    message: str
    remedy: str
    path: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    severity: Literal["error", "warning"] = "error"
    sheet: str = ""

    @property
    def place(self) -> str:
        """The place in words, as far as it is known: "meetings.csv, row 4, column delegates"."""
        parts = [self.file] if self.file else []
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        if self.path and self.row is None:
            parts.append(self.path)
        return ", ".join(parts)

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.message} {self.remedy}"


class MatchmakingError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(MatchmakingError):
    """The input cannot be planned as it stands; `problems` holds every fault that was found."""

    def __init__(self, problems: Iterable[InputProblem]) -> None:
        self.problems: tuple[InputProblem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[InputProblem, ...]]]:
        return (type(self), (self.problems,))

    def relocated(self, locate: Callable[[InputProblem], InputProblem]) -> InputError:
        """The same error with each fault's place rewritten, for example from a path to a file and
        row."""
        return InputError(locate(problem) for problem in self.problems)
