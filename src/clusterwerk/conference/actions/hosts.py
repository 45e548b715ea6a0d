"""Who hosts, co-hosts or initiated a conference, with their marks."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from clusterwerk.audit.actions import record
from clusterwerk.directory.models import Organisation

from ..models import Conference, ConferenceHost
from .faults import refuse

MARK_BYTES_MOST = 200_000
# What a file begins with, whatever it is called.
BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


def mark_type_of(content: bytes) -> str:
    """The kind of picture, by its first bytes. Raises RefusedError for what cannot be a mark."""
    if len(content) > MARK_BYTES_MOST:
        message = gettext("The picture has %(size)d kB; at most %(most)d kB are possible.")
        numbers = {"size": -(-len(content) // 1000), "most": MARK_BYTES_MOST // 1000}
        raise refuse(message % numbers, "mark")
    for beginning, kind in BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg")) or b"<svg" in start:
        raise refuse(
            gettext(
                "SVG files can hold programs and are not taken. Save the picture as PNG, JPEG or "
                "WebP."
            ),
            "mark",
        )
    raise refuse(gettext("This is no PNG, JPEG or WebP picture."), "mark")


def save_host(
    conference: Conference,
    *,
    by: Any,
    role: str,
    host: ConferenceHost | None = None,
    organisation: Organisation | None = None,
    name_de: str = "",
    name_en: str = "",
    website: str = "",
    mark: bytes | None = None,
    remove_mark: bool = False,
) -> ConferenceHost:
    """A new host, or one changed; without `mark` the picture stays as it is.

    Raises RefusedError for a host without a name and for what is no picture.
    """
    if organisation is None and not (name_de or name_en):
        raise refuse(gettext("Choose an organisation of the register or enter a name."), "name_de")
    kind = mark_type_of(mark) if mark else ""
    with transaction.atomic():
        if host is None:
            host = ConferenceHost(conference=conference, position=conference.hosts.count() + 1)
        host.role, host.organisation, host.website = role, organisation, website
        host.name_de, host.name_en = name_de, name_en
        if mark:
            host.mark, host.mark_type = mark, kind
        elif remove_mark:
            host.mark, host.mark_type = None, ""
        host.save()
        record("save_host", by=by, subject=host, role=role, mark=host.mark_type)
        return host


def remove_host(host: ConferenceHost, *, by: Any) -> None:
    """Takes a host away."""
    with transaction.atomic():
        record("remove_host", by=by, subject=host, role=host.role)
        host.delete()


def move_host(host: ConferenceHost, *, by: Any, up: bool) -> None:
    """One place up or down in the order in which hosts are shown."""
    with transaction.atomic():
        move_row(list(host.conference.hosts.defer("mark")), host, up=up)
        record("move_host", by=by, subject=host, up=up)


def move_row(rows: list[Any], row: Any, *, up: bool) -> None:
    """Swaps a row with its neighbour and numbers all of them anew; at the end it stays."""
    keys = [one.pk for one in rows]
    here = keys.index(row.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for position, one in enumerate(rows, start=1):
        if one.position != position:
            type(one).objects.filter(pk=one.pk).update(position=position)
