"""One object of each kind that an address of the admin names, and for each account what is its own, and what is not."""

from datetime import date

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    Site,
    Task,
    UploadedFile,
    Workflow,
)

from agenda.choices import SourceKind
from agenda.models import AgendaIndexPage, EventImport, EventSource, Proposal, ProposalImage
from newsletter import proofreading
from newsletter.models import Dispatch, IssueIndexPage, IssueVersion, ProofComment, Sending
from pma_site.contributions.models import Remark
from pma_site.core.models import SiteDocument, SiteImage
from pma_site.home.models import HomePage
from pma_site.readers.choices import ImportKind, ReadingList
from pma_site.readers.models import ElectedReader, ImportRun
from projects.models import (
    Confirmation,
    Correction,
    LabelIndexPage,
    MembershipRequest,
    NetworkIndexPage,
    RoadmapIndexPage,
)
from tests import builders

# Each column of the table: its groups, None for who is not signed in.
ROLES = {
    "anonyme": None,
    "sans rôle": (),
    "Rédaction": ("Rédaction",),
    "Direction": ("Direction de publication",),
    "Agenda": ("Agenda",),
    "Label": ("Label",),
    "Réseau": ("Réseau",),
    "Feuille": ("Feuille de route",),
    "Diffusion": ("Diffusion",),
    "Comités": ("Comités du label",),
    "administrateur": ("",),
}
OWN, OTHER, PRIVATE = "propre", "autrui", "privé"
# What a role writes, and where: its index and a page below it.
BRANCHES = {
    "Agenda": (AgendaIndexPage, builders.event, "agenda", "eventpage"),
    "Label": (LabelIndexPage, builders.edition, "projects", "labeleditionpage"),
    "Réseau": (NetworkIndexPage, builders.member, "projects", "memberpage"),
    "Feuille": (RoadmapIndexPage, builders.roadmap, "projects", "roadmappage"),
}
ELSEWHERE = (HomePage, builders.standard_page, "home", "standardpage")
SENDER = {"sender_name": "Camille Durand", "sender_email": "camille@ville.example"}


class Objects:
    """Everything that addresses are asked with: `accounts` by column, records by kind, and whose they are."""

    def __init__(self):
        self.accounts = {
            column: builders.administrator() if column == "administrateur" else builders.account(*groups)
            for column, groups in ROLES.items()
            if groups is not None
        }
        self.chief, self.colleague = builders.administrator(), builders.account("Agenda")
        self.shared = {**_registers(), **_of_the_team(self.chief), **_sent_in()}
        self.owned = self._owned() | self._of_committees()

    def record(self, kind: str, whose: str, column: str):
        """Return an object of a kind as an account has it; None where nobody has one."""
        if kind in self.owned:
            found = self.owned[kind][whose]
            return found.get(column, found.get("")) if isinstance(found, dict) else found
        return self.shared.get(kind)

    def _owned(self):
        own = {column: self._page_of(column) for column in ROLES}
        issue = builders.issue(owner=self.chief)
        draft = builders.issue(live=False, owner=self.chief)
        draft.save_revision(user=self.chief)
        PageViewRestriction.objects.create(page=draft, restriction_type="login")
        closed = Collection.get_first_root_node().add_child(name="Réservé")
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        letters, home = IssueIndexPage.objects.get(), HomePage.objects.get()
        return {
            "page": {OWN: own, OTHER: issue, PRIVATE: draft},
            "parent": {OWN: {column: page.get_parent() for column, page in own.items()}, OTHER: letters, PRIVATE: home},
            "type": {OWN: {c: BRANCHES.get(c, ELSEWHERE)[2:] for c in ROLES}, OTHER: ("newsletter", "issuepage"),
                     PRIVATE: ("home", "standardpage")},
            "document": self._uploaded(_document, closed),
            "image": self._uploaded(builders.image, closed),
            "upload": self._sent_half(),
            "session": {OWN: {c: _session(own[c], user) for c, user in self.accounts.items()},
                        OTHER: _session(issue, self.chief), PRIVATE: _session(draft, self.chief)},
            "account": {OWN: {**self.accounts, "": self.colleague}, OTHER: self.colleague, PRIVATE: self.chief},
        }  # fmt: skip

    def _of_committees(self):
        """The account of « Comités » sits in one committee; the other, with its files, is not its own."""
        edition, laureate = builders.edition(), builders.laureate()
        self.shared |= {"edition": edition, "labelcall": builders.label_call(edition), "laureate": laureate}
        self.shared["news"] = builders.candidate_news(laureate)
        found = {"application": {}, "hearing": {}, "piece": {}, "committee": {}}
        for whose, members in ((OWN, [self.accounts["Comités"]]), (OTHER, [builders.reviewer()])):
            application = builders.admissible(edition)
            committee = builders.committee(edition, members=members, applications=[application])
            found["application"][whose], found["committee"][whose] = application, committee
            found["hearing"][whose] = committee.hearings.get()
            found["piece"][whose] = builders.application_file(application)
        return found

    def _page_of(self, column):
        _, build, *_ = BRANCHES.get(column, ELSEWHERE)
        page = build(live=False, owner=self.accounts.get(column))
        page.save_revision(user=self.accounts.get(column))
        return page

    def _sent_half(self):
        """Pictures that were sent, and wait for what is said of them."""
        kind = ContentType.objects.get_for_model(SiteImage)

        def sent(account):
            return UploadedFile.objects.create(
                for_content_type=kind, uploaded_by_user=account, file=ContentFile(b"x", "photo.png")
            )

        return {OWN: {column: sent(account) for column, account in self.accounts.items()}, OTHER: sent(self.chief)}

    def _uploaded(self, build, closed):
        own = {column: build(uploaded_by_user=account) for column, account in self.accounts.items()}
        theirs = build(uploaded_by_user=self.chief)
        return {OWN: {**own, "": theirs}, OTHER: theirs, PRIVATE: build(uploaded_by_user=self.chief, collection=closed)}


