"""One voice: what Wagtail, Django and the log-in say in French, with our overrides, as the site merges them.

Plain words, « vous », no word that guesses a gender, no jargon, no blame, French quotes. Nothing is served here.
"""

import re
from pathlib import Path

import pytest
import wagtail.admin
from django.utils.translation.trans_real import DjangoTranslation

# What no sentence of ours says, and why.
BANNED = {
    "a gender left open": r"\w\((?:e|ne|s|es|tte|elle|la|le|r)\)|\bce/cette\b|\ble/la\b",
    "a familiar tone": r"\bsalut\b|\boups\b|\bpas de panique\b",
    "ceremony": r"\bveuillez\b|\bdésolée?s?\b|êtes.vous sûr",
    "jargon": r"\b(?:workflows?|slugs?|snippets?|fragments?|tâches?|tokens?|JSON|URLs?|wagtail)\b",
    "a fault of the reader": r"\binvalides?\b|erreurs? (?:est|sont) survenue|\b[ée]chouée?\b",
    "straight quotes": r"\"|(?<!\w)'(?=[%{\w])|(?<=[)}])s?'(?!\w)",
    "two spaces": r"(?<=\S)[  ]{2,}",
}
# Met nowhere on this site: accounts of other services and their protocols, fields of JSON, the pages of a developer's
# machine, those on cookies that our own page replaces, the news of a Wagtail whose banner is off, and names of parts
# that no screen lists.
NOT_MET = re.compile(
    r"OAuth|oauth_token|third-party account|access token|request token|private resources|client_name"
    r"|The scope\(s\)|^URI |^Wildcards|allowed response types|\bJSON\b|^CSRF verification"
    r"|^You are seeing this page because <a|^If you have configured your browser|^If you are using the <meta"
    r"|Wagtail %\(|Wagtail (?:routablepage|upgrade available|Editor Guide)|^Slug \(up to|^A tag slug"
)
NAMES = re.compile(r"%\(\w+\)\w|\{\w*\}")
TAGS = re.compile(r"<[^>]*>")


def unheard(sentence):
    """Why a sentence is not in our voice; nothing where it is."""
    words = NAMES.sub(lambda name: name[0][0] + ")" if name[0][0] == "%" else "{}", sentence)
    plain = TAGS.sub("·", words)
    return [why for why, pattern in BANNED.items() if re.search(pattern, plain, re.IGNORECASE)]


def served():
    """What templates and code say, and what the admin's scripts do (wagtail.admin.views.i18n)."""
    yield DjangoTranslation("fr")
    yield DjangoTranslation("fr", domain="djangojs", localedirs=[Path(wagtail.admin.__file__).parent / "locale"])


def test_every_message_that_can_be_met_is_in_our_voice():
    faults, heard = {}, 0
    for french in served():
        # The catalogues come with ours first, which is the one that counts.
        for message, sentence in dict(reversed(list(french._catalog.items()))).items():
            english = message if isinstance(message, str) else message[0]
            if english and sentence and not NOT_MET.search(english):
                heard += 1
                if unheard(sentence):
                    faults[english] = (unheard(sentence), sentence)

    assert heard > 2500
    assert faults == {}


def test_ours_stand_before_those_of_the_packages():
    french, scripts = served()

    assert french.gettext("Hello %(username)s,") == "Bonjour %(username)s,"
    assert french.gettext("Cancel workflow ") == "Retirer la demande"
    assert scripts.gettext("More actions") == french.gettext("More actions") == "Plus d’actions"


@pytest.mark.parametrize(
    "sentence",
    [
        "Salut %(username)s,",
        "Êtes-vous sûr(e) de vouloir supprimer ce(tte) %(model_name)s ?",
        "Le slug '%(page_slug)s' est déjà utilisé",
        'La page "%(title)s" a été approuvée',
        "Désolé, le transfert a échoué.",
        "Annuler  le verrou",
    ],
)
def test_another_voice_would_be_heard(sentence):
    assert unheard(sentence)
