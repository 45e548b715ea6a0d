"""Background work, mail transport, logs."""

from datetime import timedelta

from clusterwerk.config import environment

from .operator import DEMO

# What is due by the clock in the base apps, which do not know each other: name, function, how often
# (None: at each turn of a worker). Higher apps register theirs in `jobs.due`.
DUE_WORK: dict[str, tuple[str, timedelta | None]] = {
    "jobs.reclaim": ("clusterwerk.jobs.actions.reclaim_silent_jobs", timedelta(seconds=15)),
    "mail.send": ("clusterwerk.mail.actions.send_due_mails", None),
    "mail.forget": ("clusterwerk.mail.actions.forget_old_mails", timedelta(hours=6)),
    "accounts.sessions": ("clusterwerk.accounts.tasks.forget_old_sessions", timedelta(hours=6)),
}

# Every mail is a row of the outbox first; the worker sends it.
EMAIL_BACKEND = "clusterwerk.mail.backend.OutboxBackend"
MAIL_KEEP_DAYS = environment.number("MAIL_KEEP_DAYS", 30)
MAIL_TRANSPORT = None if DEMO else environment.mail_transport()
