"""The sending domain is judged as receivers judge it, and what to publish is given."""

from base64 import b64encode

import pytest

from pma_site.core import dns_lookup, sender_domain
from pma_site.core.dns_lookup import SilenceError
from pma_site.core.sender_domain import Level

RELAY = {("relais.example", "A"): ["203.0.113.5"], ("pma.example", "MX"): ["10 mx.pma.example"]}
LONG_KEY, SHORT_KEY = b64encode(b"k" * 294).decode(), b64encode(b"k" * 162).decode()


@pytest.fixture
def judged(monkeypatch):
    """The verdict on one subject, where the DNS holds `zone` (and what the relay and the receiving need)."""

    def verdict(subject, zone):
        asked = []

        def ask(name, kind):
            asked.append((name, kind))
            answer = {**RELAY, **zone}.get((name, kind), [])
            if answer is None:
                raise SilenceError(name)
            return answer

        monkeypatch.setattr(dns_lookup, "ask", ask)
        found = {each.subject: each for each in sender_domain.judge()}[subject]
        assert len(asked) == len(set(asked)) < 60
        return found

    return verdict


def txt(name, *texts):
    return {(name, "TXT"): list(texts)}


def chain(length):
    """SPF records that include one another, `length` in all."""
    zone = txt("pma.example", "v=spf1 a:relais.example include:s1.example ~all")
    for number in range(1, length + 1):
        zone |= txt(f"s{number}.example", f"v=spf1 include:s{number + 1}.example ?all")
    return zone | txt(f"s{length + 1}.example", "v=spf1 ip4:198.51.100.0/24 -all")


