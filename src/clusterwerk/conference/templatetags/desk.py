"""The cells of the planning board. Made here and not in a template, as a page has hundreds of them
and must be there at once."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ..queries.board import BoardCell, BoardMeeting

register = template.Library()
NOTHING = SafeString("")


def _marks(meeting: BoardMeeting) -> SafeString:
    """What colour and dot tell, for those who do not see them."""
    if not meeting.is_locked and not meeting.is_broken:
        return NOTHING
    told = NOTHING
    if meeting.is_locked:
        told += format_html(
            '<i class="desk-dot"></i><span class="cw-sr">, {}</span>', gettext("fixed")
        )
    if meeting.is_broken:
        told += format_html('<span class="cw-sr">, {}</span>', gettext("no longer holds"))
    return told


def _class(meeting: BoardMeeting) -> str:
    broken = " desk-cell--broken" if meeting.is_broken else ""
    return f"desk-cell--{meeting.priority}{broken}"


@register.simple_tag
def desk_cell(cell: BoardCell, meetings: str, words: dict[str, str]) -> SafeString:
    """A cell of the board. `meetings`: the beginning of the addresses of its meetings; `words` has
    `free`, `closed` and those of the priorities."""
    meeting = cell.meeting
    if meeting is None:
        state = "closed" if cell.is_closed else "free"
        return format_html(
            '<td class="desk-cell desk-cell--{}" data-place="{}">{}</td>',
            state,
            cell.place,
            words[state],
        )
    return format_html(
        '<td class="desk-cell {}" data-place="{}" data-match="{}"{}><a href="{}{}/" title="{}">'
        '<span>{}</span> <span>{}</span><span class="cw-sr">, {}</span></a>{}</td>',
        _class(meeting),
        cell.place,
        str(meeting.match),
        SafeString(" data-locked") if meeting.is_locked else "",
        meetings,
        meeting.key,
        meeting.names,
        meeting.one,
        meeting.other,
        words[meeting.priority],
        _marks(meeting),
    )


@register.simple_tag
def desk_line(cell: BoardCell, meetings: str) -> SafeString:
    """The same meeting as a line of the list on small screens."""
    meeting = cell.meeting
    if meeting is None:
        return NOTHING
    return format_html(
        '<li class="{}"><span class="desk-list__table">{}</span><a href="{}{}/">{} – {}</a>{}</li>',
        _class(meeting),
        cell.table.label,
        meetings,
        meeting.key,
        meeting.one,
        meeting.other,
        _marks(meeting),
    )
