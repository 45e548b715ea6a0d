"""Tasks that the tests of jobs call by dotted name."""

from clusterwerk.jobs.context import JobContext
from clusterwerk.jobs.errors import JobFailedError

CALLS: list[object] = []


def count_to(job: JobContext, *, number: int) -> None:
    """Reports each step."""
    for step in range(number):
        job.report(phase="Counting", done=step + 1, total=number, counted=step + 1)
    CALLS.append(number)


def fail_with_reason(job: JobContext) -> None:
    """Fails as a task should."""
    raise JobFailedError("There is no table.")


def break_down(job: JobContext) -> None:
    """Fails as a task should not."""
    raise ZeroDivisionError("secret detail")


def stop_when_told(job: JobContext, *, told_by_row: bool = False) -> None:
    """Asks to be stopped, as somebody else would, and obeys."""
    if told_by_row:
        type(job.job).objects.filter(pk=job.job.pk).update(stop_requested=True)
    if not job.should_stop():
        CALLS.append("was not told")


def lose_the_claim(job: JobContext) -> None:
    """Goes on although the job is in other hands."""
    type(job.job).objects.filter(pk=job.job.pk).update(claim="00000000-0000-4000-8000-000000000000")
    job.report(phase="Never seen")
    CALLS.append("went on")


def tell_the_time() -> None:
    """Due work."""
    CALLS.append("due")


def break_the_clock() -> None:
    """Due work that fails."""
    raise RuntimeError("no clock")
