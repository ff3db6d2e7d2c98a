"""An application becomes the page of a candidate, in draft, without anything being typed again."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import Max
from wagtail.models import Collection

from pma_site.contributions import deciding
from pma_site.core.french import spelling_key
from pma_site.core.models import SiteImage
from pma_site.core.refusals import Refused
from pma_site.directory.choices import OrganisationKind
from pma_site.directory.models import Organisation

from ..choices import Admissible, ApplicationState
from ..models import Application, ApplicationFile, CandidateCommune, CandidateHolder, CandidatePage, LabelEditionPage
from . import drafts

NO_RIGHT = "Vous ne pouvez pas créer de fiche dans cette édition : demandez à qui tient le label."
NOT_STANDING = "Cette candidature n’est pas à instruire : elle est retirée, écartée ou pas encore déposée."
INADMISSIBLE = (
    "Cette candidature est irrecevable : elle n’a pas de fiche. Pour lui en donner une, revenez d’abord sur sa "
    "recevabilité, dans « Instruction »."
)
# Words by which a name tells what a holder is; an association otherwise, as most holders are.
_KINDS = (
    (("commune de", "mairie", "ville de"), OrganisationKind.COMMUNE),
    (("communaute d agglomeration", "communaute de communes", "metropole"), OrganisationKind.EPCI),
    (("departement", "region"), OrganisationKind.LOCAL_AUTHORITY),
    (("ecole", "college", "lycee", "universite", "faculte", "iut"), OrganisationKind.SCHOOL),
    (("sarl", "sas", "scop", "scic", "eurl", "societe"), OrganisationKind.COMPANY),
)


@transaction.atomic
def make_candidate(pk: int, *, user, image: ApplicationFile | None = None) -> tuple[CandidatePage, bool]:
    """Return the draft page that an application became, and whether it was made now: it is made once.

    It bears the next number of the edition, the application's title, subject, state, communes and area; its holders are
    found in the directory by their names, or entered there. `image`, one of its pictures, joins the library and the
    page. Raises Refused where `user` may add no page there, and where the application is withdrawn or set aside.
    """
    application = drafts.locked(pk)
    if application.candidate:
        return application.candidate, False
    if is_inadmissible(application):
        raise Refused(INADMISSIBLE)
    if not may_be_candidate(application):
        raise Refused(NOT_STANDING)
    # Two applications at once take two numbers.
    edition = LabelEditionPage.objects.select_for_update().get(pk=application.edition_id)
    if not edition.permissions_for_user(user).can_add_subpage():
        raise Refused(NO_RIGHT)
    last = CandidatePage.objects.child_of(edition).order_by().aggregate(last=Max("number"))["last"] or 0
    picture = _into_library(application, image, user) if image else None
    page = CandidatePage(
        title=application.title,
        number=last + 1,
        subject=application.subject,
        state=application.project_state,
        area=application.area,
        image=picture,
        image_alt=picture.description if picture else "",
        owner=user,
        live=False,
    )
    page.future_parent = edition
    organisations = dict.fromkeys(organisation_of(**holder) for holder in application.holders)
    page.holders = [CandidateHolder(organisation=each, sort_order=place) for place, each in enumerate(organisations)]
    page.communes = [
        CandidateCommune(commune=each, sort_order=place) for place, each in enumerate(application.communes.all())
    ]
    edition.add_child(instance=page)
    page.save_revision(user=user)
    application.candidate = page
    application.save(update_fields=["candidate"])
    deciding.decide(application, ApplicationState.ACCEPTED, user, application.answer)
    return page, True


def may_be_candidate(application: Application) -> bool:
    """Whether a page may be made of it: it is to be examined and not inadmissible, or its page was deleted since."""
    if application.candidate_id or is_inadmissible(application):
        return False
    return application.is_open or application.state == ApplicationState.ACCEPTED


def is_inadmissible(application: Application) -> bool:
    """Whether it was decided that it may not go before the committees."""
    decision = getattr(application, "admissibility", None)
    return bool(decision and decision.verdict == Admissible.NO)


def known_organisation(name: str, siret: str = "") -> Organisation | None:
    """The organisation of the directory that has a SIRET, or goes by a name in any spelling or by an acronym."""
    key, every = spelling_key(name), Organisation.objects.only("pk", "name", "acronym", "siret")
    by_number = [each for each in every if siret and each.siret == siret]
    by_name = [each for each in every if key and spelling_key(each.name) == key]
    by_acronym = [each for each in every if key and each.acronym and spelling_key(each.acronym) == key]
    return next(iter([*by_number, *by_name, *by_acronym]), None)


def organisation_of(name: str, siret: str = "") -> Organisation:
    """The organisation of that name: a new one is entered in the directory where it has none.

    Its SIRET is noted where the directory did not know it.
    """
    known = known_organisation(name, siret)
    if known is None:
        return Organisation.objects.create(name=name, siret=siret, kind=_kind_of(name))
    if siret and not known.siret:
        known.siret = siret
        known.save(update_fields=["siret"])
    return known


def _kind_of(name):
    key = f" {spelling_key(name)} "
    return next(
        (kind for words, kind in _KINDS if any(f" {word} " in key for word in words)), OrganisationKind.ASSOCIATION
    )


def _into_library(application, file, user):
    """Copy a picture into the library of the site, where the public may see it once a page shows it."""
    content = file.read()
    if content is None:
        raise Refused("Cette image est perdue : choisissez-en une autre, ou aucune.")
    made = SiteImage(
        title=f"{application.title} {file.pk}"[:255],
        description="",
        credit=application.holders_in_words[:200],
        uploaded_by_user=user,
        file=ImageFile(ContentFile(content), name=f"candidature-{secrets.token_hex(6)}.jpg"),
        collection=Collection.get_first_root_node(),
    )
    made.save()
    return made


def stored_images(application: Application) -> list[ApplicationFile]:
    """The pictures of an application that its page may show."""
    return [file for file in application.files.deposited() if file.is_image]
