"""« État du site », for who runs it or answers for it."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem

from pma_site.core.admin_frame import frame

from . import vitals, work
from .findings import worst

RIGHT = "core.change_sitesettings"


class StatusMenuItem(MenuItem):
    """« État du site »."""

    def __init__(self):
        super().__init__("État du site", reverse("operations_status"), name="etat", icon_name="circle-check", order=50)

    def is_shown(self, request):
        return request.user.has_perm(RIGHT)


@never_cache
@require_safe
@permission_required(RIGHT)
def status(request):
    """Everything that runs behind the pages, the worst first, each with what to do."""
    found = [*vitals.quick(), *work.all_of_it()]
    context = {
        **frame("circle-check", "État du site"),
        "findings": sorted(found, key=lambda finding: -finding.state),
        "worst": worst(found),
    }
    return render(request, "operations/admin/status.html", context)
