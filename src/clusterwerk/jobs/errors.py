"""How a task ends early."""


class JobFailedError(Exception):
    """Raised by a task; the message is shown to whoever asked for the job, in their language."""


class JobStoppedError(Exception):
    """May be raised by a task that was asked to stop and has nothing to keep."""


class ClaimLostError(Exception):
    """The job was given to another worker; this one must not write any more."""
