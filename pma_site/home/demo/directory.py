"""Who is who in the letter: organisations, people and their mandates."""

from pma_site.directory.models import Mandate, Organisation, Person

from .records import Kind

KINDS = [
    Kind("organisation", "Organisations", Organisation, identity=("name",)),
    Kind("person", "Personnes", Person, identity=("first_name", "last_name")),
    Kind("mandate", "Mandats", Mandate, identity=("person", "body")),
]
