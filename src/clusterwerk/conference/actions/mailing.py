"""Mails of a conference: one template per mail, in the language of who gets it, through the outbox.

In test mode everything goes to the conference team, with the address it was meant for on top.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from clusterwerk.accounts.choices import Role, ScopeKind
from clusterwerk.accounts.queries import people_with_role
from clusterwerk.mail.actions import Attachment, queue_mail
from clusterwerk.mail.models import Message

from ..models import Conference


def address_of(view: str, *arguments: Any) -> str:
    """The full address of a page of the conference, as it stands in a mail."""
    return f"{settings.SITE_ADDRESS}{reverse(f'conference:{view}', args=arguments)}"


def team_addresses(conference: Conference) -> list[str]:
    """Where the conference team is reached: its own address, else those of its people."""
    if conference.contact_email:
        return [conference.contact_email]
    people = people_with_role(
        Role.CONFERENCE_TEAM, ScopeKind.CONFERENCE, str(conference.public_id)
    ) or people_with_role(Role.CONFERENCE_TEAM)
    return [person.email for person in people]


def send(
    conference: Conference,
    template: str,
    *,
    to: str,
    language: str,
    about: Model | None = None,
    attachments: Iterable[Attachment] = (),
    **context: Any,
) -> list[Message]:
    """Puts the mail `conference/mail/<template>.txt` into the outbox; line one is the subject.

    Addresses in the text are made in the recipient's language. Returns the queued messages: one,
    or in test mode one for each person of the team. Nothing is queued without an address.
    """
    with translation.override(language):
        text = render_to_string(
            f"conference/mail/{template}.txt", {"conference": conference, **context}
        ).strip()
        subject, _, body = text.partition("\n")
        if conference.is_example:
            subject = f"[{gettext('Example')}] {subject}"
        recipients = [to] if to else []
        if conference.test_mode:
            body = f"{gettext('Test mode. This mail was meant for:')} {to}\n\n{body.lstrip()}"
            recipients = team_addresses(conference)
        return [
            queue_mail(
                to=recipient,
                subject=subject,
                body=body.strip() + "\n",
                about=about,
                headers={"Reply-To": conference.contact_email} if conference.contact_email else {},
                attachments=attachments,
                language=language,
            )
            for recipient in recipients
        ]
