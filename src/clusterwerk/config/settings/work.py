"""Background work, mail transport, logs."""

from datetime import timedelta
from typing import Any

import structlog

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

# Logs go to standard error: one line each, to read or (LOG_FORMAT=json) to collect.
LOG_FORMAT = environment.choice("LOG_FORMAT", ("text", "json"))
LOG_LEVEL = environment.choice("LOG_LEVEL", ("info", "debug", "warning", "error")).upper()
_steps: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.StackInfoRenderer(),
]
_ends: list[Any] = (
    [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()]
    if LOG_FORMAT == "json"
    else [structlog.dev.ConsoleRenderer(colors=False)]
)
structlog.configure(
    processors=[*_steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_ends,
            ],
            "foreign_pre_chain": _steps,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": LOG_LEVEL, "propagate": False},
        # Said by our own request log; what a visitor mistyped is no warning.
        "django.request": {"level": "ERROR"},
    },
}
