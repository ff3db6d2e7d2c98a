"""« Chiffres à actualiser »: which key figures wait for their next value, since when, and who looks for it."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import modelform_factory
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from pma_site.core.admin_frame import frame
from pma_site.core.alphabet import InFrench
from pma_site.core.french import day

from .. import noting
from ..forms.figures import NextValueForm, RefreshForm, TypedNumber
from ..models import Indicator, IndicatorValue

TO_REFRESH, NEXT = "À actualiser", "Nouvelle valeur"
CHANGE = "newsletter.change_indicator"
ACTIONS = ("add", "change", "delete", "view")


def due_in_words(indicator):
    """When its next value is to be looked for: « 1er juin 2026 (passé) », or "" where nobody said."""
    if indicator.due_on is None:
        return ""
    return f"{day(indicator.due_on)} (passé)" if indicator.is_due else day(indicator.due_on)


@require_safe
def to_refresh(request):
    """The indicators by the day of their next value: those that wait first, then those to come, then the others."""
    if not any(request.user.has_perm(f"newsletter.{action}_indicator") for action in ACTIONS):
        raise PermissionDenied
    keepers = get_user_model().objects.filter(pk__in=Indicator.objects.values("refresher")).order_by("last_name")
    form = RefreshForm(request.GET, keepers=keepers)
    indicators = Indicator.objects.with_values().select_related("refresher").order_by(InFrench("title"))
    if form.is_valid() and form.cleaned_data["par"]:
        indicators = indicators.filter(refresher=form.cleaned_data["par"])
    today = timezone.localdate()
    planned = sorted((indicator for indicator in indicators if indicator.due_on), key=lambda each: each.due_on)
    sections = [
        ("À actualiser maintenant", [indicator for indicator in planned if indicator.due_on <= today]),
        ("Plus tard", [indicator for indicator in planned if indicator.due_on > today]),
        ("Sans date prévue", [indicator for indicator in indicators if not indicator.due_on]),
    ]
    listed, title = Indicator.snippet_viewset.get_url_name("list"), "Chiffres-clés à actualiser"
    context = {
        **frame("history", title, (reverse(listed), "Chiffres-clés")),
        "form": form,
        "sections": [(name, found) for name, found in sections if found],
        "edit_url_name": Indicator.snippet_viewset.get_url_name("edit"),
        "may_change": request.user.has_perm(CHANGE),
    }
    status = 200 if form.is_valid() else 400
    return TemplateResponse(request, "newsletter/admin/figures_to_refresh.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def next_value(request, pk):
    """The next value of a key figure: caption and source are there already, as they were."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    indicator = get_object_or_404(Indicator.objects.with_values(), pk=pk)
    carried, status = {**noting.next_value(indicator), "as_of": timezone.localdate()}, 200
    form = _value_form()(request.POST or None, initial=carried)
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                value = noting.add_value(indicator.pk, user=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, " ".join(error.messages))
            else:
                see = messages.button(indicator.get_absolute_url(), "Voir la page publique")
                messages.success(request, f"« {indicator} » : {value.display} est en ligne.", buttons=[see])
                return redirect(Indicator.snippet_viewset.get_url_name("list"))
    latest, listed = indicator.latest, reverse(Indicator.snippet_viewset.get_url_name("list"))
    context = {
        **frame("order", NEXT, (listed, "Chiffres-clés"), subject=str(indicator)),
        "page_subtitle": str(indicator),
        "indicator": indicator,
        "latest": latest,
        "form": form,
        "media": form.media,
        "edit_url": reverse(Indicator.snippet_viewset.get_url_name("edit"), args=[indicator.pk]),
    }
    return TemplateResponse(request, "newsletter/admin/next_value.html", context, status=status)


def _value_form():
    fields = ["number", "display", "as_of", "caption", "period", "source"]
    kinds = {"field_classes": {"number": TypedNumber}, "widgets": {"as_of": AdminDateInput}}
    return modelform_factory(IndicatorValue, NextValueForm, fields=fields, **kinds)
