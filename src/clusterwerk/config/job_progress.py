"""The jobs of the demonstration, as lines in the terminal of `clusterwerk run`."""

from collections.abc import Callable

from django.utils.translation import override

from clusterwerk.jobs.choices import State
from clusterwerk.jobs.models import Job
from clusterwerk.jobs.queries import unfinished_jobs


class ProgressLines:
    """Says what is new about the jobs that were unfinished when it was made."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._keys = list(unfinished_jobs().values_list("pk", flat=True))
        self._said: dict[int, str] = {}

    def say_news(self) -> bool:
        """One line for each job whose phase or end is new; False when all have ended."""
        jobs = list(Job.objects.filter(pk__in=self._keys).order_by("pk"))
        with override(None):  # the terminal speaks English, as the msgids do
            for job in jobs:
                line = line_of(job)
                if self._said.get(job.pk) != line:
                    self._said[job.pk] = line
                    self._say(f"  {line}")
        return any(not job.has_ended for job in jobs)


def line_of(job: Job) -> str:
    """`Plan of the example: placing meetings`, or how it ended with its figures."""
    name = job.title or job.kind.rsplit(".", 1)[-1].replace("_", " ")
    if not job.has_ended:
        return f"{name}: {job.phase or State(job.state).value}"
    figures = ", ".join(f"{value} {key.replace('_', ' ')}" for key, value in job.figures.items())
    seconds = f" in {job.duration.total_seconds():.1f} s" if job.duration else ""
    reason = f": {job.error}" if job.error else f" ({figures})" if figures else ""
    return f"{name}: {job.state}{seconds}{reason}"
