"""What receivers are asked to do with messages that usurp the sender's domain (DMARC, RFC 9989)."""

import re

from ..dns_lookup import Patient
from .domains import senders, tags_of, upwards
from .verdicts import Level, Verdict

ACTIONS = {"none": "ne rien faire", "quarantine": "classer en indésirable", "reject": "refuser"}


def judge_dmarc(subject: str, ask: Patient) -> Verdict:
    """Whether receivers know what to do with what usurps the sender's domain. Raises SilenceError."""
    sender, _ = senders()
    first = f"v=DMARC1; p=none; rua=mailto:dmarc@{sender}"
    then = first.replace("none", "quarantine")
    name, own = f"_dmarc.{sender}", f"Ouvrez l’adresse dmarc@{sender}, ou mettez-en une que vous lisez."
    later = f"Après quelques semaines sans surprise dans les rapports, publiez : {then}"
    domain, texts = policy_of(sender, ask)
    if not texts:
        wrong = [text for text in ask(name, "TXT") if re.search(r"\bp\s*=|dmarc", text, re.IGNORECASE)]
        words = (
            "Rien ne dit quoi faire des messages qui usurpent ce nom : Gmail et Yahoo l’exigent des envois en nombre."
        )
        if wrong:
            words = "L’enregistrement ne commence pas par « v=DMARC1 » : personne ne le lit."
        return Verdict(subject, Level.BAD, words, [own, later], wrong, name, first)
    if len(texts) > 1:
        words = "Il y a plusieurs enregistrements DMARC : personne n’en lit aucun. N’en gardez qu’un."
        return Verdict(subject, Level.BAD, words, [own], texts, f"_dmarc.{domain}", first)
    tags = tags_of(texts[0])
    policy = (tags.get("sp") if domain != sender else None) or tags.get("p", "")
    if policy.lower() not in ACTIONS:
        words = f"Sa consigne « p={policy[:40]} » n’existe pas : c’est none, quarantine ou reject."
        return Verdict(subject, Level.BAD, words, [own, later], texts, f"_dmarc.{domain}", first)
    details = [] if domain == sender else [f"Il est tiré de {domain}, qui répond pour ses sous-domaines."]
    if not tags.get("rua"):
        details.append("Il ne demande pas de rapports (rua) : vous ne saurez pas qui usurpe ce nom.")
    if policy.lower() == "none":
        words = "Les messages qui usurpent ce nom sont seulement signalés : c’est ainsi que l’on commence."
        details.append("Publiez la suite après quelques semaines de rapports sans surprise, et pas avant.")
        return Verdict(subject, Level.WARNING, words, details, texts, f"_dmarc.{domain}", then)
    words = f"Les messageries savent quoi faire de ce qui usurpe ce nom : {ACTIONS[policy.lower()]}."
    return Verdict(subject, Level.GOOD, words, details, texts, f"_dmarc.{domain}")


def policy_of(domain: str, ask: Patient) -> tuple[str, list[str]]:
    """The domain whose DMARC record speaks for `domain`, with its records: its own, or one above (RFC 9989).

    Without any record a domain answers for itself alone.
    """
    for above in upwards(domain):
        texts = [text for text in ask(f"_dmarc.{above}", "TXT") if re.match(r"v\s*=\s*DMARC1\s*(;|$)", text)]
        if texts:
            return above, texts
    return domain, []


def are_one_organisation(sender: str, other: str, ask: Patient) -> bool:
    """Whether DMARC takes the word of `other` for `sender`: both under its policy, or the same if it is strict."""
    if sender == other:
        return True
    owner, texts = policy_of(sender, ask)
    strict = texts and tags_of(texts[0]).get("aspf") == "s"
    return not strict and (other == owner or other.endswith(f".{owner}"))
