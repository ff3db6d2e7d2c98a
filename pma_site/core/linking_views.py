"""« Liens proposés » in the admin: the list of what a page names, and a button beside each line."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from . import linking
from .models import BasePage, DismissedLink

# Shown at a time: what was linked or dismissed makes room for more.
MOST = 100
DRAFT = "Le brouillon est enregistré ; le lien paraîtra à la prochaine publication."
DRAFTS = "Le brouillon est enregistré ; les liens paraîtront à la prochaine publication."


class ActionForm(forms.Form):
    """One press of a button: which line, and what is to be done with it."""

    action = forms.ChoiceField(choices=[(name, name) for name in ("lier", "tout", "ignorer", "reproposer")])
    place = forms.CharField(max_length=200, required=False)
    mark = forms.CharField(max_length=16, required=False)
    start = forms.IntegerField(min_value=0, max_value=10_000_000, required=False)
    target = forms.CharField(max_length=100, required=False)
    words = forms.CharField(max_length=255, required=False)
    dismissed = forms.IntegerField(min_value=1, max_value=2**60, required=False)


def way_to_links(page, user):
    """Yield the button that leads to the links proposed for a page that `user` may write in."""
    written = issubclass(page.specific_class or Page, BasePage) and not page.alias_of_id
    if written and page.permissions_for_user(user).can_edit():
        yield Button("Liens proposés", linking.address_of(page), icon_name="link", priority=16)


class SuggestedLinksView(WagtailAdminTemplateMixin, TemplateView):
    """What the latest draft of a page names and does not link yet; a POST links or dismisses a line."""

    template_name = "core/admin/suggested_links.html"
    page_title = "Liens proposés"
    header_icon = "link"

    def dispatch(self, request, *args, **kwargs):
        self.page = get_object_or_404(Page, pk=kwargs["pk"]).specific
        # An alias has no text of its own: it shows that of another page.
        written = isinstance(self.page, BasePage) and not self.page.alias_of_id
        if not written or not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def edit_url(self):
        """Where the page is written."""
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.edit_url, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = linking.suggestions(self.page)
        context["suggestions"] = found[:MOST]
        context["rest"] = max(0, len(found) - MOST)
        context["sure"] = sum(len(suggestion.targets) == 1 for suggestion in found)
        context["dismissed"] = DismissedLink.objects.filter(page=self.page)
        context["edit_url"] = self.edit_url
        return context

    def post(self, request, *args, **kwargs):
        """Do what the button says, and show the list again."""
        form = ActionForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Cette demande est incomplète : recommencez.")
            return self.render_to_response(self.get_context_data(), status=400)
        getattr(self, f"_{form.cleaned_data['action']}")(form.cleaned_data)
        return redirect(linking.address_of(self.page))

    def _lier(self, asked):
        target = linking.link(
            self.page, self.request.user, asked["place"], asked["mark"], asked["start"], asked["target"]
        )
        messages.success(self.request, f"Le texte mène à « {target.label} ». {DRAFT}")

    def _tout(self, asked):
        count = linking.link_all(self.page, self.request.user)
        if count:
            words = "1 lien écrit" if count == 1 else f"{count} liens écrits"
            messages.success(self.request, f"{words}. {DRAFTS if count > 1 else DRAFT}")
        else:
            messages.info(self.request, "Il n’y a plus rien à lier sans choisir.")

    def _ignorer(self, asked):
        if asked["words"]:
            linking.dismiss(self.page, self.request.user, asked["words"])
            messages.success(self.request, f"« {asked['words']} » n’est plus proposé dans cette page.")

    def _reproposer(self, asked):
        linking.propose_again(self.page, asked["dismissed"] or 0)
