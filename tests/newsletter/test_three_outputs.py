"""The three outputs side by side: previewed as they are written, measured, compared."""

import re

import pytest
from django.urls import reverse
from page import validate_pdf_bytes

from newsletter import rendering
from newsletter.models import IssuePage
from pma_site.core import pdf
from pma_site.core.models import SiteSettings
from tests import builders, contents
from tests.back_office import edit_address, filled_in, is_refused, signed_in
from tests.reading import elements, text

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed"),
]

BASE = "http://testserver"
STREAMS = ["cover", "feature", "territory", "committee"]


@pytest.fixture
def director():
    return signed_in(builders.account("Direction de publication"))


def preview(client, issue, mode, **fields):
    """What the preview panel shows of an issue as it stands in the form, with `fields` changed."""
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[issue.pk])
    data = filled_in(client, edit_address(issue), STREAMS, **fields)
    assert client.post(address, data).json() == {"is_valid": True, "is_available": True}
    return client.get(address, {"mode": mode})


def outputs_of(client, issue):
    """What « Prêt à partir ? » says of the outputs of an issue."""
    return text(client.get(reverse("newsletter_readiness", args=[issue.pk]), {"sorties": "1"})).replace("\u00a0", " ")


def paper_of(issue):
    return rendering.lay_out(issue.letter(SiteSettings.published_for()), BASE)


class TestPreview:
    @pytest.mark.parametrize("mode", ["web", "courriel", "pdf"])
    def test_each_mode_shows_what_is_being_written(self, director, mode):
        shown = preview(director, contents.sound_issue(), mode, title="Un titre en cours")

        assert shown.status_code == 200
        assert "Un titre en cours" in (shown.content.decode() if mode == "pdf" else text(shown))

    def test_the_pictures_of_the_email_come_from_where_the_editor_is(self, director):
        shown = preview(director, contents.sound_issue(), "courriel").content.decode()

        assert 'src="/media/' in shown
        assert 'src="http' not in shown

    @pytest.mark.parametrize(
        ("caption", "shown"),
        [("Le port", "Le port. Crédit : PMA"), ("Le port ?", "Le port ? Crédit : PMA"), ("", "Crédit : PMA")],
    )
    def test_a_caption_ends_before_the_credit_of_its_picture(self, director, caption, shown):
        issue = contents.sound_issue(cover_image=builders.image(credit="PMA"), cover_caption=caption)

        words = text(preview(director, issue, "courriel")).replace("\u00a0", " ")

        assert shown in words and ". Crédit" not in words.replace("Le port. Crédit", "")

    @pytest.mark.parametrize("mode", ["web", "courriel", "pdf"])
    def test_the_panel_may_show_it(self, director, mode):
        policy = preview(director, contents.sound_issue(), mode)["Content-Security-Policy"]

        assert "frame-ancestors 'self'" in policy
        assert "default-src 'none'" in policy

    def test_the_pages_are_shown_as_pictures_with_their_gauges(self, director):
        issue = contents.sound_issue()
        issue.save_revision()

        shown = director.get(reverse("wagtailadmin_pages:view_draft", args=[issue.pk]), {"mode": "pdf"})

        words = text(shown).replace("\u00a0", " ")
        percents = [re.search(rf"Page {page} : (\d+) %", words).group(1) for page in (1, 2, 3, 4)]
        pages = elements(shown, "img")
        assert [picture["alt"] for picture in pages][:1] == ["La page 1 telle qu’elle sera imprimée"]
        assert all(picture["src"].startswith("data:image/jpeg;base64,") for picture in pages)
        bars = elements(shown, "meter")
        assert [(bar["value"], bar["max"]) for bar in bars] == [(percent, "100") for percent in percents]

    def test_without_the_renderer_it_says_what_to_install(self, director, monkeypatch):
        monkeypatch.setattr(pdf, "missing_library", lambda: "sudo apt-get install libpango-1.0-0")

        shown = text(preview(director, contents.sound_issue(), "pdf"))

        assert "sudo apt-get install libpango-1.0-0" in shown


