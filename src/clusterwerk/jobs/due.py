"""The register of what is due by the clock: reminders, expiry, erasure, mails to send again.

Apps add to it in their `AppConfig.ready`. Workers do what is due all the time (`jobs.clock`), or
cron calls `clusterwerk run_due`. Knows no models, so that an `apps.py` may import it.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class DueWork:
    """A function without arguments, by dotted name, and how often it is called.

    `every=None` calls it at each turn (about every two seconds): it must be cheap, and take the
    rows it works on itself.
    """

    name: str
    task: str
    every: timedelta | None


_registered: dict[str, DueWork] = {}


def register(name: str, task: str, *, every: timedelta | None) -> None:
    """Adds due work; the same name again replaces it."""
    _registered[name] = DueWork(name, task, every)


def registered() -> list[DueWork]:
    """All due work by name."""
    return sorted(_registered.values(), key=lambda work: work.name)
