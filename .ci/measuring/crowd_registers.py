"""Crowded registers, made quickly: thousands of candidates, members, actions and figures online, for benches."""

import datetime
import io
import random
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from pma_site.core.french import stem_words

AT_ONCE = 500
COMMUNES, EDITIONS, YEARS, AXES = 150, 10, 10, 5
# What the measured pages show, in a small site as in a large one: the rest lies elsewhere.
SHOWN = 40
# Communes where something is, and indicators at the least: lists of choices are as long in the one as in the other.
SEATED, INDICATORS = 60, 48
# How the records are shared out among registers.
SHARES = {"candidates": 0.4, "members": 0.2, "actions": 0.2, "milestones": 0.1, "values": 0.1}
SUBJECTS = ["Jardin", "Maison", "Sentier", "Atelier", "Fabrique", "Verger", "Passerelle"]
WORDS = ["partagé", "des mineurs", "au pied du terril", "de l’écotransition", "du canal", "solidaire"]


def fill(number: int, seed: int = 1) -> dict:
    """Put `number` records online; return the addresses of what a bench asks for, by name."""
    from tests import builders

    draw = random.Random(seed)  # noqa: S311
    sizes = {name: round(number * share) for name, share in SHARES.items()}
    with transaction.atomic():
        places = _communes(draw)
        organisations = _organisations(sizes["members"], places, draw)
        found = {
            **_label(sizes["candidates"], places, organisations, draw),
            **_network(organisations, draw),
            **_roadmap(sizes["actions"], sizes["milestones"], draw),
            "commune": places[0].get_absolute_url(),
        }
        _figures(sizes["values"], draw)
        builders.issue()
    # Nothing of it was written page by page.
    call_command("rebuild_search", stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return found


def _communes(draw):
    from pma_site.territory.models import Commune
    from tests import builders

    epcis = [builders.epci(name=f"Agglomération {n}") for n in range(3)]
    return Commune.objects.bulk_create(
        Commune(
            insee_code=f"62{n:03}",
            name=f"Commune {n}",
            spelling=f"commune {n}",
            epci=epcis[n % 3],
            population=draw.randrange(300, 40_000),
            postal_codes="62300",
            longitude=Decimal(draw.randrange(24_000, 31_000)) / 10_000,
            latitude=Decimal(draw.randrange(503_000, 506_000)) / 10_000,
        )
        for n in range(COMMUNES)
    )


def _organisations(number, places, draw):
    from pma_site.directory.models import Organisation

    # The first of them are of the commune that is measured.
    return Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"Organisation {n}",
                kind="association",
                commune=places[0] if n < 5 else places[1 + n % (SEATED - 1)],
            )
            for n in range(number)
        ],
        batch_size=AT_ONCE,
    )


def _label(number, places, organisations, draw):
    from projects.models import CandidateCommune, CandidateHolder, CandidatePage, LabelResult
    from tests import builders

    editions = [
        builders.edition(title=f"Édition {2010 + n}", slug=str(2010 + n), year=2010 + n) for n in range(EDITIONS)
    ]
    results = []
    for edition in editions:
        edition.results = [LabelResult(name="Lauréat"), LabelResult(name="Nominé")]
        edition.save()
        results.append(list(edition.results.all()))
    # The last edition is measured.
    shares = [[] for _ in editions]
    for n in range(number):
        shares[-1 if n < SHOWN else n % (EDITIONS - 1)].append(n)
    announced = timezone.now() - datetime.timedelta(days=30)
    first = None
    for edition, outcomes, numbers in zip(editions, results, shares, strict=True):
        pages = [
            CandidatePage(
                title=f"{draw.choice(SUBJECTS)} {draw.choice(WORDS)} {n}",
                slug=f"projet-{n}",
                number=place,
                subject=f"{draw.choice(SUBJECTS)} {draw.choice(WORDS)}, {draw.choice(WORDS)}.",
                state="realisation",
                result=draw.choice(outcomes),
                result_announced_at=announced,
            )
            for place, n in enumerate(numbers, start=1)
        ]
        for page in pages:
            page.words = f" {stem_words(f'{page.title} {page.subject}')}"
        put_online(edition, pages)
        towns = [
            (page, places[0] if n < 10 else places[1 + n % (SEATED - 1)])
            for page, n in zip(pages, numbers, strict=True)
        ]
        CandidateCommune.objects.bulk_create(
            [CandidateCommune(candidate=page, commune=town) for page, town in towns], batch_size=AT_ONCE
        )
        CandidateHolder.objects.bulk_create(
            [CandidateHolder(candidate=page, organisation=draw.choice(organisations)) for page in pages],
            batch_size=AT_ONCE,
        )
        first = pages[0] if edition is editions[-1] else first
    return {"edition": editions[-1].url, "candidate": first.url}


