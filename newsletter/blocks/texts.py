"""Texts of a letter with the people to write to."""

from wagtail import blocks

from pma_site.core import elements
from pma_site.core.blocks import text
from pma_site.directory.blocks import ContactsBlock

from .pieces import PieceBlock


class CalloutBlock(PieceBlock, text.CalloutBlock):
    """A box with the people to write to."""

    contacts = ContactsBlock(help_text="Les personnes à qui écrire, facultatif.")

    class Meta:
        template = "newsletter/blocks/preview.html"

    def elements(self, value):
        return [elements.text(value["text"]), elements.contacts(filter(None, value["contacts"]))]


class ContactLineBlock(PieceBlock):
    """« Contact : … » at the end of an article."""

    contacts = ContactsBlock(min_num=1)

    class Meta:
        label = "Ligne de contact"
        icon = "mail"
        description = "Les personnes à qui écrire, en fin d’article."

    def elements(self, value):
        return [elements.contacts(filter(None, value["contacts"]))]


class CallBlock(PieceBlock):
    """A call to mayors: a question, and to whom to answer."""

    title = blocks.CharBlock(label="Titre", max_length=160, default="Appel aux maires")
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES)
    contacts = ContactsBlock(min_num=1)

    class Meta:
        tone = "brique"
        label = "Appel aux maires"
        preview_value = {"title": "Appel aux maires", "text": "<p>Votre commune organise un événement ?</p>"}
        icon = "comment"
        description = "Une question posée aux maires, avec la personne à qui répondre."

    def elements(self, value):
        return [elements.text(value["text"]), elements.contacts(filter(None, value["contacts"]))]
