"""What the site keeps of those who propose or answer: the part of retention_rules.RULES about contributions."""

from .processing import APPLICATIONS, CONTRIBUTIONS, NETWORK, Fate, Period, Rule

_MONTH, _YEAR = Period(days=30), Period(months=12)
_TWO_YEARS, _THREE_YEARS = Period(months=24), Period(months=36)
# What each contribution has of who sent it; the reference and the identity of the form are drawn by lot.
SENDER = {
    "sender_name": "",
    "sender_role": "",
    "sender_organisation": "",
    "sender_email": "",
    "sender_phone": "",
    "note": "",
    "answer": "",
    "legal_version": "",
    "office": None,
    "decided_by": None,
}


def _kind(model, holds, emptied):
    """The lines of one kind of contribution: emptied a year after the decision, or two years after it was sent.

    `emptied` is what it holds besides its sender; where it stands, its commune and its dates stay for the totals.
    """
    kept = {
        "model": model,
        "processing": CONTRIBUTIONS,
        "fate": Fate.EMPTIED,
        "fields": ("sender_email",),
        "names": ("sender_name",),
        "emptied": {**SENDER, **emptied},
        "then": "tout ce qui a été écrit est effacé ; l’état, la commune et les dates restent, pour les totaux",
    }
    return (
        Rule(holds=holds, kept=_YEAR, since="decided_at", since_words="la réponse de l’équipe", **kept),
        Rule(
            holds=f"{holds}, sans réponse",
            kept=_TWO_YEARS,
            since="sent_at",
            since_words="l’envoi",
            rows=lambda rows: rows.open(),
            # Whoever did not answer in two years does not keep it.
            **{**kept, "emptied": {**kept["emptied"], "state": "declinee"}},
        ),
    )


# An application to the label: what is typed and what was deposited.
_APPLICATION = {
    "model": "projects.Application",
    "processing": APPLICATIONS,
    "fate": Fate.EMPTIED,
    "fields": ("sender_email", "typed"),
    "names": ("sender_name",),
    "emptied": {
        **{name: value for name, value in SENDER.items() if name != "office"},
        "typed": {},
        "title": "",
        "title_key": "",
        "subject": "",
        "holders": [],
        "area": "",
        "answers": [],
        "budget": [],
        "has_changes": False,
        "open_until": None,
    },
    "then": "tout ce qui a été écrit est effacé ; l’édition, l’état, les communes et les dates restent pour les totaux",
}


def _instruction(model, owner, holds, application="application"):
    """The lines of what the team and the committees write of an application: it goes when that is emptied."""
    kept = {"model": model, "processing": APPLICATIONS, "then": "tout est supprimé"}
    return (
        Rule(
            holds=holds,
            fate=Fate.DELETED,
            owner=owner,
            kept=_TWO_YEARS,
            since=f"{application}__decided_at",
            since_words="la décision",
            **kept,
        ),
        Rule(
            holds=f"{holds}, sans décision",
            kept=_THREE_YEARS,
            since=f"{application}__sent_at",
            since_words="le dépôt",
            rows=lambda rows: rows.filter(**{f"{application}__decided_at": None}),
            **kept,
        ),
    )


