"""`make serve`: production on this machine, without a word to say. What the environment says prevails."""

import os

from .base import VAR_DIR
from .own_keys import own_key

VAR_DIR.mkdir(exist_ok=True)
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104 - compared, not bound
_HOST = os.environ.get("HOST", "127.0.0.1")
_NAME = "127.0.0.1" if _HOST in _EVERYWHERE else f"[{_HOST}]" if ":" in _HOST else _HOST

for _variable, _value in {
    "SECRET_KEY": own_key(VAR_DIR, "secret-key"),
    "REFUSAL_KEY": own_key(VAR_DIR, "refusal-key"),
    "ALLOWED_HOSTS": "*",
    "BASE_URL": f"http://{_NAME}:{os.environ.get('PORT', '8000')}",
    "DATABASE_URL": "sqlite://",
    "PROXIES": "1" if os.environ.get("FRONT_CACHE") == "nginx" else "0",
}.items():
    os.environ[_variable] = os.environ.get(_variable) or _value

from .production import *  # noqa: E402, F403
from .production import PROXIES, SECURE_PROXY_SSL_HEADER, WAGTAILADMIN_BASE_URL  # noqa: E402

# Without a certificate before it the site is at http://, and so are its cookies.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = WAGTAILADMIN_BASE_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
if not SECURE_SSL_REDIRECT:
    # Browsers refuse these names, which promise a secure cookie, where it is not one (RFC 6265bis, § 4.1.3).
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
# What no proxy of ours wrote is not believed.
SECURE_PROXY_SSL_HEADER = SECURE_PROXY_SSL_HEADER if PROXIES else None
