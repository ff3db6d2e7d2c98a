"""The key figures, each value with its date and its source."""

from django.utils import timezone

from newsletter.models import Indicator, IndicatorValue

from ..declaring import Dataset
from ..fields import Field, Kind
from .instants import last_edited


def known_values():
    """Every value known up to today, by indicator, the latest first."""
    values = IndicatorValue.objects.filter(as_of__lte=timezone.localdate()).select_related("indicator")
    return values.order_by("indicator__title", "indicator_id", "-as_of", "pk")


FIGURES = Dataset(
    name="chiffres-cles",
    title="Chiffres-clés du territoire",
    summary="Toutes les valeurs connues des indicateurs de la lettre, avec leur date, leur période et leur source.",
    look="site",
    theme="ECON",
    frequency="IRREG",
    keywords=("indicateurs", "chiffres-clés", "emploi", "Artois"),
    source="Les organismes nommés dans le champ « source »",
    fields=(
        Field("identifiant", Kind.INTEGER, "Identifiant permanent de la valeur.", "31", lambda value: value.pk),
        Field("indicateur", Kind.INTEGER, "Identifiant permanent de l’indicateur.", "3", lambda v: v.indicator_id),
        Field("intitule", Kind.TEXT, "Ce qui est mesuré.", "Emplois créés sur le Pôle", lambda v: v.indicator.title),
        Field("definition", Kind.TEXT, "Ce qui est compté, et comment.", "Solde…", lambda v: v.indicator.definition),
        Field("valeur", Kind.DECIMAL, "La valeur exacte, avec son signe.", "4100", lambda value: value.number),
        Field("unite", Kind.TEXT, "L’unité.", "emplois", lambda value: value.indicator.unit),
        Field("imprime", Kind.TEXT, "La valeur telle qu’imprimée.", "+ 4 100", lambda value: value.display),
        Field("legende", Kind.TEXT, "Ce que dit le chiffre.", "emplois créés en un an", lambda value: value.caption),
        Field("periode", Kind.TEXT, "La période mesurée.", "depuis un an", lambda value: value.period),
        Field(
            "connu_au", Kind.DATE, "Le jour où cette valeur était la dernière connue.", "2023-06-01", lambda v: v.as_of
        ),
        Field("source", Kind.TEXT, "D’où vient la valeur.", "Urssaf", lambda value: value.source),
        Field(
            "adresse",
            Kind.ADDRESS,
            "La page de l’indicateur.",
            "https://lettre.example/chiffres-cles/emplois-crees-sur-le-pole/",
            lambda value: value.href,
        ),
    ),
    rows=known_values,
    is_kept=True,
    updated=lambda: last_edited(Indicator, IndicatorValue),
)
