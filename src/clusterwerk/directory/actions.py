"""Changes of the register that have rules or side effects."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from clusterwerk.audit.actions import record

from .choices import Status
from .indexing import index_organisations
from .models import OldSlug, Organisation, OrganisationField
from .slugs import slug_of


@transaction.atomic
def rename_organisation(*, by: Any, organisation: Organisation, name: str) -> Organisation:
    """Gives an organisation a new name and address; the former address leads to the new one."""
    former_name, former_slug = organisation.name, organisation.slug

    def is_taken(slug: str) -> bool:
        others = Organisation.objects.exclude(pk=organisation.pk)
        old = OldSlug.objects.exclude(organisation=organisation)
        return others.filter(slug=slug).exists() or old.filter(slug=slug).exists()

    organisation.name = name
    organisation.slug = slug_of(name, is_taken)
    organisation.save()
    if organisation.slug != former_slug:
        OldSlug.objects.filter(slug=organisation.slug).delete()
        OldSlug.objects.get_or_create(slug=former_slug, defaults={"organisation": organisation})
    index_organisations([organisation.pk])
    record("rename_organisation", by=by, subject=organisation, before=former_name, after=name)
    return organisation


@transaction.atomic
def add_organisation(
    *,
    by: Any,
    name: str,
    kind: str,
    country: str,
    source: str,
    city: str = "",
    website: str = "",
    fields: Iterable[str] = (),
) -> Organisation:
    """Enters an organisation as somebody reported it: without a checked source its status stays
    unknown, and what was told is marked as to be confirmed. The first field is the main one."""
    chosen = list(dict.fromkeys(fields))
    told = {"city": city, "website": website, "fields": chosen}

    def is_taken(slug: str) -> bool:
        return (
            Organisation.objects.filter(slug=slug).exists()
            or OldSlug.objects.filter(slug=slug).exists()
        )

    organisation = Organisation.objects.create(
        slug=slug_of(name, is_taken),
        name=name,
        kind_id=kind,
        country_id=country,
        city=city,
        website=website,
        status=Status.UNKNOWN,
        source_url=source,
        unverified_fields=[column for column, value in told.items() if value],
    )
    OrganisationField.objects.bulk_create(
        OrganisationField(organisation=organisation, field_id=code, position=position)
        for position, code in enumerate(chosen)
    )
    index_organisations([organisation.pk])
    record("add_organisation", by=by, subject=organisation, source=source)
    return organisation