def _network(organisations, draw):
    from projects.models import MemberPage, NetworkIndexPage

    pages = [
        MemberPage(
            title=f"{draw.choice(SUBJECTS)} {n}",
            slug=f"membre-{n}",
            organisation=organisation,
            activity=f"{draw.choice(SUBJECTS).lower()} {draw.choice(WORDS)}",
            stage="incubation",
            cohort=2016 if n < SHOWN else 2017 + n % 6,
            hub="la-fabrique",
        )
        for n, organisation in enumerate(organisations)
    ]
    put_online(NetworkIndexPage.objects.get(), pages)
    return {"member": pages[0].url}


def _roadmap(number, dated, draw):
    from projects.models import Action, AxisPage, Milestone
    from tests import builders

    years = [builders.roadmap(title=f"Feuille {2010 + n}", slug=str(2010 + n), year=2010 + n) for n in range(YEARS)]
    axes = []
    for year in years:
        pages = [AxisPage(title=f"Axe {n}", slug=f"axe-{n}", ambition="<p>Réussir.</p>") for n in range(AXES)]
        put_online(year, pages)
        axes.append(pages)
    shown, others = axes[-1], [axis for pages in axes[:-1] for axis in pages]
    steps = ["etude", "prevue", "engagee", "realisee"]
    actions = Action.objects.bulk_create(
        [
            Action(
                axis=shown[n % AXES] if n < SHOWN else draw.choice(others),
                title=f"{draw.choice(SUBJECTS)} {draw.choice(WORDS)} {n}",
                step=draw.choice(steps),
                sort_order=n,
            )
            for n in range(number)
        ],
        batch_size=AT_ONCE,
    )
    day = datetime.date(2022, 1, 1)
    Milestone.objects.bulk_create(
        [
            Milestone(
                action=actions[n if n < SHOWN else draw.randrange(min(SHOWN, number - 1), number)],
                day=day + datetime.timedelta(days=n % 900),
                sentence=f"{draw.choice(SUBJECTS)} {draw.choice(WORDS)} a ouvert.",
            )
            for n in range(dated)
        ],
        batch_size=AT_ONCE,
    )
    return {"roadmap": years[-1].url, "axis": shown[0].url}


def _figures(number, draw):
    from newsletter.models import Indicator, IndicatorValue

    most = max(INDICATORS, number // 20)
    indicators = Indicator.objects.bulk_create(
        Indicator(title=f"Indicateur {n}", slug=f"indicateur-{n}", source="Insee") for n in range(most)
    )
    day = datetime.date(1990, 1, 1)
    IndicatorValue.objects.bulk_create(
        [
            IndicatorValue(
                indicator=indicators[n % most],
                number=draw.randrange(10_000),
                display="+ 4 100",
                caption="emplois créés",
                as_of=day + datetime.timedelta(days=n // most),
                source="Urssaf",
            )
            for n in range(number)
        ],
        batch_size=AT_ONCE,
    )


def put_online(parent, pages) -> None:
    """Write pages of one type below a parent that has none of them, as Wagtail would, but hundreds at a time."""
    now, model = timezone.now(), type(pages[0])
    kind, names = ContentType.objects.get_for_model(model), _names()
    for place, page in enumerate(pages, start=parent.numchild + 1):
        page.path, page.depth = f"{parent.path}{Page._int2str(place).zfill(Page.steplen)}", parent.depth + 1
        page.url_path, page.content_type = f"{parent.url_path}{page.slug}/", kind
        page.locale_id, page.draft_title = parent.locale_id, page.title
        page.first_published_at = page.last_published_at = now
    for start in range(0, len(pages), AT_ONCE):
        batch = pages[start : start + AT_ONCE]
        made = Page.objects.bulk_create(Page(**{name: getattr(page, name) for name in names}) for page in batch)
        for page, row in zip(batch, made, strict=True):
            page.pk = page.id = page.page_ptr_id = row.pk
        model._base_manager._insert(batch, model._meta.local_concrete_fields, using="default", raw=True)
    parent.numchild += len(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)


def _names():
    return [field.attname for field in Page._meta.concrete_fields if field.name != "id"]
