"""What is filtered, as a file: CSV for spreadsheets, JSON for programs. Written row by row."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest

from ..models import Organisation
from ..queries.listing import Filters

BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take the file for Latin-1
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "id",
    "name",
    "short_name",
    "kind",
    "legal_form",
    "status",
    "city",
    "postal_code",
    "district",
    "region",
    "land",
    "country",
    "nuts",
    "nuts_version",
    "latitude",
    "longitude",
    "position_precision",
    "fields",
    "labels",
    "website",
    "founded",
    "members",
    "languages",
    "as_of",
    "description_de",
    "description_en",
    "topics_de",
    "topics_en",
    "source_url",
    "confidence",
    "unverified_fields",
    "profile",
)


def record_of(request: HttpRequest, row: Organisation) -> dict[str, Any]:
    """The columns of one organisation; lists are lists, what is not known is None or ""."""
    return {
        "id": str(row.public_id),
        "name": row.name,
        "short_name": row.short_name,
        "kind": row.kind_id,
        "legal_form": row.legal_form,
        "status": row.status,
        "city": row.city,
        "postal_code": row.postal_code,
        "district": row.district_id,
        "region": row.region_id,
        "land": row.land_id,
        "country": row.country_id,
        "nuts": row.nuts,
        "nuts_version": row.nuts_version,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "position_precision": row.position_precision,
        "fields": [field.code for field in row.fields_in_order],
        "labels": [award.label_id for award in row.label_awards.all()],
        "website": row.website,
        "founded": row.founded,
        "members": row.members,
        "languages": row.languages,
        "as_of": row.as_of.isoformat() if row.as_of else None,
        "description_de": row.description_de,
        "description_en": row.description_en,
        "topics_de": row.topics_de,
        "topics_en": row.topics_en,
        "source_url": row.source_url,
        "confidence": row.confidence,
        "unverified_fields": row.unverified_fields,
        "profile": request.build_absolute_uri(row.get_absolute_url()),
    }


def csv_lines(request: HttpRequest, rows: Iterable[Organisation]) -> Iterator[str]:
    """RFC 4180 with commas, UTF-8 with a byte order mark; lists are joined by semicolons."""
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    for row in rows:
        yield _line([_cell(value) for value in record_of(request, row).values()])


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _cell(value: Any) -> str:
    """Text that no spreadsheet takes for a formula; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, list):
        return _cell(";".join(value))
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return str(value)


def json_lines(
    request: HttpRequest, filters: Filters, rows: Iterable[Organisation]
) -> Iterator[str]:
    """One JSON object: the filters, and the organisations with their facts, one per line."""
    chosen = json.dumps(filters.chosen, ensure_ascii=False)
    yield f'{{"filters": {chosen},\n"organisations": ['
    separator = "\n"
    for row in rows:
        record = record_of(request, row)
        record["facts"] = [
            {
                "kind": fact.kind,
                "text_de": fact.text_de,
                "text_en": fact.text_en,
                "source_url": fact.source_url,
            }
            for fact in row.facts.all()
        ]
        yield separator + json.dumps(record, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
