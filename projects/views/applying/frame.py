"""What the pages of who applies have in common: they open by a file's own link, and say whom to write to."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render

from pma_site.contributions import links
from pma_site.contributions.forms import SubmissionForm
from pma_site.contributions.views import readable
from pma_site.core import attachments
from pma_site.core.french import NBSP
from pma_site.core.refusals import Refused
from pma_site.readers.views.frame import private

from ...applying import drafts
from ...models import Application

# One file and a few lines; beyond, nothing is read.
MOST_BYTES = attachments.MAX_SIZE + 2 * 1024 * 1024
TOO_BIG = f"Cet envoi est trop lourd : un fichier a 20{NBSP}Mo au plus. Revenez en arrière : votre dossier est gardé."


def told(request, title, words, *, status=200, **context):
    """A page that says one thing, with the contact of the call."""
    context = {"title": title, "standfirst": words, **contact_of(context.get("call")), **context}
    return render(request, "projects/applying/told.html", context, status=status)


def contact_of(call):
    """Whom to write to about a call."""
    contact = call.edition.contact if call else None
    return {"contacts": [contact] if contact else []}


def for_holders(view):
    """Open a page to who holds the link of a file. Raises Http404 for a link that we never gave."""

    @private
    @readable(MOST_BYTES, TOO_BIG)
    @wraps(view)
    def answer(request, token, *args, **kwargs):
        reference = links.followed(Application.follow_route, token)
        rows = Application.objects.select_related("edition__call", "edition__contact", "candidate")
        application = rows.filter(reference=reference).first() if reference else None
        if application is None:
            raise Http404
        try:
            return view(request, application, *args, **kwargs)
        except drafts.Closed as closed:
            return _late(request, application, closed)
        except Refused as refusal:
            return told(request, "Rien n’a changé", str(refusal), status=409, **frame_of(application))

    return answer


def frame_of(application):
    """What every page of a file has."""
    return {
        "application": application,
        "token": links.follow_path(Application.follow_route, application.reference).rstrip("/").split("/")[-1],
        "call": application.call,
        "look": "label",
        "trap": SubmissionForm(),
        **contact_of(application.call),
    }


def _late(request, application, closed):
    """The answer to what came once the call was closed: what is kept, and whom to write to."""
    kept = (
        "Ce que vous avez saisi est gardé dans votre dossier, mais il n’est pas déposé."
        if application.is_draft
        else "Votre candidature reste celle que vous avez déposée."
    )
    words = f"{closed} {kept} Une difficulté ? Écrivez-nous avec votre référence : {application.reference}."
    return told(request, "L’appel est clos", words, status=410, **frame_of(application))
