"""Offers and needs of a delegation, replaced as a whole."""

from collections.abc import Sequence

from clusterwerk.places.models import Country, Field

from ..models import Need, Offer, Registration
from .delegation_drafts import InterestDraft


def write_interests(
    registration: Registration, offers: Sequence[InterestDraft], needs: Sequence[InterestDraft]
) -> bool:
    """Makes the delegation's offers and needs those of the drafts; in the caller's transaction.

    What stays as it was keeps its row. Returns whether anything changed.
    """
    changes = [_write(Offer, registration, offers), _write(Need, registration, needs)]
    return any(changes)


def draft_of(row: Offer | Need) -> InterestDraft:
    """An offer or a need as it could have been typed."""
    return InterestDraft(
        kind=row.kind,
        stage=row.stage,
        text_de=row.text_de,
        text_en=row.text_en,
        fields=tuple(sorted(field.pk for field in row.fields.all())),
        countries=tuple(sorted(country.pk for country in row.countries.all())),
    )


def _write(
    model: type[Offer] | type[Need], registration: Registration, drafts: Sequence[InterestDraft]
) -> bool:
    wanted = [_in_order(draft) for draft in drafts]
    has_gone = False
    rows = model.objects.filter(registration=registration)
    for row in rows.prefetch_related("fields", "countries").order_by("pk"):
        draft = draft_of(row)
        if draft in wanted:
            wanted.remove(draft)
        else:
            row.delete()
            has_gone = True
    for draft in wanted:
        made = model.objects.create(
            registration=registration,
            kind=draft.kind,
            stage=draft.stage,
            text_de=draft.text_de,
            text_en=draft.text_en,
        )
        made.fields.set(Field.objects.filter(pk__in=draft.fields))
        made.countries.set(Country.objects.filter(pk__in=draft.countries))
    return has_gone or bool(wanted)


def _in_order(draft: InterestDraft) -> InterestDraft:
    return InterestDraft(
        draft.kind,
        draft.stage,
        draft.text_de,
        draft.text_en,
        tuple(sorted(draft.fields)),
        tuple(sorted(draft.countries)),
    )
