"""The agenda, with the names of OpenAgenda: the records that the agenda itself keeps (agenda.open_records)."""

import json

from django.db.models import Max

from agenda.models import EventRecord
from agenda.open_records import COLUMNS, cell_of, value_at

from ..declaring import Dataset
from ..fields import Field, Kind

# What each column means; the columns themselves are the agenda's.
_DOCUMENTED = {
    "uid": (Kind.INTEGER, "Identifiant permanent de l’événement.", "42"),
    "slug": (Kind.TEXT, "Son nom dans les adresses.", "fete-du-parc"),
    "title.fr": (Kind.TEXT, "Le titre.", "Fête du parc"),
    "description.fr": (Kind.TEXT, "L’événement en quelques phrases.", "Trois ateliers au bord de l’eau."),
    "longDescription.fr": (Kind.TEXT, "Sa présentation.", "Le matin…"),
    "conditions.fr": (Kind.TEXT, "Tarifs et conditions.", "Gratuit, sur réservation"),
    "keywords.fr": (Kind.TEXTS, "Thème, public et série.", "Culture et patrimoine | Familles"),
    "image.filename": (Kind.ADDRESS, "La plus grande image.", "https://lettre.example/media/images/parc.jpg"),
    "imageCredits": (Kind.TEXT, "Son crédit, à respecter.", "PMA"),
    "dateRange.fr": (Kind.TEXT, "Les dates en toutes lettres.", "dimanche 21 juin 2026 à 13 h 30"),
    "timings": (
        Kind.OBJECTS,
        "Les créneaux, de leur début à leur fin (vide si elle n’est pas connue).",
        "2026-06-21T13:30:00+02:00/2026-06-21T17:00:00+02:00",
    ),
    "timezone": (Kind.TEXT, "Le fuseau des heures.", "Europe/Paris"),
    "attendanceMode": (Kind.INTEGER, "1 sur place, 2 en ligne, 3 les deux.", "1"),
    "onlineAccessLink": (Kind.ADDRESS, "Où participer en ligne.", "https://visio.example/parc"),
    "location.uid": (Kind.INTEGER, "Identifiant permanent du lieu.", "7"),
    "location.name": (Kind.TEXT, "Le lieu.", "Salle de l’Espérance"),
    "location.address": (Kind.TEXT, "Son adresse.", "4, rue Faidherbe, 62800 Liévin"),
    "location.city": (Kind.TEXT, "La ville.", "Liévin"),
    "location.insee": (Kind.TEXT, "Le code INSEE de la commune, si elle est du territoire.", "62510"),
    "location.postalCode": (Kind.TEXT, "Le code postal.", "62800"),
    "location.latitude": (Kind.DECIMAL, "Latitude (WGS 84).", "50.42271"),
    "location.longitude": (Kind.DECIMAL, "Longitude (WGS 84).", "2.77858"),
    "location.access.fr": (Kind.TEXT, "Comment venir.", "Bus 15, arrêt Mairie"),
    "communes": (Kind.PLACES, "Toutes les communes de l’événement.", "62510 Liévin"),
    "organizers": (Kind.TEXTS, "Qui organise.", "Ville de Liévin"),
    "registration": (Kind.OBJECTS, "Comment s’inscrire : lien, courriel ou téléphone.", "https://inscription.example/"),
    "accessibility": (
        Kind.OBJECT,
        "hi boucle magnétique, ii handicap mental, vi visuel, mi fauteuil roulant, pi psychique.",
        "hi | mi",
    ),
    "age.min": (Kind.INTEGER, "L’âge à partir duquel on vient.", "6"),
    "age.max": (Kind.INTEGER, "L’âge jusqu’auquel on vient.", "12"),
    "status": (Kind.INTEGER, "1 programmé, 2 reprogrammé, 3 passé en ligne, 4 reporté, 5 complet, 6 annulé.", "1"),
    "statusNote": (Kind.TEXT, "Pourquoi, ou ce qu’il faut savoir.", "Liste d’attente ouverte."),
    "createdAt": (Kind.MOMENT, "Première mise en ligne.", "2026-03-02T09:00:00+01:00"),
    "updatedAt": (Kind.MOMENT, "Dernier changement.", "2026-05-04T10:00:00+02:00"),
    "canonicalUrl": (Kind.ADDRESS, "La page de l’événement.", "https://lettre.example/agenda/fete-du-parc/"),
}


def _data(record):
    """The record as JSON, read once."""
    if not hasattr(record, "read"):
        record.read = {**json.loads(record.data), "updatedAt": record.changed_at}
    return record.read


def _reader(column):
    path = column.split(".")

    def read(record):
        value = value_at(_data(record), path)
        return cell_of(column, value) if isinstance(value, list | dict) else value

    return read


def _place(record):
    place = _data(record)["location"]
    known = place and place["latitude"] is not None and place["longitude"] is not None
    return [(place["longitude"], place["latitude"])] if known else []


AGENDA = Dataset(
    name="agenda",
    title="Agenda de l’Artois",
    summary="Les événements en ligne, passés et à venir, avec les noms de champs d’OpenAgenda.",
    look="agenda",
    theme="EDUC",
    frequency="DAILY",
    keywords=("agenda", "événements", "culture", "OpenAgenda"),
    source="Pôle Métropolitain de l’Artois",
    fields=tuple(Field(column, *_DOCUMENTED[column], _reader(column)) for column in COLUMNS),
    rows=lambda: EventRecord.objects.in_order(),
    updated=lambda: EventRecord.objects.aggregate(last=Max("changed_at"))["last"],
    place=_place,
    json_at="agenda:json",
)
