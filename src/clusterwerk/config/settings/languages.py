"""German and English, equal in rank; German is what is shown when a visitor has no preference."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
FORMAT_MODULE_PATH = ["clusterwerk.config.formats"]
USE_THOUSAND_SEPARATOR = True
