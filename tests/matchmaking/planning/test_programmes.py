"""Choices of columns against trying all of them."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.planning.programmes import best_choice


@st.composite
def programmes(draw):
    """Rows as `SlotModel` makes them (exact, or at most) over a few columns, and gains."""
    width = draw(st.integers(0, 7))
    rows = []
    for _ in range(draw(st.integers(0, 6))):
        columns = draw(st.sets(st.integers(0, max(0, width - 1)), max_size=width))
        row = sorted(columns) if width else []
        most = draw(st.integers(0, 2))
        rows.append((row, most if most and draw(st.booleans()) else 0, most))
    gains = draw(st.lists(st.integers(0, 9), min_size=width, max_size=width))
    unit = draw(st.sampled_from((1, 997, 10**6 + 3)))
    return rows, [unit * gain for gain in gains]


def best_of_all(rows, gains):
    """The greatest gain and all choices that have it; None if there is no choice."""
    best, choices = None, []
    for values in product((0, 1), repeat=len(gains)):
        if all(least <= sum(values[c] for c in row) <= most for row, least, most in rows):
            gain = sum(value * part for value, part in zip(values, gains, strict=True))
            if best is None or gain > best:
                best, choices = gain, []
            if gain == best:
                choices.append(values)
    return None if best is None else (best, choices)


@settings(deadline=None, derandomize=True, max_examples=800)
@given(programmes())
def test_the_best_choice_is_that_of_trying_all_and_every_other_one_is_possible_too(programme):
    rows, gains = programme
    choice = best_choice(rows, gains, None)
    best = best_of_all(rows, gains)
    assert choice.feasible == (best is not None)
    if best is None:
        assert choice.chosen is None
        return
    gain, choices = best
    assert (choice.gain, choice.bound, choice.proven) == (gain, gain, True)
    assert tuple(int(column in choice.chosen) for column in range(len(gains))) in choices
    for values in choices:
        assert all(
            possible or not one for one, possible in zip(values, choice.possible, strict=True)
        )
        for (row, _, most), tight in zip(rows, choice.tight, strict=True):
            assert sum(values[column] for column in row) == most or not tight


def test_a_relaxation_that_is_not_whole_is_solved_in_whole_numbers():
    """Of three columns any two exclude each other: half of each would gain 1.5."""
    rows = [([0, 1], 0, 1), ([1, 2], 0, 1), ([0, 2], 0, 1)]
    choice = best_choice(rows, [1, 1, 1], None)
    assert (choice.gain, choice.bound) == (1, 1)
    assert choice.possible.tolist() == [True, True, True]


def test_columns_of_no_best_choice_are_ruled_out():
    choice = best_choice([([0, 1, 2], 0, 1)], [5, 5, 1], None)
    assert (choice.gain, choice.possible.tolist(), choice.tight.tolist()) == (
        5,
        [True, True, False],
        [True],
    )


def test_an_empty_row_that_asks_for_a_column_cannot_be_kept():
    assert not best_choice([([], 1, 1)], [], None).feasible
    assert not best_choice([([], 1, 1)], [3], None).feasible
    assert best_choice([([], 0, 1)], [3], None).chosen == [0]
