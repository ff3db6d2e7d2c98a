"""« Candidatures »: what was deposited for the label, read, answered and made a candidate of, by who runs the label."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.log_actions import log

from pma_site.contributions.waiting import received
from pma_site.core import admin_frame
from pma_site.core.refusals import Refused

from ..applying import answering, converting, files, reading
from ..forms.applying.answering import WAITING, CandidateForm, DelayForm, ListForm, WordsForm
from ..forms.applying.steps import FILES
from ..models import Application, LabelEditionPage

TITLE = "Candidatures"
A_PAGE = 30
CHANGE, VIEW = "projects.change_application", "projects.view_application"

MENU_HOOK = "register_label_menu_item"
label_menu = Menu(register_hook_name=MENU_HOOK)


class LabelMenuItem(SubmenuMenuItem):
    """« Label Euralens », shown to who may see one of its entries."""

    def __init__(self):
        super().__init__("Label Euralens", label_menu, name="label", icon_name="pick", order=57)


def may_read(user):
    """Whether `user` may read all applications, their files included."""
    return user.has_perm(CHANGE) or user.has_perm(VIEW)


class ApplicationsMenuItem(MenuItem):
    """« Candidatures (3) », with how many wait to be looked at."""

    def is_shown(self, request):
        return may_read(request.user)

    def render_component(self, request):
        waiting = received(request.user, Application)
        item = MenuItem(f"{TITLE} ({waiting})" if waiting else TITLE, self.url, self.name, icon_name=self.icon_name)
        return item.render_component(request)


def for_readers(view):
    """Open a screen to who may read applications."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not may_read(request.user):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return require_safe(answer)


def for_deciders(view):
    """Open an action to who may decide on applications; what may not be done is told on the record."""

    @wraps(view)
    def answer(request, pk, *args, **kwargs):
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        record = get_object_or_404(_records(), pk=pk)
        try:
            return view(request, record, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("label_application", record.pk)

    return require_POST(answer)


def frame(title, *trail):
    """The frame of a screen of this part; `trail` as in admin_frame."""
    return admin_frame.frame("pick", title, *trail)


def above():
    """The list, as the trail of what lies below it names it."""
    return reverse("label_applications"), TITLE


def _records():
    return Application.objects.select_related("edition__call", "candidate", "decided_by", "admissibility")


@for_readers
def applications(request):
    """The list of an edition: those to look at first."""
    years = list(LabelEditionPage.objects.filter(applications__isnull=False).distinct().values_list("year", flat=True))
    years.sort(reverse=True)
    form = ListForm(request.GET, years=years)
    form.is_valid()
    asked = form.cleaned_data
    year = asked.get("edition") or next(iter(years), None)
    form.initial["edition"] = year
    of_year = Application.objects.filter(edition__year=year)
    rows = of_year.deposited().having(asked.get("q") or "").open_first().with_file_counts().prefetch_related("communes")
    if asked.get("etat") == WAITING:
        rows = rows.open()
    elif asked.get("etat"):
        rows = rows.filter(state=asked["etat"])
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        **frame(TITLE),
        "form": form,
        "year": year,
        "applications": Paginator(rows, A_PAGE).get_page(request.GET.get("p")),
        "drafts": of_year.drafts().order_by("-saved_at")[: 2 * A_PAGE],
        "query": query.urlencode(),
    }
    return TemplateResponse(request, "projects/admin/applications.html", context)


@for_readers
def application(request, pk):
    """One application as it was deposited; of a draft, which nobody but its holders reads, only that it is there."""
    return _page(request, get_object_or_404(_records(), pk=pk))


