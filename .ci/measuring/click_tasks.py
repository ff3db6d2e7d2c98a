"""The ten tasks that the team does most often, by the shortest way that the admin offers."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """What is done, by which role, and how."""

    name: str
    title: str
    role: str
    steps: Callable


def _button(page, name):
    return page.get_by_role("button", name=name, exact=True).first


def _link(page, name):
    return page.get_by_role("link", name=name, exact=True).first


def _more(hand, name, awaited):
    """« Enregistrer le brouillon » has its other actions behind an arrow."""
    hand.click(hand.page.get_by_role("button", name="Plus d’actions"))
    hand.open(_button(hand.page, name), awaited)


def event(hand):
    """A title, a day, a place that is known, a theme; online."""
    page = hand.page
    hand.open(_link(page, "Publier un événement"), page.locator("#id_title"))
    hand.write(page.locator("#id_title"), "Marché de Noël")
    hand.click(_button(page, "Ajouter un créneau"))
    hand.write(page.locator("#id_slots-0-start"), "09/12/2023 10:00")
    page.keyboard.press("Escape")
    window = page.locator(".modal-body")
    hand.open(_button(page, "Choisir un lieu"), window.get_by_role("link", name=re.compile("Maison syndicale")))
    hand.open(window.get_by_role("link", name=re.compile("Maison syndicale")).first)
    window.wait_for(state="hidden")
    hand.choose(page.locator("#id_theme"), "Culture et patrimoine")
    _more(hand, "Publier", page.get_by_text(re.compile("publiée")))


def milestone(hand):
    """A sentence of today for an action."""
    page = hand.page
    action = page.get_by_role("link", name="Ajouter une étape à « Mise à jour du cadastre solaire »")
    hand.open(_link(page, "Ajouter une étape à une action"), action)
    hand.open(action, page.get_by_label("Ce qui s’est passé"))
    hand.write(page.get_by_label("Ce qui s’est passé"), "Le cadastre solaire est en ligne.")
    hand.open(_button(page, "Enregistrer l’étape"), page.get_by_text("L’étape est notée"))


def new_issue(hand):
    """The draft of the next issue."""
    page = hand.page
    hand.open(_link(page, "Nouveau numéro"), page.get_by_label("Titre de la une"))
    hand.open(_button(page, "Créer le brouillon"), page.get_by_text("est créé, en brouillon."))


def figure(hand):
    """The next value of a key figure: its number; legend and source as before."""
    page = hand.page
    way = page.get_by_role("link", name="Nouvelle valeur : Emplois créés depuis le Covid")
    hand.open(_link(page, "Changer un chiffre"), way)
    hand.open(way, page.get_by_label("Nombre*"))
    hand.go_on(page.get_by_label("Nombre*"), "4300")
    hand.finish(page.get_by_label("Tel qu’imprimé*"), "+ 4 300", page.get_by_text("est en ligne."))


def proposal(hand):
    """A proposal becomes an event that is online."""
    page = hand.page
    hand.open(_link(page, "Fête de la musique au parc"), _button(page, "Accepter et ouvrir le brouillon"))
    hand.open(_button(page, "Accepter et ouvrir le brouillon"), page.locator("#id_title"))
    _more(hand, "Publier", page.get_by_text(re.compile("publiée")))


def typo(hand):
    """A word of an issue that was sent, and the rectification that says so."""
    page = hand.page
    hand.open(_link(page, "Lettres"), page.get_by_role("link", name=re.compile("Innov in Artois : 110")))
    hand.open(page.get_by_role("link", name=re.compile("Innov in Artois : 110")).first, page.locator("#id_title"))
    hand.write(page.locator("#id_title"), "Innov in Artois : 111 personnes au lancement du réseau")
    hand.open(_button(page, "Enregistrer le brouillon"), page.get_by_text("mise à jour"))
    hand.open(_link(page, "Publier un rectificatif"), page.get_by_label("Texte du rectificatif"))
    hand.write(page.get_by_label("Texte du rectificatif"), "Un nombre a été corrigé dans le titre.")
    hand.write(page.get_by_label("Ce qui a changé"), "Le titre : 111 et non 110.")
    hand.open(_button(page, "Publier le rectificatif"), page.get_by_text("Le rectificatif est publié."))


def refusal(hand):
    """Somebody wrote a letter: nothing more to their address."""
    page = hand.page
    hand.click(_button(page, "Lecteurs"))
    hand.open(_link(page, "Données personnelles"), page.get_by_label("Adresse électronique"))
    hand.write(page.get_by_label("Adresse électronique"), "lecteur3@exemple.example")
    hand.open(_button(page, "Chercher"), _button(page, "Ne plus lui écrire"))
    hand.open(_button(page, "Ne plus lui écrire"), page.get_by_role("heading", name="Opposition"))


def member(hand):
    """A start-up that nobody knew: its organisation and its page, online."""
    page = hand.page
    hand.open(_link(page, "Ajouter un membre"), page.get_by_label("Activité*"))
    hand.go_on(page.get_by_label("Nom*", exact=True), "Terril Énergies")
    hand.finish(page.get_by_label("Activité*"), "chaleur des terrils", page.locator("#id_title"))
    _more(hand, "Publier", page.get_by_text(re.compile("publiée")))


def mayor(hand):
    """A town hall has another mayor since a day."""
    page = hand.page
    hand.open(_link(page, "Changer de maire"), page.get_by_label("Mairie*"))
    hand.choose(page.get_by_label("Mairie*"), "Mairie de Lens")
    hand.open(_button(page, "Remplacer le maire"), page.get_by_label("Prénom*"))
    hand.go_on(page.get_by_label("Nom*", exact=True), "Nouvelle")
    hand.go_on(page.get_by_label("Prénom*"), "Sacha")
    hand.pass_by(page.get_by_label("Forme d’appel*"))
    hand.finish(page.get_by_label("En fonction depuis le*"), "01/06/2023", page.get_by_text("a pour maire"))


def test_letter(hand):
    """The letter as readers will have it, to oneself."""
    page = hand.page
    hand.click(_button(page, "Lecteurs"))
    send = page.get_by_role("link", name=re.compile("Envoyer le n")).first
    hand.open(_link(page, "Envois"), send)
    hand.open(send, _button(page, "M’envoyer un essai"))
    hand.open(_button(page, "M’envoyer un essai"), page.get_by_text("Essai de ce contenu envoyé"))


TASKS = [
    Task("event", "Publier un événement simple", "Agenda", event),
    Task("milestone", "Ajouter une étape à une action", "Feuille de route", milestone),
    Task("issue", "Commencer un nouveau numéro", "Rédaction", new_issue),
    Task("figure", "Changer un chiffre-clé", "Rédaction", figure),
    Task("proposal", "Accepter et publier une proposition", "Agenda", proposal),
    Task("test", "S’envoyer un essai", "Diffusion", test_letter),
    Task("refusal", "Enregistrer un refus venu par la poste", "Diffusion", refusal),
    Task("member", "Ajouter un membre", "Réseau", member),
    Task("mayor", "Remplacer un maire", "Diffusion", mayor),
    Task("typo", "Corriger une faute dans un numéro envoyé", "Direction de publication", typo),
]
