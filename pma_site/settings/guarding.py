"""Who enters the admin, how, and for how long. What differs in production is in production.py."""

from datetime import timedelta

# The second factor: compulsory in production; the one-command run and the tests leave it to each account.
SECOND_FACTOR_REQUIRED = False
# Of its own for the admin where production names one: elsewhere its addresses do not exist.
ADMIN_HOST = ""

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/acces/"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "pma_site.accounts.forms.PasswordResetForm"  # noqa: S105 - the name of a class
PASSWORD_RESET_TIMEOUT = 3600

# A session ends after two hours without a sign of its owner, and after twelve whatever happens.
SESSION_IDLE = timedelta(hours=2)
SESSION_LONGEST = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())

ACCOUNT_ADAPTER = "pma_site.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "pma_site.accounts.forms.LoginForm",
    "reauthenticate": "pma_site.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False  # Our own messages say it (accounts.notices).
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Passwords have limits of our own (accounts.tries); this one is that of the second factor's codes.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/15m/key"}

MFA_ADAPTER = "pma_site.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "pma_site.accounts.forms.CodeForm",
    "reauthenticate": "pma_site.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "pma_site.accounts.forms.ActivateForm",
    "add_webauthn": "pma_site.accounts.forms.AddKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "La Lettre aux maires"
# A telephone's clock may be half a minute off (RFC 6238, § 5.2).
MFA_TOTP_TOLERANCE = 1