def long_text(paragraphs):
    return [("paragraph", "<p>" + "Un mot après l’autre, et encore un autre. " * 12 + "</p>")] * paragraphs


class TestFourPages:
    def test_a_page_that_overflows_is_named_with_what_does_not_fit(self, director):
        issue = contents.sound_issue(cover=[*long_text(30), ("heading", "La toute fin"), *long_text(1)])
        issue.territory = contents.raw(
            [("callout", {"title": "Encart", "text": "<p>Un mot.</p>", "tone": "craie", "contacts": []})]
        )
        issue.save()

        words = outputs_of(director, issue)

        percent = int(re.search(r"La page 1 est trop pleine : (\d+) %", words).group(1))
        assert 100 < percent < 400
        assert "Dépasse : « " in words

    def test_what_does_not_fit_is_named_by_its_words_as_they_were_typed(self, director):
        words = "<p>Un texte : &quot;guillemets droits&quot; &amp; R&amp;D.</p>"
        issue = contents.sound_issue(cover=[*long_text(30), ("paragraph", words)])
        issue.save_revision()

        shown = director.get(reverse("wagtailadmin_pages:view_draft", args=[issue.pk]), {"mode": "pdf"})

        # Quotation marks are written the French way.
        assert "Dépasse : « Un texte : « guillemets droits » & R&D. »" in text(shown)

    def test_the_masthead_may_be_what_does_not_fit(self, director):
        text = "<p>" + "Un mot après l’autre. " * 620 + "</p>"
        callout = ("callout", {"title": "Encart", "text": text, "tone": "craie", "contacts": []})
        words = outputs_of(director, contents.sound_issue(territory=[callout]))

        assert re.search(r"La page 4 est trop pleine : \d+ %", words)

    def test_what_closes_a_part_stands_below_both_columns(self):
        box = {"title": "Encart", "text": "<p>Un mot.</p>", "tone": "craie", "contacts": []}
        issue = contents.sound_issue(feature=[("callout", box), *long_text(4), ("callout", box)])
        first, *columns, last = (
            f"bloc-{piece.key}" for piece in issue.letter(SiteSettings.published_for()).feature.pieces
        )

        places = paper_of(issue).places

        assert places[first][0].top < places[columns[-1]][0].bottom
        assert places[last][0].top >= max(places[name][-1].bottom for name in (first, *columns))

    @pytest.mark.parametrize("words", [10, 400, 620, 1000])
    def test_it_is_laid_out_however_long_it_is(self, words):
        text = "<p>" + "Un mot après l’autre. " * words + "</p>"
        box = ("callout", {"title": "Encart", "text": text, "tone": "craie", "contacts": []})

        paper = paper_of(contents.sound_issue(feature=[*long_text(1), box], territory=[box]))

        assert paper.pages >= 3

    def test_pages_that_are_missing_are_counted(self, director):
        assert "La lettre imprimée fait 1 page au lieu de 4." in outputs_of(director, builders.issue())


