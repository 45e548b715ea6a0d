"""Organisations for tests."""

from itertools import count
from typing import Any

from clusterwerk.directory.models import Fact, LabelAward, Organisation, OrganisationField

_numbers = count(1)


def make_organisation(
    name: str | None = None,
    *,
    fields: tuple[str, ...] = ("lig",),
    labels: tuple[str, ...] = (),
    facts: tuple[tuple[str, str, str], ...] = (),
    **values: Any,
) -> Organisation:
    """A saved organisation; `fields` and `labels` are codes, a fact is (kind, German, English)."""
    number = next(_numbers)
    name = name or f"Beispielnetz {number}"
    values.setdefault("slug", f"beispiel-{number}")
    values.setdefault("kind_id", "cluster_initiative")
    values.setdefault("country_id", "DE")
    values.setdefault("status", "active")
    values.setdefault("source_url", "https://example.org/source")
    if values.get("region_id") or values.get("district_id"):
        values.setdefault("land_id", "DE-BW")
    organisation = Organisation.objects.create(name=name, **values)
    for position, code in enumerate(fields):
        OrganisationField.objects.create(
            organisation=organisation, field_id=code, position=position
        )
    for code in labels:
        LabelAward.objects.create(
            organisation=organisation, label_id=code, source_url=organisation.source_url
        )
    for position, (kind, german, english) in enumerate(facts):
        Fact.objects.create(
            organisation=organisation,
            kind=kind,
            text_de=german,
            text_en=english,
            source_url=organisation.source_url,
            position=position,
        )
    return organisation
