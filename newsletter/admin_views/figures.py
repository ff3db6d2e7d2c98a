"""« Chiffres à actualiser »: which key figures wait for their next value, since when, and who looks for it."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pma_site.core.french import day

from ..forms.figures import RefreshForm
from ..models import Indicator

TO_REFRESH = "À actualiser"
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
    indicators = Indicator.objects.with_values().select_related("refresher").order_by("title")
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
        "page_title": title,
        "header_title": title,
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": reverse(listed), "label": "Chiffres-clés"},
            {"url": "", "label": title},
        ],
        "form": form,
        "sections": [(name, found) for name, found in sections if found],
        "edit_url_name": Indicator.snippet_viewset.get_url_name("edit"),
        "may_change": request.user.has_perm("newsletter.change_indicator"),
    }
    status = 200 if form.is_valid() else 400
    return TemplateResponse(request, "newsletter/admin/figures_to_refresh.html", context, status=status)
