"""Collects events with what hangs on them and writes all of it in a few statements."""

from collections.abc import Callable, Sequence
from datetime import datetime

from clusterwerk.programme.models import Event, EventDecision, EventField, EventOrganiser

from .week_2017 import Step


class Rows:
    """Events to be written; call `history` for each, then `write` once."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._organisers: list[EventOrganiser] = []
        self._fields: list[EventField] = []
        self._decisions: list[EventDecision] = []

    def organisers(self, event: Event, organisers: Sequence[tuple[str, int | None]]) -> None:
        """Names as given, with the key of the organisation where it is listed."""
        self._organisers += [
            EventOrganiser(event=event, name_as_given=name, organisation_id=key, order=order)
            for order, (name, key) in enumerate(organisers)
        ]
        event.search_text = event.words_for_search(name for name, _key in organisers)

    def fields(self, event: Event, codes: Sequence[str]) -> None:
        """The main field first."""
        self._fields += [
            EventField(event=event, field_id=code, order=order) for order, code in enumerate(codes)
        ]

    def history(
        self, event: Event, steps: Sequence[Step], recorded: datetime | Callable[[Step], datetime]
    ) -> None:
        """The decisions in their order; the last one is the event's status."""
        event.status = steps[-1].status
        event.revision = len(steps) - 1
        self._events.append(event)
        self._decisions += [
            EventDecision(
                event=event,
                status=step.status,
                counted_as=event.counted_as,
                land_id=event.counted_land_id,
                decided_on=step.decided_on,
                recorded_at=recorded(step) if callable(recorded) else recorded,
                reason_de=step.reason[0],
                reason_en=step.reason[1],
            )
            for step in steps
        ]

    def write(self) -> None:
        """Writes everything collected."""
        Event.objects.bulk_create(self._events)
        EventOrganiser.objects.bulk_create(self._organisers)
        EventField.objects.bulk_create(self._fields)
        EventDecision.objects.bulk_create(self._decisions)
