"""What is wrong with a form: put at its fields, and as a list above it with links to them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..actions.faults import RefusedError


@dataclass(frozen=True, slots=True)
class PageFault:
    """A line of the summary above the form; `anchor` is the id of the field."""

    label: str
    text: str
    anchor: str


def faults_of(
    form: Any,
    *,
    row: str = "",
    leave_out: Collection[str] = (),
    labels: Mapping[str, str] | None = None,
) -> list[PageFault]:
    """All errors of a form in the order of its fields, some left out; `row` stands before each
    label, and `labels` has other words for fields whose own label says too little."""
    found = []
    order = list(form.fields)
    names = sorted(form.errors, key=lambda name: order.index(name) if name in order else -1)
    for name, errors in ((name, form.errors[name]) for name in names):
        if name in leave_out:
            continue
        bound = form[name] if name in form.fields else None
        for text in errors:
            own = str(bound.label) if bound is not None else ""
            label = (labels or {}).get(name, own).rstrip(".")
            label = ", ".join(part for part in (row, label) if part)
            # A group of boxes has no one field: the group itself is the target.
            anchor = (bound.id_for_label or bound.auto_id) if bound is not None else ""
            found.append(PageFault(label, str(text), anchor))
    return found


def put_faults(form: Any, refused: RefusedError) -> None:
    """Puts each fault of a refusal at its field, or on top where the form has no such field."""
    for fault in refused.faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
