"""Mails about wishes that wait for an answer: once, again half-way, and when time is over."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusterwerk.audit.actions import record

from ..choices import LinkPurpose, WishKind, WishStatus
from ..models import AccessLink, Delegate, Registration, Wish
from ..queries.links import token_of
from ..queries.wishes import half_way, pending_at, untold_wishes, with_both_sides
from .mailing import address_of, send
from .wish_mails import recipients_of, tell_delegation

# Who heard of a wish a moment ago hears of the next ones together.
QUIET = timedelta(minutes=10)
# A reminder for less than a day would come with the wish itself.
SHORTEST_REMINDED = timedelta(days=1)


def tell_wishes() -> int:
    """Mails each delegation the open wishes it was not told of, one mail with all of them; the
    first at once, later ones at most every ten minutes. Returns how many delegations."""
    now = timezone.now()
    return sum(_tell(key, now) for key in untold_wishes(now, QUIET))


def remind_of_wishes() -> int:
    """Reminds, once, of wishes when half of the time to answer has passed. Returns how many
    delegations."""
    now = timezone.now()
    told = pending_at(now).filter(told_at__isnull=False, reminded_at__isnull=True)
    due = {
        row.target_id
        for row in half_way(told.only("told_at", "expires_at", "target"), now)
        if row.expires_at is not None and row.expires_at - row.created_at >= SHORTEST_REMINDED
    }
    return sum(_remind(key, now) for key in sorted(due))


def expire_wishes() -> int:
    """Ends wishes whose time to answer is over, and tells who wished. Returns how many."""
    now = timezone.now()
    over = Wish.objects.filter(status=WishStatus.PENDING, expires_at__lte=now).exclude(
        kind=WishKind.VETO
    )
    wishers = sorted(set(over.values_list("wisher", flat=True)))
    return sum(_expire(key, now) for key in wishers)


def _expire(wisher: int, now: datetime) -> int:
    with transaction.atomic():
        rows = list(
            with_both_sides(Wish.objects.filter(wisher=wisher))
            .select_for_update(of=("self",), no_key=True)
            .filter(status=WishStatus.PENDING, expires_at__lte=now)
            .exclude(kind=WishKind.VETO)
            .order_by("pk")
        )
        if not rows:
            return 0
        Wish.objects.filter(pk__in=[row.pk for row in rows]).update(
            status=WishStatus.EXPIRED, answered_at=now
        )
        tell_delegation(
            rows[0].wisher,
            "wishes_expired",
            delegates={row.delegate for row in rows},
            wishes=rows,
        )
        record("expire_wishes", by=None, subject=rows[0].wisher, wishes=len(rows))
    return len(rows)


def _tell(registration: int, now: datetime) -> bool:
    with transaction.atomic():
        rows = list(
            with_both_sides(pending_at(now))
            .select_for_update(of=("self",), skip_locked=True, no_key=True)
            .filter(target=registration, told_at__isnull=True)
            .order_by("pk")
        )
        if not rows:
            return False
        _mail(rows, is_reminder=False)
        Wish.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return True


def _remind(registration: int, now: datetime) -> bool:
    with transaction.atomic():
        rows = list(
            with_both_sides(pending_at(now))
            .select_for_update(of=("self",), skip_locked=True, no_key=True)
            .filter(target=registration, told_at__isnull=False, reminded_at__isnull=True)
            .order_by("pk")
        )
        rows = half_way(rows, now)
        if not rows:
            return False
        _mail(rows, is_reminder=True)
        Wish.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    return True


def _mail(rows: list[Wish], *, is_reminder: bool) -> None:
    """All wishes to the contact, and to each wished person those for that person."""
    registration = rows[0].target
    links = {row.pk: _link_for(row) for row in rows}
    contacts = recipients_of(registration)
    _send(registration, contacts, rows, links, is_reminder=is_reminder)
    known = {address.casefold() for address in contacts}
    for person in _people(rows):
        if person.email and person.email.casefold() not in known:
            mine = [row for row in rows if row.target_delegate_id == person.pk]
            _send(registration, [person.email], mine, links, is_reminder=is_reminder)


def _people(rows: list[Wish]) -> list[Delegate]:
    people = {row.target_delegate.pk: row.target_delegate for row in rows if row.target_delegate}
    return [person for person in people.values() if person.cancelled_at is None]


def _send(
    registration: Registration,
    addresses: list[str],
    rows: list[Wish],
    links: dict[int, AccessLink],
    *,
    is_reminder: bool,
) -> None:
    conference = registration.conference
    slug = conference.slug
    for address in addresses:
        send(
            conference,
            "wishes",
            to=address,
            language=registration.language,
            about=registration,
            registration=registration,
            wishes=[{"wish": row, "address": _answer_address(slug, links[row.pk])} for row in rows],
            is_reminder=is_reminder,
            ends_at=min((row.expires_at for row in rows if row.expires_at), default=None),
            address=partial(address_of, "mine", slug),
        )


def _answer_address(slug: str, link: AccessLink) -> Any:
    """Called by the template, so that the address is in the recipient's language."""
    return partial(address_of, "answer", slug, token_of(link))


def _link_for(wish: Wish) -> AccessLink:
    """The link that answers this wish, as long as it is open; the same one in the reminder."""
    link, _created = AccessLink.objects.get_or_create(
        wish=wish,
        purpose=LinkPurpose.ANSWER,
        revoked_at=None,
        defaults={"expires_at": wish.expires_at},
    )
    if link.expires_at != wish.expires_at:
        link.expires_at = wish.expires_at
        link.save(update_fields=["expires_at"])
    return link
