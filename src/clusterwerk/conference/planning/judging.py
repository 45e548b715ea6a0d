"""Whether a meeting may be in a place, told before it is put there.

The rules are the engine's own, asked near the change only: a plan can come to break a rule only
where meetings share a delegate, or a table in a slot, with one that was put somewhere else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice, product

from matchmaking import RULES, Placement, Problem, Violation
from matchmaking.rules import Agenda

WAYS = 24  # of who comes that are tried for a meeting of organisations


@dataclass(frozen=True, slots=True)
class Breach:
    """Why not: a code and the keys of whom or what it is about (`meeting`, `delegate`, `table`,
    `slot`, `session`), or a number (`most`, `version` of a plan). `web.desk` has the sentences."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What putting a meeting somewhere means: the places that change, or why not."""

    places: tuple[Placement, ...] = ()
    breaches: tuple[Breach, ...] = ()
    swaps_with: str = ""

    @property
    def is_possible(self) -> bool:
        """Whether no rule is broken."""
        return not self.breaches


class Judge:
    """Judges changes to one board: the event as it is, and where its meetings are."""

    def __init__(
        self, problem: Problem, placements: Iterable[Placement], locked: Iterable[str] = ()
    ) -> None:
        self.problem = problem
        self.locked = set(locked)
        self.at = {row.meeting: row for row in placements}
        self.holder = {(row.slot, row.table): row.meeting for row in self.at.values()}
        self._of: dict[str, set[str]] = defaultdict(set)
        self._busy: dict[tuple[str, str], str] = {}
        for row in self.at.values():
            for name in problem.served_by(row):
                self._of[name].add(row.meeting)
                self._busy[name, row.slot] = row.meeting
        self._known = {part.id for part in problem.meetings}
        self._people = {part.id for part in problem.delegates}
        self._slots = {part.id: part for part in problem.slots}
        self._tables = {part.id: part for part in problem.tables}
        self._firm = {row.meeting: row for row in self.at.values() if self._is_known(row)}

    def put(self, meeting: str, slot: str, table: str) -> Judgement:
        """The meeting in that slot at that table; whoever is there takes its place."""
        if meeting in self.locked:
            return _no("locked")
        if meeting not in self._known:
            return _no("no_delegate")
        if slot not in self._slots or table not in self._tables:
            return _no("place_gone")
        other = self.holder.get((slot, table))
        before = self.at.get(meeting)
        if other is None or other == meeting:
            return self._tried([(meeting, slot, table)])
        if other in self.locked:
            return _no("taken_by_locked", meeting=other)
        if before is None:
            return _no("taken", meeting=other)
        if other not in self._known or not self._is_there(before):
            return _no("taken", meeting=other)
        found = self._tried([(meeting, slot, table), (other, before.slot, before.table)])
        return Judgement(found.places, found.breaches, swaps_with=other)

    def all_at_once(self, places: Iterable[Placement], dropped: Iterable[str] = ()) -> Judgement:
        """Several meetings in new places at once, as they stand there."""
        moved, gone = tuple(places), frozenset(dropped)
        if any(row.meeting not in self._known for row in moved):
            return _no("no_delegate")
        if not all(self._is_there(row) and self._people.issuperset(row.delegates) for row in moved):
            return _no("place_gone")
        breaches = self._breaches(moved, gone)
        return Judgement(moved if not breaches else (), breaches)

    def why_not_common(self, meeting: str, slot: str) -> Breach | None:
        """Why the two cannot meet then, wherever: as far as it is settled who comes, somebody is
        away or meets others; None where nothing is in the way."""
        return self._not_there(meeting, slot, {meeting}) if meeting in self._known else None

    def common_slots(self, meeting: str) -> frozenset[str]:
        """The slots in which nobody is away or meets others, as far as it is settled who comes."""
        if meeting not in self._known:
            return frozenset()
        return frozenset(slot for slot in self._slots if self.why_not_common(meeting, slot) is None)

    def breaks_more(self, meeting: str, slot: str) -> int:
        """How many more breaks those who come now, or would come first, had with it in a slot."""
        if meeting not in self._known or slot not in self._slots:
            return 0
        ways = self._ways(meeting)
        before = self.at.get(meeting)
        more = 0
        for name in ways[0] if ways else ():
            busy = {self.at[row].slot for row in self._of[name] if row != meeting}
            now = busy | {before.slot} if before is not None else busy
            more += self._breaks(name, busy | {slot}) - self._breaks(name, now)
        return more

    def _breaks(self, name: str, busy: set[str]) -> int:
        """Runs of idle slots between two meetings of one session; absences are no waiting."""
        away = self.problem.delegate(name).away_slots
        runs: dict[str, int] = defaultdict(int)
        last: dict[str, bool] = {}
        for slot in self.problem.slots:
            if slot.id in away and slot.id not in busy:
                continue
            meets = slot.id in busy
            runs[slot.session] += meets and not last.get(slot.session, False)
            last[slot.session] = meets
        return sum(max(0, number - 1) for number in runs.values())

    def _not_there(self, meeting: str, slot: str, movers: set[str]) -> Breach | None:
        """Why nobody need ask further: where it is settled who comes, somebody is away, or meets
        others then who do not move. Most places end here, so that a whole board is judged at once.
        """
        sides = self.problem.sides(self.problem.meeting(meeting))
        if any(len(side) != 1 for side in sides):
            return None
        for (name,) in sides:
            if slot in self.problem.delegate(name).unavailable_slots:
                return Breach("delegate_unavailable", {"delegate": name, "slot": slot})
            other = self._busy.get((name, slot))
            if other is not None and other not in movers:
                params = {"delegate": name, "meeting": other, "slot": slot}
                return Breach("delegate_twice_in_slot", params)
        return None

    def _tried(self, wanted: list[tuple[str, str, str]]) -> Judgement:
        """The first choice of who comes that breaks no rule; else what the usual one breaks."""
        movers = {meeting for meeting, _, _ in wanted}
        for meeting, slot, _ in wanted:
            why_not = self._not_there(meeting, slot, movers)
            if why_not is not None:
                return Judgement(breaches=(why_not,))
        first: tuple[Breach, ...] | None = None
        choices = [self._ways(meeting) for meeting, _, _ in wanted]
        for names in islice(product(*choices), WAYS):
            places = tuple(
                Placement(meeting, slot, table, own)
                for (meeting, slot, table), own in zip(wanted, names, strict=True)
            )
            breaches = self._breaches(places)
            if not breaches:
                return Judgement(places)
            first = breaches if first is None else first
        return Judgement(breaches=first or (Breach("no_delegate"),))

    def _ways(self, meeting: str) -> list[tuple[str, ...]]:
        """Who may come, those who come now first."""
        sides = self.problem.sides(self.problem.meeting(meeting))
        ways = list(islice(product(*sides), WAYS))
        before = self.at.get(meeting)
        if before is not None and before.delegates in ways:
            ways.remove(before.delegates)
            ways.insert(0, before.delegates)
        return ways

    def _breaches(
        self, places: tuple[Placement, ...], gone: frozenset[str] = frozenset()
    ) -> tuple[Breach, ...]:
        moved = {row.meeting: row for row in places}
        near = set(moved)
        for row in places:
            for name in row.delegates:
                near |= self._of.get(name, set())
            holder = self.holder.get((row.slot, row.table))
            if holder is not None:
                near.add(holder)
        plan = [
            place
            for name in sorted(near - gone)
            if (place := moved.get(name) or self._firm.get(name)) is not None
        ]
        near_by = Agenda(self.problem, plan)
        alone = Agenda(self.problem, [place for place in plan if place.meeting in moved])
        found = [
            violation
            for name, rule in RULES.items()
            if name != "required_meetings"
            for violation in rule.breaches(alone if rule.alone else near_by)
            if moved.keys() & set(violation.meetings)
        ]
        return tuple(self._breach(violation, moved) for violation in found)

    def _is_there(self, place: Placement) -> bool:
        return place.slot in self._slots and place.table in self._tables

    def _is_known(self, place: Placement) -> bool:
        """Whether the rules can speak of it; what is gone from the event is no party any more."""
        return (
            place.meeting in self._known
            and self._is_there(place)
            and self._people.issuperset(place.delegates)
        )

    def _breach(self, violation: Violation, moved: Mapping[str, Placement]) -> Breach:
        """The engine's violation with what it is about: whose day, which table, which meeting."""
        inside = [name for name in violation.meetings if name in moved]
        others = [name for name in violation.meetings if name not in moved] or inside[1:]
        place = moved[inside[0]]
        params = {"slot": place.slot, "table": place.table}
        if others:
            params["meeting"] = others[0]
        person = self._whose(violation, place, others, moved)
        if person is not None:
            params["delegate"] = person
            delegate = self.problem.delegate(person)
            most = {
                "session_limit_exceeded": self.problem.most_per_session(delegate),
                "no_rest": self.problem.rest_after(delegate),
            }.get(violation.code)
            if most is not None:
                params["most"] = str(most)
            if delegate.table is not None:
                params["own_table"] = delegate.table
        session = self.problem.meeting(place.meeting).session
        if session is not None:
            params["session"] = session
        return Breach(violation.code, params)

    def _whose(
        self,
        violation: Violation,
        place: Placement,
        others: list[str],
        moved: Mapping[str, Placement],
    ) -> str | None:
        names = self.problem.served_by(place)
        if violation.code == "delegate_unavailable":
            return next(
                (n for n in names if place.slot in self.problem.delegate(n).unavailable_slots), None
            )
        if violation.code == "fixed_table_left":
            homes = {
                table: name
                for name in reversed(names)
                if (table := self.problem.delegate(name).table) is not None
            }
            locked = self.problem.meeting(place.meeting).table
            return homes[locked] if locked in homes else next(reversed(homes.values()), None)
        if others:
            there = moved.get(others[0]) or self.at.get(others[0])
            serving = self.problem.served_by(there) if there is not None else ()
            return next((name for name in names if name in serving), None)
        return names[0] if names else None


def _no(code: str, **params: str) -> Judgement:
    return Judgement(breaches=(Breach(code, params),))
