"""What a wish must keep, each with a sentence that says what to do instead."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ..choices import RegistrationStatus, WishKind, WishStatus
from ..models import Delegate, Match, Registration, Wish
from ..queries.quotas import quotas_from
from ..queries.wishes import OPEN, may_ask, wishes_are_open
from .faults import refuse
from .typed import typed_text

MOST_LETTERS = 1000


def check_parties(wisher: Registration, target: Registration, *, as_team: bool) -> None:
    """Both take part, the phase is on, and the matrix allows it."""
    if wisher.pk == target.pk:
        raise refuse(_("That is your own delegation. Choose another one."), "target")
    if wisher.conference_id != target.conference_id:
        raise refuse(_("The two delegations are not at the same conference."), "target")
    if wisher.status != RegistrationStatus.ADMITTED:
        raise refuse(
            _("%(organisation)s is not admitted yet. Wishes are possible from then on.")
            % {"organisation": wisher.organisation.name}
        )
    if target.status != RegistrationStatus.ADMITTED:
        raise refuse(
            _("%(organisation)s does not take part (any more). Choose another one.")
            % {"organisation": target.organisation.name},
            "target",
        )
    check_phase(wisher, as_team=as_team)
    if not may_ask(wisher, target):
        raise refuse(
            _("“%(one)s” may not wish for “%(other)s” at this conference. They may still ask you.")
            % {"one": wisher.type, "other": target.type},
            "target",
        )


def check_phase(wisher: Registration, *, as_team: bool) -> None:
    """Delegations make, change and order wishes in the wish phase; the team may at any time."""
    if not as_team and not wishes_are_open(wisher.conference):
        raise refuse(
            _("Wishes can be made and changed in the wish phase only. Ask the conference team.")
        )


def check_message(message: str) -> str:
    """The message without blanks around it, if it is not too long."""
    text = typed_text(message)
    if len(text) > MOST_LETTERS:
        raise refuse(
            _("The message has %(number)s characters, at most %(most)s are possible. Shorten it.")
            % {"number": len(text), "most": MOST_LETTERS},
            "message",
        )
    return text


def check_people(
    wisher: Registration,
    delegate: Delegate | None,
    target: Registration,
    wanted: Delegate | None,
    *,
    as_team: bool,
) -> None:
    """Named people belong to the delegations, come and take meetings; names are only guessed at by
    nobody: a person whose name is not public cannot be wished for, but by the team."""
    for person, side, field in (
        (delegate, wisher, "delegate"),
        (wanted, target, "target_delegate"),
    ):
        if person is None:
            continue
        comes = person.registration_id == side.pk and person.cancelled_at is None
        hidden = field == "target_delegate" and not as_team and not person.name_public_since
        if not comes or hidden or not person.takes_meetings:
            raise refuse(
                _("This person does not take meetings. Choose another one or the organisation."),
                field,
            )


def check_stance(
    wisher: Registration, target: Registration, rows: Sequence[Wish], *, as_team: bool
) -> None:
    """The wisher has not excluded the other side, which has not declined before.

    Only the team is told of a veto of the other side: a delegation could learn of it by a refusal.
    Its wish waits unseen until it expires, as one that nobody answers.
    """
    own = [row for row in rows if row.wisher_id == wisher.pk and row.target_id == target.pk]
    if any(is_veto(row) for row in own):
        raise refuse(_("You have excluded this organisation. Lift the exclusion first."), "target")
    vetoed = any(is_veto(row) for row in rows if row.wisher_id == target.pk)
    declined = any(row.status == WishStatus.DECLINED for row in own)
    if vetoed and as_team:
        raise refuse(
            _("%(organisation)s has excluded the other side.")
            % {"organisation": target.organisation.name},
            "target",
        )
    if declined and not as_team:
        raise refuse(_("This organisation takes no further wishes from you."), "target")


def check_match(match: Match | None) -> None:
    """Who meets already needs no wish."""
    if match is not None:
        raise refuse(_("You have agreed to meet already: two delegations meet once."), "target")


def check_quotas(
    wisher: Registration, rows: Sequence[Wish], kind: str, *, is_reply: bool, but: int | None = None
) -> None:
    """The wish still fits into what the type may have. `but`: key of a wish that changes."""
    quotas = quotas_from(wisher, [row for row in rows if row.pk != but])
    if kind == WishKind.MUST and quotas.musts_left == 0:
        raise refuse(
            _(
                "You have %(number)s of %(most)s wishes of the rank “must”. Choose “want” or "
                "“would”, or change another one first."
            )
            % {"number": quotas.musts, "most": quotas.musts_most},
            "kind",
        )
    if not is_reply and quotas.wishes_left == 0:
        raise refuse(
            _("You have %(number)s of %(most)s wishes. Withdraw another one first.")
            % {"number": quotas.wishes, "most": quotas.wishes_most},
            "target",
        )


def check_new(row: Wish | None) -> None:
    """The same wish is not there yet, and nobody has reported its last message and waits for the
    team: it would be written over."""
    if row is not None and row.reported_at is not None and row.report_settled_at is None:
        raise refuse(
            _("Your last message to this organisation was reported. Wait for the conference team."),
            "target",
        )
    if row is not None and row.status in OPEN and row.kind != WishKind.VETO:
        raise refuse(
            _("Your delegation wishes for this already. Change it on “My conference”."), "target"
        )


def is_veto(row: Wish) -> bool:
    """Whether a wish is a veto that holds."""
    return row.kind == WishKind.VETO and row.status != WishStatus.WITHDRAWN


def over_sentence(wish: Wish) -> str:
    """What has become of a wish that can no longer be changed or answered."""
    return {
        WishStatus.PENDING.value: _("The time to answer this wish is over."),
        WishStatus.ACCEPTED.value: _("This wish was accepted already: the meeting is agreed."),
        WishStatus.DECLINED.value: _("This wish was declined already."),
        WishStatus.EXPIRED.value: _("The time to answer this wish is over."),
        WishStatus.WITHDRAWN.value: _("This wish was withdrawn."),
    }[wish.status]
