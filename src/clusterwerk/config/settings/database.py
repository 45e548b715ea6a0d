"""Database, files on disk."""

from clusterwerk.config import environment

VAR_FOLDER = environment.var_folder()
VAR_FOLDER.mkdir(parents=True, exist_ok=True)

DATABASES = {"default": environment.database(VAR_FOLDER / "clusterwerk.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_ROOT = VAR_FOLDER / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
