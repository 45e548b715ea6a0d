"""What of an earlier plan can stand in the event as it is now."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np

from matchmaking.planning.earlier import Earlier
from matchmaking.planning.grid import Draft, Flags, Grid, Ints, bits
from matchmaking.planning.parties import (
    caps_of,
    empty_draft,
    reachable,
    settle_one,
    settled,
    width_of,
)
from matchmaking.problem import Problem


def unkeepable(grid: Grid) -> Flags:
    """[M] the meetings that cannot stand as in the earlier plan, whatever the others do."""
    gone = np.zeros(len(grid.kept), dtype=np.bool_)
    for meeting in np.flatnonzero(grid.kept >= 0).tolist():
        names = [name for name in grid.kept_by[meeting].tolist() if name >= 0]
        mask, _ = settle_one(grid, meeting, names)
        gone[meeting] = not names or not mask >> int(grid.kept[meeting]) & 1
    return gone


def standing(problem: Problem, grid: Grid, earlier: Earlier) -> Draft:
    """The earlier plan without the meetings that cannot stand; the others may clash."""
    slot, parties, zone = (array.copy() for array in empty_draft(grid))
    names_of_zones = sorted({table.zone for table in problem.tables})
    number = {name: index for index, name in enumerate(names_of_zones)}
    for meeting in np.flatnonzero((grid.kept >= 0) & ~unkeepable(grid)).tolist():
        names = [name for name in grid.kept_by[meeting].tolist() if name >= 0]
        table = settle_one(grid, meeting, names)[1]
        slot[meeting] = grid.kept[meeting]
        parties[meeting] = -1
        parties[meeting, : len(names)] = names
        if width_of(grid) > grid.columns:
            parties[meeting, -1] = table
        had = int(earlier.table[meeting])
        if grid.online[meeting]:
            zone[meeting] = -1
        elif table >= 0:
            zone[meeting] = grid.zone_of[table]
        elif grid.wanted[meeting] >= 0:
            zone[meeting] = grid.wanted[meeting]
        elif len(grid.room) > 1 and had >= 0:
            zone[meeting] = number[problem.tables[had].zone]
        else:
            zone[meeting] = np.argmax(grid.room[:, slot[meeting]])
    return Draft(slot, parties, zone)


def clashing(grid: Grid, draft: Draft) -> Flags:
    """[M] the placed meetings that cannot all stand together, rule by rule."""
    found: set[int] = set()
    placed = np.flatnonzero(draft.slot >= 0).tolist()
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    seated: dict[tuple[int, int], list[int]] = defaultdict(list)
    for meeting in placed:
        slot, zone = int(draft.slot[meeting]), int(draft.zone[meeting])
        parties = [party for party in draft.parties[meeting].tolist() if party >= 0]
        for party in parties:
            at[party, slot].append(meeting)
        table = parties[-1] if parties and parties[-1] >= grid.people else -1
        if zone >= 0 and (table < 0 or grid.shared[table]):
            seated[zone, slot].append(meeting)
    for meetings in at.values():
        found.update(meetings if len(meetings) > 1 else ())
    for (zone, slot), meetings in seated.items():
        found.update(meetings if len(meetings) > grid.room[zone, slot] else ())
    found |= _out_of_order(grid, draft, placed)
    found |= _over_caps(grid, at)
    if grid.buffer:
        found |= _walking(grid, draft, at)
    flags = np.zeros(len(draft.slot), dtype=np.bool_)
    flags[list(found)] = True
    return flags


def too_many(grid: Grid, draft: Draft) -> int:
    """How many placed meetings are beyond the tables of their slots, all zones together."""
    return int((_load(grid, draft) - grid.room.sum(axis=0)).clip(0).sum())


def in_old_zones(grid: Grid, draft: Draft, stands: Draft) -> Draft:
    """The same plan with meetings that stand back in their zones, as far as that breaks no rule:
    which zone a meeting is in costs nothing while slots are chosen."""
    away = np.flatnonzero(
        (draft.slot >= 0)
        & (draft.slot == stands.slot)
        & (draft.parties == stands.parties).all(axis=1)
        & (draft.zone != stands.zone)
    )
    for group in [away, *away[:, None]] if len(away) else []:
        zone = draft.zone.copy()
        zone[group] = stands.zone[group]
        back = draft._replace(zone=zone)
        if not clashing(grid, back).any():
            draft = back
    return draft


def crowded(grid: Grid, draft: Draft) -> Flags:
    """[M] the placed meetings of the slots in which there are too many."""
    over = _load(grid, draft) > grid.room.sum(axis=0)
    flags: Flags = (draft.slot >= 0) & over[draft.slot.clip(0)]
    return flags


def around(grid: Grid, draft: Draft, seeds: Flags, steps: int) -> Flags:
    """[M] these meetings, and those that have to make way for them, in at most so many steps.

    Where a plan changes as few meetings as can be, whoever moves makes way for a meeting that moved
    or is new: else moving it back would change less. So no other meeting moves in any such plan.
    """
    stays = draft._replace(slot=np.where(seeds, -1, draft.slot))
    spare: Ints = (grid.room - _loads(grid, stays)).min(axis=0)
    full = spare <= 0  # in some zone
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    owner = _sides(grid)
    for meeting in np.flatnonzero(stays.slot >= 0).tolist():
        for party in stays.parties[meeting].tolist():
            if party >= 0:
                at[party, int(stays.slot[meeting])].append(meeting)
    in_slot = [np.flatnonzero(stays.slot == slot).tolist() for slot in range(len(full))]
    reach = reachable(grid)
    found, last = seeds.copy(), np.flatnonzero(seeds).tolist()
    for _ in range(steps):
        rivals: set[int] = set()
        for meeting in last:
            for slot in bits(reach[meeting]):
                for party in owner[meeting]:
                    rivals.update(at.get((party, slot), ()))
                rivals.update(in_slot[slot] if full[slot] and not grid.online[meeting] else ())
            rivals |= _linked(grid, meeting, owner[meeting])
        last = [rival for rival in rivals if not found[rival] and stays.slot[rival] >= 0]
        if not last:
            break
        found[last] = True
    return found


def _sides(grid: Grid) -> list[list[int]]:
    """Every party that a meeting may have."""
    rows = []
    for meeting in range(len(grid.base)):
        first, last = (grid.side_at[(meeting + more) * grid.columns] for more in (0, 1))
        names = grid.side[first:last].tolist()
        tables = [int(grid.home[name]) for name in names] + [int(grid.bound[meeting])]
        rows.append(names + [table for table in tables if table >= 0])
    return rows


def _linked(grid: Grid, meeting: int, parties: list[int]) -> set[int]:
    """The meetings that rules on days, on the order of meetings and on organisations tie to one."""
    order = grid.order[grid.order_at[meeting] : grid.order_at[meeting + 1]].tolist()
    found = {entry if entry >= 0 else -1 - entry for entry in order}
    found.update(grid.twin[grid.twin_at[meeting] : grid.twin_at[meeting + 1]].tolist())
    for party in parties:
        if grid.capped[party] or grid.buffer:
            found.update(grid.own[grid.own_at[party] : grid.own_at[party + 1]].tolist())
    return found


def _load(grid: Grid, draft: Draft) -> Ints:
    load: Ints = _loads(grid, draft).sum(axis=0)
    return load


def _loads(grid: Grid, draft: Draft) -> Ints:
    """[Z, T] meetings at tables, as `Grid.room` counts them."""
    takes = settled(grid, draft.parties)[2].astype(bool) & (draft.slot >= 0)
    load = np.zeros_like(grid.room)
    np.add.at(load, (draft.zone[takes], draft.slot[takes]), 1)
    return load


def _out_of_order(grid: Grid, draft: Draft, placed: list[int]) -> set[int]:
    """By precedence, and organisations that meet twice."""
    found: set[int] = set()
    for meeting in placed:
        for twin in grid.twin[grid.twin_at[meeting] : grid.twin_at[meeting + 1]].tolist():
            if draft.slot[twin] >= 0:
                found |= {meeting, twin}
        for early in grid.order[grid.order_at[meeting] : grid.order_at[meeting + 1]].tolist():
            if early >= 0 and draft.slot[early] >= draft.slot[meeting]:
                found |= {meeting, early}
    return found


def _over_caps(grid: Grid, at: dict[tuple[int, int], list[int]]) -> set[int]:
    found: set[int] = set()
    for party in np.flatnonzero(grid.capped).tolist():
        for window, limit in caps_of(grid, party):
            meetings = [m for slot in window for m in at.get((party, slot), [])]
            found.update(meetings if len(meetings) > limit else ())
    return found


def _walking(grid: Grid, draft: Draft, at: dict[tuple[int, int], list[int]]) -> set[int]:
    found: set[int] = set()
    for (party, slot), meetings in list(at.items()):
        near = at.get((party, slot + 1), [])
        together = any(mask >> slot & mask >> (slot + 1) & 1 for mask in grid.session.tolist())
        if party >= grid.people or not together:
            continue
        for one, other in combinations([*meetings, *near], 2):
            zones = int(draft.zone[one]), int(draft.zone[other])
            if min(zones) >= 0 and zones[0] != zones[1]:
                found |= {one, other}
    return found
