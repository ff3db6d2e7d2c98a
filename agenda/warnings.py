"""What an event seems to lack or to get wrong: told to who enters it, and never a reason to refuse it."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator

from pma_site.core.french import day, fold

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_WEEKDAY_AND_DATE = re.compile(
    rf"\b({'|'.join(WEEKDAYS)})\s+(?:le\s+)?(1er|[12]?\d|3[01])\s+({'|'.join(MONTHS)})\b(?:\s+(\d{{4}}))?"
)
_NUMBERED_DATE = re.compile(rf"\b({'|'.join(WEEKDAYS)})\s+(?:le\s+)?([0-3]?\d)/([01]?\d)(?:/(\d{{4}}))?\b")
# Words of the conditions that promise a way to register.
_ASKS_TO_REGISTER = re.compile(r"\b(?:sur|avec|apres)\s+(?:inscription|reservation)|inscription\s+obligatoire")


@dataclass(frozen=True)
class EventWarning:
    """Something to look at: what kind of thing (`code`), what to say, and the field that mends it."""

    code: str
    message: str
    field: str

    @property
    def anchor(self):
        """Where the field stands in the form of the event (static/js/admin/anchors.js)."""
        return f"id_{self.field}"


def warnings_of(event, slots, communes, clashes=(), now=None):
    """Return the warnings of an event that takes `slots` and is listed in `communes` communes (how many).

    `clashes` are slots of other events, published or not, in the same places and to come, each with its `place`.
    """
    now = now or timezone.now()
    return [
        *_about_dates(event, slots, now),
        *_about_weekdays(event, slots, now),
        *_about_places(event, slots, communes),
        *_about_clashes(event, slots, clashes, now),
        *_about_registration(event, slots),
        *_about_pictures(event),
    ]


def _about_dates(event, slots, now):
    if not slots:
        words = f"Aucun créneau : le public lit «\u00a0{event.provisional_date or 'date à confirmer'}\u00a0»."
        yield EventWarning("date", words, "slots-FORMS")
    elif max(slot.closing for slot in slots) <= now:
        yield EventWarning(
            "past", f"L’événement est passé : il s’est terminé le {day(_last_day(slots))}.", "slots-FORMS"
        )
    elif not event.live:
        gone = [slot for slot in slots if slot.closing <= now]
        if gone:
            words = f"Un créneau est déjà passé : {gone[0].time_in_words}."
            if len(gone) > 1:
                words = f"{len(gone)} créneaux sont déjà passés, dont le premier : {gone[0].time_in_words}."
            yield EventWarning("past", words, "slots-FORMS")


def _last_day(slots):
    return max(slot.last_day for slot in slots)


def _about_weekdays(event, slots, now):
    near = slots[0].first_day if slots else timezone.localtime(now).date()
    texts = (
        ("title", "le titre", event.title),
        ("standfirst", "le chapeau", event.standfirst),
        # A block's end parts words.
        ("body", "la présentation", strip_tags(event.body.replace("<", " <"))),
    )
    for field, where, text in texts:
        for written, meant in wrong_weekdays(text, near):
            if meant is None:
                words = f"«\u00a0{written}\u00a0» n’existe pas ({where})."
            else:
                words = f"«\u00a0{written}\u00a0» ({where}) : le {day(meant)} est un {WEEKDAYS[meant.weekday()]}."
            yield EventWarning("weekday", words, field)


def wrong_weekdays(text, near):
    """Yield the dates of a text whose weekday is wrong: what is written, and the day meant (None: there is none).

    Without a year, the year is that which brings the date nearest to `near`.

    >>> list(wrong_weekdays("Rendez-vous mardi 21 juin 2023", date(2023, 6, 1)))
    [('mardi 21 juin 2023', datetime.date(2023, 6, 21))]
    """
    plain = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    folded = fold(plain)
    # Letters that fold into two would shift what is cited: it is then cited as folded.
    source = plain if len(plain) == len(folded) else folded
    found = [
        *((match, MONTHS.index(match[3]) + 1) for match in _WEEKDAY_AND_DATE.finditer(folded)),
        *((match, int(match[3])) for match in _NUMBERED_DATE.finditer(folded)),
    ]
    for match, month in found:
        number = 1 if match[2] == "1er" else int(match[2])
        meant = _day_meant(number, month, match[4], near)
        if meant is None or WEEKDAYS[meant.weekday()] != match[1]:
            yield source[match.start() : match.end()], meant


def _day_meant(number, month, year, near):
    days = []
    for candidate in [int(year)] if year else [near.year - 1, near.year, near.year + 1]:
        try:
            days.append(date(candidate, month, number))
        except ValueError:
            continue
    return min(days, key=lambda found: abs(found - near), default=None)


def _about_places(event, slots, communes):
    placed = event.venue_id or event.online_url or communes or (slots and all(slot.venue_id for slot in slots))
    if not placed and not event.is_called_off:
        yield EventWarning("place", "Ni lieu, ni commune, ni lien en ligne : personne ne saura où aller.", "venue")


def _about_clashes(event, slots, clashes, now):
    if event.is_called_off:
        return
    told = set()
    for slot in slots:
        if slot.closing <= now or slot.is_called_off:
            continue
        place = slot.venue_id or event.venue_id
        for other in clashes:
            apart = other.start >= slot.closing or slot.start >= other.closes_at
            if other.place != place or apart or other.event_id in told or other.event_id == event.pk:
                continue
            told.add(other.event_id)
            title = Truncator(other.event.title).chars(60)
            words = f"Même lieu, même heure que «\u00a0{title}\u00a0» : {other.time_in_words}."
            yield EventWarning("clash", words, "slots-FORMS")


def _about_registration(event, slots):
    deadline = event.registration_deadline
    if deadline and slots and deadline > max(slot.closing for slot in slots):
        words = f"La date limite d’inscription ({day(timezone.localtime(deadline))}) tombe après l’événement."
        yield EventWarning("deadline", words, "registration_deadline")
    by_price = any(price.value.get("on_reservation") for price in event.prices)
    asked = by_price or deadline or _ASKS_TO_REGISTER.search(fold(event.conditions))
    if asked and not (event.registration_url or event.registration_email or event.registration_phone):
        words = "Il faut s’inscrire, mais rien ne dit comment : ni lien, ni courriel, ni téléphone."
        yield EventWarning("registration", words, "registration_url")


def _about_pictures(event):
    if event.image_id is None and not event.is_called_off:
        yield EventWarning("image", "Pas d’image : l’agenda montrera un dessin à sa place.", "image")
