"""« Nouveau numéro », as an editor asks for one."""

from tests.reading import elements

ADDRESS = "/admin/lettres/nouveau-numero/"
EVERYTHING = ["ours", "contacts", "feuille-de-route", "label", "chiffres", "agenda"]


def begin(editor, **fields):
    data = {"number": "10", "month": "01/09/2023", "title": "", "carried": EVERYTHING, **fields}
    return editor.post(ADDRESS, data, follow=True)


def proposed(editor):
    return {field.get("name"): field.get("value") for field in elements(editor.get(ADDRESS), "input")}
