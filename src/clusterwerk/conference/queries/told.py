"""Who was told what of an agenda, for the team to look up."""

from django.db.models import Q, QuerySet

from ..models import AgendaNotice, Conference


def notices_of(conference: Conference, words: str = "") -> QuerySet[AgendaNotice]:
    """All mails about agendas, the newest first; with words those to the people found by name,
    organisation or address."""
    rows = AgendaNotice.objects.filter(delegate__registration__conference=conference)
    for word in words.split():
        rows = rows.filter(
            Q(delegate__name__icontains=word)
            | Q(delegate__email__icontains=word)
            | Q(message__to__icontains=word)
            | Q(delegate__registration__organisation__name__icontains=word)
            | Q(delegate__registration__organisation__short_name__icontains=word)
        )
    return (
        rows.select_related("delegate__registration__organisation", "message", "plan")
        .prefetch_related("delegate__registration__conference")
        .only(
            "told",
            "changes",
            "queued_at",
            "created_at",
            "message__state",
            "plan__version",
            "delegate__public_id",
            "delegate__name",
            "delegate__registration__conference",
            "delegate__registration__organisation__name",
        )
        .order_by("-created_at", "delegate__number", "pk")
    )