class TestSpf:
    @pytest.mark.parametrize(
        ("zone", "level", "words", "record"),
        [
            (txt("pma.example", "v=spf1 a:relais.example -all"), "bon", "nos messages en sont", ""),
            (txt("pma.example", "V=SPF1 ip4:203.0.113.0/24 ~all", "google-site-verification=x"), "bon", "en sont", ""),
            (
                txt("pma.example", "v=spf1 redirect=s1.example") | txt("s1.example", "v=spf1 ip4:203.0.113.5 -all"),
                "bon",
                "en sont",
                "",
            ),
            (
                txt("pma.example", "v=spf1 include:s1.example -all") | txt("s1.example", "v=spf1 ip4:203.0.113.5 -all"),
                "bon",
                "",
                "",
            ),
            (
                txt("pma.example", "v=spf1 mx include:_spf.hebergeur.example -all")
                | txt("_spf.hebergeur.example", "v=spf1 ip4:198.51.100.1 -all"),
                "a-ameliorer",
                "sans nommer ce par quoi partent nos messages",
                "v=spf1 mx include:_spf.hebergeur.example a:relais.example -all",
            ),
            ({}, "a-corriger", "ne dit pas qui peut envoyer", "v=spf1 mx a:relais.example ~all"),
            (
                txt("pma.example", "spf1 mx ~all"),
                "a-corriger",
                "ne commence pas par « v=spf1 »",
                "v=spf1 mx a:relais.example ~all",
            ),
            (
                txt("pma.example", "v=spf2 mx ~all"),
                "a-corriger",
                "ne commence pas par",
                "v=spf1 mx a:relais.example ~all",
            ),
            (
                txt("pma.example", "v=spf1 mx ~all", "v=spf1 include:autre.example -all"),
                "a-corriger",
                "a 2 enregistrements SPF",
                "v=spf1 mx include:autre.example a:relais.example -all",
            ),
            (
                txt("pma.example", "v=spf1 a:relais.example +all"),
                "a-corriger",
                "n’importe qui",
                "v=spf1 a:relais.example ~all",
            ),
            (txt("pma.example", "v=spf1 all"), "a-corriger", "n’importe qui", "v=spf1 a:relais.example ~all"),
            (chain(8), "bon", "en sont", ""),
            (chain(9), "a-corriger", "a une erreur", ""),
            (txt("pma.example", "v=spf1 include:vide.example ~all"), "a-corriger", "a une erreur", ""),
            (txt("pma.example", "v=spf1 include:pma.example ~all"), "a-corriger", "a une erreur", ""),
            (txt("pma.example", "v=spf1 ip4:mx ~all"), "a-corriger", "a une erreur", ""),
            (txt("pma.example", "v=spf1 toutlemonde ~all"), "a-corriger", "a une erreur", ""),
            (txt("pma.example", "v=spf1 redirect=pma.example"), "a-corriger", "", ""),
            (txt("pma.example", "v=spf1 a:relais.example ?all"), "a-ameliorer", "", "v=spf1 a:relais.example ~all"),
            (txt("pma.example", "v=spf1 a:relais.example"), "a-ameliorer", "", "v=spf1 a:relais.example ~all"),
            (txt("pma.example", "v=spf1 a:relais.example ptr ~all"), "a-ameliorer", "", "v=spf1 a:relais.example ~all"),
            (
                txt("pma.example", "v=spf1 a:relais.example a:x.example a:y.example a:z.example ~all"),
                "a-ameliorer",
                "",
                None,
            ),
            ({("pma.example", "TXT"): None}, "inconnu", "Le DNS ne répond pas", ""),
        ],
    )
    def test_each_record_is_judged(self, judged, zone, level, words, record):
        verdict = judged("SPF", zone)

        assert (verdict.level, words in verdict.words) == (level, True), verdict
        assert record is None or verdict.record == record

    def test_a_record_in_several_strings_is_one(self, judged):
        # The seam gives it put together; below, the DNS itself does not.
        assert (
            judged("SPF", txt("pma.example", "v=spf1 a:relais.example " + "ip4:198.51.100.1 " * 40 + "-all")).level
            == "bon"
        )

    def test_returns_of_another_organisation_do_not_count_for_dmarc(self, judged, settings):
        settings.BOUNCE_ADDRESS = "retours@ailleurs.example"

        verdict = judged("SPF", txt("ailleurs.example", "v=spf1 a:relais.example -all"))

        assert verdict.level == Level.WARNING
        assert "DMARC ne comptera pas ce SPF" in " ".join(verdict.details)

    @pytest.mark.parametrize(
        ("policy", "level"), [("v=DMARC1; p=none", "bon"), ("v=DMARC1; p=none; aspf=s", "a-ameliorer")]
    )
    def test_returns_of_a_domain_below_do_unless_the_policy_is_strict(self, judged, settings, policy, level):
        settings.BOUNCE_ADDRESS = "retours@courriel.pma.example"
        zone = txt("courriel.pma.example", "v=spf1 a:relais.example -all") | txt("_dmarc.pma.example", policy)

        assert judged("SPF", zone).level == level

    def test_a_provider_is_looked_for_by_its_own_name(self, judged, settings):
        settings.MAIL_TRANSPORT = "anymail.backends.brevo.EmailBackend"
        allowed = txt("pma.example", "v=spf1 mx include:spf.brevo.com ~all") | txt(
            "spf.brevo.com", "v=spf1 ip4:1.2.3.4 -all"
        )

        assert judged("SPF", allowed).level == Level.GOOD

    def test_a_relay_that_cannot_be_seen_from_outside_is_left_open(self, judged, settings):
        settings.EMAIL_HOST = "localhost"

        verdict = judged("SPF", txt("pma.example", "v=spf1 mx ~all"))

        assert verdict.level == Level.UNKNOWN
        assert verdict.record == "v=spf1 mx ip4:192.0.2.1 ~all"
        assert "remplacez 192.0.2.1" in " ".join(verdict.details)


