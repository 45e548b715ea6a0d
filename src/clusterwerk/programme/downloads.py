"""Entries of the programme as rows of a table and as JSON."""

import csv
from collections.abc import Callable, Iterable
from io import StringIO
from typing import Any

from .models import Event

COLUMNS = (
    "id",
    "title_de",
    "title_en",
    "kind",
    "status",
    "starts_on",
    "ends_on",
    "starts_at",
    "ends_at",
    "date_precision",
    "city",
    "land",
    "region",
    "country",
    "counts_for_land",
    "fair",
    "hall",
    "stand",
    "organisers",
    "fields",
    "languages",
    "example",
    "edition",
    "source_url",
    "confidence",
    "address",
)
# A cell that begins so is a formula to spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def record_of(event: Event, address_of: Callable[[Event], str]) -> dict[str, Any]:
    """All public facts of an entry; days and times in ISO 8601, codes as in the taxonomy.

    Needs the relations of `queries.with_details`.
    """
    return {
        "id": str(event.public_id),
        "title_de": event.title_de,
        "title_en": event.title_en,
        "kind": event.kind,
        "status": event.shown_status,
        "starts_on": event.starts_on.isoformat(),
        "ends_on": event.ends_on.isoformat(),
        "starts_at": event.starts_at.isoformat("minutes") if event.starts_at else None,
        "ends_at": event.ends_at.isoformat("minutes") if event.ends_at else None,
        "date_precision": event.date_precision,
        "city": event.city,
        "land": event.land_id,
        "region": event.region_id,
        "country": event.country_id,
        "counts_for_land": event.counted_land_id,
        "fair": event.fair.name if event.fair else None,
        "hall": event.hall,
        "stand": event.stand,
        "organisers": [organiser.name_as_given for organiser in event.organisers.all()],
        "fields": [link.field_id for link in event.field_links.all()],
        "languages": [code for code in event.languages.split(";") if code],
        "example": event.is_example,
        "edition": event.edition.slug if event.edition else None,
        "source_url": event.source_url,
        "confidence": event.confidence,
        "address": address_of(event),
    }


def table_of(events: Iterable[Event], address_of: Callable[[Event], str]) -> str:
    """CSV with a header row, lists separated by semicolons, safe to open in a spreadsheet."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for event in events:
        record = record_of(event, address_of)
        writer.writerow([_cell(record[column]) for column in COLUMNS])
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = ";".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
