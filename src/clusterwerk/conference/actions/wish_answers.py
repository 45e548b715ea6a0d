"""Answering a wish, and reporting one that is abuse."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusterwerk.audit.actions import record

from ..choices import RegistrationStatus, WishKind, WishStatus
from ..models import Delegate, Wish
from . import wish_rules
from .faults import refuse
from .mailing import address_of, send, team_addresses
from .typed import typed_text
from .wish_mails import tell_declined
from .wish_pairs import agree, locked_pair, place_wish, wishes_around

MOST_REASON = 1000


def answer_wish(
    wish: Wish,
    *,
    by: Any,
    accept: bool,
    kind: str = WishKind.WANT,
    delegate: Delegate | None = None,
    as_team: bool = False,
) -> Wish:
    """The side that was asked accepts, and says how much the meeting matters to it, or declines.

    Accepting is a wish of its own for the other side, so the two agree; it takes no place of the
    quota but that of a "must". Raises RefusedError when the wish is over, with what became of it.
    """
    with transaction.atomic():
        wisher, asked = locked_pair(wish.wisher, wish.target)
        locked = Wish.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
        now = timezone.now()
        in_time = locked.expires_at is None or locked.expires_at > now
        if locked.kind == WishKind.VETO or locked.status != WishStatus.PENDING or not in_time:
            raise refuse(wish_rules.over_sentence(locked))
        if accept:
            for side in (asked, wisher):
                if side.status != RegistrationStatus.ADMITTED:
                    raise refuse(
                        _("%(organisation)s does not take part (any more).")
                        % {"organisation": side.organisation.name}
                    )
            wish_rules.check_people(asked, delegate, wisher, None, as_team=as_team)
            _accept(locked, by=by, kind=kind, delegate=delegate, as_team=as_team)
            locked.refresh_from_db()
        else:
            locked.status, locked.answered_at = WishStatus.DECLINED, now
            locked.save(update_fields=["status", "answered_at"])
            tell_declined(wisher, asked)
        record("answer_wish", by=by, subject=locked, accept=accept, as_team=as_team)
    return locked


def _accept(wish: Wish, *, by: Any, kind: str, delegate: Delegate | None, as_team: bool) -> None:
    wisher, asked = wish.wisher, wish.target
    rows = wishes_around(asked)
    if any(
        wish_rules.is_veto(row)
        for row in rows
        if {row.wisher_id, row.target_id}
        == {
            wisher.pk,
            asked.pk,
        }
    ):
        raise refuse(_("You have excluded this organisation. Lift the exclusion first."))
    reply = next(
        (
            row
            for row in rows
            if (row.wisher_id, row.target_id, row.target_delegate_id) == (asked.pk, wisher.pk, None)
        ),
        None,
    ) or Wish(wisher=asked, target=wisher)
    wish_rules.check_quotas(asked, rows, kind, is_reply=True, but=reply.pk)
    place_wish(reply, rows, kind=kind, message="", delegate=delegate)
    reply.entered_by = by if as_team and getattr(by, "pk", None) else None
    reply.save()
    agree(reply, by=by, as_team=as_team)


def report_wish(wish: Wish, *, by: Any, reason: str) -> Wish:
    """Who was asked reports the message of a wish as abuse; the team is mailed and settles it."""
    text = typed_text(reason)
    if not text:
        raise refuse(_("Say in a sentence what is wrong with the message."), "reason")
    if len(text) > MOST_REASON:
        raise refuse(
            _("The reason has %(number)s characters, at most %(most)s are possible. Shorten it.")
            % {"number": len(text), "most": MOST_REASON},
            "reason",
        )
    with transaction.atomic():
        locked = (
            Wish.objects.select_for_update(of=("self",), no_key=True)
            .select_related("target__conference", "target__organisation", "wisher__organisation")
            .get(pk=wish.pk)
        )
        locked.reported_at, locked.report_reason = timezone.now(), text
        locked.report_settled_at = None
        locked.save(update_fields=["reported_at", "report_reason", "report_settled_at"])
        record("report_wish", by=by, subject=locked)
        conference = locked.target.conference
        for address in team_addresses(conference):
            send(
                conference,
                "wish_reported",
                to=address,
                language=locked.target.language,
                about=locked,
                wish=locked,
                address=address_of("team_wish", conference.slug, locked.public_id),
            )
    return locked


def settle_report(wish: Wish, *, by: Any) -> Wish:
    """The team has looked at a report and done what was needed."""
    with transaction.atomic():
        locked = Wish.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
        if locked.reported_at is not None and locked.report_settled_at is None:
            locked.report_settled_at = timezone.now()
            locked.save(update_fields=["report_settled_at"])
            record("settle_report", by=by, subject=locked)
    return locked
