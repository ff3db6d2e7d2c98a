"""What waits, what failed, what nobody knows the end of: the work of the site behind its pages."""

from datetime import timedelta

from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from pma_site.core import mail
from pma_site.core.choices import OutgoingState
from pma_site.core.french import counted, moment
from pma_site.core.models import Outgoing, PublicationFailure, Pulse

from .findings import Finding, State

LATE_PUBLICATION, LATE_MESSAGE, LATE_TASK = timedelta(minutes=20), timedelta(minutes=30), timedelta(minutes=30)
PUBLICATION = "publish_due"


def publication() -> Finding:
    """The last run of what is planned, and what it could not do."""
    pulse, failures = Pulse.objects.filter(name=PUBLICATION).first(), PublicationFailure.objects.count()
    advice = "Démarrez le planificateur, ou lancez « manage.py publish_due » et lisez ce qu’il dit."
    if pulse is None or pulse.ended_at is None:
        seen = "jamais passée" if pulse is None else f"en cours depuis le {moment(pulse.began_at)}"
        late = pulse is None or timezone.now() - pulse.began_at > LATE_PUBLICATION
        return Finding("publication", "Publication prévue", State.BAD if late else State.GOOD, seen, advice * late)
    seen = f"dernier passage le {moment(pulse.ended_at)}"
    if failures:
        plural = "s" if failures > 1 else ""
        mend = "Ouvrez la page en cause : la raison est dans le courriel reçu par la direction de publication."
        return Finding("publication", "Publication prévue", State.BAD, f"{seen}, {failures} échec{plural}", mend)
    if timezone.now() - pulse.ended_at > LATE_PUBLICATION:
        return Finding("publication", "Publication prévue", State.BAD, seen, advice)
    return Finding("publication", "Publication prévue", State.GOOD, seen)


def _ledgers():
    return [model for model in apps.get_models() if issubclass(model, Outgoing)]


def waiting_messages() -> Finding:
    """The oldest message whose hour has come and that has not left."""
    now, oldest, count = timezone.now(), None, 0
    for model in _ledgers():
        due = model._base_manager.filter(state=OutgoingState.READY, due_at__lte=now)
        count += due.count()
        first = due.order_by("due_at").values_list("due_at", flat=True).first()
        oldest = min(filter(None, (oldest, first)), default=None)
    if not count:
        return Finding("messages", "Messages à envoyer", State.GOOD, "aucun n’attend")
    seen = f"{count} en attente, le plus ancien depuis le {moment(oldest)}"
    if not mail.is_local() and not mail.is_confirmed():
        advice = "Confirmez le transport dans « Lecteurs › Messagerie » : d’ici là rien ne part."
        return Finding("messages", "Messages à envoyer", State.BAD, seen, advice)
    late = now - oldest > LATE_MESSAGE
    advice = "Voyez si « manage.py send_due --forever » tourne, et si un envoi est en pause dans « Lecteurs › Envois »."
    return Finding("messages", "Messages à envoyer", State.WATCH if late else State.GOOD, seen, advice * late)


def unsettled_messages() -> Finding:
    """Messages of the last month that were refused, or that nobody knows the end of."""
    since, unknown, refused = timezone.now() - timedelta(days=30), 0, 0
    for model in _ledgers():
        recent = model._base_manager.filter(settled_at__gte=since)
        unknown += recent.filter(state=OutgoingState.UNKNOWN).count()
        refused += recent.filter(state=OutgoingState.REFUSED).count()
    seen = f"{counted(unknown, 'incertain')} et {counted(refused, 'refusé')} en trente jours"
    if unknown:
        advice = "Lisez le journal du relais, puis « manage.py settle_from_log » : rien ne les renvoie de soi-même."
        return Finding("unsettled", "Messages incertains ou refusés", State.WATCH, seen, advice)
    advice = "Les adresses en cause sont dans « Lecteurs › Envois » et « Messagerie »." if refused else ""
    return Finding("unsettled", "Messages incertains ou refusés", State.GOOD, seen, advice)


def background_tasks() -> Finding:
    """The oldest task that waits in the database's queue, where the site has one."""
    if not apps.is_installed("django_tasks_db"):
        return Finding("tasks", "Tâches de fond", State.GOOD, "faites aussitôt, sans file d’attente")
    model = apps.get_model("django_tasks_database", "DBTaskResult")
    waiting = model.objects.filter(status="READY").order_by("enqueued_at")
    first, count = waiting.values_list("enqueued_at", flat=True).first(), waiting.count()
    failed = model.objects.filter(status="FAILED", finished_at__gte=timezone.now() - timedelta(days=1)).count()
    seen = f"{count} en attente" + (f", la plus ancienne depuis le {moment(first)}" if first else "")
    if first and timezone.now() - first > LATE_TASK:
        advice = "Démarrez « manage.py db_worker » (service lettre-tasks)."
        return Finding("tasks", "Tâches de fond", State.BAD, seen, advice)
    advice = "Lisez le journal de « manage.py db_worker »." if failed else ""
    seen += f", {failed} en échec depuis hier" if failed else ""
    return Finding("tasks", "Tâches de fond", State.WATCH if failed else State.GOOD, seen, advice)


def nightly_commands() -> Finding:
    """What runs by itself and came to a bad end the last time."""
    failed = [pulse for pulse in Pulse.objects.order_by("name") if pulse.has_failed and pulse.name != PUBLICATION]
    if not failed:
        return Finding("commands", "Commandes régulières", State.GOOD, "aucune en échec")
    seen = " ; ".join(f"{pulse.name} : {pulse.said or 'échec'}" for pulse in failed)
    names = " ; ".join(f"« manage.py {pulse.name} »" for pulse in failed)
    return Finding("commands", "Commandes régulières", State.WATCH, seen, f"Relancez à la main et lisez : {names}.")


def transport() -> Finding:
    """How messages leave."""
    if mail.is_local():
        advice = "Réglez EMAIL_HOST ou EMAIL_PROVIDER : d’ici là chaque envoi est une répétition."
        return Finding("mail", "Messagerie", State.WATCH, "les messages restent sur cette machine", advice)
    if not mail.is_confirmed():
        advice = f"Un administrateur la confirme dans l’administration : {reverse('readers_messaging')}"
        return Finding("mail", "Messagerie", State.BAD, f"{mail.description()}, non confirmée", advice)
    return Finding("mail", "Messagerie", State.GOOD, f"{mail.description()}, confirmée")


def all_of_it() -> list[Finding]:
    """Everything that the team looks at besides the vitals."""
    return [
        publication(),
        waiting_messages(),
        unsettled_messages(),
        background_tasks(),
        nightly_commands(),
        transport(),
    ]
