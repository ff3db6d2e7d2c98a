"""« Chiffres-clés »: each indicator with its values, where they come from and where they were printed."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pma_site.core.shelf_life import reading

from ..charts import curve
from ..models import Indicator, IssuePage

TITLE = "Chiffres-clés"


@require_safe
@reading()
def figures(request):
    """All indicators by title, each with its last known value."""
    context = {
        "title": TITLE,
        "look": "lettre",
        "description": "Les chiffres du territoire que la lettre publie, avec leur source et leur date.",
        "indicators": Indicator.objects.public().order_by("title"),
    }
    return render(request, "newsletter/figures.html", context)


@require_safe
@reading()
def figure(request, slug):
    """One indicator: its values by date, as a drawing where there are two or more, and the issues that print them."""
    indicator = get_object_or_404(Indicator.objects.public(), slug=slug)
    values = list(indicator.values.all())
    printed = IssuePage.objects.citing_each(values)
    context = {
        "title": indicator.title,
        "look": "lettre",
        "description": indicator.definition or f"{indicator.title} : valeurs, dates et sources.",
        "indicator": indicator,
        "latest": indicator.latest,
        "rows": [{"value": value, "issues": printed[value.pk]} for value in values],
        "curve": curve([(value.as_of, value.number, value.display) for value in values]),
        "has_documents": any(value.document for value in values),
    }
    return render(request, "newsletter/figure.html", context)
