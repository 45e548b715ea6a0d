"""What is refused, and where: pages show each message at its field and keep what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A message in the language of the page; `field` names what it is about, `row` counts within a
    list such as the delegates, from 0."""

    message: str
    field: str = ""
    row: int | None = None


class RefusedError(Exception):
    """Nothing was written; `faults` say why and what to do."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.message for fault in self.faults))


def refuse(message: str, field: str = "", row: int | None = None) -> RefusedError:
    """A refusal with one fault."""
    return RefusedError([Fault(message, field, row)])
