from decimal import Decimal

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pma_site.core.french import NBSP


def _euros(amount):
    return f"{amount:,.2f}".replace(",", NBSP).replace(".", ",").removesuffix(",00")


def summed_up(lines) -> str:
    """Several tariffs in a few words: « Gratuit », « 5 € », « De 5 à 35 € », « Gratuit ou jusqu’à 35 € »; « » for none.

    `lines` are mappings, as a stream is stored or as it is read.
    """
    lines = list(lines)
    amounts = [amount for line in lines for amount in _bounds(line)]
    if not amounts:
        return ""
    booked = ", sur réservation" if all(line.get("on_reservation") for line in lines) else ""
    return f"{_span(amounts)}{booked}"


def _bounds(line):
    """The least amount of a tariff and, of a range, the greatest."""
    least = Decimal(0 if line.get("free") else line.get("amount") or 0)
    return [least, Decimal(line["amount_max"])] if line.get("amount_max") and not line.get("free") else [least]


def _span(amounts):
    cheapest, dearest = min(amounts), max(amounts)
    if not dearest:
        return "Gratuit"
    most = f"{_euros(dearest)}{NBSP}€"
    if cheapest == dearest:
        return most
    return f"De {_euros(cheapest)} à {most}" if cheapest else f"Gratuit ou jusqu’à {most}"


class PriceValue(blocks.StructValue):
    """One tariff: what it buys and what it costs."""

    @property
    def bounds(self):
        """Its amount in euros, 0 where it is free; the least and the greatest of a range."""
        return _bounds(self)

    @property
    def display(self):
        """« 35 € », « 7,50 € », « de 5 à 12 € », « Gratuit » or « Gratuit, sur réservation »."""
        amount, most = self.get("amount"), self.get("amount_max")
        if self.get("free") or not (amount or most):
            text = "Gratuit"
        elif most:
            text = f"de {_euros(amount or 0)} à {_euros(most)}{NBSP}€"
        else:
            text = f"{_euros(amount)}{NBSP}€"
        return f"{text}, sur réservation" if self.get("on_reservation") else text


class PriceLineBlock(blocks.StructBlock):
    """One line of a list of prices: an amount, a range, or free of charge; 0 € reads « Gratuit »."""

    label = blocks.CharBlock(label="Tarif", max_length=80, help_text="« La journée », « Pass 3 jours »…")
    free = blocks.BooleanBlock(label="Gratuit", required=False)
    amount = blocks.DecimalBlock(
        label="Montant en euros",
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        help_text="Rien à indiquer si c’est gratuit.",
    )
    amount_max = blocks.DecimalBlock(
        label="Jusqu’à",
        required=False,
        min_value=0,
        max_digits=7,
        decimal_places=2,
        help_text="Pour une fourchette : « de 5 à 12 € ».",
    )
    on_reservation = blocks.BooleanBlock(label="Sur réservation", required=False)

    class Meta:
        label = "Tarif"
        icon = "tag"
        value_class = PriceValue

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        amount, most = value.get("amount"), value.get("amount_max")
        errors = {}
        if value.get("free") and (amount or most):
            errors["free"] = ValidationError("Gratuit, ou un montant : pas les deux.")
        elif not value.get("free") and amount is None:
            errors["amount"] = ValidationError("Indiquez le montant, ou cochez « Gratuit ».")
        elif most is not None and most <= (amount or 0):
            errors["amount_max"] = ValidationError("Le second montant doit être plus grand que le premier.")
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value


class PriceStream(blocks.StreamBlock):
    """The prices of an event."""

    price = PriceLineBlock()
