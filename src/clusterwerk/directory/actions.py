"""Changes of the register that have rules or side effects."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from clusterwerk.audit.actions import record

from .choices import Status
from .indexing import index_organisations
from .models import OldSlug, Organisation, OrganisationField
from .slugs import slug_of, sort_name_of

BATCH = 500


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


@dataclass(frozen=True, slots=True)
class ReportedOrganisation:
    """A body as somebody told of it; codes of kind, country and fields, the main field first."""

    name: str
    kind: str
    country: str
    city: str = ""
    website: str = ""
    fields: tuple[str, ...] = ()


@transaction.atomic
def add_organisations(
    *, by: Any, reported: Sequence[ReportedOrganisation], source: str
) -> list[Organisation]:
    """Keeps organisations that somebody told of, in their order. They are not listed before
    `list_organisations`; their status stays unknown, and what was told is to be confirmed."""
    taken = set(Organisation.objects.values_list("slug", flat=True))
    taken |= set(OldSlug.objects.values_list("slug", flat=True))
    rows = []
    for told in reported:
        slug = slug_of(told.name, taken.__contains__)
        taken.add(slug)
        rows.append(
            Organisation(
                slug=slug,
                name=told.name,
                sort_name=sort_name_of(told.name),
                kind_id=told.kind,
                country_id=told.country,
                city=told.city,
                website=told.website,
                status=Status.UNKNOWN,
                is_listed=False,
                source_url=source,
                unverified_fields=[
                    name for name in ("city", "website", "fields") if getattr(told, name)
                ],
            )
        )
    made = Organisation.objects.bulk_create(rows, batch_size=BATCH)
    OrganisationField.objects.bulk_create(
        (
            OrganisationField(organisation=organisation, field_id=code, position=position)
            for organisation, told in zip(made, reported, strict=True)
            for position, code in enumerate(dict.fromkeys(told.fields))
        ),
        batch_size=BATCH,
    )
    for organisation in made:
        record("add_organisation", by=by, subject=organisation, source=source)
    return made


def tell_organisation_again(
    organisation: Organisation, *, by: Any, told: ReportedOrganisation
) -> Organisation:
    """What somebody else told of an organisation that is not listed, in place of what was told
    before."""
    assert not organisation.is_listed
    organisation.name, organisation.kind_id = told.name, told.kind
    organisation.city, organisation.website = told.city, told.website
    names = ("city", "website", "fields")
    organisation.unverified_fields = [name for name in names if getattr(told, name)]
    organisation.save()
    OrganisationField.objects.filter(organisation=organisation).delete()
    OrganisationField.objects.bulk_create(
        OrganisationField(organisation=organisation, field_id=code, position=position)
        for position, code in enumerate(dict.fromkeys(told.fields))
    )
    record("tell_organisation_again", by=by, subject=organisation)
    return organisation


@transaction.atomic
def list_organisations(*, by: Any, keys: Collection[int]) -> int:
    """Takes organisations into the register that were only told of; returns how many were new."""
    rows = list(Organisation.objects.filter(pk__in=keys, is_listed=False))
    for row in rows:
        row.is_listed = True
        record("list_organisation", by=by, subject=row)
    Organisation.objects.bulk_update(rows, ["is_listed"], batch_size=BATCH)
    index_organisations(row.pk for row in rows)
    return len(rows)
