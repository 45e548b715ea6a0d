"""Installed apps, middleware, templates, addresses."""

from pathlib import Path

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # a template of allauth.mfa
    "django_htmx",
    "rules",
    "clusterwerk.web",
    "clusterwerk.places",
    "clusterwerk.jobs",
    "clusterwerk.search",
    "clusterwerk.audit",
    "clusterwerk.mail",
    "clusterwerk.accounts",  # before allauth: our templates and texts win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "clusterwerk.directory",
    "clusterwerk.programme",
    "clusterwerk.conference",
    "clusterwerk.demo",
]

MIDDLEWARE = [
    "clusterwerk.config.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "clusterwerk.config.urls"
WSGI_APPLICATION = "clusterwerk.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parents[1] / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clusterwerk.web.context.page",
            ],
        },
    }
]

FORM_RENDERER = "clusterwerk.web.rendering.FormRenderer"

STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).resolve().parents[1] / "static"]
