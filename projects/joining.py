"""« Rejoindre la communauté »: a request comes in, and becomes an organisation and the draft of a member's page."""

from dataclasses import dataclass
from itertools import count

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from pma_site.contributions import deciding, messages
from pma_site.contributions.choices import ContributionState
from pma_site.contributions.messages import Words
from pma_site.contributions.wording import LEGAL
from pma_site.core.alphabet import InFrench
from pma_site.core.french import spelling_key
from pma_site.core.refusals import Refused
from pma_site.directory.models import Organisation
from pma_site.territory.models import Commune

from . import confirming
from .models import MemberPage, MembershipRequest, NetworkIndexPage
from .models.network import RESERVED

SENT = (
    "Cette demande est déjà envoyée, sous la référence {0}. Ce que vous venez de changer n’est pas enregistré : "
    "corrigez-la par le lien du message que vous avez reçu."
)
NO_RIGHT = "Vous ne pouvez pas créer de membre du réseau : demandez à qui le tient."
ALREADY = "Cette organisation est déjà membre du réseau : rattachez la demande à sa fiche."
MEMBER = "« {0} » est déjà membre du réseau : ouvrez sa fiche dans la liste des membres."
TAKEN = "Une organisation porte déjà ce nom : choisissez-la dans la liste, ou changez son nom dans l’annuaire."
# What else a name is written with, which two namesakes may differ in.
_LEGAL_FORMS = frozenset({"sas", "sarl", "sa", "eurl", "scop", "asso", "association", "groupe", "societe", "ste"})


@dataclass(frozen=True)
class Twin:
    """An organisation that may be the one a request is about; `member` is its page where it is one already."""

    organisation: Organisation
    member: MemberPage | None


def send(values: dict, *, code: str) -> MembershipRequest:
    """Keep a request and have it acknowledged; the form of identity `code`, sent twice, is kept once.

    `values` are the fields of forms.network_joining.JoiningForm. Raises Refused where the form was sent before with
    something else in it.
    """
    fields = _fields(values)
    try:
        with transaction.atomic():
            known = MembershipRequest.objects.filter(submission=code).first()
            if known:
                return _same(known, fields)
            request = MembershipRequest.objects.create(submission=code, legal_version=LEGAL.version, **fields)
            deciding.acknowledge(request)
    except IntegrityError:
        # Pressed twice at the same instant.
        return _same(MembershipRequest.objects.get(submission=code), fields)
    return request


def _fields(values):
    code = values.get("commune")
    return {**values, "commune": Commune.objects.filter(insee_code=code).first() if code else None}


def _same(known, fields):
    if any(getattr(known, name) != value for name, value in fields.items()):
        raise Refused(SENT.format(known.reference))
    return known


@transaction.atomic
def correct(request: MembershipRequest, values: dict) -> MembershipRequest:
    """Write down what its sender corrects: the team has to look at it again. Raises Refused where it is too late."""
    request = deciding.taken(MembershipRequest, reference=request.reference)
    for name, value in _fields(values).items():
        setattr(request, name, value)
    deciding.corrected(request)
    return request


def twins_of(name: str) -> list[Twin]:
    """The organisations of that name in any spelling, legal form aside, and those whose name holds it or is held."""
    wanted = _key(name)
    if not wanted:
        return []
    found = []
    every = Organisation.objects.select_related("membership", "commune").order_by(InFrench("name"))
    for organisation in every:
        if any(_alike(wanted, _key(known)) for known in (organisation.name, organisation.acronym)):
            found.append(Twin(organisation, getattr(organisation, "membership", None)))
    return found


def _key(name):
    return " ".join(word for word in spelling_key(name).split() if word not in _LEGAL_FORMS)


def _alike(wanted, known):
    if not known:
        return False
    shorter, longer = sorted((wanted, known), key=len)
    return wanted == known or (len(shorter) >= 4 and f" {shorter} " in f" {longer} ")


@transaction.atomic
def accept(pk: int, organisation: Organisation | None, *, user, seen: str) -> MemberPage:
    """Make of a request a draft page over `organisation`, or over a new one, and return it; its sender is told.

    Who wrote is its private contact. Raises Refused as contributions.deciding.taken does, where `user` may add no
    member, and where the organisation is one already.
    """
    request = deciding.taken(MembershipRequest, seen, pk=pk)
    deciding.check_reachable(request)
    page = _begin(
        request.sender_organisation,
        organisation or _new_organisation(request),
        user,
        activity=request.activity,
        sector=request.sector,
        stage=request.stage,
        standfirst=request.presentation,
        object_name=request.object_name,
    )
    _keep_contact(request, page)
    request.page = page
    request.save(update_fields=["page"])
    deciding.decide(request, ContributionState.ACCEPTED, user)
    messages.queue(request, _welcome(request))
    return page


