"""What the site keeps of the making and the sending of a letter (lines of retention_rules).

To whom it left and what came back of it; who read it before it appeared.
"""

from .processing import PROOFREADING, SENDINGS, Fate, Period, Rule
from .traces import NAME_MARK
from .uploads import StoredMessages

_MONTH, _YEAR = Period(days=30), Period(months=12)

SENDING_RULES: tuple[Rule, ...] = (
    Rule(
        "newsletter.Delivery",
        SENDINGS,
        "adresse à laquelle un numéro est parti, réponse du relais",
        Fate.EMPTIED,
        fields=("email",),
        owner="recipient",
        emptied={"email": "", "address_hash": "", "answer": "", "return_reason": "", "recipient": None},
        kept=Period(months=13),
        since="sending__prepared_at",
        since_words="l’envoi",
        then="l’adresse et la réponse sont effacées ; l’état et les dates restent, pour les totaux",
    ),
    Rule(
        "newsletter.Exclusion",
        SENDINGS,
        "qui a été écarté d’un envoi, et pourquoi",
        Fate.EMPTIED,
        owner="recipient",
        emptied={"recipient": None},
        kept=Period(months=13),
        since="sending__prepared_at",
        since_words="l’envoi",
        then="le lien avec la personne est effacé ; le motif reste, pour les totaux",
    ),
    Rule(
        "newsletter.Sending",
        SENDINGS,
        "texte figé d’un envoi, qui l’a lancé, essais",
        Fate.REWRITTEN,
        others=("newsletter.TestSending", "readers.MailboxReading"),
        kept="tant que le numéro existe",
    ),
    Rule(
        "readers.Return",
        SENDINGS,
        "avis de non-remise",
        Fate.DELETED,
        owner="recipient",
        kept=Period(months=6),
        since="taken_in_at",
        since_words="la réception",
        then="l’avis est supprimé",
    ),
    Rule(
        "",
        SENDINGS,
        "messages écrits dans des fichiers de cette machine, tant qu’aucun transport n’est confirmé",
        kept=_MONTH,
        since_words="leur écriture",
        then="les fichiers sont supprimés",
        rows=StoredMessages,
    ),
)

PROOFREADING_RULES: tuple[Rule, ...] = (
    Rule(
        "newsletter.Proof",
        PROOFREADING,
        "nom et courriel de qui relit",
        Fate.EMPTIED,
        fields=("email",),
        names=("reader",),
        emptied={"reader": NAME_MARK, "email": ""},
        kept=_YEAR,
        since="ends_on",
        since_words="la fin du lien",
        then="le nom et le courriel sont effacés",
    ),
    Rule(
        "newsletter.ProofComment",
        PROOFREADING,
        "nom sous lequel une remarque est faite",
        Fate.EMPTIED,
        owner="proof",
        names=("name",),
        emptied={"name": NAME_MARK},
        kept=_YEAR,
        since="proof__ends_on",
        since_words="la fin du lien",
        then="le nom est effacé, la remarque reste",
    ),
    Rule(
        "newsletter.ProofSignOff",
        PROOFREADING,
        "nom de qui a donné son bon à tirer",
        Fate.EMPTIED,
        owner="proof",
        names=("name",),
        emptied={"name": NAME_MARK},
        kept=_YEAR,
        since="proof__ends_on",
        since_words="la fin du lien",
        then="le nom est effacé, la date reste",
    ),
    Rule(
        "wagtailcore.PageLogEntry",
        PROOFREADING,
        "nom de qui relit, dans l’historique d’un numéro",
        Fate.REWRITTEN,
        emptied={"data": {}},
        kept=Period(months=14),
        since="timestamp",
        since_words="le prêt du lien, qui s’ouvre deux mois au plus",
        then="le nom est effacé, l’action reste",
        rows=lambda rows: rows.filter(action__startswith="newsletter.proof."),
    ),
)
