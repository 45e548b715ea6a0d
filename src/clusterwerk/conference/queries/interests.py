"""Offers and needs of delegations."""

from django.db.models import QuerySet

from ..models import Need, Offer, Registration


def offers_of(registration: Registration) -> QuerySet[Offer]:
    """What a delegation brings, in the order it was written; 3 queries for any number."""
    rows = Offer.objects.filter(registration=registration)
    return rows.prefetch_related("fields", "countries").order_by("pk")


def needs_of(registration: Registration) -> QuerySet[Need]:
    """What a delegation seeks, in the order it was written; 3 queries for any number."""
    rows = Need.objects.filter(registration=registration)
    return rows.prefetch_related("fields", "countries").order_by("pk")
