"""The team's own questions on registration."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ...actions.faults import RefusedError
from ...actions.types import move_question, remove_question, save_question
from ...models import Question
from ..faults import put_faults
from ..setting_up.doors import done, for_team, page
from ..setting_up.people import QuestionForm
from ..shown import Shown


def _question(shown: Shown, key: uuid.UUID) -> Question:
    return get_object_or_404(Question, conference=shown.conference, public_id=key)


@for_team
def questions(request: HttpRequest, shown: Shown) -> HttpResponse:
    """All questions in their order."""
    return page(request, shown, "questions", rows=shown.conference.questions.all())


@for_team
def question_new(request: HttpRequest, shown: Shown) -> HttpResponse:
    """One more question."""
    return _edit(request, shown, None)


@for_team
def question_edit(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """One question."""
    return _edit(request, shown, _question(shown, key))


def _edit(request: HttpRequest, shown: Shown, row: Question | None) -> HttpResponse:
    form = QuestionForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_question(shown.conference, by=request.user, values=form.values(), row=row)
        except RefusedError as error:
            put_faults(form, error)
        else:
            return done(request, shown, _("Saved."), "questions")
    return page(
        request,
        shown,
        "form",
        form=form,
        title=_("Change the question") if row else _("Add a question"),
        back="questions",
        back_label=_("Questions of your own"),
        status=422 if form.is_bound else 200,
    )


@for_team
def question_remove(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """Asks, with the number of answers there are, then takes a question away."""
    row = _question(shown, key)
    if request.method == "POST":
        remove_question(row, by=request.user)
        return done(request, shown, _("Removed."), "questions")
    answered = shown.conference.registrations.filter(answers__has_key=str(row.public_id)).count()
    text = ngettext(
        "%(number)d delegation has answered it. The answer is no longer shown.",
        "%(number)d delegations have answered it. The answers are no longer shown.",
        answered,
    )
    return page(
        request,
        shown,
        "confirm",
        title=_("Remove this question?"),
        subject=str(row),
        text=text % {"number": answered} if answered else _("Nobody has answered it yet."),
        back="questions",
        back_label=_("Questions of your own"),
    )


@for_team
@require_POST
def question_move(request: HttpRequest, shown: Shown, key: uuid.UUID) -> HttpResponse:
    """One place up or down."""
    move_question(_question(shown, key), by=request.user, up="up" in request.POST)
    return done(request, shown, _("The order is changed."), "questions")