def _page(request, record, status=200, **forms):
    seen, may_change = {"seen": record.fingerprint}, request.user.has_perm(CHANGE)
    images = [] if record.is_draft else converting.stored_images(record)
    may_make = (
        may_change
        and converting.may_be_candidate(record)
        and record.edition.permissions_for_user(request.user).can_add_subpage()
    )
    context = {
        **frame(f"Dossier {record.reference}" if record.is_draft else record.title or record.reference, above()),
        "application": record,
        "sections": [] if record.is_draft else _sections(record),
        "files": [] if record.is_draft else record.files.deposited(),
        "holders": [] if record.is_draft else _holders(record),
        "may_change": may_change,
        "may_make": may_make,
        "may_delay": may_change and (record.is_draft or record.is_open),
        "candidate_form": CandidateForm(
            images=[(file.pk, file.name) for file in images], initial={"image": images[0].pk if images else ""}
        ),
        "ask_form": WordsForm(initial=seen, prefix="question"),
        "write_form": WordsForm(initial=seen, prefix="mot"),
        "delay_form": DelayForm(initial={"open_until": record.open_until}),
        **forms,
    }
    return TemplateResponse(request, "projects/admin/application.html", context, status=status)


def _sections(record):
    """What it says, its files apart: these have links."""
    return [section for section in reading.deposited_sections(record, for_team=True) if section.step != FILES]


def _holders(record):
    """Its holders, each with the organisation of the directory that it is, or None."""
    return [(holder["name"], converting.known_organisation(**holder)) for holder in record.holders]


@for_readers
def joined_file(request, pk, file_pk):
    """A file that was deposited with an application."""
    record = get_object_or_404(Application.objects.deposited(), pk=pk)
    row = record.files.deposited().filter(pk=file_pk).first()
    response = files.served(row) if row else None
    if response is None:
        raise Http404
    return response


@for_deciders
def make_candidate(request, record):
    """Make the draft page of a candidate of it, once, and open it."""
    images = converting.stored_images(record)
    form = CandidateForm(request.POST, images=[(file.pk, file.name) for file in images])
    if not form.is_valid():
        return _page(request, record, 400, candidate_form=form)
    chosen = next((file for file in images if file.pk == form.cleaned_data.get("image")), None)
    page, made = converting.make_candidate(record.pk, user=request.user, image=chosen)
    if made:
        log(instance=record, action="projects.application.candidate", user=request.user)
        messages.success(request, f"« {page.title} » est en brouillon, candidat n° {page.number}. Relisez et publiez.")
    else:
        messages.warning(request, "La fiche existait déjà : la voici.")
    return redirect("wagtailadmin_pages:edit", page.pk)


@for_deciders
def ask(request, record):
    """Ask who applies something, which they answer by correcting."""
    form = WordsForm(request.POST, prefix="question")
    if not form.is_valid():
        return _page(request, record, 400, ask_form=form)
    said = form.cleaned_data
    try:
        answering.ask(record.pk, said["words"], user=request.user, seen=said["seen"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        record = get_object_or_404(_records(), pk=record.pk)
        # What was written is shown again beside what has changed: whoever reads that may send it still.
        typed = WordsForm(initial={"seen": record.fingerprint, "words": said["words"]}, prefix="question")
        return _page(request, record, 409, ask_form=typed)
    log(instance=record, action="projects.application.ask", user=request.user)
    messages.success(request, "Votre question part par courriel. Le dossier est rouvert pour la réponse.")
    return redirect("label_application", record.pk)


@for_deciders
def write(request, record):
    """Write a word to who applies."""
    form = WordsForm(request.POST, prefix="mot")
    if not form.is_valid():
        return _page(request, record, 400, write_form=form)
    answering.write(record.pk, form.cleaned_data["words"])
    log(instance=record, action="projects.application.write", user=request.user)
    messages.success(request, "Votre message part par courriel.")
    return redirect("label_application", record.pk)


@for_deciders
def grant_delay(request, record):
    """Let it be filled in after the closing."""
    form = DelayForm(request.POST)
    if not form.is_valid():
        return _page(request, record, 400, delay_form=form)
    answering.grant_delay(record.pk, form.cleaned_data["open_until"])
    log(instance=record, action="projects.application.delay", user=request.user)
    messages.success(request, "Le délai est accordé. Un message part au porteur.")
    return redirect("label_application", record.pk)
