"""Links in mails: a signed key in the address, a row that can expire or be revoked."""

import uuid

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone

from ..choices import LinkPurpose
from ..models import AccessLink

_signer = signing.Signer(salt="conference.link", sep=".")


def token_of(link: AccessLink) -> str:
    """What stands in the address; it cannot be guessed, as only this installation can sign it."""
    return _signer.sign(link.public_id.hex)


def link_of(token: str, purpose: LinkPurpose) -> AccessLink | None:
    """The link of an address, also an expired or revoked one; None when nobody signed it so."""
    try:
        key = uuid.UUID(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return (
        AccessLink.objects.select_related("delegate__registration__conference", "wish")
        .filter(public_id=key, purpose=purpose)
        .first()
    )


def is_open(link: AccessLink) -> bool:
    """Whether the link still does what it was made for."""
    in_time = link.expires_at is None or link.expires_at > timezone.now()
    return in_time and link.revoked_at is None


def agenda_links_of(delegate_id: int) -> QuerySet[AccessLink]:
    """The links to a delegate's agenda that were not revoked, newest first."""
    return AccessLink.objects.filter(
        delegate_id=delegate_id, purpose=LinkPurpose.AGENDA, revoked_at__isnull=True
    ).order_by("-created_at")