class TestDkim:
    KEY = "lettre._domainkey.pma.example"

    @pytest.mark.parametrize(
        ("zone", "level", "words"),
        [
            (txt(KEY, f"v=DKIM1; k=rsa; p={LONG_KEY}"), "bon", "Une clé est publiée"),
            (txt(KEY, f"p={LONG_KEY}"), "bon", ""),
            (txt(KEY, f"v=DKIM1; k=ed25519; p={b64encode(b'k' * 32).decode()}"), "bon", ""),
            (txt(KEY, f"v=DKIM1; p={SHORT_KEY}"), "a-ameliorer", "2048 bits"),
            (txt(KEY, f"v=DKIM1; t=y; p={LONG_KEY}"), "a-ameliorer", "à l’essai"),
            (txt(KEY, "v=DKIM1; p="), "a-corriger", "révoquée"),
            (txt(KEY, f"v=DKIM1; p={LONG_KEY[:-3]}"), "a-corriger", "abîmée"),
            (txt(KEY, f"v=DKIM2; p={LONG_KEY}"), "a-corriger", "n’est pas une clé DKIM"),
            (txt(KEY, "bonjour"), "a-corriger", "n’est pas une clé DKIM"),
            (txt(KEY, f"p={LONG_KEY}", f"p={LONG_KEY}"), "a-corriger", "Plusieurs"),
            ({}, "a-corriger", "Aucune clé"),
            ({(KEY, "TXT"): None}, "inconnu", "Le DNS ne répond pas"),
        ],
    )
    def test_each_key_is_judged(self, judged, zone, level, words):
        verdict = judged("DKIM", zone)

        assert (verdict.level, words in verdict.words) == (level, True), verdict

    def test_a_key_of_the_domain_above_signs_as_well(self, judged, settings):
        settings.DEFAULT_FROM_EMAIL = "lettre@info.pma.example"

        assert judged("DKIM", txt(self.KEY, f"p={LONG_KEY}")).level == Level.GOOD

    def test_without_a_name_it_says_how_to_get_one(self, judged, settings):
        settings.DKIM_SELECTOR, settings.MAIL_TRANSPORT = "", "anymail.backends.mailjet.EmailBackend"

        verdict = judged("DKIM", {})

        assert verdict.level == Level.UNKNOWN
        assert "DKIM_SELECTOR (d’ordinaire « mailjet »)" in verdict.words


class TestDmarc:
    FIRST = "v=DMARC1; p=none; rua=mailto:dmarc@pma.example"
    THEN = "v=DMARC1; p=quarantine; rua=mailto:dmarc@pma.example"

    @pytest.mark.parametrize(
        ("texts", "level", "words", "record"),
        [
            (["v=DMARC1; p=reject; rua=mailto:x@pma.example"], "bon", "refuser", ""),
            (["v=DMARC1;p=quarantine"], "bon", "classer en indésirable", ""),
            (["v=DMARC1; p=none; rua=mailto:x@pma.example"], "a-ameliorer", "c’est ainsi que l’on commence", THEN),
            ([], "a-corriger", "Gmail et Yahoo l’exigent", FIRST),
            (["p=reject"], "a-corriger", "ne commence pas par « v=DMARC1 »", FIRST),
            (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "a-corriger", "plusieurs enregistrements", FIRST),
            (["v=DMARC1; p=nonne"], "a-corriger", "n’existe pas", FIRST),
            (["v=DMARC1"], "a-corriger", "n’existe pas", FIRST),
            (["bonjour"], "a-corriger", "", FIRST),
            (None, "inconnu", "Le DNS ne répond pas", ""),
        ],
    )
    def test_each_policy_is_judged(self, judged, texts, level, words, record):
        verdict = judged("DMARC", {("_dmarc.pma.example", "TXT"): texts})

        assert (verdict.level, words in verdict.words, verdict.record) == (level, True, record), verdict

    @pytest.mark.parametrize(
        ("text", "level"), [("v=DMARC1; p=none; sp=reject", "bon"), ("v=DMARC1; p=reject; sp=none", "a-ameliorer")]
    )
    def test_the_organisation_speaks_for_its_subdomains(self, judged, settings, text, level):
        settings.DEFAULT_FROM_EMAIL = "lettre@info.lettre.pma.example"

        verdict = judged("DMARC", txt("_dmarc.pma.example", text))

        assert verdict.level == level
        assert "Il est tiré de pma.example" in verdict.details[0]


class TestReceiving:
    @pytest.mark.parametrize(
        ("zone", "level", "words"),
        [
            ({}, "bon", "sait où aller"),
            ({("pma.example", "MX"): ["0 "]}, "a-corriger", "ne recevoir aucun courrier"),
            ({("pma.example", "MX"): []}, "a-corriger", "n’existe pas"),
            (
                {("pma.example", "MX"): [], ("pma.example", "A"): ["203.0.113.9"]},
                "a-ameliorer",
                "ne nomme aucun serveur",
            ),
            ({("pma.example", "MX"): None}, "inconnu", "Le DNS ne répond pas"),
        ],
    )
    def test_each_domain_is_judged(self, judged, zone, level, words):
        verdict = judged("Réception (MX)", zone)

        assert (verdict.level, words in verdict.words) == (level, True), verdict
