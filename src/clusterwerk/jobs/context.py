"""What a task gets in its hands: a way to report progress and to hear that it should stop."""

import time
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from .choices import State
from .errors import ClaimLostError
from .models import Job

SECONDS_BETWEEN_WRITES = 0.5


class JobContext:
    """Given to every task as its first argument.

    A task may be run a second time after a crash or a restart: it must be safe to repeat. Report
    outside of transactions, otherwise nobody sees the progress before the commit.
    """

    def __init__(self, job: Job, *, is_shutting_down: Callable[[], bool] = lambda: False) -> None:
        self.job = job
        self.was_told_to_stop = False
        self._is_shutting_down = is_shutting_down
        self._written_at = float("-inf")
        self._asked_at = float("-inf")

    def report(
        self, *, phase: str = "", done: int | None = None, total: int | None = None, **figures: Any
    ) -> None:
        """Shows progress, at most twice a second; cheap to call often.

        `phase` is an English msgid marked with `gettext_noop`; an empty one keeps the phase. A new
        phase starts without a count unless it is given. `figures` are added to those reported
        before; their names are msgids too (`placed=604`).

        Raises ClaimLostError when the job was taken from this worker.
        """
        job = self.job
        is_new_phase = bool(phase) and phase != job.phase
        if is_new_phase:
            job.phase, job.done, job.total = phase, None, None
        if done is not None:
            job.done = done
        if total is not None:
            job.total = total
        job.figures = {**job.figures, **figures}
        if is_new_phase or time.monotonic() - self._written_at >= SECONDS_BETWEEN_WRITES:
            self._write()

    def should_stop(self) -> bool:
        """Whether to come to an end soon: somebody asked for it, or the worker shuts down.

        Cheap to call often. Once true it stays true.
        """
        if self.was_told_to_stop:
            return True
        if self._is_shutting_down():
            self.was_told_to_stop = True
        elif time.monotonic() - self._asked_at >= SECONDS_BETWEEN_WRITES:
            self._asked_at = time.monotonic()
            self.was_told_to_stop = Job.objects.filter(pk=self.job.pk, stop_requested=True).exists()
        return self.was_told_to_stop

    def _write(self) -> None:
        self._written_at = time.monotonic()
        job = self.job
        kept = Job.objects.filter(pk=job.pk, claim=job.claim, state=State.RUNNING).update(
            phase=job.phase,
            done=job.done,
            total=job.total,
            figures=job.figures,
            heartbeat_at=timezone.now(),
        )
        if not kept:
            raise ClaimLostError(str(job.public_id))
