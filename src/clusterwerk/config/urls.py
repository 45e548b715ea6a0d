"""All addresses. Pages live below /de/ and /en/; feeds, files and machine endpoints do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from clusterwerk.accounts.web.urls import sign_in_patterns
from clusterwerk.config.health import health
from clusterwerk.web import theme

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("theme/", theme.choose, name="theme"),
]

urlpatterns += i18n_patterns(
    path("", include("clusterwerk.config.home.urls")),
    path("cluster/", include("clusterwerk.directory.web.urls")),
    path("programme/", include("clusterwerk.programme.web.urls")),
    path("conference/", include("clusterwerk.conference.web.urls")),
    path("jobs/", include("clusterwerk.jobs.web.urls")),
    path("account/", include("clusterwerk.accounts.web.urls")),
    path("account/", include(sign_in_patterns)),
    path("demo/mail/", include("clusterwerk.mail.web.urls")),
)

handler500 = "clusterwerk.config.home.errors.server_error"
