"""As `wagtail start` writes them, on SQLite; without middleware where EMPTY_MINIMAL is set."""

import os

SECRET_KEY = "for-benches-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "empty",
    *[f"wagtail.{app}" for app in ("users", "snippets", "documents", "images", "search", "admin")],
    *[
        "wagtail.contrib.redirects",
        "wagtail.sites",
        "wagtail",
        "modelcluster",
        "taggit",
        "django_filters",
        "django_tasks",
    ],
    *[f"django.contrib.{app}" for app in ("auth", "contenttypes", "sessions", "messages", "staticfiles")],
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
if os.environ.get("EMPTY_MINIMAL"):
    MIDDLEWARE = []
ROOT_URLCONF = "empty.urls"
WSGI_APPLICATION = "empty.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("EMPTY_DATABASE", ":memory:"),
        "CONN_MAX_AGE": None,
    }
}
# The tables as they are now: nobody needs to know how they came about.
MIGRATION_MODULES = dict.fromkeys(
    ["empty", "wagtailusers", "wagtaildocs", "wagtailimages", "wagtailsearch", "wagtailadmin", "wagtailredirects"]
    + ["wagtailcore", "taggit", "auth", "contenttypes", "sessions"]
)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
WAGTAIL_SITE_NAME = "Vide"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
STATIC_URL = "/static/"
