"""What a visitor does not see, as the team and as a delegate: accessible and whole on a phone, in
one language light, in the other dark."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext
from tests.browser.conftest import DESK, PHONE, Portal, broken_words, overflow, violations
from tests.browser.pages import pages_found
from tests.browser.roles import act_by_code, as_team, demo_address

from clusterwerk.conference.web.menu import OWN, SET_UP

pytestmark = pytest.mark.browser

OPEN = "example-next-conference"  # in its wish phase
PLANNED = "example-stuttgart-2017"
DELEGATE_OF_PLANNED = "delegate-005@example.org"
THEMES = pytest.mark.parametrize(("language", "theme"), [("de", "light"), ("en", "dark")])
# What everybody sees is walked in full as a visitor.
PUBLIC = {
    f"conference:{view}"
    for view in (
        "list",
        "conference",
        "figures",
        "timetable",
        "timetable_organisation",
        "timetable_table",
        "delegates",
        "agenda",
        "unplaced",
        "home",
    )
}
# Where forms are sent to, and pages about questions and wishes that the demonstration has not.
NOT_LINKED = {
    "session_slots",
    "question_edit",
    "question_remove",
    "asked_answer",
    "asked_report",
    "my_message",
}


@pytest.fixture(scope="module")
def team(browser: Browser, portal: Portal) -> Any:
    """What a browser keeps that is signed in as the team."""
    context = as_team(browser, portal)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="module")
def delegate(browser: Browser, portal: Portal) -> Any:
    """What a browser keeps that acts by code, at the open and at the planned conference."""
    context = browser.new_context(base_url=portal.address, viewport=DESK)
    act_by_code(context, OPEN, demo_address(context, OPEN))
    act_by_code(context, PLANNED, DELEGATE_OF_PLANNED)
    state = context.storage_state()
    context.close()
    return state


def walked(context: BrowserContext, address: str, *starts: str) -> set[str]:
    """The kinds of pages found and looked at; fails with all that is wrong on them."""
    found = pages_found(context, address, *starts, only="conference:", once=PUBLIC)
    page = context.new_page()
    wrong = []
    for path in [path for paths in found.values() for path in paths]:
        page.set_viewport_size(DESK)
        page.goto(path)
        lines = violations(page)
        page.set_viewport_size(PHONE)
        wrong += [f"{path}: {line}" for line in (*lines, *overflow(page), *broken_words(page))]
    assert not wrong, "\n" + "\n".join(wrong)
    return {view.removeprefix("conference:") for view, paths in found.items() if paths}


@THEMES
def test_pages_of_the_team_are_accessible_and_whole_on_a_phone(
    browser: Browser, portal: Portal, team: Any, language: str, theme: Any
) -> None:
    context = browser.new_context(
        base_url=portal.address, storage_state=team, color_scheme=theme, viewport=DESK
    )
    conferences = f"/{language}/conference"
    kinds = walked(
        context,
        portal.address,
        f"{conferences}/new/",
        f"{conferences}/{OPEN}/team/",
        f"{conferences}/{PLANNED}/plans/",
        f"{conferences}/{PLANNED}/plans/1/publish/",
    )
    context.close()
    assert kinds >= {*SET_UP, "team", "new", "registrations", "registration"} - NOT_LINKED
    assert kinds >= {"registration_interests", "registration_delegate_new", "registration_delegate"}
    assert kinds >= {"plans", "desk_meeting", "desk_add", "what_if", "publish", "papers"}


@THEMES
def test_pages_of_a_delegation_are_accessible_and_whole_on_a_phone(
    browser: Browser, portal: Portal, delegate: Any, language: str, theme: Any
) -> None:
    context = browser.new_context(
        base_url=portal.address, storage_state=delegate, color_scheme=theme, viewport=DESK
    )
    conferences = f"/{language}/conference"
    kinds = walked(
        context,
        portal.address,
        f"{conferences}/{OPEN}/my/",
        f"{conferences}/{PLANNED}/my/agenda/",
        # Over since 2017: nothing leads there any more.
        f"{conferences}/{PLANNED}/my/agenda/absent/",
    )
    context.close()
    assert kinds >= {"participants", "participant", *OWN} - NOT_LINKED
