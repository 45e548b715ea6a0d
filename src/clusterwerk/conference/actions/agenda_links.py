"""Private addresses of agendas: made for a mail, good for page, file and calendar feed."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from clusterwerk.audit.actions import record

from ..choices import LinkPurpose
from ..models import AccessLink, Conference, Delegate
from ..queries.links import agenda_links_of

KEPT_AFTERWARDS = timedelta(days=60)


def ensure_agenda_links(conference: Conference, delegates: Iterable[int]) -> dict[int, AccessLink]:
    """An open link for each delegate, by the delegate's key; the newest where there are several."""
    wanted = set(delegates)
    now = timezone.now()
    links = {
        link.delegate_id: link
        for link in AccessLink.objects.filter(
            delegate__in=wanted, purpose=LinkPurpose.AGENDA, revoked_at__isnull=True
        )
        .exclude(expires_at__lt=now)
        .order_by("created_at", "pk")
        if link.delegate_id is not None
    }
    missing = [_link_for(conference, key) for key in sorted(wanted - links.keys())]
    AccessLink.objects.bulk_create(missing)
    return links | {link.delegate_id: link for link in missing if link.delegate_id is not None}


def renew_agenda_link(delegate: Delegate, *, by: Any) -> AccessLink:
    """A new private address for the agenda; all older ones end at once, feeds included."""
    with transaction.atomic():
        # One after the other: of two clicks only the last address stays open.
        locked = Delegate.objects.select_for_update(no_key=True).get(pk=delegate.pk)
        agenda_links_of(locked.pk).update(revoked_at=timezone.now())
        link = _link_for(delegate.registration.conference, locked.pk)
        link.save()
        record("renew_agenda_link", by=by, subject=delegate)
    return link


def _link_for(conference: Conference, delegate_id: int) -> AccessLink:
    end_of_day = datetime.combine(conference.ends_on, time.max, tzinfo=conference.zone)
    return AccessLink(
        purpose=LinkPurpose.AGENDA,
        delegate_id=delegate_id,
        expires_at=max(end_of_day, timezone.now()) + KEPT_AFTERWARDS,
    )
