"""The form of an event: first what a simple one needs, then what some have, folded until it is used."""

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from pma_site.core.models import BasePage

from .panels import FoldedPanel, HistoryPanel, ReasonPanel, SlotsPanel, ToCheckPanel

_WHAT = [
    ToCheckPanel(),
    TitleFieldPanel(
        "title",
        placeholder="Titre de l’événement",
        help_text="Comme sur l’affiche, sans la date ni le lieu : ils s’affichent à côté.",
    ),
    MultiFieldPanel(
        [
            SlotsPanel("slots", heading="Un créneau par jour ou par séance", label="Créneau"),
            FoldedPanel(
                [
                    HelpPanel(
                        content="<p>Tant que le jour n’est pas fixé, laissez l’événement sans créneau et écrivez ici "
                        "ce que l’on sait.</p>"
                    ),
                    FieldPanel("provisional_date"),
                ],
                summary="La date n’est pas encore fixée",
                fields=["provisional_date"],
            ),
        ],
        heading="Quand",
    ),
    ReasonPanel(
        [FieldPanel("change_reason")],
        heading="Pourquoi la date ou le lieu change",
        help_text="Cet événement est en ligne. Si vous changez sa date ou son lieu, dites pourquoi avant de publier : "
        "le public lira cette phrase.",
    ),
    MultiFieldPanel(
        [
            FieldPanel("venue", help_text="Tapez son nom dans la fenêtre : connu, il est proposé ; nouveau, créez-le."),
            FieldPanel("venue_detail"),
            FoldedPanel(
                [
                    FieldPanel(
                        "online_url", help_text="L’adresse complète de la visioconférence ou de la retransmission."
                    )
                ],
                summary="En ligne, ou sur place et en ligne",
                fields=["online_url"],
            ),
            FoldedPanel(
                [
                    InlinePanel(
                        "communes",
                        label="Commune",
                        help_text="Celles du lieu et des créneaux sont comptées d’office. Pour un événement sans lieu "
                        "précis, indiquez la sienne.",
                    )
                ],
                summary="Une autre commune, ou plusieurs",
                fields=["communes"],
            ),
        ],
        heading="Où",
    ),
    FieldRowPanel([FieldPanel("theme", help_text="Sert à filtrer l’agenda."), FieldPanel("audience")]),
    FieldPanel("standfirst"),
    FieldPanel("body", help_text="Le programme, les intervenants, ce qu’il faut savoir avant de venir."),
    MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading="Image"),
]
_PRACTICAL = [
    InlinePanel("organisers", heading="Organisateurs et partenaires", label="Organisation"),
    MultiFieldPanel(
        [
            FieldPanel("prices", help_text="Une ligne par tarif. Rien si l’on ne sait pas."),
            FieldPanel("conditions"),
            FieldRowPanel([FieldPanel("age_min"), FieldPanel("age_max"), FieldPanel("capacity")]),
        ],
        heading="Tarifs et conditions",
    ),
    MultiFieldPanel(
        [
            FieldPanel("registration_url", help_text="L’adresse complète du formulaire, avec https://"),
            FieldRowPanel([FieldPanel("registration_email"), FieldPanel("registration_phone")]),
            FieldPanel("registration_deadline", help_text="Dernier instant pour s’inscrire, heure de Paris."),
        ],
        heading="Inscription",
    ),
    InlinePanel(
        "documents",
        heading="Documents",
        label="Document",
        help_text="Convocation, ordre du jour, procès-verbal, programme : le public peut les télécharger.",
    ),
    FieldPanel("website", help_text="L’adresse complète d’une page sur l’événement, ailleurs que sur ce site."),
]
_STATE = [
    MultiFieldPanel(
        [
            FieldPanel(
                "status", help_text="Ce que le public lit à côté de la date. Un événement annulé reste en ligne."
            ),
            FieldPanel("status_note"),
        ],
        heading="État de l’événement",
    ),
    FieldPanel("series"),
    HistoryPanel(),
]

EVENT_FORM = TabbedInterface(
    [
        ObjectList(_WHAT, heading="L’essentiel"),
        ObjectList(_PRACTICAL, heading="Pratique"),
        ObjectList(_STATE, heading="État et suivi"),
        # The planned hour, and comments: the tabs of an event are its own.
        ObjectList([*BasePage.promote_panels, *BasePage.settings_panels], heading="Adresse et publication"),
    ]
)
