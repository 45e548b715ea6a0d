"""The mails of notices: the whole agenda once, then only what changed; PDF and calendar attached.

Notice by notice the mail and the note that it is in the outbox are one transaction: work that dies
anywhere goes on where it stopped, and nobody gets a mail twice or none.
"""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from clusterwerk.mail.actions import Attachment
from clusterwerk.mail.models import Message

from ..models import AccessLink, AgendaNotice, Conference, Delegate
from ..papers.agendas import PersonAgenda, agendas_data
from ..papers.calendars import calendar_of, entries_told
from ..papers.changes import sentences_of
from ..papers.typesetting import Typesetter
from ..papers.words import by_day, day_name, from_to, table_name, zone_name
from ..queries.agendas import country_names
from ..queries.links import token_of
from ..queries.notices import (
    cancellations_of,
    changes_between,
    notices_of,
    notices_to_mail,
    public_partner_names,
)
from .agenda_links import ensure_agenda_links
from .mailing import address_of, send

AT_ONCE = 20


class AgendaMails:
    """Makes the mails of one conference; the typesetter is started once for all of them."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self._typesetter = Typesetter("agendas")
        self._countries: dict[str, dict[str, str]] = {}

    def queue_all(
        self,
        *,
        on_progress: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> int:
        """Puts the mails of all waiting notices into the outbox; returns how many delegates they
        were for. May be stopped and called again at any time."""
        total = notices_to_mail(self.conference).values("delegate").distinct().count()
        done = 0
        while not should_stop():
            queued = self._queue_some()
            if not queued:
                break
            done += queued
            if on_progress:
                on_progress(done, max(total, done))
        return done

    def _queue_some(self) -> int:
        with transaction.atomic():
            # What another worker has in hands is left to it.
            waiting = list(
                notices_to_mail(self.conference)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("plan", "delegate__registration__organisation")[:AT_ONCE]
            )
            self.conference.refresh_from_db(fields=["test_mode"])
            links = ensure_agenda_links(self.conference, {row.delegate_id for row in waiting})
            groups = groupby(waiting, key=lambda row: row.delegate_id)
            together = [list(rows) for _key, rows in groups]
            names = (
                public_partner_names(waiting[-1].plan, (row.delegate_id for row in waiting))
                if waiting
                else {}
            )
            for rows in together:
                delegate = rows[-1].delegate
                self._queue_one(delegate, rows, links[delegate.pk], names[delegate.pk])
        return len(together)

    def _queue_one(
        self,
        delegate: Delegate,
        waiting: list[AgendaNotice],
        link: AccessLink,
        names: dict[str, str],
    ) -> None:
        """One mail for all that a delegate was not told yet; none where it came to nothing."""
        notices = list(notices_of(delegate))
        known = [row for row in notices if row.sequence < waiting[0].sequence]
        told = known[-1].told if known else []
        newest = waiting[-1]
        message = None
        if changes_between(told, newest.told):
            message = self._send(delegate, notices, bool(known), told, link, names)
        if self.conference.test_mode:
            # The team saw it, the delegate was told nothing: it is due again when it is real.
            AgendaNotice.objects.filter(pk__in=[row.pk for row in waiting]).delete()
            return
        AgendaNotice.objects.filter(pk__in=[row.pk for row in waiting]).update(
            queued_at=timezone.now()
        )
        AgendaNotice.objects.filter(pk=newest.pk).update(message=message)

    def _send(
        self,
        delegate: Delegate,
        notices: list[AgendaNotice],
        is_known: bool,
        told: list[dict[str, Any]],
        link: AccessLink,
        names: dict[str, str],
    ) -> Message | None:
        registration = delegate.registration
        to = delegate.email or registration.contact_email
        if not to:
            return None
        conference, now = self.conference, notices[-1].told
        language = registration.language
        slug, token = conference.slug, token_of(link)
        with translation.override(language):
            page = address_of("agenda_link", slug, token)
            person = PersonAgenda(delegate, now, names, self._country_names(), page)
            pdf = self._typesetter.pdf(agendas_data(conference, [person]), language=language)
            calendar = calendar_of(conference, delegate, entries_told(notices), page)
            name = gettext("agenda")
            context: dict[str, Any] = {
                "delegate": delegate,
                "days": _lines(conference, person),
                "page": page,
                "feed": address_of("agenda_feed", slug, token),
                "mine": address_of("my_agenda", slug),
            }
            if is_known:
                changes = changes_between(told, now)
                gone = [row["before"]["match"] for row in changes if row["kind"] == "cancelled"]
                reasons = cancellations_of(gone) if gone else {}
                context["changes"] = sentences_of(conference, changes, registration.pk, reasons)
        sent = send(
            conference,
            "agenda_changed" if is_known else "agenda",
            to=to,
            language=language,
            about=delegate,
            attachments=[
                Attachment(f"{name}-{slug}.pdf", "application/pdf", pdf),
                Attachment(f"{name}-{slug}.ics", "text/calendar", calendar),
            ],
            **context,
        )
        return sent[0] if sent else None

    def _country_names(self) -> dict[str, str]:
        language = translation.get_language() or ""
        if language not in self._countries:
            self._countries[language] = country_names()
        return self._countries[language]


def _lines(conference: Conference, person: PersonAgenda) -> list[tuple[str, list[str]]]:
    """The agenda as text: for each day its name and a line per meeting."""
    days = []
    for day, entries in by_day(conference, person.entries).items():
        lines = []
        for entry in entries:
            country = person.countries.get(entry.get("country", ""), "")
            who = (entry["partner"], person.names.get(entry["match"], ""), country)
            where = (table_name(entry), zone_name(entry.get("zone", "")))
            lines.append(
                "  ".join(
                    (
                        from_to(conference, entry),
                        ", ".join(part for part in where if part),
                        ", ".join(part for part in who if part),
                    )
                )
            )
        days.append((day_name(day), lines))
    return days
