"""The mails of notices: the whole agenda once, then only what changed; PDF and calendar attached.

Notice by notice the mail and the note that it is in the outbox are one transaction: work that dies
anywhere goes on where it stopped, and nobody gets a mail twice or none.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
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


@dataclass(slots=True)
class _Mail:
    """What one delegate is to be told, and how: `waiting` are the notices it is about, `notices`
    all there ever were, `changes` what is new since those before."""

    delegate: Delegate
    waiting: list[AgendaNotice]
    notices: list[AgendaNotice]
    is_known: bool
    changes: list[dict[str, Any]]
    token: str
    names: dict[str, str]
    to: str
    pdf: Future[bytes] | None = None

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to tell, and an address to tell it to."""
        return bool(self.changes and self.to)

    @property
    def now(self) -> list[dict[str, Any]]:
        """The whole agenda."""
        told: list[dict[str, Any]] = self.waiting[-1].told
        return told

    @property
    def language(self) -> str:
        """The language of the delegation."""
        return self.delegate.registration.language


class AgendaMails:
    """Makes the mails of one conference; the typesetter is started once for all of them."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self._typesetter = Typesetter("agendas")
        self._countries: dict[str, dict[str, str]] = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                self._countries[language] = country_names()

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
        with transaction.atomic(), ThreadPoolExecutor(max_workers=1) as typesetting:
            # What another worker has in hands is left to it.
            waiting = list(
                notices_to_mail(self.conference)
                .select_for_update(skip_locked=True, of=("self",), no_key=True)
                .select_related("plan", "delegate__registration__organisation")[:AT_ONCE]
            )
            if not waiting:
                return 0
            self.conference.refresh_from_db(fields=["test_mode"])
            delegates = {row.delegate_id for row in waiting}
            links = ensure_agenda_links(self.conference, delegates)
            names = public_partner_names(waiting[-1].plan, delegates)
            mails = []
            for key, rows in groupby(waiting, key=lambda row: row.delegate_id):
                mail = _mail_of(list(rows), links[key], names[key])
                if mail.is_needed:
                    # Beside this thread, which goes on with texts and calendars meanwhile.
                    mail.pdf = typesetting.submit(self._pdf, mail)
                mails.append(mail)
            for mail in mails:
                self._queue(mail)
        return len(mails)

    def _queue(self, mail: _Mail) -> None:
        """One mail for all that a delegate was not told yet; none where it came to nothing."""
        message = self._send(mail) if mail.is_needed else None
        handled = AgendaNotice.objects.filter(pk__in=[row.pk for row in mail.waiting])
        if self.conference.test_mode:
            # The team saw it, the delegate was told nothing: it is due again when it is real.
            handled.delete()
            return
        handled.update(queued_at=timezone.now())
        AgendaNotice.objects.filter(pk=mail.waiting[-1].pk).update(message=message)

    def _pdf(self, mail: _Mail) -> bytes:
        # In a thread of its own no language is active; no query is made here.
        with translation.override(mail.language):
            data = agendas_data(self.conference, [self._person(mail)])
            return self._typesetter.pdf(data, language=mail.language)

    def _person(self, mail: _Mail) -> PersonAgenda:
        page = address_of("agenda_link", self.conference.slug, mail.token)
        countries = self._countries[mail.language]
        return PersonAgenda(mail.delegate, mail.now, mail.names, countries, page)

    def _send(self, mail: _Mail) -> Message | None:
        assert mail.pdf is not None
        conference, language = self.conference, mail.language
        slug = conference.slug
        with translation.override(language):
            person = self._person(mail)
            calendar = calendar_of(
                conference, mail.delegate, entries_told(mail.notices), person.address
            )
            name = gettext("agenda")
            context: dict[str, Any] = {
                "delegate": mail.delegate,
                "days": _lines(conference, person),
                "page": person.address,
                "feed": address_of("agenda_feed", slug, mail.token),
                "mine": address_of("my_agenda", slug),
            }
            if mail.is_known:
                gone = [row["before"]["match"] for row in mail.changes if not row["after"]]
                reasons = cancellations_of(gone) if gone else {}
                context["changes"] = sentences_of(
                    conference, mail.changes, mail.delegate.registration_id, reasons
                )
        sent = send(
            conference,
            "agenda_changed" if mail.is_known else "agenda",
            to=mail.to,
            language=language,
            about=mail.delegate,
            attachments=[
                Attachment(f"{name}-{slug}.pdf", "application/pdf", mail.pdf.result()),
                Attachment(f"{name}-{slug}.ics", "text/calendar", calendar),
            ],
            **context,
        )
        return sent[0] if sent else None


def _mail_of(waiting: list[AgendaNotice], link: AccessLink, names: dict[str, str]) -> _Mail:
    delegate = waiting[-1].delegate
    notices = list(notices_of(delegate))
    known = [row for row in notices if row.sequence < waiting[0].sequence]
    told = known[-1].told if known else []
    return _Mail(
        delegate=delegate,
        waiting=waiting,
        notices=notices,
        is_known=bool(known),
        changes=changes_between(told, waiting[-1].told),
        token=token_of(link),
        names=names,
        to=delegate.email or delegate.registration.contact_email,
    )


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
