"""What everybody can read of a conference."""

from tests.acceptance.page_rows.roles import OPEN

MATRIX = {
    "conference:list": OPEN,
    "conference:conference": OPEN,
    "conference:figures": OPEN,
    "conference:timetable": OPEN,
    "conference:timetable_csv": OPEN,
    "conference:timetable_json": OPEN,
    "conference:delegates": OPEN,
    "conference:delegates_csv": OPEN,
    "conference:delegates_json": OPEN,
    "conference:agenda": OPEN,  # the demo's delegates agreed to it
    "conference:calendar": OPEN,
    "conference:unplaced": OPEN,
    "conference:unplaced_csv": OPEN,
    "conference:unplaced_json": OPEN,
}
