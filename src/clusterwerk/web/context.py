"""What every page needs to know: languages, theme, menu, operator."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from .menu import menu_of
from .theme import theme_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for `web/base.html`."""
    here = request.get_full_path()
    current = get_language() or settings.LANGUAGE_CODE
    return {
        "site_name": settings.SITE_NAME,
        "operator": settings.OPERATOR,
        "demo": settings.DEMO,
        "theme": theme_of(request),
        "menu": menu_of(request),
        "languages": [
            {
                "code": code,
                "name": name,
                "address": translate_url(here, code),
                "current": code == current,
            }
            for code, name in settings.LANGUAGES
        ],
        "canonical": request.build_absolute_uri(request.path),
    }
