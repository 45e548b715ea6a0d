"""Suggested partners, and when they are out of date."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from clusterwerk.audit.models import Entry
from clusterwerk.jobs.choices import ENDED
from clusterwerk.jobs.models import Job

from ..choices import PhaseKind, RegistrationStatus, WishKind, WishStatus
from ..models import Conference, Match, Registration, Suggestion, Wish

AHEAD = timedelta(days=14)


def suggestions_for(registration: Registration) -> QuerySet[Suggestion]:
    """Suggested partners, best first, without those with whom there is a wish, a match or a veto
    by now, or who no longer come."""
    lifted = Q(kind=WishKind.VETO, status=WishStatus.WITHDRAWN)
    between = Wish.objects.filter(
        Q(wisher=registration, target=OuterRef("partner"))
        | Q(target=registration, wisher=OuterRef("partner"))
    ).exclude(lifted)
    matched = Match.objects.filter(
        Q(registration_a=registration, registration_b=OuterRef("partner"))
        | Q(registration_b=registration, registration_a=OuterRef("partner"))
    )
    return (
        Suggestion.objects.filter(
            ~Exists(between),
            ~Exists(matched),
            registration=registration,
            partner__status=RegistrationStatus.ADMITTED,
        )
        .select_related("partner__organisation__country", "partner__type")
        .order_by("position")
    )


def job_in_progress(conference: Conference, task: str) -> Job | None:
    """A job of this kind for the conference that has not ended."""
    return (
        Job.objects.filter(
            kind=task, subject_type=conference._meta.label_lower, subject_id=conference.public_id
        )
        .exclude(state__in=ENDED)
        .first()
    )


def stale_conferences(now: datetime) -> list[Conference]:
    """Conferences whose wishes are open, or open within two weeks, and where something was done to
    a delegation, a wish or a match since the suggestions were made."""
    open_now = Conference.objects.filter(
        phases__kind=PhaseKind.WISHES,
        phases__starts_at__lte=now + AHEAD,
        phases__ends_at__gt=now,
    )
    return [row for row in open_now.distinct() if _is_stale(row)]


def _is_stale(conference: Conference) -> bool:
    admitted = conference.registrations.filter(status=RegistrationStatus.ADMITTED)
    since = conference.suggested_at
    if since is None:
        return admitted.exists()
    wishes = Wish.objects.filter(wisher__conference=conference)
    if wishes.filter(Q(created_at__gt=since) | Q(answered_at__gt=since)).exists():
        return True
    matches = Match.objects.filter(conference=conference)
    if matches.filter(Q(agreed_at__gt=since) | Q(cancelled_at__gt=since)).exists():
        return True
    # Offers, needs and delegates keep no time of their own; the audit trail does.
    keys = [str(key) for key in conference.registrations.values_list("public_id", flat=True)]
    entries = Entry.objects.filter(at__gt=since, subject_type=Registration._meta.label_lower)
    touched = set(entries.values_list("subject_id", flat=True))
    newer = conference.registrations.filter(
        Q(registered_at__gt=since) | Q(decided_at__gt=since) | Q(cancelled_at__gt=since)
    )
    return not touched.isdisjoint(keys) or newer.exists()
