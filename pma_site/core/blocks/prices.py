from wagtail import blocks

from pma_site.core.french import NBSP


class PriceValue(blocks.StructValue):
    """One tariff: what it buys and what it costs."""

    @property
    def display(self):
        """« 35 € », « 7,50 € » or « Gratuit »."""
        amount = self.get("amount")
        if not amount:
            return "Gratuit"
        text = f"{amount:,.2f}".replace(",", NBSP).replace(".", ",").removesuffix(",00")
        return f"{text}{NBSP}€"


class PriceLineBlock(blocks.StructBlock):
    """One line of a list of prices; 0 € reads « Gratuit »."""

    label = blocks.CharBlock(label="Tarif", max_length=80, help_text="« La journée », « Pass 3 jours »…")
    amount = blocks.DecimalBlock(
        label="Montant en euros", min_value=0, max_digits=7, decimal_places=2, help_text="0 pour gratuit."
    )

    class Meta:
        label = "Tarif"
        icon = "tag"
        value_class = PriceValue


class PriceStream(blocks.StreamBlock):
    """The prices of an event."""

    price = PriceLineBlock()
