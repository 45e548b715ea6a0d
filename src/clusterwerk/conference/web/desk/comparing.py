"""Plans side by side: every figure as a row, the best value marked where they differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from ...models import Plan
from ...templatetags.conference import per, percent, share_of


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of all plans compared: texts, each with whether no other plan is better and some
    plan is worse."""

    label: str
    values: tuple[tuple[str, bool], ...]


def figures_of_plans(plans: Sequence[Plan], delegates: int) -> list[Figure]:
    """The rows of the comparison; figures that no plan has are left out."""
    rows = [
        _row(_("Meetings placed"), plans, lambda plan: plan.placed, _placed),
        _row(
            _("Expected projects"),
            plans,
            lambda plan: plan.expected_projects,
            lambda plan: floatformat(plan.expected_projects, 1),
        ),
        _row(_("Across countries"), plans, *_share(lambda plan: plan.across_countries)),
        _row(_("Across fields"), plans, *_share(lambda plan: plan.across_fields)),
        _row(
            _("Smallest share per organisation"),
            plans,
            lambda plan: plan.share_smallest,
            lambda plan: percent(plan.share_smallest),
        ),
        _row(_("Breaks"), plans, lambda plan: -plan.breaks, _breaks),
        _row(
            _("Table changes per person"),
            plans,
            lambda plan: -plan.table_changes,
            lambda plan: per(plan.table_changes, delegates),
        ),
    ]
    if any(plan.changes is not None for plan in plans):
        rows.append(_row(_("Changed meetings"), plans, _alike, _changes))
        rows.append(_row(_("People to be told"), plans, _alike, _told))
    return rows


def _row(
    label: str,
    plans: Sequence[Plan],
    worth: Callable[[Plan], float],
    text: Callable[[Plan], str],
) -> Figure:
    """What reads the same is equally good, whatever its decimals."""
    texts = [text(plan) for plan in plans]
    best = texts[max(range(len(plans)), key=lambda at: worth(plans[at]))]
    differ = len({worth(plan) for plan in plans}) > 1 and len(set(texts)) > 1
    return Figure(label, tuple((each, differ and each == best) for each in texts))


def _share(
    count: Callable[[Plan], int],
) -> tuple[Callable[[Plan], float], Callable[[Plan], str]]:
    return (
        lambda plan: count(plan) / plan.placed if plan.placed else 0,
        lambda plan: share_of(count(plan), plan.placed),
    )


def _alike(_plan: Plan) -> float:
    """Figures that compare with different plans are not compared with each other."""
    return 0


def _placed(plan: Plan) -> str:
    return _("%(placed)s of %(agreed)s") % {"placed": plan.placed, "agreed": plan.agreed}


def _breaks(plan: Plan) -> str:
    if not (plan.breaks_bound or plan.proven):
        return str(plan.breaks)
    return f"{plan.breaks} " + _("(bound %(bound)s)") % {"bound": plan.breaks_bound}


def _changes(plan: Plan) -> str:
    return "–" if plan.changes is None else str(plan.changes)


def _told(plan: Plan) -> str:
    return "–" if plan.people_told is None else str(plan.people_told)
