"""The published list of fields, labels, kinds and areas (`data/taxonomy.csv`)."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def rows_of_kind(kind: str) -> tuple[dict[str, str], ...]:
    """Rows of one kind in the order of the file; columns as in its header."""
    return tuple(row for row in _all_rows() if row["kind"] == kind)


@cache
def _all_rows() -> tuple[dict[str, str], ...]:
    with (DATA / "taxonomy.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def names_of_kind(kind: str) -> dict[str, tuple[str, str]]:
    """Code -> (German name, English name)."""
    return {row["code"]: (row["label_de"], row["label_en"]) for row in rows_of_kind(kind)}
