"""Every hard rule of a plan: one unit each, with its sentence for people, checked without a solver.

A unit looks at the event and the placements alone and shares nothing with the planner. `RULES`
holds them all, by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from matchmaking.rules.agenda import Agenda
from matchmaking.rules.order import ORDER_RULES
from matchmaking.rules.parties import PARTY_RULES
from matchmaking.rules.persons import PERSON_RULES
from matchmaking.rules.places import PLACE_RULES
from matchmaking.rules.rule import Rule, Violation

__all__ = ["RULES", "Agenda", "Rule", "Violation"]

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.name: rule for rule in (*PERSON_RULES, *PLACE_RULES, *ORDER_RULES, *PARTY_RULES)}
)