CONTRIBUTION_RULES: tuple[Rule, ...] = (
    Rule(
        "contributions.Message",
        CONTRIBUTIONS,
        "messages à qui a proposé ou répondu",
        Fate.DELETED,
        fields=("email",),
        kept=_MONTH,
        since="asked_at",
        since_words="la demande",
        then="le message est supprimé",
    ),
    *_kind(
        "agenda.Proposal",
        "événement proposé, et qui le propose",
        {
            "title": "",
            "body": "",
            "slots": [],
            "repeats": "",
            "venue_name": "",
            "street": "",
            "outside_place": "",
            "online_url": "",
            "prices": "",
            "registration_url": "",
            "registration_email": "",
            "registration_phone": "",
            "organiser_name": "",
            "contact": "",
            "website": "",
            "correction": "",
        },
    ),
    Rule(
        "agenda.ProposalImage",
        CONTRIBUTIONS,
        "images proposées : celles qui sont publiées ont été copiées dans la médiathèque",
        Fate.DELETED,
        owner="proposal",
        kept=_MONTH,
        since="proposal__decided_at",
        since_words="la réponse de l’équipe",
        then="l’image est supprimée",
    ),
    Rule(
        "agenda.ProposalImage",
        CONTRIBUTIONS,
        "images proposées, sans réponse",
        kept=_TWO_YEARS,
        since="proposal__sent_at",
        since_words="l’envoi",
        rows=lambda rows: rows.filter(proposal__decided_at=None),
        then="l’image est supprimée",
    ),
    Rule(
        "agenda.ProposalDraft",
        CONTRIBUTIONS,
        "proposition en cours de saisie, et ses images",
        Fate.DELETED,
        fields=("typed",),
        kept=Period(days=1),
        since="changed_at",
        since_words="la dernière étape envoyée",
        then="la saisie et ses images sont supprimées",
    ),
    *_kind(
        "contributions.CallAnswer",
        "nom, coordonnées et réponses de qui répond à un appel",
        {"answers": []},
    ),
    *_kind(
        "contributions.Remark",
        "remarque sur la page d’une commune, et qui l’envoie",
        {"text": ""},
    ),
    *_kind(
        "projects.Correction",
        "ce qu’un membre du réseau veut changer à sa fiche, contact privé compris",
        {"changes": [], "accepted": []},
    ),
    *_kind(
        "projects.MembershipRequest",
        "demande d’adhésion au réseau, et qui l’envoie",
        {"activity": "", "outside_place": "", "website": "", "presentation": "", "object_name": ""},
    ),
    Rule(
        "projects.MemberContact",
        NETWORK,
        "nom, courriel et téléphone du contact privé d’un membre du réseau",
        Fate.DELETED,
        fields=("email",),
        names=("name",),
        kept="tant que l’organisation est membre du réseau",
    ),
    Rule(
        holds="candidature au label, et qui la porte",
        kept=_TWO_YEARS,
        since="decided_at",
        since_words="la décision",
        **_APPLICATION,
    ),
    Rule(
        holds="candidature au label, sans décision",
        kept=_THREE_YEARS,
        since="sent_at",
        since_words="le dépôt",
        rows=lambda rows: rows.open(),
        # Whoever did not decide in three years does not keep it.
        **{**_APPLICATION, "emptied": {**_APPLICATION["emptied"], "state": "declinee"}},
    ),
    Rule(
        "projects.Application",
        APPLICATIONS,
        "dossier jamais déposé, et ses pièces",
        kept=_MONTH,
        since="edition__call__closes_at",
        since_words="la clôture de l’appel",
        rows=lambda rows: rows.left_in_draft(),
        then="le dossier et ses pièces sont supprimés",
    ),
    Rule(
        "projects.ApplicationFile",
        APPLICATIONS,
        "pièces jointes à une candidature",
        Fate.DELETED,
        owner="application",
        kept=_YEAR,
        since="application__decided_at",
        since_words="la décision",
        then="la pièce est supprimée",
    ),
    Rule(
        "projects.ApplicationFile",
        APPLICATIONS,
        "pièces jointes, sans décision",
        kept=_TWO_YEARS,
        since="application__sent_at",
        since_words="le dépôt",
        rows=lambda rows: rows.filter(application__decided_at=None, is_deposited=True),
        then="la pièce est supprimée",
    ),
    Rule(
        "projects.CertificateSending",
        APPLICATIONS,
        "adresse à laquelle l’attestation d’un lauréat est partie",
        Fate.DELETED,
        fields=("email",),
        kept=_TWO_YEARS,
        since="sent_at",
        since_words="l’envoi",
        then="la ligne est supprimée",
    ),
    *_instruction("projects.Hearing", "application", "avis des comités sur une candidature"),
    *_instruction("projects.Opinion", "hearing", "avis et notes des membres des comités", "hearing__application"),
    *_instruction("projects.Admissibility", "application", "recevabilité d’une candidature, et sa raison"),
)
