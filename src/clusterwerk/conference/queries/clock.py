"""Times as they stand on the clocks of a place, and the moments they mean.

On the two days of the clock change an hour does not exist, or comes twice.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class SkippedHourError(ValueError):
    """The clocks are put forward over this time: it does not exist on that day."""


def moment_on(clock: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the clocks of `zone` show `clock`, in UTC.

    A time that comes twice, when the clocks are put back, means the first one. Raises
    SkippedHourError for a time that does not exist there.
    """
    naive = clock.replace(tzinfo=None, fold=0)
    moment = naive.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != naive:
        raise SkippedHourError(f"{naive:%Y-%m-%d %H:%M} {zone.key}")
    return moment


def moment_at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment of a time of day, in UTC, as `moment_on`."""
    return moment_on(datetime.combine(day, clock), zone)


def clock_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of `zone` show at a moment; `fold` is 1 the second time."""
    return moment.astimezone(zone).replace(tzinfo=None)


def comes_twice(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks show this time twice on that day."""
    there = moment.astimezone(zone)
    return there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()


def same_clock_elsewhere(moment: datetime, old: ZoneInfo, new: ZoneInfo) -> datetime:
    """The moment at which the clocks of `new` show what those of `old` show at `moment`.

    Raises SkippedHourError where that time does not exist.
    """
    clock = clock_of(moment, old)  # the second of two equal times stays the second
    found = clock.replace(tzinfo=new).astimezone(UTC)
    if clock_of(found, new).replace(fold=0) != clock.replace(fold=0):
        raise SkippedHourError(f"{clock:%Y-%m-%d %H:%M} {new.key}")
    return found
