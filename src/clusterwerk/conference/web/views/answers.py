"""Answering wishes: on the own page, and by the link of a mail without signing in."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ...actions.faults import RefusedError
from ...actions.wish_answers import answer_wish, report_wish
from ...actions.wish_rules import over_sentence
from ...choices import LinkPurpose, RegistrationStatus, WishKind, WishStatus
from ...models import Registration, Wish
from ...queries.acting import Acting
from ...queries.links import is_open, link_of
from ...queries.participants import participants_of
from ...queries.quotas import quotas_of
from ...queries.wishes import with_both_sides
from ..acting import for_delegations
from ..finding import link_not_found, person_of, sent, way_back
from ..forms_wishes import AnswerForm, ReportForm
from ..shown import shown_conference, shown_of


def _asked(acting: Acting, key: uuid.UUID) -> Wish:
    """A wish for the own delegation; a veto of another one is nothing it can see."""
    rows = with_both_sides(Wish.objects.filter(target=acting.registration))
    return get_object_or_404(rows.exclude(kind=WishKind.VETO), public_id=key)


@for_delegations
@require_POST
def asked_answer(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """Accepts or declines on the own page."""
    wish = _asked(acting, key)
    form = AnswerForm(request.POST)
    if _answer(request, wish, form):
        _tell_answer(request, wish, accept="accept" in request.POST)
    else:
        for faults in form.errors.values():
            for fault in faults:
                messages.error(request, f"{wish.wisher.organisation.name}: {fault}")
    mine = reverse("conference:mine", args=[acting.conference.slug])
    return way_back(request, f"{mine}#asked")


def _answer(request: HttpRequest, wish: Wish, form: AnswerForm) -> bool:
    """Whether it was answered; faults are in the form."""
    accept = "accept" in request.POST
    if not accept and "decline" not in request.POST:
        form.add_error(None, _("Choose whether you accept or decline."))
    if not form.is_valid():
        return False
    try:
        answer_wish(wish, by=person_of(request), accept=accept, kind=form.cleaned_data["kind"])
    except RefusedError as refused:
        form.show(refused)
        return False
    return True


def _tell_answer(request: HttpRequest, wish: Wish, *, accept: bool) -> None:
    names = {"organisation": wish.wisher.organisation.name}
    if accept:
        messages.success(request, _("The meeting with %(organisation)s is agreed.") % names)
    else:
        messages.success(request, _("You declined the wish of %(organisation)s.") % names)


@for_delegations
def asked_report(request: HttpRequest, acting: Acting, key: uuid.UUID) -> HttpResponse:
    """Reports the message of a wish to the team."""
    wish = _asked(acting, key)
    form = ReportForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            report_wish(wish, by=person_of(request), reason=form.cleaned_data["reason"])
        except RefusedError as refused:
            form.show(refused)
        else:
            messages.success(request, _("The conference team is told and will look at it."))
            return redirect("conference:mine", slug=acting.conference.slug)
    shown = shown_of(request, acting.conference)
    context = {"shown": shown, "conference": shown.conference, "wish": wish, "form": form}
    return render(
        request, "conference/wishes/report.html", context, status=422 if form.errors else 200
    )


@never_cache
def answer(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The page of the link in a mail: shows one wish and takes the answer to it.

    Opening it changes nothing, so that programmes that look through mails cannot answer. Who has
    the link can answer this one wish and nothing else.
    """
    link = link_of(token, LinkPurpose.ANSWER)
    if link is None or link.wish is None:
        return link_not_found(request, slug, "mine")
    wish = get_object_or_404(with_both_sides(Wish.objects.all()), pk=link.wish.pk)
    if wish.target.conference.slug != slug:
        raise Http404
    shown = shown_conference(request, slug)
    form = AnswerForm(sent(request))
    can_answer = is_open(link) and _can_be_answered(wish)
    was_answered = request.method == "POST" and can_answer and _answer(request, wish, form)
    if was_answered:
        wish.refresh_from_db(fields=["status"])
        can_answer = False
    context = {
        "shown": shown,
        "conference": shown.conference,
        "wish": wish,
        "form": form,
        "can_answer": can_answer,
        "was_answered": was_answered,
        "is_agreed": wish.status == WishStatus.ACCEPTED,
        "sentence": "" if can_answer else _what_happened(wish, is_revoked=bool(link.revoked_at)),
        "participant": participants_of(shown.conference).filter(pk=wish.wisher_id).first(),
        "quotas": quotas_of(_with_type(wish.target)),
    }
    return render(
        request, "conference/wishes/answer.html", context, status=422 if form.errors else 200
    )


def _with_type(registration: Registration) -> Registration:
    return Registration.objects.select_related("type").get(pk=registration.pk)


def _can_be_answered(wish: Wish) -> bool:
    in_time = wish.expires_at is None or wish.expires_at > timezone.now()
    comes = wish.wisher.status == RegistrationStatus.ADMITTED
    return wish.status == WishStatus.PENDING and wish.kind != WishKind.VETO and in_time and comes


def _what_happened(wish: Wish, *, is_revoked: bool) -> str:
    if is_revoked and wish.status == WishStatus.PENDING:
        return _("This link was taken back. Answer on your page instead.")
    if wish.kind == WishKind.VETO:
        return _("This wish was withdrawn.")
    if wish.wisher.status != RegistrationStatus.ADMITTED:
        return _("%(organisation)s does not take part (any more).") % {
            "organisation": wish.wisher.organisation.name
        }
    return over_sentence(wish)