def _session(page, account):
    return EditingSession.objects.create(user=account, content_object=page, last_seen_at=timezone.now())


def _document(**fields):
    return SiteDocument.objects.create(title="Note", file=ContentFile(b"%PDF-1.4 essai", "note.pdf"), **fields)


def _registers():
    names = ("venue", "organisation", "person", "mandate", "indicator", "indicator_value", "synonym", "commune", "epci")
    found = {name.replace("_", ""): getattr(builders, name)() for name in names}
    found["eventseries"], found["accessibilityaudit"] = builders.event_series(), builders.accessibility_audit()
    found["collection"] = Collection.get_first_root_node().add_child(name="Presse")
    found["redirect"] = Redirect.objects.create(old_path="/ancien", redirect_link="/")
    found["group"] = Group.objects.get(name="Agenda")
    return found | {"site": Site.objects.get(), "task": Task.objects.first(), "workflow": Workflow.objects.first()}


def _of_the_team(chief):
    """An issue on its way: proof-read, declared sent, sent, come back; and what the readers' keepers have."""
    issue, reader = builders.issue(), builders.subscriber()
    revision = issue.save_revision(user=chief)
    version = IssueVersion.objects.create(issue=issue, number=1, revision=revision, published_at=timezone.now())
    dispatch = Dispatch.objects.create(version=version, day=date(2023, 6, 15), channel="poste", declared_by=chief)
    proof, _ = proofreading.lend(
        builders.issue(live=False), reader="Zoé", email="", ends_on=timezone.localdate(), user=chief
    )
    comment = ProofComment.objects.create(proof=proof, passage="x", place="Une", name="Zoé", text="Trop long.")
    sending = Sending.objects.create(issue=issue, subject="N° 9", html="x", text="x", starts_at=timezone.now())
    delivery = sending.deliveries.create(
        issue=issue, recipient=reader, email=reader.email, reading_list=ReadingList.SUBSCRIBERS
    )
    return {
        "dispatch": dispatch,
        "proof": proof,
        "comment": comment,
        "sending": sending,
        "delivery": delivery,
        "issue": builders.issue(),
        "subscription": reader.subscription,
        "office": builders.office(
            "Mairie de Vimy", "vimy@mairie.example", wished_email="autre@mairie.example", wished_at=timezone.now()
        ),
        "tester": builders.tester(),
        "electedreader": ElectedReader.objects.create(person=builders.person(), recipient=builders.recipient()),
        "run": ImportRun.objects.create(kind=ImportKind.SUBSCRIBERS, read_as="CSV", file_name="abonnes.csv"),
    }


def _sent_in():
    """What the public and other sites send: each waits for somebody to decide."""
    call, member, place = builders.call(), builders.member(), builders.commune("Avion")
    proposal = Proposal.objects.create(title="Fête", commune=place, submission="1" * 32, **SENDER)
    ProposalImage.objects.create(proposal=proposal, place=0, file=builders.image().file)
    source = EventSource.objects.create(name="Ville de Liévin", kind=SourceKind.TABLE)
    campaign = builders.campaign()
    confirmation = Confirmation.objects.create(campaign=campaign, member=member)
    builders.member_contact(member)
    return {
        "call": call,
        "callanswer": builders.answer_to(call),
        "member": member,
        "proposal": proposal,
        "source": source,
        "eventimport": EventImport.objects.create(source=source, read_as="CSV"),
        "campaign": campaign,
        "confirmation": confirmation,
        "remark": Remark.objects.create(
            commune=place, subject="evenement", text="Ici ?", submission="1" * 32, **SENDER
        ),
        "correction": Correction.objects.create(
            member=member, confirmation=confirmation, submission="1" * 32, legal_version="1", **SENDER
        ),
        "request": MembershipRequest.objects.create(activity="vélos", submission="1" * 32, legal_version="1", **SENDER),
        "event": builders.event(),
        "roadmap": builders.roadmap(),
    }
