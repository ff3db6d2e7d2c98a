"""The catalogue of the datasets as portals harvest it: DCAT-AP 3 in JSON-LD.

https://semiceu.github.io/DCAT-AP/releases/3.0.0/ ; read by data.gouv.fr and data.europa.eu. Every @id is an address
for ever.
"""

from datetime import date, datetime

from django.utils import timezone

from pma_site.core.licence import LICENCE_ADDRESS

from .declaring import EUROPEAN

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FRENCH = {"@id": f"{EUROPEAN}language/FRA"}
_STANDARDS = {"csv": "https://www.rfc-editor.org/info/rfc4180", "geojson": "https://www.rfc-editor.org/info/rfc7946"}
# The Pas-de-Calais, in the European table of territories (NUTS 3).
_PLACE = {"@id": "http://data.europa.eu/nuts/code/FRE12"}


def catalogue(home: str, here: str, publisher, entries) -> dict:
    """Return the catalogue of `entries` (views.pages.Entry), of the site at `home`; `here` is its own page."""
    return {
        "@context": _CONTEXT,
        "@id": f"{here}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _in_french("Données ouvertes de La Lettre aux maires"),
        "dct:description": _in_french(
            "L’agenda, le label, le réseau, la feuille de route et les chiffres de l’Artois."
        ),
        "dct:publisher": _publisher(home, publisher),
        "dct:language": _FRENCH,
        "dct:license": {"@id": LICENCE_ADDRESS},
        "foaf:homepage": {"@id": here},
        "dct:spatial": _PLACE,
        "dcat:dataset": [dataset(home, publisher, entry) for entry in entries],
    }


def dataset(home: str, publisher, entry) -> dict:
    """Return one dataset with its files."""
    declared = entry.dataset
    found = {
        "@id": f"{entry.address}#jeu",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{entry.address}#jeu",
        "dct:title": _in_french(declared.title),
        "dct:description": _in_french(declared.summary),
        "dct:publisher": {"@id": f"{home}#organisation"},
        "dct:language": _FRENCH,
        "dct:license": {"@id": LICENCE_ADDRESS},
        "dct:spatial": _PLACE,
        "dct:accrualPeriodicity": {"@id": f"{EUROPEAN}frequency/{declared.frequency}"},
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "dct:description": _in_french(declared.source)},
        "dcat:theme": {"@id": f"{EUROPEAN}data-theme/{declared.theme}"},
        "dcat:keyword": [_in_french(word) for word in declared.keywords],
        "dcat:landingPage": {"@id": entry.address},
        "dcat:distribution": [_distribution(entry, file) for file in entry.files],
    }
    if entry.updated:
        found["dct:modified"] = dated(entry.updated)
    if publisher.contact_email:
        found["dcat:contactPoint"] = {
            "@type": "vcard:Organization",
            "vcard:fn": publisher.publisher,
            "vcard:hasEmail": {"@id": f"mailto:{publisher.contact_email}"},
        }
    return found


def dated(moment: date | datetime) -> dict:
    """A day or an instant, with its type."""
    if isinstance(moment, datetime):
        return {"@type": "xsd:dateTime", "@value": timezone.localtime(moment).isoformat(timespec="seconds")}
    return {"@type": "xsd:date", "@value": moment.isoformat()}


def _distribution(entry, file):
    found = {
        "@id": f"{entry.address}#{file.format.name}",
        "@type": "dcat:Distribution",
        "dct:title": _in_french(file.format.label),
        "dcat:accessURL": {"@id": entry.address},
        "dcat:downloadURL": {"@id": file.address},
        "dct:format": {"@id": file.format.authority},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{file.format.media_type}"},
        "dct:license": {"@id": LICENCE_ADDRESS},
    }
    if file.format.name in _STANDARDS:
        found["dct:conformsTo"] = {"@id": _STANDARDS[file.format.name]}
    return found


def _publisher(home, publisher):
    return {"@id": f"{home}#organisation", "@type": "foaf:Agent", "foaf:name": publisher.publisher}


def _in_french(words):
    return {"@language": "fr", "@value": words}
