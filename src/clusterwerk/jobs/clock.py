"""Doing what is due. A row per name keeps two workers from doing the same thing twice."""

from datetime import datetime

import structlog
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from .due import DueWork, registered
from .models import DueRun

log = structlog.get_logger(__name__)


def run_due() -> list[str]:
    """Does what is due now and returns the names. An error is logged and kept; the rest goes on."""
    last = dict(DueRun.objects.values_list("name", "started_at"))
    done = []
    for work in registered():
        if work.every is not None and not _take(work, last.get(work.name), work.name in last):
            continue
        _run(work)
        done.append(work.name)
    return done


def _take(work: DueWork, last: datetime | None, is_known: bool) -> bool:
    """Whether the work is due and this process is the one that does it."""
    assert work.every is not None
    now = timezone.now()
    before = now - work.every
    if last is not None and last > before:
        return False
    if not is_known:
        DueRun.objects.get_or_create(name=work.name)
    is_due = Q(started_at__isnull=True) | Q(started_at__lte=before)
    return bool(DueRun.objects.filter(is_due, name=work.name).update(started_at=now))


def _run(work: DueWork) -> None:
    error = ""
    try:
        import_string(work.task)()
    except Exception as problem:
        log.exception("due work failed", name=work.name)
        error = f"{type(problem).__name__}: {problem}"
    if work.every is not None:
        DueRun.objects.filter(name=work.name).update(finished_at=timezone.now(), error=error)
