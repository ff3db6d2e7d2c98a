"""Which components there are, and the states each is shown in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from wagtail.rich_text import RichText

from pma_site.core.blocks.prices import PriceLineBlock, PriceValue
from pma_site.core.navigation import navigation_for
from pma_site.core.qr_codes import modules
from pma_site.core.templatetags.core_tags import picture
from pma_site.territory.templatetags.territory_tags import area_context, commune_map, point_map
from projects.charts import budget_bars

from .records import LONG_TITLE, Records


@dataclass
class State:
    """One way a component may look: its name, and its HTML."""

    name: str
    html: str


@dataclass
class Specimen:
    """A component: the name of its template, below templates/components/ or templates/core/blocks/, and its states."""

    name: str
    states: list[State]

    @property
    def anchor(self):
        return f"composant-{self.name.replace('/', '-')}"


class ExampleForm(forms.Form):
    """A form with a field of text and a choice."""

    nom = forms.CharField(
        label="Nom de la commune",
        max_length=20,
        help_text="En toutes lettres.",
        error_messages={"max_length": "Ce nom est trop long : 20 caractères au plus."},
    )
    periode = forms.ChoiceField(label="Période", choices=[("a-venir", "À venir"), ("passes", "Passés")])


def _states(records):
    """Yield every component with what it is shown with, by state; the state without a name is the only one."""
    image = records.image
    issue, plain = records.illustrated_issue(), records.issue()
    member, candidate = records.member(), records.candidate()
    wrong = ExampleForm({"nom": "x" * 30, "periode": "jamais"}, auto_id="errone-%s")
    prices = [
        PriceValue(PriceLineBlock(), [("label", label), ("amount", Decimal(amount))])
        for label, amount in [("La journée", 35), ("Moins de 12 ans", 0)]
    ]

    head = {"title": "Label Euralens 2026", "kicker": "Édition 2026", "standfirst": "Un label.", "look": "label"}
    yield "page_head", {"": head}
    more = {"id": "exemple-rubrique", "title": "Agenda", "look": "agenda"}
    yield "section_head", {"": {**more, "page": records.home, "link": "Tout l’agenda"}}
    yield "breadcrumb", {"": {"trail": [records.home, issue], "current": LONG_TITLE}}
    archived = records.archived_issue()
    covers = {"Avec image": issue, "Sans image, titre long": plain, "Ancien numéro": archived}
    yield "issue_cover", {name: {"issue": shown} for name, shown in covers.items()}
    cards = {"Numéro": issue, "Ancien numéro": archived}
    yield "issue_card", {name: {"issue": shown, "level": 3} for name, shown in cards.items()}
    yield "neighbours", {"": {"previous": issue, "next": plain}}
    yield "cited_in", {"": {"issues": [issue, plain], "level": 3}}
    if image:
        yield "picture", {"": picture(image, "Une illustration")}
        yield "figure", {"": {"image": image, "alt": "Une illustration", "caption": "Une légende."}}
    yield "blank_picture", {"Réseau": {"look": "reseau"}, "Label": {"look": "label"}}
    yield "key_figure", {"": {"value": records.value()}, "Long": {"value": records.value(display="642 834", period="")}}
    yield (
        "date_tile",
        {
            "Un jour": {"first": date(2026, 8, 1), "last": date(2026, 8, 1)},
            "Plusieurs jours": {"first": date(2026, 8, 25), "last": date(2026, 8, 27)},
            "À cheval sur deux mois": {"first": date(2026, 8, 25), "last": date(2026, 9, 2)},
            "Date à fixer": {"first": None, "last": None},
        },
    )
    yield (
        "event_card",
        {
            "Programmé": {"event": records.event(), "level": 4},
            "Annulé, titre long": {
                "event": records.event(title=LONG_TITLE, status="annule", status_note="Le terrain est inondé."),
                "level": 4,
            },
            "Date à fixer, en ligne": {
                "event": records.event(
                    first_day=None, last_day=None, when="juin 2027", venue=None, online_url="https://www.example.org/"
                ),
                "level": 4,
            },
        },
    )
    yield (
        "date_list",
        {
            "Quelques dates": {"dates": records.dates(), "level": 4},
            "Par mois": {"dates": records.dates(month=date(2026, 8, 1)), "level": 4},
        },
    )
    yield "organisation_links", {"": {"organisations": records.organisations()}}
    yield (
        "point_map",
        {"": point_map(2.8031, 50.4309, "Louvre-Lens (Lens)")},
    )
    yield (
        "share_sheet",
        {
            "": {
                "code": modules("https://lettre.example.org/agenda/exemple/", error="m"),
                "address": "lettre.example.org/agenda/exemple/",
                "mail_address": "mailto:?subject=Exemple",
                "what": "cet événement",
            }
        },
    )
    yield "status_notice", {"": {"status": "reporté", "note": "La salle est en travaux."}}
    yield "notice", {"": {"text": "Cet événement est passé."}}
    yield (
        "candidate_card",
        {
            "Candidat": {"candidate": candidate, "level": 4, "numbered": True},
            "Résultat annoncé": {"candidate": records.laureate(), "level": 4, "numbered": True},
        },
    )
    results = [
        records.result(*row)
        for row in [
            ("Lauréat", "canopee", "etoile"),
            ("Nominé", "canal", "feuille"),
            ("Espoir", "soleil", "etincelle"),
            ("Non retenu", "charbon", "barre"),
            ("Retiré", "brique", "cercle"),
        ]
    ]
    badges = {result.name: {"result": result, "status": result.name} for result in results}
    yield "result_badge", {"Avant l’annonce": {"result": None, "status": "Candidat"}, **badges}
    yield (
        "member_card",
        {
            "Avec image": {"member": member, "level": 4},
            "Sans image": {"member": records.member(title="Laboratoire", image=None), "level": 4},
        },
    )
    between = {"steps": records.steps_around_today(), "label": "Étapes, aujourd’hui entre deux"}
    yield "step_bar", {"": {"steps": records.steps(), "label": "Étapes d’une édition"}, "Entre deux étapes": between}
    yield "news_list", {"": {"news": records.news()}, "De plusieurs projets": {"news": records.news(), "named": True}}
    yield "progress_list", {"": {"progress": records.progress(), "label": "Avancement"}}
    yield "budget_table", {"": {"budget": records.budget(), "caption": "Contributions au budget"}}
    bars = budget_bars(records.budget())
    yield "budget_chart", {"": {"budget": records.budget(), "bars": bars, "caption": "Contributions au budget"}}
    areas = area_context(records.area_map(), None, None, linked=True)
    yield "commune_map", {"Sans contours": commune_map(), "Avec contours": areas}
    yield "place_map", {"": {"map": records.small_map(), "label": "Carte du territoire : Lens"}}
    yield "mentioned_in", {"": {"pages": [issue]}}
    yield "price_list", {"": {"prices": prices}}
    yield "contact_list", {"": {"contacts": records.contacts()}}
    yield "contact_card", {"": {"title": "À qui s’adresser", "contacts": records.contacts(), "level": 3}}
    yield "commune_links", {"": {"communes": records.communes}}
    narrowing = ExampleForm(auto_id="filtre-%s")
    for field in narrowing.fields.values():
        field.required = False
    yield "filter_field", {"Texte": {"field": narrowing["nom"]}, "Liste": {"field": narrowing["periode"]}}
    yield "filter_form", {"": {"form": ExampleForm(auto_id="exemple-%s"), "label": "Exemple", "submit": "Filtrer"}}
    yield "error_summary", {"": {"form": wrong}}
    yield (
        "empty_state",
        {
            "": {
                "message": "Rien ne correspond.",
                "hint": "Essayez sans filtre.",
                "link_url": "#",
                "link_text": "Tout voir",
            }
        },
    )
    yield from _blocks(image)
    yield "pagination", {"": {"items": Paginator(range(60), 20).page(2), "label": "exemple"}}


def _blocks(image):
    """Yield what editors write with, as `_states` does."""
    text = RichText("<p>Une entreprise de votre commune porte une idée utile ? <b>Parlez-en</b> à l’équipe.</p>")
    tones = ("canopee", "canal", "brique", "craie")
    yield "blocks/heading", {"": {"value": "Un intertitre", "level": 3}}
    yield "blocks/paragraph", {"": {"value": text}}
    yield (
        "blocks/callout",
        {tone: {"value": {"title": "Un encart", "text": text, "tone": tone}, "level": 4} for tone in tones},
    )
    quotation = {"text": "Le territoire change de couleur.", "author": "Camille Durand", "role": "maire"}
    yield "blocks/quotation", {"": {"value": quotation}}
    items = [RichText(f"<p>{item}</p>") for item in ("Une première chose.", "Une deuxième.", "Une troisième.")]
    yield "blocks/numbered_list", {"": {"value": {"title": "Une liste", "items": items}, "level": 3}}
    yield "blocks/link", {"": {"value": {"href": "#composant-blocks-link", "text": "La programmation"}}}
    if image:
        image.contextual_alt_text = "Une illustration"
        yield "blocks/figure", {"": {"value": {"image": image, "caption": "Une légende."}}}


def specimens(request):
    """Return every component with its states, as they look on the site of `request`."""
    records = Records(navigation_for(request).home)
    return [
        Specimen(name, [State(state, _html(name, variables, request)) for state, variables in states.items()])
        for name, states in _states(records)
    ]


def _html(name, variables, request):
    folder = "core" if name.startswith("blocks/") else "components"
    return render_to_string(f"{folder}/{name}.html", variables, request)
