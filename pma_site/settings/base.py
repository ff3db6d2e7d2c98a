"""Settings shared by every environment. Nothing here is read from the environment."""

from pathlib import Path

from .guarding import *  # noqa: F403
from .sharing import caches, storages, tasks

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    "pma_site.core",
    "pma_site.accounts",
    "pma_site.territory",
    "pma_site.directory",
    "pma_site.readers",
    "pma_site.contributions",
    "projects",
    "agenda",
    "newsletter",
    "pma_site.home",
    "pma_site.search",
    "pma_site.open_data",
    "pma_site.page_cache",
    "pma_site.operations",
    "pma_site.guide",
    "wagtail.api.v2",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "pma_site.core.apps.AccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Wagtail counts the time that went by with it: its French is in its folder.
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "pma_site.core.headers.SecurityHeadersMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "pma_site.accounts.middleware.AdminHostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "pma_site.core.middleware.OnlyUtf8Middleware",
    "pma_site.core.middleware.AdminContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pma_site.accounts.middleware.AccessMiddleware",
    "pma_site.accounts.watching.WatchingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pma_site.core.middleware.AdminRefusalMiddleware",
    "pma_site.core.middleware.AdminBadKeyMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "pma_site.core.middleware.FrenchTypographyMiddleware",
    "pma_site.core.middleware.AdminListingsMiddleware",
]

ROOT_URLCONF = "pma_site.urls"
WSGI_APPLICATION = "pma_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "wagtail.templatetags.wagtailcore_tags",
                "pma_site.core.templatetags.core_tags",
            ],
        },
    },
]

AUTH_USER_MODEL = "core.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "pma_site.accounts.passwords.NotOfThisPlaceValidator"},
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "pma_site" / "locale"]

STATIC_URL = "/static/"
# The pictures of the guide are kept beside its text.
STATICFILES_DIRS = [BASE_DIR / "static", ("guide", BASE_DIR / "docs" / "guide" / "images")]
STATICFILES_FINDERS = [
    "pma_site.core.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# What the public sends and only the team sees: no server shows this folder.
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    **storages({}),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Archives of the whole site, and the days after which they are deleted.
BACKUP_ROOT = VAR_DIR / "backups"
BACKUP_DAYS = 30
# Who refused or was erased, as hashes, for a site that is restored from an older archive. It is in none of them.
REFUSAL_JOURNAL = VAR_DIR / "refus.journal"
# What this copy of the code is called: a tag, a commit.
RELEASE = ""

# How many proxies of ours stand before the site: what they say of a visitor's address is believed (core.limits).
PROXIES = 0

# The cache of public pages before the site (pma_site.page_cache): each process keeps so much, each page so long at the
# most, whatever changes before is seen at once.
PAGE_CACHE = False
PAGE_CACHE_MEGABYTES = 24
PAGE_CACHE_SECONDS = 60
PAGE_CACHE_STAMP = VAR_DIR / "page-stamp"
PAGE_CACHE_SEVERAL_HOSTS = False
# A cache before the cache: "nginx" (deploy/nginx.conf), or one that is told of changed pages; for how many seconds.
FRONT_CACHE = ""
FRONT_CACHE_SECONDS = 0
CACHES = caches({})
TASKS = tasks({})[1]

# The editor of an issue posts one field a block and language of the letter.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Every message passes through the guard, which lets none leave before an administrator confirmed how (core.mail).
EMAIL_BACKEND = "pma_site.core.mail.GuardedBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's scripts read it.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail itself allows its preview panel, and that alone.

# Public pages: nothing but our own files. The admin has its own policy (core.middleware).
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

# How much a PDF yields to what answers visits, where the machine is short of processor (nice(2): 0 to 19).
PDF_NICENESS = 10
FORM_RENDERER = "pma_site.core.form_rendering.QuickListsRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

WAGTAIL_SITE_NAME = "La Lettre aux maires"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "pma_site.core.rich_text.DraftailRichTextArea"}}
WAGTAIL_I18N_ENABLED = False
# An accent in an address is %C3%A9 wherever it is copied or printed.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
# The admin talks to nobody else.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []
# One zone for all: the list of the system's zones holds names that browsers do not know ("localtime").
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# Dates are typed as they are written.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAILREDIRECTS_AUTO_CREATE = True

# As many as one request may ask for (open_data.api.asking says the same in words).
WAGTAILAPI_LIMIT_MAX = 100

WAGTAILIMAGES_IMAGE_MODEL = "core.SiteImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"bmp": "png", "avif": "avif", "webp": "webp"}
WAGTAILIMAGES_IMAGE_FORM_BASE = "pma_site.core.media_forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pma_site.core.media_forms.DocumentForm"
# « host:port » or the path of a socket of clamd; without it files are not shown to it.
CLAMAV = ""
WAGTAILDOCS_DOCUMENT_MODEL = "core.SiteDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 40 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Every document is saved, none opens under our address.
WAGTAILDOCS_INLINE_CONTENT_TYPES = []

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} : {message}", "style": "{"}},
    "filters": {"links": {"()": "pma_site.core.logs.WithoutLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["links"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.server": {"level": "WARNING"}},
}
# Who gets errors by e-mail, and from how many milliseconds on a query is written to the log (0: none is).
ERROR_EMAILS: list[str] = []
SLOW_QUERY_MS = 0
