"""How many organisations work in each field of technology or industry."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from clusterwerk.places.models import Field

from .listing import Listing


@dataclass(frozen=True, slots=True)
class FieldCount:
    """A field that is no part of another one, and its organisations."""

    code: str
    name_de: str
    name_en: str
    number: int


def field_counts(listing: Listing) -> list[FieldCount]:
    """Each field with its parts, in the order of the published list, those of nobody too; 1 query.

    Counted are the organisations of the listing without its filter by field, each once per field:
    as many as the list shows with `field` set to the code beside the other filters.
    """
    filtered = bool(listing.filters.without("field").chosen)
    among = Q(organisation_links__organisation__in=listing.rows("field").values("pk"))
    names = ("code", "name_de", "name_en")
    top = {f"top_{name}": Coalesce(f"parent__{name}", name) for name in names}
    order = ("group__order", "order")
    top |= {f"top_{name}": Coalesce(f"parent__{name}", name) for name in order}
    rows = (
        Field.objects.order_by()
        .values(**top)
        .annotate(
            number=Count(
                "organisation_links__organisation",
                distinct=True,
                filter=among if filtered else None,
            )
        )
        .order_by(*(f"top_{name}" for name in (*order, "code")))
    )
    columns = (*(f"top_{name}" for name in names), "number")
    return [FieldCount(*row) for row in rows.values_list(*columns)]
