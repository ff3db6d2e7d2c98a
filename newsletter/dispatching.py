"""What the team declares of an issue it sent: the sending itself, and the corrections that followed."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from pma_site.core.drafts import fingerprint
from pma_site.core.models import SiteSettings
from pma_site.core.refusals import Refused

from .choices import Channel
from .models import Dispatch, IssuePage, IssueVersion, Rectification, Sending
from .publication import make_pdf_of


def held(issue):
    """Return the issue as the database has it, which nobody else changes until the transaction ends."""
    Page.objects.select_for_update().get(pk=issue.pk)
    return IssuePage.objects.get(pk=issue.pk)


@transaction.atomic
def declare_sent(issue, *, day, channel, user):
    """Write down that the issue, as it is online, was sent on `day` by `channel` (choices.Channel): it is frozen.

    Said twice, it is written once. Raises core.refusals.Refused for an issue that is not online, and for one that a
    planned publication is about to change.
    """
    issue = held(issue)
    if not issue.live:
        raise Refused("Ce numéro n’est pas en ligne : publiez-le avant de déclarer son envoi.")
    if issue.scheduled_revision:
        raise Refused("Une nouvelle version de ce numéro est programmée : annulez-la avant de déclarer l’envoi.")
    version = version_to_send(issue)
    dispatch, new = Dispatch.objects.get_or_create(
        version=version, day=day, channel=channel, defaults={"declared_by": user}
    )
    if new:
        log(instance=issue, action="newsletter.dispatch", user=user, revision=version.revision)
    return dispatch


@transaction.atomic
def withdraw(dispatch, user):
    """Undo a sending that was declared by mistake: an issue that was sent in no other way is free to change again.

    Raises core.refusals.Refused once a rectification has told readers of what was sent.
    """
    issue = held(dispatch.version.issue)
    version = dispatch.version
    if version != issue.current_version:
        raise Refused("Un rectificatif a suivi cet envoi : il ne s’annule plus.")
    log(
        instance=issue,
        action="newsletter.dispatch.withdraw",
        user=user,
        data={"day": str(dispatch.day), "channel": dispatch.channel},
    )
    dispatch.delete()
    forget_version(version)


def version_to_send(issue):
    """Return what readers of an issue will have: its version in force, or the first one, frozen now."""
    return issue.current_version or _freeze(issue)


def forget_version(version):
    """Free an issue that was frozen to be sent, once nobody has it: neither by the site nor by another way."""
    if version.number == 1 and not version.dispatches.exists() and not version.sendings.exists():
        version.delete()


def note_sent(version, day, user):
    """Write down that the site itself sent a version by e-mail, on `day` for the first time."""
    if not version.dispatches.filter(day=day, channel=Channel.EMAIL).exists():
        Dispatch.objects.create(version=version, day=day, channel=Channel.EMAIL, declared_by=user)


def _freeze(issue):
    """Keep what readers have of an issue, registers included, and print that."""
    transaction.on_commit(lambda: make_pdf_of.enqueue(issue.pk))
    return IssueVersion.objects.create(
        issue=issue,
        number=1,
        revision=_revision_online(issue),
        published_at=issue.last_published_at or timezone.now(),
        content=_frozen(issue),
    )


def _frozen(issue):
    """Return what the issue shows, registers included, for good."""
    return issue.letter(SiteSettings.published_for()).as_json()


def _revision_online(issue):
    """Return the revision that readers have; an issue that was put online without one gets it, below its drafts."""
    if issue.live_revision:
        return issue.live_revision
    revision = Revision.objects.create(
        content_object=issue,
        base_content_type=issue.get_base_content_type(),
        content=issue.serializable_data(),
        created_at=issue.last_published_at or issue.first_published_at or timezone.now(),
        object_str=str(issue),
    )
    kept = {"live_revision": revision}
    if issue.latest_revision_id is None:
        kept |= {"latest_revision": revision, "latest_revision_created_at": revision.created_at}
    Page.objects.filter(pk=issue.pk).update(**kept)
    return revision


@transaction.atomic
def publish_rectification(issue, *, day, text, changes, user):
    """Put the latest draft of a sent issue online as its next version, and tell readers what changed.

    Raises core.refusals.Refused for an issue that was not sent, without change, with a later hour of going online,
    or written last by `user` (IssuePage.check_publication).
    """
    issue = held(issue)
    former, revision = issue.current_version, issue.get_latest_revision()
    if former is None:
        raise Refused("Ce numéro n’a pas été envoyé : il se publie comme les autres pages.")
    refuse_while_sent([issue])
    if fingerprint(former.revision.content) == fingerprint(revision.content):
        raise Refused("Le brouillon dit la même chose que la version envoyée : il n’y a rien à rectifier.")
    planned = revision.as_object().go_live_at
    if planned and planned > timezone.now():
        raise Refused("Le brouillon a une date de mise en ligne à venir : retirez-la, un rectificatif paraît aussitôt.")
    issue.publish(revision, user, rectification=True)
    version = IssueVersion.objects.create(
        issue=issue,
        number=former.number + 1,
        revision=revision,
        published_at=timezone.now(),
        content=_frozen(revision.as_object()),
    )
    log(instance=issue, action="newsletter.rectify", user=user, revision=revision)
    return Rectification.objects.create(version=version, day=day, text=text, changes=changes, made_by=user)


def refuse_while_sent(pages):
    """Raise core.refusals.Refused where one of `pages`, or a page below it, is an issue on its way to its readers."""
    for page in pages:
        running = Sending.objects.open().filter(issue__path__startswith=page.path, rehearsal=False).first()
        if running:
            raise Refused(
                "L’envoi de ce numéro est en cours : retirez-le, ou attendez qu’il soit terminé.",
                reverse("newsletter_sending", args=[running.pk]),
            )


def refuse_to_delete_what_was_sent(pages):
    """Raise core.refusals.Refused where one of `pages`, or a page below it, is an issue that readers were sent."""
    for page in pages:
        if IssueVersion.objects.below(page).exists():
            message = f"« {page.get_admin_display_title()} » a été envoyé aux lecteurs : il ne se supprime plus."
            raise Refused(message, reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
