"""Texts of a letter with the people to write to."""

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail import blocks

from pma_site.core import elements
from pma_site.core.blocks import text
from pma_site.core.blocks.records import RecordChooserBlock
from pma_site.directory.blocks import ContactsBlock

from .pieces import PieceBlock, refuse


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


class CallValue(blocks.StructValue):
    """A call as it is shown: what its block leaves empty comes from the call of the register."""

    @property
    def shown_title(self):
        return self.get("title") or str(self.get("call") or "")

    @property
    def shown_text(self):
        written = self.get("text")
        if written and str(getattr(written, "source", written)).strip():
            return written
        return getattr(self.get("call"), "question", "")

    @cached_property
    def replies(self):
        """The ways to answer by the site (core.elements)."""
        call = self.get("call")
        if call:
            return [elements.reply(call.invitation, call.url, call.slug, call.is_over)]
        return [elements.reply("Proposer un événement", reverse("proposals:start"))] if self.get("event") else []


class CallBlock(PieceBlock):
    """A call to mayors: a question, and how to answer: on the site, or to whom."""

    title = blocks.CharBlock(
        label="Titre",
        max_length=160,
        default="Appel aux maires",
        required=False,
        help_text="Vide : le titre de l’appel choisi.",
    )
    text = blocks.RichTextBlock(
        label="Texte",
        features=text.TEXT_FEATURES,
        required=False,
        help_text="Vide : la question de l’appel choisi.",
    )
    call = RecordChooserBlock(
        "contributions.Call",
        label="Appel du site",
        required=False,
        help_text="Les maires y répondent par son formulaire. La lettre dit jusqu’à quand.",
    )
    event = blocks.BooleanBlock(
        label="Inviter à proposer un événement",
        required=False,
        help_text="Mène au formulaire « Proposer un événement ».",
    )
    contacts = ContactsBlock(help_text="Les personnes à qui écrire ; facultatif si l’on répond sur le site.")

    class Meta:
        tone = "brique"
        label = "Appel aux maires"
        preview_value = {"title": "Appel aux maires", "text": "<p>Votre commune organise un événement ?</p>"}
        icon = "comment"
        value_class = CallValue
        description = "Une question posée aux maires, avec le formulaire ou la personne à qui répondre."

    def clean(self, value):
        result = super().clean(value)
        if self.is_deferred_validation:
            return result
        if result["call"] and result["event"]:
            refuse("event", "Choisissez l’un ou l’autre : un appel du site, ou la proposition d’un événement.")
        if not result["call"]:
            if not result["title"]:
                refuse("title", "Écrivez un titre, ou choisissez un appel du site.")
            if not result.shown_text:
                refuse("text", "Écrivez la question, ou choisissez un appel du site.")
            if not result["event"] and not any(result["contacts"]):
                refuse("call", "Dites comment répondre : par un appel du site, ou à quelle personne.")
        return result

    def elements(self, value):
        return [
            elements.text(value.shown_text),
            *value.replies,
            elements.contacts(filter(None, value["contacts"])),
        ]
