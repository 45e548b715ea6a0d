"""For whom a person acts at a conference: found by the e-mail address the person holds."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from ..choices import RegistrationStatus
from ..models import Conference, Delegate, Registration

OVER = (RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED)


@dataclass(frozen=True)
class Acting:
    """Somebody who proved to hold an address: the contact or a delegate of a delegation, or
    nobody yet (`registration` is None until they register)."""

    conference: Conference
    email: str

    @cached_property
    def registration(self) -> Registration | None:
        """The delegation this person may act for: one that takes part before one that was cancelled
        or declined, the newest of several."""
        own = Delegate.objects.filter(
            registration=OuterRef("pk"), email__iexact=self.email, cancelled_at__isnull=True
        )
        # Through the conference, so that the delegation knows it without another query.
        return (
            self.conference.registrations.filter(Q(contact_email__iexact=self.email) | Exists(own))
            .select_related("organisation__country", "type")
            .annotate(is_over=Q(status__in=OVER))
            .order_by("is_over", "-pk")
            .first()
        )

    @cached_property
    def delegate(self) -> Delegate | None:
        """The person as a delegate; None for a contact who does not take part."""
        if self.registration is None:
            return None
        return self.registration.delegates.filter(
            email__iexact=self.email, cancelled_at__isnull=True
        ).first()
