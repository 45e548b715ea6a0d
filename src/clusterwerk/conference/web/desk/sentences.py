"""Why not, and what would help: the desk's codes as sentences in the reader's language.

The desk is the team's own, so people are named here whether they are public or not.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...models import Conference
from ...planning import Breach
from ...queries.board import Names

WHY_NOT = {
    "delegate_twice_in_slot": gettext_lazy("%(delegate)s meets %(meeting)s then."),
    "delegate_unavailable": gettext_lazy("%(delegate)s is not there then."),
    "table_twice_in_slot": gettext_lazy("The table is taken by %(meeting)s."),
    "table_closed": gettext_lazy("Table %(table)s is closed then."),
    "table_reserved": gettext_lazy("Table %(table)s is the booth of another delegation."),
    "fixed_table_left": gettext_lazy("%(delegate)s stays at table %(own_table)s."),
    "wrong_session": gettext_lazy("It was agreed for %(session)s only."),
    "wrong_delegates": gettext_lazy("Nobody of the two organisations could come."),
    "session_limit_exceeded": gettext_lazy(
        "%(delegate)s would have more than %(most)s meetings in this session."
    ),
    "no_rest": gettext_lazy(
        "%(delegate)s would have more than %(most)s meetings in a row without a pause."
    ),
    "no_zone_buffer": gettext_lazy(
        "%(delegate)s would have to change the zone without a pause, before or after %(meeting)s."
    ),
    "taken": gettext_lazy("The place is taken by %(meeting)s."),
    "taken_by_locked": gettext_lazy("%(meeting)s is fixed there. Set it free first."),
    "locked": gettext_lazy("The meeting is fixed. Set it free first."),
    "not_locked": gettext_lazy("The meeting is not fixed."),
    "not_placed": gettext_lazy("The meeting has no place."),
    "placed_already": gettext_lazy("The meeting has a place already."),
    "place_gone": gettext_lazy("This time slot or table is no longer in use."),
    "there_already": gettext_lazy("The meeting is there already."),
    "no_delegate": gettext_lazy("One of the two organisations has nobody left who could come."),
    "cancelled": gettext_lazy("The meeting was cancelled meanwhile."),
    "not_by_team": gettext_lazy(
        "The two agreed to meet themselves. Only they can cancel that, or the team on the page of "
        "their wishes."
    ),
    "on_the_board": gettext_lazy("The meeting has a place. Take it off the board first."),
    "in_published_plan": gettext_lazy(
        "The meeting has a place in the published plan. Publish a plan without it first."
    ),
    "needed_by_published": gettext_lazy(
        "Plan %(version)s is published, and %(meeting)s would lose its place in it. First publish "
        "a plan that does not rely on this."
    ),
    "needed_by_draft": gettext_lazy(
        "%(meeting)s would lose its place in draft %(version)s. Move it there first, or take it "
        "off the board."
    ),
    "instead_remove_table": gettext_lazy(
        "Or remove table %(table)s under “Tables”: there you see whom that touches, and they are "
        "told."
    ),
    "instead_close_table": gettext_lazy(
        "Or close table %(table)s at %(slot)s under “Close tables”: there you see whom that "
        "touches, and they are told."
    ),
    "instead_change_rule": gettext_lazy("Or change the rule under “Rules of the house”."),
    "fact_changed": gettext_lazy(
        "What this step changed beside the plan has been changed again since, so it stays as it is."
    ),
    "changed_meanwhile": gettext_lazy(
        "Somebody has changed this draft meanwhile. Look at it and try again."
    ),
    "nothing_to_undo": gettext_lazy("There is no step to undo."),
    "nothing_to_redo": gettext_lazy("There is no step to do again."),
    "not_ready": gettext_lazy("This plan is not ready."),
    "same_delegation": gettext_lazy("Choose two different organisations."),
    "not_admitted": gettext_lazy("Both delegations must be admitted."),
    "agreed_already": gettext_lazy("These two have agreed to meet already."),
    "vetoed": gettext_lazy("One of the two has asked never to meet the other."),
    "answers_outdated": gettext_lazy(
        "The plan has changed, so this no longer helps. Ask the planner again."
    ),
    "ask_delegate": gettext_lazy("Whether a person has time, only that person can say."),
    "asked_already": gettext_lazy("This person has been asked already."),
    "no_address": gettext_lazy("There is no e-mail address of this person."),
    "place_missing": gettext_lazy("Choose a place."),
}
MOVED_MEANWHILE = gettext_lazy(
    "Somebody has moved %(meeting)s meanwhile: it is at %(slot)s, table %(table)s. "
    "Nothing was changed."
)
TAKEN_OFF_MEANWHILE = gettext_lazy(
    "Somebody has taken %(meeting)s off the board meanwhile. Nothing was changed."
)
LIMITS = {
    "most_per_session": gettext_lazy("Allow everybody %(number)s meetings a session"),
    "rest_after": gettext_lazy("Allow everybody %(number)s meetings in a row"),
}


PLACES_TOLD = 3
PARAMS = ("delegate", "meeting", "table", "slot", "session", "most", "own_table")


class Teller:
    """Tells reasons and remedies of one conference."""

    def __init__(self, conference: Conference, names: Names) -> None:
        self.conference, self.names = conference, names
        days = {self._local(moment).date() for moment in names.slots.values()}
        self._format = "H:i" if len(days) < 2 else "D H:i"
        self._times: dict[str, str] = {}
        self._reasons: dict[tuple[Any, ...], str] = {}

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.conference.zone).replace(tzinfo=None)

    def time(self, slot: str) -> str:
        """When a slot begins, with the day where there are several."""
        if slot not in self._times:
            moment = self.names.slots.get(slot)
            told = date_format(self._local(moment), self._format) if moment else "–"
            self._times[slot] = told
        return self._times[slot]

    def person(self, delegate: str) -> str:
        """A delegate with the organisation."""
        name, organisation = self.names.delegates.get(delegate, ("–", ""))
        return f"{name} ({organisation})" if organisation else name

    def places_told(self, places: Mapping[str, tuple[str, str] | None]) -> list[str]:
        """Where meetings are now, by their keys: (slot, table), or None without a place."""
        told = []
        for meeting, place in list(places.items())[:PLACES_TOLD]:
            words = {"meeting": self.names.meetings.get(meeting, "–")}
            if place is None:
                told.append(_("%(meeting)s: without a place.") % words)
                continue
            words |= {"slot": self.time(place[0]), "table": self.names.tables.get(place[1], "–")}
            told.append(_("%(meeting)s: %(slot)s, table %(table)s.") % words)
        more = len(places) - len(told)
        if more:
            told.append(
                ngettext("%(number)s more is elsewhere.", "%(number)s more are elsewhere.", more)
                % {"number": more}
            )
        return told

    def why_not(self, breaches: Iterable[Breach]) -> str:
        """All reasons, each once."""
        return " ".join(dict.fromkeys(self._reason(breach) for breach in breaches))

    def _reason(self, breach: Breach) -> str:
        """Told once: a whole board is full of the same few reasons."""
        key = (breach.code, *breach.params.items())
        if key not in self._reasons:
            self._reasons[key] = self._told(breach)
        return self._reasons[key]

    def _told(self, breach: Breach) -> str:
        words = self._words(breach.params)
        if breach.code == "moved_meanwhile":
            text = MOVED_MEANWHILE if "slot" in breach.params else TAKEN_OFF_MEANWHILE
            return str(text) % words
        return str(WHY_NOT.get(breach.code, breach.code)) % words

    def _words(self, params: Mapping[str, str]) -> dict[str, str]:
        words = dict.fromkeys(
            ("delegate", "meeting", "table", "slot", "session", "most", "own_table"), "–"
        )
        for name, value in params.items():
            words[name] = self._word(name, value)
        return words

    def _word(self, name: str, value: str) -> str:
        if name in ("delegate", "instead_of"):
            return self.person(value)
        if name == "meeting":
            return self.names.meetings.get(value, "–")
        if name in ("table", "own_table"):
            return self.names.tables.get(value, "–")
        if name == "slot":
            return self.time(value)
        if name == "session":
            session = self.names.sessions.get(value)
            return str(session) if session else "–"
        return value

    def remedy(self, remedy: Mapping[str, Any], meeting: str) -> str:
        """What a remedy does, as the text of its button."""
        words = self._words(remedy["params"])
        moves = [place for place in remedy["places"] if place["meeting"] != meeting]
        own = next((row for row in remedy["places"] if row["meeting"] == meeting), None)
        words["at"] = self.time(own["slot"]) if own else words["slot"]
        told = self._remedy_itself(remedy, words, own)
        if not moves:
            return told
        if remedy["kind"] == "free_delegate":  # a question, so what follows from a yes is an aside
            return f"{told} ({self._moves(moves)})"
        return f"{told}; {self._moves(moves)}"

    def _remedy_itself(
        self, remedy: Mapping[str, Any], words: dict[str, str], own: Mapping[str, Any] | None
    ) -> str:
        kind, params = remedy["kind"], remedy["params"]
        if kind == "open_table":
            known = params["table"] in self.names.tables
            if known:
                return _("Open table %(table)s at %(slot)s") % words
            return _("Open one more table at %(slot)s") % words
        if kind == "free_delegate":
            return _("Ask %(delegate)s: possible at %(slot)s?") % words
        if kind == "other_delegate":
            words["instead"] = self.person(params["instead_of"])
            return _("%(delegate)s comes instead of %(instead)s, at %(at)s") % words
        if kind == "raise_limit":
            return ", ".join(
                str(text) % {"number": params[name]}
                for name, text in LIMITS.items()
                if name in params
            )
        if kind == "lift_lock":
            if params["lock"] == "session":
                return _("Also outside of its session, at %(at)s") % words
            return _("Set %(meeting)s free, and place this one at %(at)s") % words
        if kind == "leave_out":
            return _("Leave out %(meeting)s, and place this one at %(at)s") % words
        table = self.names.tables.get(own["table"], "–") if own else "–"
        return _("Place it at %(at)s, table %(own)s") % (words | {"own": table})

    def _moves(self, moves: list[Mapping[str, Any]]) -> str:
        parts = [
            _("%(meeting)s to %(slot)s")
            % {
                "meeting": self.names.meetings.get(place["meeting"], "–"),
                "slot": self.time(place["slot"]),
            }
            for place in moves
        ]
        return ngettext("moves: %(list)s", "move: %(list)s", len(parts)) % {
            "list": ", ".join(parts)
        }


BROKEN = {
    "cancelled": gettext_lazy("was cancelled"),
    "gone": gettext_lazy("%(delegate)s no longer comes to this meeting"),
    "away": gettext_lazy("%(delegate)s is not there then"),
    "slot_gone": gettext_lazy("the time slot is gone"),
    "table_gone": gettext_lazy("the table is gone"),
    "closed": gettext_lazy("the table is closed then"),
    "other_session": gettext_lazy("it was agreed for another session"),
}


def what_is_wrong(code: str, delegate: str) -> str:
    """Why a planned meeting no longer holds, as a part of a sentence."""
    return str(BROKEN[code]) % {"delegate": delegate}
