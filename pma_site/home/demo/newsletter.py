"""Key figures and issues of the letter."""

from newsletter.models import Indicator, IndicatorValue, IssuePage

from .records import Kind

KINDS = [
    Kind("indicator", "Indicateurs", Indicator, identity=("title",)),
    Kind("figure", "Valeurs d’indicateurs", IndicatorValue, identity=("indicator", "as_of")),
    Kind("issue", "Numéros de la lettre", IssuePage, identity=("number",), parent="page/lettres"),
]
