"""What happens in the territory: reports, initiatives, figures, dates."""

from wagtail import blocks

from pma_site.core import elements
from pma_site.core.blocks import text
from pma_site.core.blocks.links import OptionalLinkBlock
from pma_site.core.blocks.media import described_picture
from pma_site.core.blocks.prices import PriceLineBlock
from pma_site.core.blocks.records import DescribedImageBlock, PageChooserBlock, RecordChooserBlock, RecordListBlock
from pma_site.core.french import joined
from pma_site.directory.blocks import ContactsBlock
from pma_site.territory.cartography import small_map

from .pieces import PieceBlock, refuse


class ReportBlock(PieceBlock):
    """What came out of a past event."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    event = PageChooserBlock("agenda.EventPage", label="Événement", required=False)
    image = DescribedImageBlock(label="Image", required=False)
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES)
    contacts = ContactsBlock()

    class Meta:
        label = "Retour sur un événement"
        preview_value = {"title": "Retour sur une journée", "text": "<p>Ce qu’il faut en retenir.</p>"}
        icon = "history"
        description = "Le compte rendu d’une journée passée, avec son contact."

    def elements(self, value):
        event = value["event"]
        return [
            *described_picture(value["image"]),
            elements.text(value["text"]),
            elements.link(f"Revoir l’événement dans l’agenda : {event.title}" if event else "", event and event.url),
            elements.contacts(filter(None, value["contacts"])),
        ]


class InitiativeBlock(PieceBlock):
    """A local initiative: a short article with what one needs to go there."""

    title = blocks.CharBlock(label="Titre", max_length=160)
    text = blocks.RichTextBlock(label="Texte", features=text.TEXT_FEATURES)
    image = DescribedImageBlock(label="Image", required=False)
    caption = blocks.CharBlock(label="Légende", max_length=250, required=False)
    practical = blocks.TextBlock(
        label="Infos pratiques",
        required=False,
        help_text="Dates, lieu, conditions : une information par ligne.",
    )
    prices = blocks.ListBlock(PriceLineBlock(), label="Tarifs", default=[])
    link = OptionalLinkBlock(label="Lien")
    event = PageChooserBlock("agenda.EventPage", label="Événement de l’agenda", required=False)
    commune = RecordChooserBlock("territory.Commune", label="Commune", required=False)

    class Meta:
        label = "Initiative"
        preview_value = {
            "title": "Bivouaquez !",
            "text": "<p>Un festival dans la Chaîne des parcs.</p>",
            "caption": "La légende",
            "practical": "Du 25 au 27 août",
            "prices": [{"label": "La journée", "amount": 35}],
            "link": {"label": "La programmation", "url": "https://www.example.org/"},
        }
        icon = "thumbtack"
        description = "Un court article sur une initiative locale, avec dates, tarifs et lien."

    def elements(self, value):
        commune, event, link = value["commune"], value["event"], value["link"]
        return [
            *described_picture(value["image"], value["caption"]),
            elements.text(value["text"]),
            elements.plain(value["practical"] or ""),
            elements.prices(value["prices"]),
            elements.link(f"Commune : {commune.name}" if commune else "", commune and commune.get_absolute_url()),
            elements.link(f"Dans l’agenda : {event.title}, {event.when}" if event else "", event and event.url),
            elements.link(link.text, link.href),
        ]


class MapBlock(PieceBlock):
    """Where communes are: a small map, and their names, each leading to its page."""

    title = blocks.CharBlock(label="Titre", max_length=160, default="Où cela se passe")
    communes = RecordListBlock(
        RecordChooserBlock("territory.Commune", label="Commune"), label="Communes", min_num=1, max_num=30
    )

    class Meta:
        label = "Carte des communes"
        preview_value = {"title": "Où cela se passe"}
        icon = "globe"
        description = "Des communes mises en évidence sur la carte du territoire, et leurs noms (seuls par courriel)."

    def elements(self, value):
        communes = [commune for commune in value["communes"] if commune]
        label = f"Carte du territoire : {joined(commune.name for commune in communes)}"
        return [
            elements.place_map(small_map(communes), label),
            elements.items((commune.name, commune.get_absolute_url()) for commune in communes),
        ]


class KeyFiguresBlock(PieceBlock):
    """Figures printed large, each with its caption and source."""

    title = blocks.CharBlock(label="Titre", max_length=160, default="Chiffres-clés")
    figures = RecordListBlock(
        RecordChooserBlock("newsletter.IndicatorValue", label="Chiffre"), label="Chiffres", min_num=1
    )

    class Meta:
        label = "Chiffres-clés"
        preview_value = {"title": "Chiffres-clés"}
        icon = "order"
        description = "De un à six chiffres, imprimés en grand avec leur source."

    def elements(self, value):
        return [elements.figures(filter(None, value["figures"]))]


class AgendaBlock(PieceBlock):
    """Dates to note: chosen events, all those between two dates, or both."""

    title = blocks.CharBlock(label="Titre", max_length=160, default="Agenda")
    events = RecordListBlock(PageChooserBlock("agenda.EventPage", label="Événement"), label="Événements choisis")
    start = blocks.DateBlock(label="Tous les événements du", required=False)
    end = blocks.DateBlock(label="au", required=False)

    class Meta:
        label = "Agenda"
        icon = "date"
        description = "Des événements choisis un à un, ou tous ceux d’une période."
        preview_value = {"title": "Agenda"}

    def elements(self, value):
        chosen = [event for event in value["events"] if event]
        events = self.child_blocks["events"].child_block.model_class.objects
        return [elements.dates(events.for_letter(chosen, value.get("start"), value.get("end")))]

    def clean(self, value):
        result = super().clean(value)
        if self.is_deferred_validation:
            return result
        if bool(result["start"]) != bool(result["end"]):
            refuse("end" if result["start"] else "start", "Indiquez le début et la fin de la période.")
        if result["start"] and result["end"] < result["start"]:
            refuse("end", "La fin de la période précède son début.")
        if not result["events"] and not result["start"]:
            refuse("start", "Choisissez des événements ou une période.")
        return result
