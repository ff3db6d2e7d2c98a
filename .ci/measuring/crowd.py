"""A crowded agenda, made quickly: thousands of events that are online, for benches and hostile visits."""

import random
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from modelsearch.backends import get_search_backend
from wagtail.models import Page

SIZE_OF_A_BATCH = 500
# A word of as many events in a small agenda as in a large one, and a word of a quarter of them.
RARE, FREQUENT = "xylophone", "concert"
RARE_ONES = 25
THEMES = ["culture", "sport", "environnement"]
AUDIENCES = ["tous", "familles", "elus"]
SUBJECTS = ["Marché", "Exposition", "Balade", "Atelier", "Conférence", "Fête", "Tournoi"]


def fill(number, coming=1.0, communes=60, seed=1):
    """Put `number` events and two and a half times as many slots online; `coming` is the share of what is not over.

    Of the small agendas as of the large ones, RARE_ONES are of the last commune and in the three days to come, and a
    quarter are of the first commune, those of the first hundred all to come: what is asked of either fills a page.
    """
    from agenda.models import AgendaIndexPage, AgendaMark, EventOrganiser, EventPage, EventSlot
    from tests import builders

    draw = random.Random(seed)  # noqa: S311
    places = [builders.commune(f"Commune {n}") for n in range(communes)]
    venues = [builders.venue(f"Salle {n}", commune=place) for n, place in enumerate(places)]
    organisers = [builders.organisation() for _ in range(40)]
    index = AgendaIndexPage.objects.get()
    kind = ContentType.objects.get_for_model(EventPage)
    now = timezone.now().replace(microsecond=0)
    events = []
    for n in range(number):
        rare = n < RARE_ONES
        start = now + timedelta(minutes=15 * (24 + 10 * n if rare else draw.randrange(24, 24_000)))
        to_come = rare or (n < 100 and n % 4 == 1) or draw.random() <= coming
        if not to_come:
            start = now - timedelta(minutes=15 * draw.randrange(400, 28_000))
        title = f"{draw.choice(SUBJECTS)} {FREQUENT if n % 4 == 1 or rare else ''} {RARE if rare else ''} {n}"
        venue = venues[-1] if rare else venues[0] if n % 4 == 1 else draw.choice(venues[:-1])
        event = EventPage(
            title=title,
            slug=slugify(title),
            path=f"{index.path}{Page._int2str(n + 1).zfill(Page.steplen)}",
            depth=index.depth + 1,
            url_path=f"{index.url_path}{slugify(title)}/",
            content_type=kind,
            locale_id=index.locale_id,
            theme=THEMES[0] if rare else draw.choice(THEMES),
            audience=AUDIENCES[0] if rare else draw.choice(AUDIENCES),
            venue=venue,
            body="<p>Un moment à partager, ouvert à tous, avec les associations de la commune.</p>",
        )
        hours = timedelta(hours=draw.randrange(1, 5))
        # One, two or many slots: two and a half on average.
        days = range(0, [1, 1, 2, 6][n % 4] * 7, 7)
        event.made = [
            EventSlot(start=start + timedelta(days=day), end=start + timedelta(days=day) + hours) for day in days
        ]
        event.organiser = organisers[0] if rare else draw.choice(organisers)
        events.append(event)
    with transaction.atomic():
        for batch in _batches(events):
            _write(batch, EventPage, EventSlot, EventOrganiser)
    index.numchild = number
    Page.objects.filter(pk=index.pk).update(numchild=number)
    AgendaMark.leave()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return places


def _batches(events):
    return (events[start : start + SIZE_OF_A_BATCH] for start in range(0, len(events), SIZE_OF_A_BATCH))


def _write(batch, event_model, slot_model, organiser_model):
    names = [field.attname for field in Page._meta.concrete_fields if field.name != "id"]
    pages = Page.objects.bulk_create(Page(**{name: getattr(event, name) for name in names}) for event in batch)
    slots = []
    for event, page in zip(batch, pages, strict=True):
        event.pk = event.id = event.page_ptr_id = page.pk
        for slot in event.made:
            slot.event_id, slot.closes_at = page.pk, slot.closing
        event.first_start = event.made[0].start
        event.ends_at = max(slot.closes_at for slot in event.made)
        event.first_day, event.last_day = event.made[0].first_day, event.made[-1].last_day
        event.when = event.made[0].in_words
        slots += event.made
    event_model._base_manager._insert(batch, event_model._meta.local_concrete_fields, using="default", raw=True)
    slot_model.objects.bulk_create(slots)
    organiser_model.objects.bulk_create(
        organiser_model(event_id=event.pk, organisation=event.organiser) for event in batch
    )
    _index(batch, event_model)


def _index(batch, event_model):
    """Put events into the index of search, by their titles and places.

    On SQLite without the weights of titles, which are computed row by row.
    """
    for event in batch:
        # Nothing to be asked of the database.
        event.communes, event.organisers = [], []
        # Asked for three times, and the same each time.
        event.stems = str(event.stems())
    index = get_search_backend().get_index_for_model(event_model)
    if connection.vendor == "sqlite":
        index._refresh_title_norms = lambda: None
    index.add_items(event_model, batch)
