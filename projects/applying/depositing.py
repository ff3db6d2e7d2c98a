"""An application is deposited, corrected or taken back by its holders."""

from django.db import transaction
from django.utils import timezone

from pma_site.contributions import deciding
from pma_site.core.french import spelling_key
from pma_site.core.refusals import Refused

from ..choices import ApplicationState
from ..models import Application
from . import drafts, telling
from .reading import CONTACT
from .wording import LEGAL

INCOMPLETE = "Il reste quelque chose à compléter avant de déposer : les étapes concernées sont signalées."


@transaction.atomic
def deposit(pk: int) -> Application:
    """Put what is typed in the place of what was deposited, and acknowledge it.

    Pressed twice, it does it once. Raises drafts.Closed at the closing and after it, and Refused where the same address
    deposited the same project already, where a step is not right or where the team has decided.
    """
    application = drafts.locked(pk)
    if application.is_open and not application.is_asked and not application.has_changes:
        return application
    drafts.check_open(application)
    forms = drafts.forms_of(application)
    too_many = application.files.kept().count() > (application.call.most_files if application.call else 0)
    if not all(form.is_valid() for form in forms.values()):
        raise Refused(INCOMPLETE)
    if too_many:
        raise Refused("Trop de pièces jointes : l’appel en demande moins. Retirez-en.")
    contact, project = forms["contact"].cleaned_data, forms["projet"].cleaned_data
    same = Application.objects.standing().of(application.edition).exclude(pk=application.pk)
    twin = same.filter(sender_email__iexact=contact["sender_email"], title_key=spelling_key(project["title"])[:160])
    if twin := twin.first():
        raise Refused(
            f"Ce projet a déjà été déposé avec cette adresse : référence {twin.reference}. Corrigez ce dossier-là, ou "
            "changez le titre si le projet est un autre."
        )
    again, moved = not application.is_draft, application.sender_email != contact["sender_email"]
    _write(application, forms)
    now = timezone.now()
    application.deposited_at = application.deposited_at or now
    application.sent_at, application.changed_at = now, now if again else None
    application.state, application.has_changes = ApplicationState.RECEIVED, False
    application.legal_version = LEGAL.version
    application.save()
    application.communes.set(forms["lieu"].made)
    for file in application.files.filter(is_kept=False):
        file.delete()
    application.files.update(is_deposited=True)
    telling.acknowledge(application, again=again and not moved)
    telling.tell_team(application)
    return application


def _write(application, forms):
    project = forms["projet"].cleaned_data
    application.title, application.title_key = project["title"], spelling_key(project["title"])[:160]
    application.subject, application.project_state = project["subject"], project["project_state"]
    application.holders, application.budget = forms["porteurs"].made, forms["budget"].made
    application.area = forms["lieu"].cleaned_data["area"]
    application.answers = forms["reponses"].answers if "reponses" in forms else []
    for name, _label in CONTACT:
        setattr(application, name, forms["contact"].cleaned_data[name])


@transaction.atomic
def withdraw(application: Application) -> Application | None:
    """Take an application back: a draft is deleted with its files, and it returns None; what was deposited stays noted.

    Raises Refused once the team has decided.
    """
    held = drafts.locked(application.pk)
    if held.is_draft:
        held.delete()
        return None
    return deciding.withdraw(Application, held.reference)
