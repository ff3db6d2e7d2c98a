"""Every kind of question: what is kept of its answer, and what is refused."""

import pytest

from pma_site.contributions import links
from pma_site.contributions.models import CallAnswer
from tests.contributions.answers.filling_in import names, whole
from tests.contributions.test_calls import fields_of, later, send
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

# A block of data, which no browser runs.
DATA = "application/ld+json"


class TestEveryKindOfQuestion:
    def test_is_kept_as_it_was_read(self, client, full, lens):
        with later(minutes=-1):
            page = client.get(full.url)
        data = {**fields_of(page), **whole(full, lens), "commune": lens.insee_code}
        data |= {"sender_name": "Camille", "sender_email": "c@mairie.example"}
        review = client.post(full.url, {**data, "etape": "relire"})
        assert "Le bois ; L’eau" in text(review)
        # As a browser posts it: the same name as often as there are values.
        hidden = [(field["name"], field.get("value", "")) for field in elements(review, "input") if "name" in field]
        again = {}
        for name, value in hidden:
            again.setdefault(name, []).append(value)
        assert client.post(full.url, {**again, "etape": "envoyer"}).status_code == 302

        said = {row["label"]: row["words"].replace("\u00a0", " ") for row in CallAnswer.objects.get().answers}
        assert said == {
            "Qui viendra ?": "Le maire",
            "Votre projet": "Un verger\nà l’école",
            "Quelle formule ?": "Le matin",
            "Quels sujets ?": "Le bois ; L’eau",
            "Venez-vous ?": "Oui",
            "Combien d’élus ?": "2,5",
            "Quel jour ?": "1er juillet 2026",
            "Dans quelle commune ?": "Lens",
        }

    @pytest.mark.parametrize(
        ("label", "value", "words"),
        [
            ("Quelle formule ?", "autre", "Choisissez une des réponses proposées."),
            ("Quels sujets ?", ["autre"], "Choisissez une des réponses proposées."),
            ("Venez-vous ?", "peut-être", "Répondez par oui ou par non."),
            ("Combien d’élus ?", "beaucoup", "Écrivez un nombre en chiffres"),
            ("Combien d’élus ?", "11", "inférieure ou égale à 10"),
            ("Combien d’élus ?", "9" * 40, "Ce nombre a trop de chiffres."),
            ("Combien d’élus ?", "NaN", "Écrivez un nombre en chiffres"),
            ("Quel jour ?", "2026-02-31", "Écrivez une date"),
            ("Quel jour ?", "0001-01-01", "Vérifiez l’année."),
            ("Dans quelle commune ?", "99999", "ne fait pas partie du territoire"),
            ("Qui viendra ?", "x" * 201, "200 caractères"),
            ("Qui viendra ?", "\u200e \x0b", "Répondez à cette question."),
        ],
    )
    def test_says_what_is_wrong(self, client, full, lens, label, value, words):
        page = client.get(full.url)
        data = {**fields_of(page), **whole(full, lens, **{label: value}), "etape": "relire"}
        answer = client.post(full.url, data)
        assert answer.status_code == 400
        assert text(answer).count(words) >= 2

    def test_hostile_words_are_words(self, client, call, lens):
        attack = "\"'><script>alert(1)</script>{{ 7|add:7 }}\x0b\u2028=cmd"
        name = names(call)["Qui viendra ?"]
        review, sent = send(client, call, lens, **{name: attack, "sender_name": attack})
        assert sent.status_code == 302
        own = client.get(links.follow_path(CallAnswer.follow_route, CallAnswer.objects.get().reference))
        for page in (review, own):
            assert not [tag for tag in elements(page, "script") if "src" not in tag and tag.get("type") != DATA]
            assert "<script>alert(1)</script>{{ 7|add:7 }}" in text(page)

    @pytest.mark.parametrize("value", ["\0", "\ud800", "é" * 5000, "[]", "a\0b"])
    @pytest.mark.parametrize("field", ["commune", "sender_email", "shown_at", "etape", "q-autre", "website_confirm"])
    def test_no_form_is_a_fault_of_the_site(self, client, full, lens, field, value):
        value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        data = {**whole(full, lens), "commune": lens.insee_code, field: value}
        assert client.post(full.url, data).status_code in (200, 302, 400)
