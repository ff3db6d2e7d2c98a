"""Records of every register as a page would have them, made for the catalogue and never stored."""

from datetime import date, timedelta

from django.utils import timezone

from agenda.models import EventPage, Venue
from agenda.models.event_parts import DateLine, DateList
from newsletter.models import ArchivedCover, ArchivedIssuePage, IndicatorValue, IssuePage
from pma_site.core.models import SiteImage
from pma_site.directory.models import Organisation, Person
from pma_site.territory.models import Commune
from pma_site.territory.outlines.drawing import Outlined, draw_areas
from projects.choices import ActionStep
from projects.models import CandidateNews, CandidatePage, LabelEditionPage, LabelResult, LabelStep, MemberPage
from projects.models.label_steps import in_order

# As long as titles get: nothing may break or hide behind it.
LONG_TITLE = (
    "Des logements sociaux à haute performance énergétique au cœur de la cité minière, pensés avec leurs habitants"
)


class Records:
    """One set of examples; `home` is the page below which their addresses stand, `image` any picture of the site."""

    def __init__(self, home):
        self.home = home
        self.image = SiteImage.objects.order_by("pk").first()
        self.communes = [
            Commune(pk=1, name="Lens", insee_code="62498"),
            Commune(pk=2, name="Liévin", insee_code="62510"),
        ]

    def _page(self, model, **fields):
        return model(url_path=f"{self.home.url_path}exemple/", slug="exemple", **fields)

    def event(self, **fields):
        """An event of one evening, or what `fields` make of it."""
        day = date(2026, 8, 25)
        venue = Venue(name="Salle de l’Espérance", commune=self.communes[1])
        defaults = {"first_day": day, "last_day": day, "when": "mardi 25 août 2026 à 18 h 30", "venue": venue}
        return self._page(EventPage, **{"title": "Les Rencontres du forum", **defaults, **fields})

    def dates(self, month=""):
        """Three dates of an event, the second one called off."""
        lines = [
            DateLine("samedi 1er août 2026, de 10 h à 12 h", "", "", "", False),
            DateLine("samedi 8 août 2026, de 10 h à 12 h", "annulé", "la salle est fermée.", "", True),
            DateLine("samedi 15 août 2026, de 10 h à 12 h", "complet", "une liste d’attente est ouverte.", "", False),
        ]
        return DateList([(month, lines)], len(lines))

    def area_map(self):
        """Two communes side by side, each an intercommunality of its own."""
        outlined = []
        for number, commune in enumerate(self.communes):
            west, east = 280_000 + 2_000 * number, 282_000 + 2_000 * number
            ring = ((west, 5_042_000), (east, 5_042_000), (east, 5_043_000), (west, 5_043_000))
            where = (f"Intercommunalité {number + 1}", f"CA{number + 1}")
            outlined.append(
                Outlined(commune.insee_code, commune.name, commune.get_absolute_url(), 30_000, where, (ring,))
            )
        return draw_areas(outlined, "exemple")

    def small_map(self):
        """The first of them, where it is."""
        areas = self.area_map()
        paths = [area.path for group in areas.groups for area in group.areas]
        borders = [group.border for group in areas.groups]
        size = {"width": areas.width, "height": areas.height}
        return {
            **size,
            "pale": borders,
            "strong": paths[:1],
            "names": [],
            "letters": 0,
            "source": "Contours : exemple.",
        }

    def organisations(self):
        """One with its own site, one without."""
        return [
            Organisation(name="Pôle Métropolitain de l’Artois", website="https://www.example.org/"),
            Organisation(name="Droit de Cité"),
        ]

    def issue(self, **fields):
        """An issue without picture and with a long title, or what `fields` make of it."""
        return self._page(IssuePage, **{"number": 112, "month": date(2031, 12, 1), "title": LONG_TITLE, **fields})

    def illustrated_issue(self):
        """An issue with its picture and standfirst."""
        return self.issue(
            number=9,
            month=date(2023, 6, 1),
            title="Innov in Artois : 110 personnes au lancement du réseau",
            standfirst="Les acteurs de l’innovation ont formé une communauté.",
            cover_image=self.image,
        )

    def archived_issue(self):
        """A former issue, a PDF whose first page is drawn."""
        read = {"pages": 4, "size": 2_300_000, "sha256": "0" * 64}
        issue = self._page(
            ArchivedIssuePage, number=3, month=date(2021, 3, 1), title="Le canal retrouve ses berges", **read
        )
        ArchivedCover(issue=issue, image=self.image, sha256=issue.sha256)
        return issue

    def result(self, name, colour, icon):
        """A word for an outcome, with its colour and drawing."""
        return LabelResult(name=name, colour=colour, icon=icon, edition=LabelEditionPage(title="Édition"))

    def candidate(self, **fields):
        """A candidate whose outcome is not known, or what `fields` make of it."""
        defaults = {"number": 3, "title": "Passage à Niveaux", "subject": "Un tiers-lieu solidaire à Lens."}
        return self._page(CandidatePage, **{**defaults, **fields})

    def laureate(self):
        """A candidate whose result is announced."""
        candidate = self.candidate(number=12, title=LONG_TITLE, result_announced_at=timezone.now() - timedelta(days=1))
        candidate.result = self.result("Lauréat", "canopee", "etoile")
        candidate.result_id = 1
        return candidate

    def member(self, **fields):
        """A member seated in the territory with its picture, or what `fields` make of it."""
        organisation = Organisation(name="Hyboo", commune=self.communes[1])
        defaults = {"activity": "vélos en bambou", "image": self.image, "image_alt": "Un vélo en bambou"}
        return self._page(MemberPage, **{"title": "Hyboo", "organisation": organisation, **defaults, **fields})

    def contacts(self):
        """Two people, one with an e-mail address, one with a telephone number."""
        return [
            Person(first_name="Camille", last_name="Durand", email="camille.durand@example.org"),
            Person(first_name="Dominique", last_name="Petit", phone="03 21 00 00 00"),
        ]

    def value(self, **fields):
        """A key figure."""
        defaults = {"display": "+ 4 100", "caption": "Autant d’emplois ont été créés", "period": "depuis 2020"}
        return IndicatorValue(**{**defaults, "source": "AULA", "as_of": date(2023, 6, 1), **fields})

    def steps(self):
        """A step that is over, one under way, one to come and one without a date."""
        today = timezone.localdate()
        return [
            LabelStep(name="Appel à candidatures", start=today - timedelta(90), end=today - timedelta(30)),
            LabelStep(name="Instruction", start=today - timedelta(29), end=today + timedelta(30)),
            LabelStep(name="Annonce des résultats", start=today + timedelta(60), end=today + timedelta(60)),
            LabelStep(name="Cérémonie", note="en hiver, date à fixer"),
        ]

    def steps_around_today(self):
        """A step that is over and one to come, with today between them."""
        today = timezone.localdate()
        over = LabelStep(name="Appel à candidatures", start=today - timedelta(90), end=today - timedelta(30))
        return in_order(
            [over, LabelStep(name="Comité technique", start=today + timedelta(9), end=today + timedelta(9))]
        )

    def news(self):
        """News on a laureate: with a picture and a link, and a sentence alone."""
        about, picture = {"candidate": self.laureate()}, {"image": self.image, "image_alt": "Une serre"}
        return [
            CandidateNews(
                date=date(2026, 5, 1), sentence="La serre a ouvert.", link="https://serre.example/", **about, **picture
            ),
            CandidateNews(date=date(2026, 2, 3), sentence="Le chantier commence.", **about),
        ]

    def progress(self):
        """Actions at every step, as `AxisPage.progress` counts them."""
        return [
            {"step": step.value, "label": step.label, "count": count}
            for step, count in zip(ActionStep, (1, 3, 2, 4, 1, 1), strict=True)
        ]

    def budget(self):
        """Two members and a grant whose amount is not published, as `RoadmapPage.budget` gives them."""
        return {
            "members": [
                {"name": "Communauté d’agglomération de Lens-Liévin", "acronym": "CALL", "amount": 360_000},
                {"name": "Département du Pas-de-Calais", "acronym": "", "amount": 120_000},
            ],
            "grants": [{"name": "ADEME", "acronym": "", "amount": None}],
            "total": 480_000,
        }
