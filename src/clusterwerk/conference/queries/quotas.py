"""How many wishes a delegation may have, and how many it has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ..choices import WishKind, WishStatus
from ..models import Registration, Wish


@dataclass(frozen=True, slots=True)
class Quotas:
    """Open and agreed wishes of a delegation beside the most its type may have; None: no limit.

    Wishes that were declined, expired or withdrawn give their place back, and a wish for somebody
    who asked first takes none. A "must" counts in any case.
    """

    wishes: int
    wishes_most: int | None
    musts: int
    musts_most: int | None

    @property
    def wishes_left(self) -> int | None:
        """How many more are allowed."""
        return None if self.wishes_most is None else max(0, self.wishes_most - self.wishes)

    @property
    def musts_left(self) -> int | None:
        """How many more may be a "must"."""
        return None if self.musts_most is None else max(0, self.musts_most - self.musts)


def quotas_of(registration: Registration) -> Quotas:
    """The quotas of a delegation now; 1 query beside that for its type."""
    rows = Wish.objects.filter(Q(wisher=registration) | Q(target=registration))
    return quotas_from(registration, rows)


def quotas_from(registration: Registration, rows: Iterable[Wish]) -> Quotas:
    """The same from the wishes of a delegation and those it got."""
    own: list[Wish] = []
    asked_at: dict[int, datetime] = {}
    for row in rows:
        if row.kind == WishKind.VETO:
            continue
        if row.wisher_id == registration.pk:
            own.append(row)
        elif row.target_id == registration.pk:
            before = asked_at.get(row.wisher_id, row.created_at)
            asked_at[row.wisher_id] = min(before, row.created_at)
    standing = [row for row in own if row.status in {WishStatus.PENDING, WishStatus.ACCEPTED}]
    counted = [
        row
        for row in standing
        if row.target_id not in asked_at or row.created_at < asked_at[row.target_id]
    ]
    kind = registration.type
    return Quotas(
        wishes=len(counted),
        wishes_most=kind.wishes_most if kind else None,
        musts=sum(row.kind == WishKind.MUST for row in standing),
        musts_most=kind.musts_most if kind else None,
    )
