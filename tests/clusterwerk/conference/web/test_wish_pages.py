"""Pages on which delegations find each other, wish and answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.factories.wishes import make_guest, make_interest, make_type, make_wish_phase

from clusterwerk.conference.actions.suggestions import make_suggestions
from clusterwerk.conference.actions.wish_answers import answer_wish
from clusterwerk.conference.actions.wish_notices import tell_wishes
from clusterwerk.conference.actions.wishes import exclude_delegation, make_wish
from clusterwerk.conference.choices import MatchStatus, WishStatus
from clusterwerk.conference.models import (
    AccessLink,
    Conference,
    Match,
    Need,
    Offer,
    Registration,
    Wish,
)
from clusterwerk.conference.queries.links import token_of
from clusterwerk.conference.web.acting import KEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    conference = make_wish_phase()
    make_type(conference, wishes_most=2, musts_most=1)
    return conference


@pytest.fixture
def alpha(conference: Conference) -> Registration:
    return make_guest(conference, "Alpha", fields=("pho",))


@pytest.fixture
def beta(conference: Conference) -> Registration:
    beta = make_guest(conference, "Beta", country_id="FR", fields=("mic",))
    make_interest(Offer, beta, fields=("pho",), text_en="a pilot line for sensors")
    make_interest(Need, beta, kind="market", text_en="market access", countries=("DE",))
    return beta


@pytest.fixture
def browser(client: Client, alpha: Registration) -> Client:
    """A browser that acts for Alpha."""
    act_for(client, alpha)
    return client


def act_for(client: Client, registration: Registration) -> None:
    session = client.session
    session[KEY] = {str(registration.conference.public_id): registration.contact_email}
    session.save()


def page(conference: Conference, view: str, *more: Any, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"conference:{view}", args=[conference.slug, *more])


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_participants_show_offers_needs_and_public_people(
    browser: Client, conference: Conference, beta: Registration
) -> None:
    make_guest(conference, "Gamma", is_public=False)
    shown = text(browser, page(conference, "participants"))
    assert "3 delegations" in shown
    assert "a pilot line for sensors" in shown
    assert "market access" in shown
    assert beta.delegates.get().name in shown
    assert Registration.objects.get(organisation__name="Gamma").delegates.get().name not in shown
    assert "your delegation" in shown
    assert "0 of 2 wishes, 0 of 1 “must”" in shown


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=Sensor", {"Beta"}),
        ("q=sensoren pilot", {"Beta"}),
        ("q=BETA", {"Beta"}),
        ("q=nothing", set()),
        ("country=FR", {"Beta"}),
        ("field=pho", {"Alpha", "Beta"}),
        ("field=mic", {"Beta"}),
        ("offer=pilot", {"Beta"}),
        ("offer=market", set()),
        ("need=market", {"Beta"}),
        ("country=XX", {"Alpha", "Beta"}),
    ],
)
def test_participants_are_found(
    browser: Client,
    conference: Conference,
    beta: Registration,
    query: str,
    expected: set[str],
) -> None:
    response = browser.get(f"{page(conference, 'participants')}?{query}")
    found = {card.registration.organisation.name for card in response.context["cards"]}
    assert found == expected
    if not expected:
        assert "No delegation found" in response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_participants_costs_the_same_for_any_number(
    browser: Client,
    conference: Conference,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    for name in ("Beta", "Gamma", "Delta")[:number]:
        make_interest(Offer, make_guest(conference, name), fields=("pho",), countries=("DE",))
    browser.get(page(conference, "participants"))
    with django_assert_num_queries(21):
        browser.get(page(conference, "participants"))


@pytest.mark.parametrize("number", [1, 3])
def test_my_conference_costs_the_same_for_any_number(
    browser: Client,
    conference: Conference,
    alpha: Registration,
    django_assert_num_queries: Any,
    number: int,
) -> None:
    conference.types.update(wishes_most=None)
    for name in ("Beta", "Gamma", "Delta")[:number]:
        one = make_guest(conference, name)
        make_wish(alpha, one, by=None, kind="want")
        two = make_guest(conference, name + "Zwei")
        make_wish(two, alpha, by=None, kind="want")
        three = make_guest(conference, name + "Drei")
        answer_wish(make_wish(three, alpha, by=None, kind="want"), by=None, accept=True)
    browser.get(page(conference, "mine"))
    with django_assert_num_queries(18):
        shown = text(browser, page(conference, "mine"))
    assert f"{number} of " not in shown
    assert shown.count("wish-asked") == number


def test_who_is_not_admitted_sees_no_participants(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    Registration.objects.filter(pk=alpha.pk).update(status="requested")
    shown = text(browser, page(conference, "participants"))
    assert "not admitted yet" in shown
    assert "Beta" not in shown
    assert "Your registration has arrived" in text(browser, page(conference, "mine"))


def test_strangers_are_led_to_the_page_that_sends_a_code(
    client: Client, conference: Conference
) -> None:
    for view in ("participants", "mine"):
        response = client.get(page(conference, view))
        assert response.status_code == 302
        assert page(conference, "access") in response["Location"]


def test_a_wish_is_made_from_the_list_and_leads_back_to_it(
    browser: Client, conference: Conference, beta: Registration
) -> None:
    back = f"{page(conference, 'participants')}?country=FR#p-{beta.public_id}"
    response = browser.post(
        page(conference, "wish_make", beta.public_id),
        {"kind": "must", "message": "Hello", "next": back},
    )
    assert response["Location"] == back
    wish = Wish.objects.get()
    assert (wish.kind, wish.message) == ("must", "Hello")
    shown = text(browser, page(conference, "participants"))
    assert "your wish: must, pending" in shown
    assert "1 of 2 wishes, 1 of 1 “must”. <strong>No “must” is left.</strong>" in shown


def test_a_way_back_to_elsewhere_is_not_taken(
    browser: Client, conference: Conference, beta: Registration
) -> None:
    response = browser.post(
        page(conference, "wish_make", beta.public_id),
        {"kind": "want", "next": "https://example.org/"},
    )
    assert response["Location"] == page(conference, "participant", beta.public_id)


def test_what_is_refused_is_shown_where_it_was_typed(
    browser: Client, conference: Conference, beta: Registration
) -> None:
    # On a phone the form is far below the beginning of the page.
    address = page(conference, "wish_make", beta.public_id)
    for view, more in (("participants", ()), ("participant", (beta.public_id,))):
        assert f'action="{address}#wish"' in text(browser, page(conference, view, *more))
    response = browser.post(address, {"kind": "want", "message": "x" * 1001})
    assert 'id="wish"' in response.content.decode()


def test_a_message_of_10_000_characters_is_refused_and_stays_in_the_form(
    browser: Client, conference: Conference, beta: Registration
) -> None:
    message = "word " * 2000
    response = browser.post(
        page(conference, "wish_make", beta.public_id), {"kind": "want", "message": message}
    )
    assert response.status_code == 422
    shown = response.content.decode()
    assert "The message has 9999 characters, at most 1000 are possible. Shorten it." in shown
    assert message.strip() in shown
    assert not Wish.objects.exists()


def test_a_quota_that_is_hit_says_what_to_do(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    for name in ("Gamma", "Delta"):
        make_wish(alpha, make_guest(conference, name), by=None, kind="want")
    assert "2 of 2 wishes" in text(browser, page(conference, "participant", beta.public_id))
    response = browser.post(page(conference, "wish_make", beta.public_id), {"kind": "want"})
    assert response.status_code == 422
    assert "You have 2 of 2 wishes. Withdraw another one first." in response.content.decode()


def test_a_suggestion_is_explained_in_both_languages(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    make_interest(Need, alpha, fields=("pho",), text_en="pilot lines")
    make_suggestions(conference, by=None)
    address = page(conference, "participants")
    assert "You seek “pilot or test site” (photonics) and they offer it" in text(browser, address)
    assert "they look for partners in your country: Germany" in text(browser, address)
    german = text(browser, page(conference, "participants", language="de"))
    assert "Sie suchen" in german
    assert "Photonik" in german


def test_a_veto_is_seen_by_who_made_it_and_by_nobody_else(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    browser.post(page(conference, "exclude", beta.public_id))
    assert "excluded by you" in text(browser, page(conference, "participants"))
    assert "Only you and the conference team see this." in text(browser, page(conference, "mine"))
    act_for(browser, beta)
    for address in (
        page(conference, "participants"),
        page(conference, "participant", alpha.public_id),
        page(conference, "mine"),
    ):
        shown = text(browser, address)
        assert "xcluded by" not in shown
        assert "You have excluded" not in shown
    veto = Wish.objects.get()
    response = browser.get(page(conference, "asked_report", veto.public_id))
    assert response.status_code == 404


def test_my_conference_shows_where_everything_stands(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    gamma = make_guest(conference, "Gamma")
    make_wish(alpha, beta, by=None, kind="must")
    asked = make_wish(gamma, alpha, by=None, kind="want", message="Shall we talk?")
    shown = text(browser, page(conference, "mine"))
    assert "Shall we talk?" in shown
    assert "Next date: “Wishes” ends on" in shown
    assert "1 of 2 wishes, 1 of 1 “must”" in shown

    browser.post(page(conference, "asked_answer", asked.public_id), {"accept": "1", "kind": "want"})
    assert Match.objects.get().status == MatchStatus.AGREED
    counts = text(browser, page(conference, "mine_counts"))
    assert "<html" not in counts
    assert "meetings agreed" in counts


def test_declining_on_the_page(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    asked = make_wish(beta, alpha, by=None, kind="want")
    address = page(conference, "asked_answer", asked.public_id)
    response = browser.post(address, {"decline": "", "kind": "want"}, follow=True)
    asked.refresh_from_db()
    assert asked.status == WishStatus.DECLINED
    # The way back leads past the top of the page, so it is told where the wish stood, too.
    section = response.content.decode().split('id="asked"')[1]
    assert "You declined the wish of Beta." in section.split("</section>")[0]


def test_who_reads_a_wish_by_its_link_may_answer_later_or_report_it(
    client: Client, conference: Conference, link: AccessLink
) -> None:
    Wish.objects.update(message="Buy from us!")
    shown = text(client, page(conference, "answer", token_of(link)))
    assert "You may answer later with the same link." in shown
    assert page(conference, "asked_report", Wish.objects.get().public_id) in shown


def test_a_single_wish_needs_no_order(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    make_wish(alpha, beta, by=None, kind="want")
    address = page(conference, "mine")
    assert "the planner prefers" not in text(browser, address)
    make_wish(alpha, make_guest(conference, "Gamma"), by=None, kind="want")
    assert "the planner prefers" in text(browser, address)


def test_wishes_are_moved_changed_and_withdrawn_without_script(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    first = make_wish(alpha, make_guest(conference, "Gamma"), by=None, kind="want")
    second = make_wish(alpha, beta, by=None, kind="want")
    response = browser.post(page(conference, "wish_move", second.public_id), {"move": "up"})
    assert response["Location"] == f"{page(conference, 'mine')}#wish-{second.public_id}"
    second.refresh_from_db()
    assert second.rank == 1
    response = browser.post(
        page(conference, "wishes_rank"),
        {"order": [str(first.public_id), str(second.public_id)]},
        headers={"accept": "application/json"},
    )
    assert response.status_code == 204
    second.refresh_from_db()
    assert second.rank == 2
    browser.post(page(conference, "wish", second.public_id), {"kind": "must", "message": "Please"})
    second.refresh_from_db()
    assert (second.kind, second.message) == ("must", "Please")
    browser.post(page(conference, "wish_withdraw", second.public_id))
    second.refresh_from_db()
    assert second.status == WishStatus.WITHDRAWN
    assert "This wish is over" in text(browser, page(conference, "wish", second.public_id))


def test_wishes_of_others_are_not_changed(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    theirs = make_wish(beta, alpha, by=None, kind="want")
    for view in ("wish_withdraw", "wish_move", "wish"):
        assert browser.post(page(conference, view, theirs.public_id)).status_code == 404
    mine = make_wish(alpha, make_guest(conference, "Gamma"), by=None, kind="want")
    response = browser.post(page(conference, "asked_answer", mine.public_id), {"accept": "1"})
    assert response.status_code == 404


def test_an_agreed_meeting_is_cancelled_after_a_question(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    make_wish(alpha, beta, by=None, kind="want")
    make_wish(beta, alpha, by=None, kind="want")
    match = Match.objects.get()
    address = page(conference, "match_cancel", match.public_id)
    assert "You and Beta will not meet." in text(browser, address)
    match.refresh_from_db()
    assert match.status == MatchStatus.AGREED
    browser.post(address)
    match.refresh_from_db()
    assert (match.status, match.cancelled_by) == (MatchStatus.CANCELLED, alpha)
    assert browser.get(address).status_code == 302


def test_nothing_agreed_is_cancelled_after_the_conference(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    wish = make_wish(alpha, beta, by=None, kind="want")
    answer_wish(wish, by=None, accept=True, kind="want")
    ways = [page(conference, "wish", wish.public_id)]
    ways.append(page(conference, "match_cancel", Match.objects.get().public_id))
    before = text(browser, page(conference, "mine"))
    assert all(way in before for way in ways)

    yesterday = timezone.localdate() - timedelta(days=1)
    Conference.objects.update(starts_on=yesterday, ends_on=yesterday)
    after = text(browser, page(conference, "mine"))
    assert not any(way in after for way in ways)
    assert "Beta" in after


def test_a_message_is_reported(
    browser: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    asked = make_wish(beta, alpha, by=None, kind="want", message="Rude words.")
    address = page(conference, "asked_report", asked.public_id)
    assert browser.post(address, {"reason": ""}).status_code == 422
    browser.post(address, {"reason": "An insult."})
    asked.refresh_from_db()
    assert asked.reported_at is not None
    assert "You have reported this message." in text(browser, page(conference, "mine"))


@pytest.fixture
def link(conference: Conference, alpha: Registration, beta: Registration) -> AccessLink:
    """What Alpha got by mail about a wish of Beta."""
    make_wish(beta, alpha, by=None, kind="must", message="We build sensors.")
    tell_wishes()
    return AccessLink.objects.get()


def test_the_link_of_a_mail_answers_without_signing_in(
    client: Client, conference: Conference, link: AccessLink
) -> None:
    address = page(conference, "answer", token_of(link))
    shown = text(client, address)
    assert "We build sensors." in shown
    assert "a pilot line for sensors" in shown
    assert Wish.objects.get().status == WishStatus.PENDING  # looking changes nothing

    response = client.post(address, {"accept": "1", "kind": "would"})
    assert "The meeting is agreed" in response.content.decode()
    match = Match.objects.get()
    assert match.priority == "must"
    assert "was accepted already" in text(client, address)
    again = client.post(address, {"decline": "1", "kind": "want"})
    assert "was accepted already" in again.content.decode()
    match.refresh_from_db()
    assert match.status == MatchStatus.AGREED


def test_the_link_declines(client: Client, conference: Conference, link: AccessLink) -> None:
    address = page(conference, "answer", token_of(link))
    response = client.post(address, {"decline": "1", "kind": "want"})
    assert "You have declined" in response.content.decode()
    assert Wish.objects.get().status == WishStatus.DECLINED


def test_a_forwarded_link_answers_one_wish_and_lets_nobody_in(
    client: Client, conference: Conference, link: AccessLink
) -> None:
    client.get(page(conference, "answer", token_of(link)))
    assert client.get(page(conference, "mine")).status_code == 302
    other = make_wish_phase()
    assert client.get(page(other, "answer", token_of(link))).status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": "withdrawn"}, "This wish was withdrawn."),
        ({"status": "declined"}, "This wish was declined already."),
        ({"status": "expired"}, "The time to answer this wish is over."),
        ({"expires_at": timezone.now()}, "The time to answer this wish is over."),
        ({"kind": "veto"}, "This wish was withdrawn."),
    ],
)
def test_a_link_whose_wish_is_over_says_what_happened_and_where_to_go(
    client: Client,
    conference: Conference,
    link: AccessLink,
    change: dict[str, Any],
    sentence: str,
) -> None:
    Wish.objects.update(**change)
    address = page(conference, "answer", token_of(link))
    for response in (client.get(address), client.post(address, {"accept": "1", "kind": "want"})):
        shown = response.content.decode()
        assert sentence in shown
        assert page(conference, "mine") in shown
    assert not Match.objects.exists()


def test_a_revoked_link_answers_nothing(
    client: Client, conference: Conference, link: AccessLink
) -> None:
    AccessLink.objects.update(revoked_at=timezone.now())
    address = page(conference, "answer", token_of(link))
    response = client.post(address, {"accept": "1", "kind": "want"})
    assert "This link was taken back." in response.content.decode()
    assert not Match.objects.exists()


def test_a_guessed_or_cut_link_is_not_found_and_says_where_to_go(
    client: Client, conference: Conference, link: AccessLink
) -> None:
    for token in ("abc", "0" * 32, f"{'0' * 32}.abcdef", token_of(link)[:-3]):
        response = client.get(page(conference, "answer", token))
        assert response.status_code == 404
        assert "This link is not complete" in response.content.decode()
        assert page(conference, "mine") in response.content.decode()
    assert client.get("/en/conference/elsewhere/answer/abc/").status_code == 404


def test_a_must_that_is_not_left_is_refused_and_the_link_stays_open(
    client: Client, conference: Conference, alpha: Registration, link: AccessLink
) -> None:
    make_wish(alpha, make_guest(conference, "Gamma"), by=None, kind="must")
    address = page(conference, "answer", token_of(link))
    response = client.post(address, {"accept": "1", "kind": "must"})
    assert response.status_code == 422
    assert "1 of 1 wishes of the rank “must”" in response.content.decode()
    client.post(address, {"accept": "1", "kind": "want"})
    assert Match.objects.count() == 1


def test_a_wish_is_answered_although_the_other_side_was_excluded_by_nobody_else(
    client: Client, conference: Conference, alpha: Registration, beta: Registration
) -> None:
    make_wish(beta, alpha, by=None, kind="want")
    tell_wishes()
    token = token_of(AccessLink.objects.get())
    exclude_delegation(alpha, beta, by=None)
    assert "declined already" in text(client, page(conference, "answer", token))
