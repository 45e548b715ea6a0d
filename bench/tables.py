"""Medians over seeds, and the lines of the table in which they are shown."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from bench.planners import Figures

Column = tuple[str, int]
NAMES: tuple[Column, ...] = (("event", 42), ("planner", 13))
PLAN_COLUMNS: tuple[Column, ...] = (
    ("placed", 6),
    ("weight", 7),
    ("projects", 8),
    ("breaks", 9),
    ("share", 5),
    ("changes", 7),
    ("first s", 7),
    ("all s", 6),
    ("w", 2),
    ("f", 2),
    ("b", 2),
    ("b~", 2),
)


def headline(columns: Sequence[Column]) -> str:
    """The titles above the figures."""
    return _joined([title for title, _ in (*NAMES, *columns)], columns)


def line(event: str, planner: str, cells: Iterable[str], columns: Sequence[Column]) -> str:
    """One line of the table."""
    return _joined([event, planner, *cells], columns)


def _joined(cells: Sequence[str], columns: Sequence[Column]) -> str:
    """Names to the left, figures to the right; what is beyond the columns follows as it is."""
    widths = [width for _, width in (*NAMES, *columns)]
    parts = [
        f"{cell:<{width}}" if index < len(NAMES) else f"{cell:>{width}}"
        for index, (cell, width) in enumerate(zip(cells, widths, strict=False))
    ]
    return " ".join([*parts, *cells[len(widths) :]]).rstrip()


def plan_cells(rows: Sequence[Figures], best: Sequence[int], lost: int) -> list[str]:
    """The medians of a planner's runs on the seeds of one event.

    `best`: for each run the least bound on the placed weight that any planner proved; `lost`: how
    many runs ended without a plan.
    """
    if not rows:
        return ["no plan"]
    shares = [100 * row.weight / bound for row, bound in zip(rows, best, strict=True) if bound]
    fair = [row.fairness_proven for row in rows if row.fairness_proven is not None]
    cells = [
        f"{median(row.placed for row in rows):.0f}",
        f"{median(shares):.2f}%" if shares else "-",
        f"{median(row.projects for row in rows):.2f}",
        bounded(
            [row.breaks for row in rows],
            [row.breaks_bound for row in rows],
            [row.breaks_proven for row in rows],
        ),
        f"{median(row.share for row in rows):.2f}",
        f"{median(row.table_changes for row in rows):.0f}",
        seconds([row.first for row in rows]),
        seconds([row.seconds for row in rows]),
        str(sum(row.weight_proven for row in rows)),
        str(sum(fair)) if fair else "-",
        str(sum(row.breaks_proven for row in rows)),
        str(sum(row.breaks_near for row in rows)),
    ]
    return cells + remarks([row.faults for row in rows], lost)


def bounded(values: Sequence[int], bounds: Sequence[int], proven: Sequence[bool]) -> str:
    """The median, with * if it is proven best on all seeds, else with the median of the bounds
    where there is one to speak of."""
    value = f"{median(values):g}"
    if all(proven):
        return f"{value}*"
    return f"{value} >{median(bounds):g}" if any(bounds) else value


def seconds(values: Sequence[float | None]) -> str:
    """The median of what was measured; "-" if nothing was."""
    known = [value for value in values if value is not None]
    return f"{statistics.median(known):.2f}" if known else "-"


def remarks(faults: Sequence[tuple[str, ...]], lost: int = 0) -> list[str]:
    """What a reader must know beside the figures; nothing if all is well."""
    wrong = sorted({code for row in faults for code in row})
    found = [f"NOT VALID: {', '.join(wrong)}"] if wrong else []
    return found + ([f"no plan on {lost} seeds"] if lost else [])


def median(values: Iterable[float]) -> float:
    """The middle value; of two, their mean."""
    return statistics.median(values)
