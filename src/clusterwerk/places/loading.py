"""Fills the reference tables from the shipped lists. Safe to repeat; runs after every migrate."""

from collections.abc import Iterable
from typing import Any

from babel import Locale
from django.apps import AppConfig
from django.db import connections, models, router, transaction

from . import taxonomy
from .models import (
    Coded,
    Country,
    District,
    EventKind,
    Field,
    FieldGroup,
    Label,
    Land,
    OrganisationKind,
    Region,
)

# Codes of the Unicode list that are no country of ISO 3166-1: groupings, test locales and parts of
# other countries. Kosovo (XK) stays: it has clusters and the European Union lists it by this code.
NO_COUNTRY = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)


def load_after_migrate(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """Receiver of `post_migrate`: does nothing while the tables are not there yet."""
    if not router.allow_migrate_model(using, Country):
        return
    present = set(connections[using].introspection.table_names())
    if {model._meta.db_table for model in sender.get_models()} <= present:
        load_reference_data(using)


def load_reference_data(using: str = "default") -> None:
    """Inserts missing rows, renews names and relations of present ones, in one transaction."""
    with transaction.atomic(using=using):
        _upsert(using, Country, countries())
        _upsert(using, Land, _with(Land, "federal_state", ("nuts", "ags")))
        _upsert(using, Region, _regions())
        _upsert(using, District, _districts())
        _upsert(using, FieldGroup, _with(FieldGroup, "field_group"))
        _upsert(using, Field, _fields())
        _upsert(using, Label, _with(Label, "label"))
        _upsert(using, OrganisationKind, _with(OrganisationKind, "organisation_type"))
        _upsert(using, EventKind, _with(EventKind, "event_type"))


def _upsert(using: str, model: type[Coded], rows: Iterable[Coded]) -> None:
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    manager: models.Manager[Coded] = model._default_manager.using(using)  # type: ignore[assignment]
    manager.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=columns)


def countries() -> list[Country]:
    """All countries with the German and English names of the Unicode locale data."""
    german, english = (
        {str(code): str(name) for code, name in Locale(language).territories.items()}
        for language in ("de", "en")
    )
    codes = sorted(c for c in german if len(c) == 2 and c.isalpha() and c not in NO_COUNTRY)
    return [
        Country(code=code, name_de=german[code], name_en=english[code], order=order)
        for order, code in enumerate(codes)
    ]


def _named(model: type[Coded], order: int, row: dict[str, str], **more: Any) -> Any:
    return model(
        code=row["code"], name_de=row["label_de"], name_en=row["label_en"], order=order, **more
    )


def _with(model: type[Coded], kind: str, columns: tuple[str, ...] = ()) -> list[Any]:
    return [
        _named(model, order, row, **{column: row[column] for column in columns})
        for order, row in enumerate(taxonomy.rows_of_kind(kind))
    ]


def _regions() -> list[Region]:
    return [
        _named(
            Region,
            order,
            row,
            land_id="DE-BW",
            crosses_border=row["note"].startswith("cross-state"),
        )
        for order, row in enumerate(taxonomy.rows_of_kind("bw_region"))
    ]


def _districts() -> list[District]:
    return [
        _named(
            District, order, row, region_id=row["parent"], ags=row["ags"], kind=row["district_type"]
        )
        for order, row in enumerate(taxonomy.rows_of_kind("bw_district"))
    ]


def _fields() -> list[Field]:
    rows = taxonomy.rows_of_kind("field")
    parents = {row["code"]: row["parent"] for row in rows}
    result = []
    for order, row in enumerate(rows):
        parent = row["parent"] if row["parent"] in parents else None
        group = parents[parent] if parent else row["parent"]
        result.append(_named(Field, order, row, group_id=group, parent_id=parent))
    return result
