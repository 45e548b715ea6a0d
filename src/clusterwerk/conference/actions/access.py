"""Codes by mail: who enters one in time holds the address. No account, no password."""

import secrets
from datetime import timedelta
from enum import Enum, auto
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac

from clusterwerk.audit.actions import record

from ..models import AccessCode, Conference
from .locking import lock_conference
from .mailing import address_of, send

DIGITS = 6
GOOD_FOR = timedelta(minutes=15)
MOST_ATTEMPTS = 5
MOST_CODES = 5
WITHIN = timedelta(hours=1)
# Addresses of people who only asked for a code are not kept longer.
KEPT_FOR = timedelta(days=1)


class Entered(Enum):
    """What became of a code that somebody typed in."""

    RIGHT = auto()
    WRONG = auto()
    EXPIRED = auto()
    USED = auto()
    TOO_OFTEN = auto()
    NONE_OPEN = auto()


def request_code(
    conference: Conference, *, by: Any, email: str, language: str, path: str = ""
) -> bool:
    """Sends a new code to an address, known or not; false when it got too many within the hour.

    The mail links to the page that takes the code, with the address filled in and `path` as the
    page to go on to. The link alone lets nobody in.
    """
    email = email.strip().lower()
    now = timezone.now()
    with transaction.atomic():
        # Locked, so that codes asked for at the same moment are counted.
        lock_conference(conference)
        AccessCode.objects.filter(created_at__lt=now - KEPT_FOR).delete()
        sent = _codes_of(conference, email).filter(created_at__gt=now - WITHIN).count()
        if sent >= MOST_CODES:
            return False
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        row = AccessCode.objects.create(
            conference=conference,
            email=email,
            code_hash=_hash(conference, email, code),
            created_at=now,
            expires_at=now + GOOD_FOR,
        )
        query = urlencode({"email": email} | ({"next": path} if path else {}))
        with translation.override(language):
            address = f"{address_of('access_code', conference.slug)}?{query}"
        send(
            conference,
            "access_code",
            to=email,
            language=language,
            about=row,
            code=code,
            address=address,
        )
        record("request_code", by=by, subject=row, conference=conference.public_id)
    return True


def enter_code(conference: Conference, *, by: Any, email: str, code: str) -> Entered:
    """Checks a code; each is good for one entry. Five wrong ones close all open codes."""
    email = email.strip().lower()
    code = "".join(letter for letter in code if letter.isdigit())
    now = timezone.now()
    with transaction.atomic():
        rows = list(_codes_of(conference, email).select_for_update(no_key=True).order_by("-pk"))
        wanted = _hash(conference, email, code)
        fits = next((row for row in rows if constant_time_compare(row.code_hash, wanted)), None)
        unused = [row for row in rows if row.used_at is None and row.expires_at > now]
        open_ones = [row for row in unused if row.attempts < MOST_ATTEMPTS]
        if fits is not None and fits in open_ones:
            AccessCode.objects.filter(pk=fits.pk).update(used_at=now)
            record("enter_code", by=by, subject=fits, conference=conference.public_id)
            return Entered.RIGHT
        if fits is not None and fits.used_at is not None:
            return Entered.USED
        if fits is not None and fits.expires_at <= now:
            return Entered.EXPIRED
        if not open_ones:
            return Entered.TOO_OFTEN if unused else Entered.NONE_OPEN
        AccessCode.objects.filter(pk__in=[row.pk for row in open_ones]).update(
            attempts=F("attempts") + 1
        )
        left = max(MOST_ATTEMPTS - row.attempts - 1 for row in open_ones)
        return Entered.WRONG if left else Entered.TOO_OFTEN


def _codes_of(conference: Conference, email: str) -> Any:
    return AccessCode.objects.filter(conference=conference, email=email)


def _hash(conference: Conference, email: str, code: str) -> str:
    """Only this installation can make it, and only for this address at this conference."""
    value = f"{conference.public_id}:{email}:{code}"
    return salted_hmac("conference.access", value, algorithm="sha256").hexdigest()
