"""Background work, mail transport, logs."""

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
