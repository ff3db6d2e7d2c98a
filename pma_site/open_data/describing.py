"""What search engines read of a page: schema.org in JSON-LD, each thing by an @id for ever.

https://schema.org/ ; events describe themselves (agenda.rendering.json_ld), and every page its path (core_tags).
To add a type of page: a function, and a line in _BY_TYPE.
"""

from collections.abc import Callable

from django.urls import reverse

from newsletter.models import ArchivedIssuePage, Indicator, IssueIndexPage, IssuePage
from pma_site.core.licence import LICENCE_ADDRESS
from pma_site.core.models import SiteSettings
from pma_site.core.navigation import navigation_for
from pma_site.home.models import HomePage
from pma_site.territory.models import Commune, Epci
from projects.models import CandidatePage, MemberPage

_NAME = "La Lettre aux maires"


def description_of(request, thing) -> dict:
    """Return what is said of a page or a record; {} where nothing is."""
    describe = _BY_TYPE.get(type(thing))
    if describe is None:
        return {}
    parts = describe(request, thing)
    parts = parts if isinstance(parts, list) else [parts]
    parts = [_known(part) for part in parts]
    head = {"@context": "https://schema.org"}
    return {**head, **parts[0]} if len(parts) == 1 else {**head, "@graph": parts}


def publisher_of(request) -> dict:
    """The publisher, by its @id and its name."""
    publisher = SiteSettings.published_for(request)
    return {
        "@type": "Organization",
        "@id": f"{request.build_absolute_uri('/')}#organisation",
        "name": publisher.publisher,
    }


def data_catalogue(request, datasets) -> dict:
    """The page of all datasets."""
    here = request.build_absolute_uri(reverse("open_data:index"))
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "@id": f"{here}#catalogue",
        "name": "Données ouvertes de La Lettre aux maires",
        "url": here,
        "license": LICENCE_ADDRESS,
        "publisher": publisher_of(request),
        "dataset": [
            {"@id": request.build_absolute_uri(reverse("open_data:dataset", args=[each.name])) + "#jeu"}
            for each in datasets
        ],
    }


def described_dataset(request, entry, publisher) -> dict:
    """The page of one dataset (views.pages.Entry), after Google's rules for datasets."""
    declared = entry.dataset
    found = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{entry.address}#jeu",
        "name": declared.title,
        "description": declared.summary,
        "url": entry.address,
        "license": LICENCE_ADDRESS,
        "isAccessibleForFree": True,
        "inLanguage": "fr",
        "keywords": list(declared.keywords),
        "creator": publisher_of(request),
        "spatialCoverage": "Pôle Métropolitain de l’Artois, Pas-de-Calais, France",
        "variableMeasured": [field.name for field in declared.fields],
        "includedInDataCatalog": {"@id": request.build_absolute_uri(reverse("open_data:index")) + "#catalogue"},
        "dateModified": entry.updated.isoformat() if entry.updated else None,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": file.format.media_type, "contentUrl": file.address}
            for file in entry.files
        ],
    }
    return _known(found)


def _home(request, page):
    publisher, home = SiteSettings.published_for(request), request.build_absolute_uri("/")
    address = _known(
        {
            "@type": "PostalAddress",
            "streetAddress": publisher.street,
            "postalCode": publisher.postal_code,
            "addressLocality": publisher.city,
            "addressCountry": "FR",
        }
    )
    return [
        {
            **publisher_of(request),
            "@type": ["Organization", "GovernmentOrganization"],
            "url": home,
            "email": publisher.contact_email,
            "telephone": publisher.contact_phone,
            "address": address if publisher.city else None,
            "sameAs": [link.value.href for link in publisher.follow_links if link.value.href.startswith("http")],
        },
        {
            "@type": "WebSite",
            "@id": f"{home}#site",
            "name": _NAME,
            "url": home,
            "inLanguage": "fr",
            "publisher": {"@id": f"{home}#organisation"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{request.build_absolute_uri(reverse('search'))}?q={{search_term_string}}",
                "query-input": "required name=search_term_string",
            },
        },
    ]


def _periodical(request, address):
    return {"@type": "Periodical", "@id": f"{address}#periodique", "name": _NAME, "url": address}


def _letters(request, page):
    return {
        **_periodical(request, request.build_absolute_uri(page.get_url(request))),
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "publisher": publisher_of(request),
    }


