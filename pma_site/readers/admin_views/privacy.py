"""« Données personnelles » in the admin: what is known of a person, their rights, the register of processing.

An address is always posted: an address of a page stays in logs and in histories.
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem

from pma_site.core.admin_frame import frame
from pma_site.core.erasure import BACKUPS
from pma_site.core.processing_register import SECURITY, TRANSFERS, as_markdown, register
from pma_site.core.refusals import Refused
from pma_site.core.traces import MARK

from .. import access, knowledge, privacy
from ..forms.privacy import PersonForm

TITLE = "Données personnelles"
RIGHT = "readers.delete_recipient"
# How long files may be read while somebody waits.
SECONDS = 15


class PersonalDataMenuItem(MenuItem):
    """« Données personnelles », for those who may erase a reader."""

    def __init__(self):
        super().__init__(
            TITLE, reverse("readers_personal_data"), name="donnees-personnelles", icon_name="lock", order=90
        )

    def is_shown(self, request):
        return request.user.has_perm(RIGHT)


def _guarded(view):
    """Let in who may erase a reader, and keep what the page says out of caches and out of reports of errors."""

    @sensitive_post_parameters("address", "name")
    @wraps(view)
    def guarded(request):
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        response = view(request)
        response["Cache-Control"] = "no-store, private"
        return response

    return guarded


def _page(request, template, status=200, title=TITLE, **context):
    trail = [(reverse("readers_personal_data"), TITLE)] if title != TITLE else []
    return TemplateResponse(request, template, {**frame("lock", title, *trail), **context}, status=status)


def _asked_again(request, form):
    return _page(request, "readers/admin/personal_data.html", status=400, form=form)


@_guarded
def look(request):
    """Ask for an address, and show what is known of it."""
    form = PersonForm(request.POST or None)
    if request.method != "POST":
        return _page(request, "readers/admin/personal_data.html", form=form)
    if not form.is_valid():
        return _asked_again(request, form)
    known = knowledge.known_of(**form.cleaned_data, seconds=SECONDS)
    return _page(request, "readers/admin/personal_data.html", form=form, known=known)


@require_POST
@_guarded
def export(request):
    """Hand over what is known as a file, whose name does not tell of whom."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _asked_again(request, form)
    known = access.export_person(**form.cleaned_data, seconds=SECONDS, user=request.user)
    response = JsonResponse(known, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="donnees-personnelles.json"'
    return response


@require_POST
@_guarded
def objection(request):
    """Write to somebody no more."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _asked_again(request, form)
    done = privacy.object_person(form.cleaned_data["address"], user=request.user)
    return _page(request, "readers/admin/personal_data_done.html", title="Opposition", said=[done.in_words])


@require_POST
@_guarded
def erase(request):
    """Say what an erasure takes away and what it leaves; once that is confirmed, erase."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _asked_again(request, form)
    try:
        privacy.may_be_erased(form.cleaned_data["address"])
    except Refused as refusal:
        form.add_error("address", str(refusal))
        return _asked_again(request, form)
    if request.POST.get("confirmed") != "1":
        known = knowledge.known_of(**form.cleaned_data, seconds=SECONDS)
        said = {"form": form, "known": known, "backups": BACKUPS, "mark": MARK}
        return _page(request, "readers/admin/personal_data_erase.html", title="Effacer", **said)
    done = privacy.erase_person(**form.cleaned_data, seconds=SECONDS, user=request.user)
    said = {"said": done.in_words, "left": done.left, "backups": BACKUPS}
    return _page(request, "readers/admin/personal_data_done.html", title="Effacement", **said)


@_guarded
def show_register(request):
    """The register of processing, to read."""
    said = {"register": register(), "security": SECURITY, "transfers": TRANSFERS}
    return _page(request, "readers/admin/processing_register.html", title="Registre des traitements", **said)


@_guarded
def download_register(request):
    """The register of processing, to keep."""
    response = HttpResponse(as_markdown(register()), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="registre-des-traitements.md"'
    return response
