"""Everything but the conference."""

from tests.acceptance.page_rows.roles import (
    ADMIN,
    OPEN,
    POST_ONLY,
    POST_ONLY_SIGNED_IN,
    ROLES,
    SIGNED_IN,
)

MATRIX = {
    "health": OPEN,
    "theme": POST_ONLY,
    "home:start": OPEN,
    "home:imprint": OPEN,
    "home:privacy": OPEN,
    "home:accessibility": OPEN,
    "home:sources": OPEN,
    "directory:list": OPEN,
    "directory:csv": OPEN,
    "directory:json": OPEN,
    "directory:map": OPEN,
    "directory:profile": OPEN,
    "programme:list": OPEN,
    "programme:counting": OPEN,
    "programme:events": OPEN,
    "programme:events_file": OPEN,
    "programme:event": OPEN,
    "programme:event_file": OPEN,
    "programme:edition": OPEN,
    "programme:calendar": OPEN,
    "programme:edition_file": OPEN,
    "jobs:detail": ADMIN,
    "jobs:progress": ADMIN | {"admin": 286},  # done: htmx stops asking
    "jobs:stop": POST_ONLY_SIGNED_IN,
    "accounts:me": SIGNED_IN,
    "mail:outbox": OPEN,  # of a demonstration only
    "mail:message": OPEN,
}

SENDING = {
    "jobs:stop": dict.fromkeys(ROLES, 404) | {"nobody": 302, "delegate": 302, "admin": 302},
}