def _issue(request, page):
    here = request.build_absolute_uri(page.get_url(request))
    index = navigation_for(request).sections.get("lettre")
    # Who publishes, and in which language, is said of the periodical: this page is the heaviest of all.
    return {
        "@type": "PublicationIssue",
        "@id": f"{here}#numero",
        "name": page.title,
        "issueNumber": page.number,
        "datePublished": page.month.isoformat() if page.month else None,
        "url": here,
        "description": page.search_description or page.standfirst,
        "image": _picture(request, page),
        "isPartOf": _periodical(request, request.build_absolute_uri(index.get_url(request))) if index else None,
        "encoding": {"@type": "MediaObject", "contentUrl": f"{here}pdf/"} if getattr(page, "pdf", None) else None,
    }


def _member(request, page):
    organisation = page.organisation
    here = request.build_absolute_uri(page.get_url(request))
    return {
        "@type": "Organization",
        "@id": f"{here}#membre",
        "name": page.title,
        "legalName": organisation.name,
        "description": page.standfirst or page.activity,
        "url": organisation.website or here,
        "mainEntityOfPage": here,
        "image": _picture(request, page),
        "address": {"@type": "PostalAddress", "addressLocality": organisation.place} if organisation.place else None,
    }


def _candidate(request, page):
    here = request.build_absolute_uri(page.get_url(request))
    return {
        "@type": "Project",
        "@id": f"{here}#projet",
        "name": page.title,
        "description": page.subject,
        "url": here,
        "image": _picture(request, page),
        # Nothing that is not announced.
        "award": f"Label Euralens : {page.public_status}" if page.public_result else None,
    }


def _commune(request, commune):
    geo = None
    if commune.longitude is not None:
        geo = {
            "@type": "GeoCoordinates",
            "latitude": float(commune.latitude),
            "longitude": float(commune.longitude),
        }
    here = request.build_absolute_uri(commune.get_absolute_url())
    return {
        "@type": "AdministrativeArea",
        "@id": f"{here}#commune",
        "name": commune.name,
        "url": here,
        "identifier": {"@type": "PropertyValue", "propertyID": "INSEE", "value": commune.insee_code},
        "geo": geo,
        "containedInPlace": {"@type": "AdministrativeArea", "name": commune.epci.name},
    }


def _epci(request, epci):
    here = request.build_absolute_uri(epci.get_absolute_url())
    return {
        "@type": "AdministrativeArea",
        "@id": f"{here}#epci",
        "name": epci.name,
        "alternateName": epci.acronym,
        "url": here,
        "identifier": {"@type": "PropertyValue", "propertyID": "SIREN", "value": epci.siren},
    }


def _indicator(request, indicator):
    """A key figure: a series of observations, the last of which is said."""
    here, latest = request.build_absolute_uri(indicator.get_absolute_url()), indicator.latest
    return {
        "@type": "Dataset",
        "@id": f"{here}#chiffre",
        "name": indicator.title,
        "description": indicator.definition or f"{latest.caption}. Source : {latest.source}, {latest.as_of_in_words}.",
        "url": here,
        "license": LICENCE_ADDRESS,
        "isAccessibleForFree": True,
        "inLanguage": "fr",
        "creator": {"@type": "Organization", "name": latest.source},
        "publisher": publisher_of(request),
        "spatialCoverage": "Pôle Métropolitain de l’Artois, Pas-de-Calais, France",
        "dateModified": latest.as_of.isoformat(),
        "variableMeasured": _known(
            {
                "@type": "PropertyValue",
                "name": indicator.title,
                "value": float(latest.number),
                "unitText": indicator.unit,
                "description": latest.period,
            }
        ),
        "includedInDataCatalog": {"@id": request.build_absolute_uri(reverse("open_data:index")) + "#catalogue"},
    }


_BY_TYPE: dict[type, Callable] = {
    HomePage: _home,
    IssueIndexPage: _letters,
    IssuePage: _issue,
    ArchivedIssuePage: _issue,
    MemberPage: _member,
    CandidatePage: _candidate,
    Commune: _commune,
    Epci: _epci,
    Indicator: _indicator,
}


def _picture(request, page):
    files = page.main_image.files("wide", "jpeg") if page.main_image else []
    return request.build_absolute_uri(files[-1]["url"]) if files else None


def _known(value):
    return {name: held for name, held in value.items() if held is not None and held not in ("", [], {})}
