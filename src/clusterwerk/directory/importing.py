"""Brings tables into an empty register: all is valid, or nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from clusterwerk.places import nuts
from clusterwerk.places.centres import centre_of
from clusterwerk.places.gazetteer import place_named
from clusterwerk.places.models import Country

from .choices import Precision
from .drafts import (
    BODY_COLUMNS,
    CLUSTER_COLUMNS,
    FACT_COLUMNS,
    Checker,
    FactDraft,
    OrganisationDraft,
    body_draft,
    cluster_draft,
    fact_draft,
)
from .models import Fact, LabelAward, OldSlug, Organisation, OrganisationField
from .slugs import slug_of, sort_name_of
from .tables import Problem, TableError, rows_of_table

BATCH = 500


@dataclass(frozen=True, slots=True)
class Drafts:
    """Everything of one import, checked."""

    organisations: list[OrganisationDraft]
    facts: list[FactDraft]


def drafts_of_files(
    clusters: Sequence[Path], bodies: Sequence[Path], facts: Sequence[Path]
) -> Drafts:
    """Reads and checks all files. Raises TableError with every problem found."""
    check = Checker()
    organisations: list[OrganisationDraft] = []
    sentences: list[FactDraft] = []
    for file in clusters:
        organisations += [cluster_draft(check, r) for r in rows_of_table(file, CLUSTER_COLUMNS)]
    for file in bodies:
        organisations += [body_draft(check, r) for r in rows_of_table(file, BODY_COLUMNS)]
    for file in facts:
        sentences += [fact_draft(check, r) for r in rows_of_table(file, FACT_COLUMNS)]
    check.problems += _duplicates(organisations)
    check.problems += _unknown_countries(organisations)
    known = {draft.name for draft in organisations}
    for fact in sentences:
        if fact.name and fact.name not in known:
            message = _("no organisation is called “%(name)s”. Mend the name or remove the row.")
            check.problems.append(fact.row.problem("name", message % {"name": fact.name}))
    if check.problems:
        raise TableError(check.problems)
    return Drafts(organisations, sentences)


def _duplicates(organisations: Iterable[OrganisationDraft]) -> list[Problem]:
    """Names are told apart as people do: capitals, blanks and dots do not count."""
    first: dict[tuple[str, str], OrganisationDraft] = {}
    problems = []
    for draft in organisations:
        key = (draft.country, "".join(c for c in draft.name.casefold() if c.isalnum()))
        before = first.setdefault(key, draft)
        if before is not draft:
            message = _(
                "“%(name)s” is there already: %(file)s, row %(row)d. Remove one or rename it."
            )
            words = {"name": before.name, "file": before.row.file, "row": before.row.number}
            problems.append(draft.row.problem("name", message % words))
    return problems


def _unknown_countries(organisations: Iterable[OrganisationDraft]) -> list[Problem]:
    known = set(Country.objects.values_list("code", flat=True))
    message = _("unknown country “%(code)s”. Write two letters of ISO 3166-1, such as DE.")
    return [
        draft.row.problem("country", message % {"code": draft.country})
        for draft in organisations
        if draft.country not in known
    ]


@transaction.atomic
def write_drafts(drafts: Drafts) -> list[Organisation]:
    """Writes checked drafts; all or nothing. Returns the organisations in order of the drafts."""
    taken = set(Organisation.objects.values_list("slug", flat=True))
    taken |= set(OldSlug.objects.values_list("slug", flat=True))
    rows = []
    for draft in drafts.organisations:
        slug = slug_of(draft.name, taken.__contains__)
        taken.add(slug)
        rows.append(_organisation(draft, slug))
    organisations = Organisation.objects.bulk_create(rows, batch_size=BATCH)
    pairs = list(zip(organisations, drafts.organisations, strict=True))
    OrganisationField.objects.bulk_create(
        (
            OrganisationField(organisation=organisation, field_id=code, position=position)
            for organisation, draft in pairs
            for position, code in enumerate(draft.fields)
        ),
        batch_size=BATCH,
    )
    LabelAward.objects.bulk_create(
        LabelAward(organisation=organisation, label_id=code, source_url=draft.source_url)
        for organisation, draft in pairs
        for code in draft.labels
    )
    by_name = {draft.name: organisation for organisation, draft in pairs}
    Fact.objects.bulk_create(
        (
            Fact(
                organisation=by_name[fact.name],
                kind=fact.kind,
                text_de=fact.text_de,
                text_en=fact.text_en,
                source_url=fact.source_url,
                confidence=fact.confidence,
                position=position,
            )
            for position, fact in enumerate(drafts.facts)
        ),
        batch_size=BATCH,
    )
    return organisations


def _organisation(draft: OrganisationDraft, slug: str) -> Organisation:
    (latitude, longitude), precision = _position(draft)
    return Organisation(
        slug=slug,
        name=draft.name,
        sort_name=sort_name_of(draft.name),
        short_name=draft.short_name,
        legal_form=draft.legal_form,
        kind_id=draft.kind,
        status=draft.status,
        description_de=draft.description_de,
        description_en=draft.description_en,
        topics_de=draft.topics_de,
        topics_en=draft.topics_en,
        city=draft.city,
        postal_code=draft.postal_code,
        district_id=draft.district,
        region_id=draft.region,
        land_id=draft.land,
        country_id=draft.country,
        nuts=draft.nuts,
        nuts_version=nuts.version_of(draft.nuts),
        latitude=latitude,
        longitude=longitude,
        position_precision=precision,
        website=draft.website,
        founded=draft.founded,
        members=draft.members,
        source_url=draft.source_url,
        confidence=draft.confidence,
        unverified_fields=draft.unverified_fields,
    )


def _position(draft: OrganisationDraft) -> tuple[tuple[float | None, float | None], str]:
    """The most precise position we can give, and what it stands for."""
    district = centre_of("districts", draft.district) if draft.district else None
    place = None
    if draft.city:
        place = place_named(draft.city, draft.country, land=draft.land, near=district)
    if place:
        return (place.lat, place.lng), Precision.PLACE
    if district:
        return district, Precision.DISTRICT
    region = centre_of("regions", draft.region) if draft.region else None
    if region:
        return region, Precision.REGION
    land = centre_of("laender", draft.land) if draft.land else None
    if land:
        return land, Precision.LAND
    country = centre_of("europe", draft.country)
    if country:
        return country, Precision.COUNTRY
    return (None, None), ""
