"""What the site keeps of its own team: accounts, sessions, who did what (lines of retention_rules)."""

from .processing import ACCOUNTS, Fate, Period, Rule

ACCOUNT_RULES: tuple[Rule, ...] = (
    Rule(
        "core.User",
        ACCOUNTS,
        "nom, courriel et mot de passe chiffré d’un compte",
        Fate.KEPT,
        others=("wagtailusers.UserProfile", "core.TransportConfirmation", "mfa", "account"),
        fields=("email", "username"),
        kept="tant que la personne travaille pour le site",
        why="un compte se supprime dans Paramètres, Utilisateurs, quand la personne quitte l’équipe",
    ),
    Rule(
        "sessions.Session",
        ACCOUNTS,
        "session ouverte dans l’administration",
        Fate.REWRITTEN,
        kept=Period(days=1),
        since="expire_date",
        since_words="l’expiration",
        then="la session est supprimée",
    ),
    Rule(
        "wagtailcore.ModelLogEntry",
        ACCOUNTS,
        "qui a changé quoi dans l’administration",
        Fate.REWRITTEN,
        others=("wagtailadmin.EditingSession",),
        kept="tant que le site existe",
    ),
    Rule(
        "wagtailcore.ModelLogEntry",
        ACCOUNTS,
        "journal des accès : entrées, réseau d’où elles viennent, fichiers emportés, fiches consultées",
        kept=Period(months=12),
        since="timestamp",
        since_words="l’action",
        then="la ligne est supprimée",
        rows=lambda rows: rows.filter(action__startswith="accounts."),
    ),
    Rule(
        "wagtailadmin.FormState",
        ACCOUNTS,
        "saisie en cours dans l’administration",
        Fate.REWRITTEN,
        kept=Period(days=7),
        since="last_updated_at",
        since_words="la dernière frappe",
        then="la saisie est supprimée",
    ),
)
