"""« Réseau » in the admin: the members and how the team writes to them."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from pma_site.contributions.waiting import received
from pma_site.core import admin_frame
from pma_site.core.alphabet import InFrench
from pma_site.core.french import fold

from .. import confirming
from ..forms.network_keeping import ContactForm, MembersFilterForm
from ..models import Confirmation, MemberPage

MENU_HOOK = "register_network_menu_item"
# Who may read and change private contacts keeps the network: it is the right of all its screens.
KEEP = "projects.change_membercontact"
MEMBERS, CONTACTS = "Membres du réseau", "Contacts privés"
A_PAGE = 50

network_menu = Menu(register_hook_name=MENU_HOOK)


class NetworkMenuItem(SubmenuMenuItem):
    """« Réseau », shown to who keeps the network."""

    def __init__(self):
        super().__init__("Réseau", network_menu, name="reseau", icon_name="group", order=57)


class KeeperMenuItem(MenuItem):
    """A screen for those who keep the network."""

    def is_shown(self, request):
        return request.user.has_perm(KEEP)


class WaitingMenuItem(KeeperMenuItem):
    """A screen of contributions, with how many of `model` wait to be looked at: « Corrections (3) »."""

    def __init__(self, label, url, name, model, **kwargs):
        super().__init__(label, url, name, **kwargs)
        self.model = model

    def render_component(self, request):
        waiting = received(request.user, self.model)
        label = f"{self.label} ({waiting})" if waiting else self.label
        return MenuItem(label, self.url, self.name, icon_name=self.icon_name).render_component(request)


def for_keepers(view):
    """Open a screen to who keeps the network; nothing of it is kept by caches."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not request.user.has_perm(KEEP):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    return answer


def frame(title, *trail):
    """The frame of a screen of this part; `trail` as in admin_frame."""
    return admin_frame.frame("group", title, *trail)


def rest_of_query(request):
    """The parameters of the address but the page, for the links to other pages."""
    query = request.GET.copy()
    query.pop("p", None)
    return query.urlencode()


def _named(rows, words):
    """The rows of members whose title holds these words, accents and case aside."""
    key = fold(words).strip()
    return [row for row in rows if key in fold(row.title)] if key else rows


@for_keepers
@require_safe
def members(request):
    """All members, online or not: how one writes to them, and what they answered the last time they were asked."""
    form = MembersFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    rows = MemberPage.objects.select_related("private_contact").defer("body").order_by(InFrench("title"), "pk")
    latest = Confirmation.objects.of_latest()
    if asked.get("situation"):
        rows = rows.filter(pk__in=latest.in_situation(asked["situation"]).values("member"))
    page = Paginator(_named(rows, asked.get("q", "")), A_PAGE).get_page(request.GET.get("p"))
    said = {
        row.member_id: row
        for row in latest.with_messages()
        .filter(member__in=[member.pk for member in page])
        .select_related("member__private_contact")
    }
    for member in page:
        member.said = said.get(member.pk)
    context = {**frame(MEMBERS), "form": form, "members": page, "query": rest_of_query(request)}
    return TemplateResponse(request, "projects/admin/network_members.html", context)


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request):
    """How one writes to each member, as a table that is filled in line by line and saved at once."""
    words = request.GET.get("q", "")[:100]
    rows = MemberPage.objects.select_related("private_contact").defer("body").order_by(InFrench("title"), "pk")
    page = Paginator(_named(rows, words), A_PAGE).get_page(request.GET.get("p"))
    members = list(page)
    forms = formset_factory(ContactForm, extra=0, max_num=A_PAGE, validate_max=True)
    initial = [_contact(member) for member in members]
    status = 200
    if request.method == "POST":
        # By the key of its member: the list may have changed since the screen was shown.
        formset = forms(request.POST, initial=_initial_of(request.POST, members))
        if formset.is_valid():
            changed = _save_contacts(request.POST, formset, members)
            messages.success(request, _changed_in_words(changed))
            return redirect(f"{reverse('network_contacts')}?{request.GET.urlencode()}")
        status = 400
        messages.error(request, "Une adresse ou un numéro est à corriger : rien n’est enregistré.")
        by_key = {str(member.pk): member for member in members}
        members = [by_key.get(key) for key in request.POST.getlist("membre")]
    else:
        formset = forms(initial=initial)
    lines = [(member, form) for member, form in zip(members, formset, strict=False) if member]
    context = {
        **frame(CONTACTS, (reverse("network_members"), MEMBERS)),
        "formset": formset,
        "lines": lines,
        "members": page,
        "query": rest_of_query(request),
        "words": words,
    }
    return TemplateResponse(request, "projects/admin/network_contacts.html", context, status=status)


def _contact(member):
    contact = getattr(member, "private_contact", None)
    return {"name": contact.name, "email": contact.email, "phone": contact.phone} if contact else {}


def _initial_of(data, members):
    by_key = {str(member.pk): _contact(member) for member in members}
    return [by_key.get(key, {}) for key in data.getlist("membre")]


def _save_contacts(data, formset, members):
    by_key = {str(member.pk): member for member in members}
    changed = 0
    for key, form in zip(data.getlist("membre"), formset, strict=False):
        if key in by_key and form.has_changed():
            confirming.keep_contact(by_key[key], **form.cleaned_data)
            changed += 1
    return changed


def _changed_in_words(changed):
    if not changed:
        return "Rien n’avait changé."
    return f"{changed} contacts sont enregistrés." if changed > 1 else "Un contact est enregistré."
