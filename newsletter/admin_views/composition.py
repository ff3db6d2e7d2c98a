"""Screens of the letter in the admin beside Wagtail's own."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..composition import NumberTakenError, last_issue, propose_issue, start_issue
from ..forms import NewIssueForm
from ..models import IssueIndexPage


def may_start_issue(user, index):
    """Whether `user` may add an issue below the index of the letters."""
    return index.permissions_for_user(user).can_add_subpage()


class NewIssueView(WagtailAdminTemplateMixin, FormView):
    """« Nouveau numéro »: its number, its month, and what it takes over."""

    template_name = "newsletter/admin/new_issue.html"
    form_class = NewIssueForm
    page_title = "Nouveau numéro"
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        self.index = IssueIndexPage.objects.first()
        if self.index is None:
            raise Http404("Le site n’a pas de rubrique « Lettres ».")
        if not may_start_issue(request.user, self.index):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {**super().get_initial(), **self.proposed}

    @cached_property
    def proposed(self):
        """What the form proposes for the new issue."""
        return propose_issue(self.last)

    @cached_property
    def last(self):
        """The issue that the new one is begun from; None where there is none."""
        return last_issue()

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if self.last is None:
            # There is nothing to choose from: what can be proposed is.
            del form.fields["carried"]
        return form

    def get_breadcrumbs_items(self):
        index = reverse("wagtailadmin_explore", args=[self.index.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": index, "label": self.index.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["last"] = self.last
        context["since"] = self.proposed["since"]
        context["media"] = context["form"].media
        context["action_url"] = self.request.path
        context["submit_button_label"] = "Créer le brouillon"
        context["submit_button_active_label"] = "Création en cours…"
        return context

    def form_valid(self, form):
        try:
            issue = start_issue(self.request.user, **form.cleaned_data)
        except NumberTakenError as error:
            form.add_error("number", format_html("{} {}", error, self._way_to(error.issue)))
            return self.form_invalid(form)
        messages.success(self.request, f"Le {issue.number_in_words} est créé, en brouillon.")
        return redirect("wagtailadmin_pages:edit", issue.pk)

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 400
        return response

    def _way_to(self, issue):
        if not issue.permissions_for_user(self.request.user).can_edit():
            return ""
        address = reverse("wagtailadmin_pages:edit", args=[issue.pk])
        return format_html('<a href="{}">Ouvrir le {}</a>', address, issue.number_in_words)
