"""Links in mails that answer one wish: closed when who got the mail speaks for nobody any more."""

from django.db.models import Q
from django.utils import timezone

from ..choices import LinkPurpose
from ..models import AccessLink


def close_answer_links(condition: Q) -> None:
    """Takes back the links of these wishes at once. Who may answer does it on the own page, or by
    the new link in the next mail."""
    AccessLink.objects.filter(
        condition, purpose=LinkPurpose.ANSWER, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
