"""What the team prints: asking for a file, its progress, older ones."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ...actions.papers import WITHOUT_PLAN, NothingToPrintError, request_paper
from ...choices import PaperKind
from ...queries.papers import papers_of
from ..team import shown_to_team

PER_PAGE = 20
LANGUAGES = ("de", "en")
ABOUT = {
    PaperKind.AGENDAS: gettext_lazy("One sheet per delegate, by badge number, to hand out."),
    PaperKind.DELEGATIONS: gettext_lazy("One sheet per organisation: who of it meets whom."),
    PaperKind.TABLES: gettext_lazy("The number large, below it the meetings of the table."),
    PaperKind.DOORS: gettext_lazy("Everybody by name and by organisation, with the first meeting."),
    PaperKind.BADGES: gettext_lazy("Ten a sheet, 90 × 54 mm, with a code for the check-in."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be printed, and what was; sent, a new file is asked for."""
    shown = shown_to_team(request, slug)
    if request.method == "POST":
        kind, language = request.POST.get("kind", ""), request.POST.get("language", "")
        if kind not in PaperKind.values or language not in LANGUAGES:
            messages.error(request, _("Choose what to print, and a language."))
        else:
            try:
                request_paper(shown.conference, by=request.user, kind=kind, language=language)
            except NothingToPrintError:
                messages.error(request, _("Publish a plan first: this prints the published one."))
        return redirect("conference:papers", slug=slug)
    page = Paginator(papers_of(shown.conference), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "conference": shown.conference,
        "kinds": [
            (kind, ABOUT[kind], shown.plan is not None or kind in WITHOUT_PLAN)
            for kind in PaperKind
        ],
        "page": page,
        "some_run": any(row.job and not row.job.has_ended for row in page),
    }
    return render(request, "conference/publication/papers.html", context)


@login_required
@require_safe
def paper_file(request: HttpRequest, slug: str, key: uuid.UUID) -> HttpResponse:
    """The PDF; for the team only, as it names everybody."""
    shown = shown_to_team(request, slug)
    paper = get_object_or_404(papers_of(shown.conference), public_id=key)
    if not paper.content:
        raise Http404
    response = HttpResponse(bytes(paper.content), content_type="application/pdf")
    name = f"{slug}-{paper.kind}-{paper.language}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_store=True)
    return response
