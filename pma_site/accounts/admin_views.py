"""What administrators do about accounts: set a second factor back, read who did what."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet

from pma_site.core.admin_frame import frame

from . import recovering

# What an administrator looks for, and the beginnings of the names of the actions that are it.
KINDS = {
    "entrees": ("Connexions et second facteur", ("accounts.enter", "accounts.unlock", "accounts.factor")),
    "alertes": ("Essais de mots de passe et de codes", ("accounts.tries", "accounts.codes")),
    "publications": (
        "Publications",
        ("wagtail.publish", "wagtail.unpublish", "newsletter.publish"),
    ),
    "envois": ("Envois", ("newsletter.sending", "newsletter.dispatch")),
    "exports": ("Exports et fichiers", ("accounts.export", "contributions.call.export")),
    "consultations": ("Consultations de données personnelles", ("accounts.look",)),
}


class JournalFilterSet(SiteHistoryReportFilterSet):
    """The filters of the site's history, and one by what an administrator looks for."""

    kind = ChoiceFilter(
        label="Nature", method="filter_kind", choices=[(name, label) for name, (label, _) in KINDS.items()]
    )

    def filter_kind(self, queryset, name, value):
        """Keep the actions of one kind."""
        pattern = "^(" + "|".join(start.replace(".", r"\.") for start in KINDS[value][1]) + ")"
        return queryset.filter(action__regex=pattern)


class JournalView(LogEntriesView):
    """Who entered, published, sent, took files out, looked at people; for administrators."""

    page_title = "Journal des accès"
    header_icon = "history"
    filterset_class = JournalFilterSet
    index_url_name = "accounts_journal"
    index_results_url_name = "accounts_journal_results"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


@require_http_methods(["GET", "POST"])
def reset_second_factor(request, pk):
    """Take all second factors of an account away and close its sessions; its owner sets a new one up at next entry."""
    if not request.user.is_superuser:
        raise PermissionDenied
    account = get_object_or_404(get_user_model(), pk=pk)
    held = Authenticator.objects.filter(user=account)
    if request.method == "GET":
        title = "Remettre à zéro le second facteur"
        context = {
            **frame("key", title, (reverse("wagtailusers_users:index"), "Utilisateurs")),
            "account": account,
            "held": held.exclude(type=Authenticator.Type.RECOVERY_CODES).count(),
        }
        return render(request, "accounts/admin/reset.html", context)
    recovering.set_back(account, by=request.user)
    messages.success(request, f"Second facteur de « {account.get_username()} » remis à zéro, sessions fermées.")
    return redirect("wagtailusers_users:index")
