"""Types of participants, who may wish for whom, and the team's own questions."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, ngettext

from clusterwerk.audit.actions import record

from ..choices import QuestionKind
from ..models import Conference, ParticipantType, Question
from .admissions import fill_freed_places
from .faults import Fault, RefusedError, refuse
from .hosts import move_row
from .locking import lock_conference

TYPES_MOST = 12
QUESTIONS_MOST = 30
ANSWERS_LEAST = 2


def save_type(
    conference: Conference,
    *,
    by: Any,
    values: Mapping[str, Any],
    row: ParticipantType | None = None,
) -> ParticipantType:
    """A new type, or one changed. A new one may wish for all and all for it. With more places for a
    type the waiting list moves up.

    Raises RefusedError without a name, for a name there is already, and for more “must” than
    wishes.
    """
    with transaction.atomic():
        locked = lock_conference(conference)
        is_new = row is None
        others = ParticipantType.objects.filter(conference=conference)
        if row is None:
            if others.count() >= TYPES_MOST:
                message = gettext("A conference has at most %(most)d types.")
                raise refuse(message % {"most": TYPES_MOST})
            last = others.aggregate(last=Max("position"))["last"] or 0
            row = ParticipantType(conference=conference, position=last + 1)
        was = others.filter(pk=row.pk).values_list("capacity", flat=True).first()
        for name, value in values.items():
            setattr(row, name, value)
        _check_type(row, others.exclude(pk=row.pk))
        row.save()
        if is_new:
            row.may_ask.set(others)
            for other in others.exclude(pk=row.pk):
                other.may_ask.add(row)
        record("save_type", by=by, subject=row)
        if was is not None and was != row.capacity:
            fill_freed_places(locked, by=by)
        return row


def _check_type(row: ParticipantType, others: Any) -> None:
    faults = []
    if not (row.name_de or row.name_en):
        faults.append(Fault(gettext("Enter a name."), "name_de"))
    for name in ("name_de", "name_en"):
        value = getattr(row, name)
        if value and others.filter(**{f"{name}__iexact": value}).exists():
            faults.append(Fault(gettext("There is a type of this name already."), name))
    if (
        row.musts_most is not None
        and row.wishes_most is not None
        and row.musts_most > row.wishes_most
    ):
        message = gettext("Of %(wishes)d wishes at most %(wishes)d can be “must”.")
        faults.append(Fault(message % {"wishes": row.wishes_most}, "musts_most"))
    if faults:
        raise RefusedError(faults)


def remove_type(row: ParticipantType, *, by: Any) -> None:
    """Takes a type away. Raises RefusedError while delegations have it."""
    with transaction.atomic():
        number = row.registrations.count()
        if number:
            message = ngettext(
                "%(number)d delegation has this type. Give it another type first.",
                "%(number)d delegations have this type. Give them another type first.",
                number,
            )
            raise refuse(message % {"number": number})
        record("remove_type", by=by, subject=row)
        row.delete()


def move_type(row: ParticipantType, *, by: Any, up: bool) -> None:
    """One place up or down in the list."""
    with transaction.atomic():
        move_row(list(row.conference.types.all()), row, up=up)
        record("move_type", by=by, subject=row, up=up)


def set_matrix(
    conference: Conference, *, by: Any, pairs: Collection[tuple[ParticipantType, ParticipantType]]
) -> None:
    """Who may wish for whom: all pairs (who asks, who is asked). Wishes made before stay."""
    with transaction.atomic():
        rows = list(ParticipantType.objects.filter(conference=conference))
        for row in rows:
            row.may_ask.set([asked for asks, asked in pairs if asks == row and asked in rows])
        record("set_matrix", by=by, subject=conference, pairs=len(pairs))


def save_question(
    conference: Conference, *, by: Any, values: Mapping[str, Any], row: Question | None = None
) -> Question:
    """A new question, or one changed; `choices` only matter to a choice.

    Raises RefusedError without a text, and for a choice with fewer than two answers or an answer
    in one language only.
    """
    with transaction.atomic():
        if row is None:
            if conference.questions.count() >= QUESTIONS_MOST:
                message = gettext("A conference has at most %(most)d questions.")
                raise refuse(message % {"most": QUESTIONS_MOST})
            last = conference.questions.aggregate(last=Max("position"))["last"] or 0
            row = Question(conference=conference, position=last + 1)
        for name, value in values.items():
            setattr(row, name, value)
        _check_question(row)
        row.save()
        record("save_question", by=by, subject=row, kind=row.kind)
        return row


def _check_question(row: Question) -> None:
    faults = []
    if not (row.text_de or row.text_en):
        faults.append(Fault(gettext("Enter the question."), "text_de"))
    if row.kind != QuestionKind.CHOICE:
        row.choices = []
    elif len(row.choices) < ANSWERS_LEAST:
        faults.append(Fault(gettext("Enter at least two answers, one on each line."), "answers_de"))
    elif any(not (answer["de"] and answer["en"]) for answer in row.choices):
        message = gettext(
            "German and English answers stand on the same lines; one list is longer than the other."
        )
        faults.append(Fault(message, "answers_en"))
    if faults:
        raise RefusedError(faults)


def remove_question(row: Question, *, by: Any) -> None:
    """Takes a question away; answers given to it are shown no longer."""
    with transaction.atomic():
        record("remove_question", by=by, subject=row)
        row.delete()


def move_question(row: Question, *, by: Any, up: bool) -> None:
    """One place up or down in the list."""
    with transaction.atomic():
        move_row(list(row.conference.questions.all()), row, up=up)
        record("move_question", by=by, subject=row, up=up)