@transaction.atomic
def begin(said: dict, *, user) -> MemberPage:
    """Make a draft page of a member that the team adds by itself, over the organisation of that name or a new one.

    `said` are the fields of forms.network_adding.NewMemberForm; with an e-mail its contact is kept, which is private.
    Raises Refused where `user` may add no member, and where the organisation is one already.
    """
    key = spelling_key(said["name"])
    known = next(
        (twin.organisation for twin in twins_of(said["name"]) if spelling_key(twin.organisation.name) == key), None
    )
    if known and hasattr(known, "membership"):
        raise Refused(MEMBER.format(known))
    organisation = known or Organisation(name=said["name"], kind=said["kind"], **_place(said))
    page = _begin(said["name"], organisation, user, activity=said["activity"])
    if said["contact_email"]:
        confirming.keep_contact(page, name=said["contact_name"], email=said["contact_email"], phone="")
    return page


def _place(said):
    code = said.get("commune")
    commune = Commune.objects.filter(insee_code=code).first() if code else None
    return {"commune": commune, "outside_place": said.get("outside_place", "")}


def _begin(title, organisation, user, **fields):
    index = NetworkIndexPage.objects.first()
    if index is None or not index.permissions_for_user(user).can_add_subpage():
        raise Refused(NO_RIGHT)
    if organisation.pk is None:
        _add_to_the_directory(organisation, user)
    elif hasattr(organisation, "membership"):
        raise Refused(ALREADY)
    page = MemberPage(
        title=title, slug=_free_slug(index, title), organisation=organisation, live=False, owner=user, **fields
    )
    index.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page


@transaction.atomic
def merge(pk: int, member: MemberPage, *, user, seen: str) -> MemberPage:
    """Tie a request to a member that is there already: its private contact is filled in where there is none."""
    request = deciding.taken(MembershipRequest, seen, pk=pk)
    deciding.check_reachable(request)
    if not member.permissions_for_user(user).can_edit():
        raise Refused(NO_RIGHT)
    if not confirmation_address(member):
        _keep_contact(request, member)
    request.page, request.told_at = member, timezone.now()
    request.save(update_fields=["page", "told_at"])
    deciding.decide(request, ContributionState.MERGED, user)
    messages.queue(
        request,
        Words(
            f"Votre demande {request.reference} : vous êtes déjà membre",
            [
                "Bonjour,",
                f"Votre organisation est déjà membre d’Innov in Artois, sous le nom « {member.title} ». Nous avons "
                "rattaché votre demande à sa fiche.",
            ],
            "Relire ma demande",
            ["La fiche est à corriger ? Répondez à ce message."],
        ),
    )
    return member


def confirmation_address(member: MemberPage) -> str:
    """Where the team writes to a member; "" where it does not know."""
    contact = getattr(member, "private_contact", None)
    return contact.email if contact else ""


def _keep_contact(request, page):
    confirming.keep_contact(page, name=request.sender_name, email=request.sender_email, phone=request.sender_phone)


def _new_organisation(request):
    if Organisation.objects.filter(name__iexact=request.sender_organisation).exists():
        raise Refused(TAKEN)
    return Organisation(
        name=request.sender_organisation,
        kind=request.kind,
        commune=request.commune,
        outside_place=request.outside_place,
        website=request.website,
    )


def _add_to_the_directory(organisation, user):
    try:
        organisation.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    organisation.save()
    log(instance=organisation, action="wagtail.create", user=user)


def _free_slug(index, title):
    wanted = slugify(title)[:200] or "membre"
    taken = {*index.get_children().values_list("slug", flat=True), *RESERVED}
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def tell_who_asked(sender, instance, **kwargs):
    """Tell who asked to join that the page is online, once (signal page_published)."""
    waiting = MembershipRequest.objects.filter(page=instance.pk, told_at=None, state=ContributionState.ACCEPTED)
    with transaction.atomic():
        told = list(waiting.select_for_update(of=("self",)))
        if not told or not MemberPage.objects.online().filter(pk=instance.pk).exists():
            return
        for request in told:
            words = Words(
                f"En ligne : la page de {instance.title}",
                ["Bonjour,", f"La page de « {instance.title} » est en ligne dans l’annuaire d’Innov in Artois."],
                "Voir la page",
                ["Une erreur s’est glissée ? Répondez à ce message : nous corrigerons."],
                address=messages.public_address(instance.get_url()),
            )
            messages.queue(request, words)
        waiting.update(told_at=timezone.now())


def _welcome(request):
    return Words(
        f"Votre demande {request.reference} est acceptée",
        [
            "Bonjour,",
            "Bienvenue dans la communauté Innov in Artois. L’équipe prépare la page de "
            f"« {request.sender_organisation} » et vous écrira quand elle sera en ligne.",
        ],
        "Relire ma demande",
        ["Une question, une photo de votre objet à nous envoyer ? Répondez à ce message."],
    )
