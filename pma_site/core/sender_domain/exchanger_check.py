"""Whether answers and returns find their way back to us (MX, RFC 5321)."""

from ..dns_lookup import Patient
from .domains import senders
from .verdicts import Level, Verdict


def judge_exchanger(subject: str, ask: Patient) -> Verdict:
    """Whether the domains of the sender and of returns take mail in. Raises SilenceError."""
    domains = dict.fromkeys(senders())
    for domain in domains:
        exchangers = [found.partition(" ")[2] for found in ask(domain, "MX")]
        if exchangers in ([""], ["."]):
            words = (
                f"{domain} déclare ne recevoir aucun courrier : les réponses se perdent, et des messageries refusent."
            )
            return Verdict(subject, Level.BAD, words, [], [f"{domain} MX 0 ."])
        if not exchangers and not (ask(domain, "A") or ask(domain, "AAAA")):
            words = f"{domain} n’existe pas, ou ne reçoit pas de courrier : nos messages seront refusés."
            return Verdict(subject, Level.BAD, words)
        if not exchangers:
            words = (
                f"{domain} ne nomme aucun serveur de courrier (MX) : les réponses et les retours risquent de se perdre."
            )
            return Verdict(subject, Level.WARNING, words)
    return Verdict(subject, Level.GOOD, f"{' et '.join(domains)} : le courrier en retour sait où aller.")
