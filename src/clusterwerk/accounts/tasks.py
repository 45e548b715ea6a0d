"""What is due by the clock for accounts."""

from django.contrib.sessions.models import Session
from django.utils import timezone


def forget_old_sessions() -> None:
    """Deletes sessions that have run out."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
