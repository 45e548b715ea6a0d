"""The only door to the engine: rows to a Problem, a Solution to rows.

The engine sees keys, countries and fields, never the name of a person or an organisation. Rows are
read in the order of their keys, so the same input gives the same problem, and with the same seed
the same plan.
"""

from .answers import answers_of, counts_of, event_answer_of
from .engine import PlanningError, check, explain, repair, solve
from .figures import Fairness, fairness_of, measured, proof_of, write_figures
from .judging import Breach, Judge, Judgement
from .problems import digest_of, fixed, problem_of
from .solutions import as_it_was, breaches_of, placement_of, rows_of, settled, solution_of, standing

__all__ = [
    "Breach",
    "Fairness",
    "Judge",
    "Judgement",
    "PlanningError",
    "answers_of",
    "as_it_was",
    "breaches_of",
    "check",
    "counts_of",
    "digest_of",
    "event_answer_of",
    "explain",
    "fairness_of",
    "fixed",
    "measured",
    "placement_of",
    "problem_of",
    "proof_of",
    "repair",
    "rows_of",
    "settled",
    "solution_of",
    "solve",
    "standing",
    "write_figures",
]
