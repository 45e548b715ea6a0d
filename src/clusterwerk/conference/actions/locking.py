"""In which order rows are locked, so that no two people who act at the same moment wait for each
other for ever.

1. the conference (`lock_conference`; shared by pairs until a plan is published),
2. its delegations, in the order of their keys (`lock_delegation`, `lock_pair`),
3. what belongs to them: delegates, wishes, agreed meetings; or plans.

Left out is what an action does not need, never turned round: who may come to the conference later
locks it first. What only concerns one delegation and nothing else, such as the consents of a
delegate, locks that row alone.

All locks leave the key alone (`no_key`): a row that points to a locked one, such as the notice for
a delegate, is written without waiting for it.
"""

from django.db import connection, transaction
from django.db.models import QuerySet

from ..models import Conference, Registration


def lock_conference(conference: Conference) -> Conference:
    """The conference as it stands now, locked until the commit and before everything else: places
    and badge numbers are given, and agendas told, one at a time."""
    return _conferences().get(pk=conference.pk)


def lock_delegation(registration: Registration) -> Registration:
    """A delegation as it stands now, locked until the commit after its conference, which is locked
    too."""
    conference = _conferences().get(pk=registration.conference_id)
    row = (
        Registration.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation__country", "type")
        .get(pk=registration.pk)
    )
    row.conference = conference
    return row


def lock_pair(one: int, other: int) -> dict[int, Registration]:
    """Two delegations, locked after their conference and in the order of their keys, so that two
    people who act on the same pair do it one after the other. By key; inside a transaction only.

    As long as no plan is published, others may act on other pairs meanwhile: nothing then touches
    agendas, and a plan is not published before all of them are done.
    """
    if not _share_conference(Conference.objects.filter(registrations=one)):
        _conferences().get(registrations=one)
    rows = (
        Registration.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=(one, other))
        .select_related("organisation__country", "type", "conference")
        .prefetch_related("conference__phases")
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def _share_conference(rows: QuerySet[Conference]) -> bool:
    """Holds a conference together with others, unless its plan is published: whether it does.

    Django has no lock that is shared; SQLite writes one transaction at a time anyhow.
    """
    if connection.vendor != "postgresql":
        return False
    key, published = rows.values_list("pk", "published_plan").get()
    if published is not None:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT published_plan_id FROM conference_conference WHERE id = %s FOR SHARE", [key]
        )
        (published,) = cursor.fetchone()
        if published is not None:  # just now: the lock is given back and taken alone
            transaction.set_rollback(True)
    return published is None


def _conferences() -> QuerySet[Conference]:
    # Without its plan: a row that is read with one that has to be waited for may be older.
    return Conference.objects.select_for_update(of=("self",), no_key=True)
