"""What an application says, step by step: as it is typed now, for its holders, or as it was deposited, for the team."""

from dataclasses import dataclass, field
from decimal import Decimal

from pma_site.core.french import NBSP, cents, joined

from ..choices import ProjectState
from ..forms.applying.steps import FILES, STEPS
from ..models import Application
from . import drafts


@dataclass
class Section:
    """What a step says: pairs of a label and what stands there, of which a text may have lines.

    `missing` tells what is to be filled in or put right, as pairs of a label and why.
    """

    step: str
    title: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_complete(self):
        """Whether nothing of it is missing."""
        return not self.missing


def typed_sections(application: Application) -> list[Section]:
    """What is typed now, right or wrong, and what is missing, step by step."""
    files = list(application.files.kept())
    sections = []
    for step, form in drafts.forms_of(application).items():
        form.is_valid()
        section = Section(step, STEPS[step][0])
        section.missing = [(str(form.fields[name].label), str(errors[0])) for name, errors in form.errors.items()]
        section.rows = _files(files) if step == FILES else _typed(step, form)
        sections.append(section)
    return sections


def _typed(step, form):
    """What is in the fields of a form, read where it can be, as it was typed where it cannot."""
    if not form.errors:
        return _SAID[step](form)
    data = ((str(field.label), str(form.data.get(form.add_prefix(name), ""))) for name, field in form.fields.items())
    return [(label, text) for label, text in data if text.strip()]


_SAID = {
    "projet": lambda form: _project(
        form.cleaned_data["title"], form.cleaned_data["subject"], form.cleaned_data["project_state"]
    ),
    "porteurs": lambda form: _holders(form.made),
    "lieu": lambda form: _place(form.made, form.cleaned_data["area"]),
    "reponses": lambda form: _answers(form.answers),
    "budget": lambda form: _budget(form.made, form.total),
    "contact": lambda form: _contact(form.cleaned_data),
}


# What the team calls the steps that speak to who applies.
_FOR_TEAM = {"reponses": "Les réponses", "contact": "La personne qui candidate"}


def deposited_sections(application: Application, *, for_team: bool = False) -> list[Section]:
    """What was deposited last, step by step, without what was left empty; `for_team` says whom the titles speak to."""
    said = {
        "projet": _project(application.title, application.subject, application.project_state),
        "porteurs": _holders(application.holders),
        "lieu": _place(application.communes.all(), application.area),
        "reponses": _answers(application.answers),
        "budget": _budget(application.budget, application.budget_total),
        "pieces": _files(application.files.deposited()),
        "contact": _contact({name: getattr(application, name) for name, _label in CONTACT}),
    }
    titles = {step: title for step, (title, _form) in STEPS.items()} | (_FOR_TEAM if for_team else {})
    return [Section(step, titles[step], rows) for step, rows in said.items() if rows]


def _filled(*pairs):
    return [(label, text) for label, text in pairs if text]


def _project(title, subject, state):
    words = dict(ProjectState.choices).get(state, "")
    return _filled(("Titre", title), ("Présentation", subject), ("Avancement", words.capitalize()))


def siret_in_words(siret: str) -> str:
    """« 130 025 265 00013 », as it is printed."""
    return NBSP.join([siret[:3], siret[3:6], siret[6:9], siret[9:]])


def _holders(holders):
    return [
        (
            f"Porteur {place}" if len(holders) > 1 else "Porteur",
            f"{holder['name']}\nSIRET {siret_in_words(holder['siret'])}" if holder["siret"] else holder["name"],
        )
        for place, holder in enumerate(holders, start=1)
    ]


def _place(communes, area):
    return _filled(("Communes", joined(commune.name for commune in communes)), ("Périmètre plus large", area))


def _answers(answers):
    return _filled(*((answer["heading"], answer["text"]) for answer in answers))


def _budget(lines, total):
    rows = [(line["origin"], cents(Decimal(line["amount"]))) for line in lines]
    return [*rows, ("Total", cents(total))] if rows else []


def _upper(words):
    # « PDF » keeps its capitals.
    return words[:1].upper() + words[1:]


def _files(files):
    return [(_upper(file.get_kind_display()), f"{file.name} ({file.weight})") for file in files]


CONTACT = (
    ("sender_name", "Nom"),
    ("sender_role", "Fonction"),
    ("sender_organisation", "Organisme"),
    ("sender_email", "Adresse électronique"),
    ("sender_phone", "Téléphone"),
    ("note", "Mot pour l’équipe"),
)


def _contact(said):
    return _filled(*((label, said[name]) for name, label in CONTACT))
