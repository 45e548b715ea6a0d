"""An organisation is registered again after its delegation was cancelled or declined."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ..choices import RegistrationStatus, WishKind, WishStatus
from ..models import AccessLink, Delegate, PartnerMessage, Registration, Wish
from ..queries.registrations import has_held
from ..queries.wishes import OPEN
from .answer_links import close_answer_links

# What a new delegation begins with, where nothing else is told.
UNTOLD: Mapping[str, Any] = {
    "status": RegistrationStatus.REQUESTED,
    "decided_at": None,
    "cancelled_at": None,
    "decision_note": "",
    "message": "",
    "answers": {},
    "agreed_privacy_at": None,
}


def renew_delegation(former: Registration, *, told: Mapping[str, Any]) -> Registration:
    """The same row with what was told now, for the team to decide; its earlier delegates come no
    more.

    Vetoes and messages of earlier people stay for somebody who was one of them (`contact_email`).
    Anybody else may be a stranger who picked the organisation: what they wrote and wished ends.
    """
    if not has_held(former, told["contact_email"]):
        _end_what_was(former)
    Delegate.objects.filter(registration=former, cancelled_at__isnull=True).update(
        cancelled_at=told["registered_at"]
    )
    former.offers.all().delete()
    former.needs.all().delete()
    for name, value in ({**UNTOLD, **told}).items():
        setattr(former, name, value)
    former.save()
    return former


def _end_what_was(former: Registration) -> None:
    now = timezone.now()
    Wish.objects.filter(wisher=former, status__in=OPEN).update(
        status=WishStatus.WITHDRAWN, answered_at=now
    )
    received = Wish.objects.filter(target=former).exclude(kind=WishKind.VETO)
    received.filter(status__in=OPEN).update(status=WishStatus.DECLINED, answered_at=now)
    received.update(message="")
    close_answer_links(Q(wish__wisher=former) | Q(wish__target=former))
    AccessLink.objects.filter(delegate__registration=former, revoked_at__isnull=True).update(
        revoked_at=now
    )
    PartnerMessage.objects.filter(
        Q(match__registration_a=former) | Q(match__registration_b=former)
    ).delete()
    former.is_home = False
