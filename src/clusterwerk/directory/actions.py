"""Changes of the register that have rules or side effects."""

from typing import Any

from django.db import transaction

from clusterwerk.audit.actions import record

from .indexing import index_organisations
from .models import OldSlug, Organisation
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
