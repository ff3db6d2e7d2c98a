"""The file of an application: where it stands, what it says, its files, taking it back."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pma_site.contributions import links
from pma_site.core.mail import sender
from pma_site.readers.views.frame import private

from ...applying import depositing, drafts, files, reading
from ...choices import ApplicationState
from ...forms.applying.steps import FILES
from ...models import Application
from .frame import for_holders, frame_of, told

DONE = {
    "ouvert": (
        "Votre dossier est ouvert. Son lien part aussi par courriel : gardez-le pour revenir. Si vous aviez déjà "
        "commencé ce projet, le lien de ce premier dossier repart avec lui."
    ),
    "garde": "Ce que vous avez saisi est gardé. Vous pouvez fermer cette page et revenir par votre lien.",
    "depose": "Votre candidature est déposée. Un accusé de réception part à votre adresse.",
}


@require_safe
@for_holders
def file(request, application):
    """Where a file stands: its steps and what is missing while it may be filled in, and what was deposited."""
    may_be_filled = application.may_be_filled
    typed = reading.typed_sections(application) if may_be_filled or application.is_draft else []
    context = {
        **frame_of(application),
        "title": "Votre dossier" if application.is_draft else "Votre candidature",
        "state": _state_in_words(application),
        "done": DONE.get(request.GET.get("fait", ""), ""),
        "may_be_filled": may_be_filled,
        "may_be_withdrawn": application.is_draft or application.is_open,
        "typed": typed,
        "is_complete": all(section.is_complete for section in typed),
        # Its files are listed below, with their links.
        "deposited": []
        if application.is_draft
        else [section for section in reading.deposited_sections(application) if section.step != FILES],
        "files": application.files.kept() if application.is_draft else application.files.deposited(),
        "sender": sender(),
    }
    return render(request, "projects/applying/file.html", context)


def _state_in_words(application):
    """What its holders should know first."""
    if application.is_draft:
        if application.may_be_filled:
            return "En préparation : rien n’est encore déposé."
        closed = drafts.closed(application.call)
        return f"{closed} Ce dossier n’a pas été déposé."
    if application.has_changes and application.may_be_filled:
        return "Déposée. Vous l’avez modifiée depuis : l’équipe lit encore la version déposée. Déposez vos corrections."
    return {
        ApplicationState.RECEIVED: "Déposée. L’équipe du label et ses comités l’examinent.",
        ApplicationState.ASKED: "L’équipe vous pose une question. Complétez le dossier et déposez-le de nouveau.",
        ApplicationState.ACCEPTED: "Votre projet est candidat : son instruction continue.",
        ApplicationState.DECLINED: "Votre candidature n’est pas retenue pour l’instruction.",
        ApplicationState.WITHDRAWN: "Vous l’avez retirée : personne ne l’examine.",
    }.get(application.state, application.get_state_display().capitalize())


@require_http_methods(["GET", "HEAD", "POST"])
@for_holders
def withdraw(request, application):
    """Take a file back: a page that says what that means, with one button."""
    if request.method == "POST":
        if depositing.withdraw(application) is None:
            return redirect("applying:deleted")
        return redirect(links.follow_path(Application.follow_route, application.reference))
    if not (application.is_draft or application.is_open):
        return redirect(links.follow_path(Application.follow_route, application.reference))
    title = "Supprimer votre dossier" if application.is_draft else "Retirer votre candidature"
    return render(request, "projects/applying/withdraw.html", {**frame_of(application), "title": title})


@require_safe
@private
def deleted(request):
    """A file that was never deposited is gone."""
    return told(request, "Votre dossier est supprimé", "Rien n’en est gardé.")


@require_safe
@for_holders
def joined_file(request, application, pk):
    """A file joined to an application, for its holders."""
    row = application.files.filter(pk=pk).first()
    response = files.served(row) if row else None
    if response is None:
        raise Http404
    return response
