"""Long work around a published plan, done by workers: mails and print files."""

from clusterwerk.jobs.context import JobContext


def mail_notices(context: JobContext, *, conference_id: int) -> None:
    """Puts the mails of all notices that wait into the outbox; may be repeated."""