class TestConcordance:
    def test_outputs_say_the_same_and_what_is_reserved_is_known(self, director):
        words = outputs_of(director, contents.full_issue(2))

        assert "les trois sorties disent la même chose" in words, words
        assert "La date ou l’heure « 14 juillet » manque dans : Page web, PDF." in words
        assert "voulue" in words

    def test_what_one_output_lacks_is_listed(self, director, monkeypatch):
        issue = contents.sound_issue(cover=[("paragraph", "<p>Le 12 mai, à Lens, 35 € avec Camille Durand.</p>")])
        builders.commune("Lens")
        whole = rendering.email_html
        lossy = lambda *args: whole(*args).replace("12&nbsp;mai", "").replace("12\u00a0mai", "").replace("35", "53")  # noqa: E731
        monkeypatch.setattr(rendering, "email_html", lossy)

        words = outputs_of(director, issue)

        assert "La date ou l’heure « 12 mai » manque dans : Courriel." in words
        assert "Le montant « 35 € » manque dans : Courriel." in words
        assert "Le montant « 53 € » manque dans : Page web, PDF." in words

    def test_the_hour_that_somebody_types_is_the_same_in_all_of_them(self, director):
        words = outputs_of(
            director,
            contents.sound_issue(
                standfirst="Rendez-vous à 18h30.", cover=[("paragraph", "<p>Rendez-vous à 18h30.</p>")]
            ),
        )

        assert "les trois sorties disent la même chose" in words, words

    def test_an_email_too_heavy_is_stopped(self, director):
        issue = contents.sound_issue(feature=long_text(190))

        assert re.search(r"Le courriel pèse \d+ ko, plus de 90 : il serait coupé.", outputs_of(director, issue))


class TestReserved:
    def test_a_passage_is_in_its_outputs_only(self, client):
        issue = contents.full_issue()

        page, mail = text(client.get(issue.url)), text(client.get(f"{issue.url}courriel/"))

        assert "Par courriel seulement" not in page
        assert "Par courriel seulement" in mail


class TestPaper:
    def test_every_block_filled_to_extremes_is_accessible(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            issue = contents.full_issue(3)
        extreme = IssuePage.objects.get(pk=issue.pk)
        extreme.title = "Un titre de cent vingt signes " * 4
        extreme.standfirst = "mot " * 200

        report = validate_pdf_bytes(paper_of(extreme).content, profile="ua1")

        assert [failure.message for failure in report.failures] == []

    def test_it_leads_to_the_page_by_a_printed_address_and_prints_short_links(self):
        link = ("link", {"label": "Le programme", "page": None, "url": "https://www.example.org/un/programme/"})
        issue = contents.sound_issue(cover=[link], number=9, slug="9")

        html = rendering.print_html(issue.letter(SiteSettings.published_for()), "https://lettre.example.org")

        assert "lettre.example.org/lettres/9" in text(html)
        assert "(example.org/un/programme)" in text(html)
        assert elements(html, "svg")

    def test_a_printer_gets_bleed_and_marks(self, director):
        issue = contents.sound_issue()

        bled = director.get(reverse("newsletter_printer", args=[issue.pk]))

        assert f"lettre-aux-maires-{issue.number}-imprimeur.pdf" in bled["Content-Disposition"]
        assert _width(bled.content) > _width(paper_of(issue).content) + 15

    @pytest.mark.parametrize("name", ["newsletter_printer", "newsletter_text_part"])
    def test_others_do_not_get_the_draft(self, client, name):
        address = reverse(name, args=[contents.sound_issue().pk])

        assert client.get(address).status_code == 302
        assert is_refused(signed_in(builders.account("Agenda")), address)


def _width(content):
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return document[0].get_width()


def test_editors_see_the_text_part(director):
    issue = contents.sound_issue()

    shown = director.get(reverse("newsletter_text_part", args=[issue.pk]))

    assert shown["Content-Type"].startswith("text/plain")
    assert "LA LETTRE AUX MAIRES" in shown.content.decode()


def test_the_text_part_reads_well():
    letter = contents.full_issue(2).letter(SiteSettings.published_for())

    words = rendering.email_text(letter, "https://lettre.example.org", "https://lettre.example.org/quitter/")

    assert max(len(line) for line in words.splitlines() if "https://" not in line) <= 72
    assert not re.search(r"</?[a-z]", words)
    assert "Lire en ligne : https://lettre.example.org/lettres/" in words.replace("\u00a0", " ")
    assert "Ne plus recevoir la lettre" in words
    assert "+ 4\u00a0100" in words or "+\u00a04\u00a0100" in words
    assert "{'" not in words
    assert "None" not in words
