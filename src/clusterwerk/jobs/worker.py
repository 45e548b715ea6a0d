"""The worker: one process that does jobs one after the other, and what is due beside them.

Three threads: jobs in the main one, signs of life, and due work, so that a long plan neither looks
dead nor keeps a sign-in code waiting.
"""

import os
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from .actions import claim_next_job
from .choices import State
from .clock import run_due
from .models import Job, Worker
from .running import run_job

log = structlog.get_logger(__name__)

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BETWEEN_SIGNS = 5
SECONDS_BETWEEN_DUE = 2
FORGET_AFTER = timedelta(days=1)


class WorkerLoop:
    """Runs until `stop` is called, which signal handlers may do."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._stopping = threading.Event()
        self._job: Job | None = None

    def stop(self) -> None:
        """Asks the job at hand to come to an end; it goes back into the queue if it cannot."""
        self._stopping.set()

    def run(self) -> None:
        """Works until stopped."""
        Worker.objects.filter(heartbeat_at__lt=timezone.now() - FORGET_AFTER).delete()
        Worker.objects.create(name=self.name)
        threads = [
            threading.Thread(target=self._repeat, args=(step, seconds), name=name)
            for name, step, seconds in (
                ("signs", self.give_sign_of_life, SECONDS_BETWEEN_SIGNS),
                ("due", run_due, SECONDS_BETWEEN_DUE),
            )
        ]
        for thread in threads:
            thread.start()
        self._repeat(self.do_waiting_jobs, SECONDS_BETWEEN_LOOKS)
        for thread in threads:
            thread.join()
        Worker.objects.filter(name=self.name).delete()

    def do_waiting_jobs(self) -> None:
        """Takes jobs until none waits or the worker stops."""
        while not self._stopping.is_set() and (job := claim_next_job()):
            self._job = job
            try:
                run_job(job, is_shutting_down=self._stopping.is_set)
            finally:
                self._job = None

    def give_sign_of_life(self) -> None:
        """For `/healthz`, and for the job at hand, however long its task is silent."""
        now = timezone.now()
        Worker.objects.update_or_create(name=self.name, defaults={"heartbeat_at": now})
        job = self._job
        if job is not None:
            Job.objects.filter(pk=job.pk, claim=job.claim, state=State.RUNNING).update(
                heartbeat_at=now
            )

    def _repeat(self, step: Callable[[], object], seconds: float) -> None:
        """Calls the step until stopped; a database that is away for a while ends nothing."""
        try:
            while not self._stopping.is_set():
                close_old_connections()
                try:
                    step()
                except DatabaseError:
                    log.exception("the database did not answer")
                    self._stopping.wait(2)
                self._stopping.wait(seconds)
        finally:
            connections.close_all()
