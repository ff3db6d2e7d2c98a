"""Strangers and programs read nothing and fill no mailbox."""

import pytest
from django.core.cache import cache

from projects.models import Application
from tests.agenda.proposers import delivered
from tests.projects.applicants import START, STEPS, apply, begin, opening

pytestmark = pytest.mark.django_db


class TestStrangersAndPrograms:
    def test_nobody_without_the_link_reads_a_file(self, client, call):
        application, file = apply(client, call)
        forged = file.replace(application.reference, "AAAA-2222")

        assert {client.get(f"{forged}{end}").status_code for end in ("", "projet/", "relecture/", "piece/1/")} == {404}

    def test_a_file_is_kept_by_no_cache_and_no_search_engine(self, client, call):
        file = begin(client)

        for end in ("", *(f"{step}/" for step in STEPS), "retirer/"):
            page = client.get(f"{file}{end}")
            assert page.status_code == 200
            assert page["Cache-Control"] == "no-store, private"
            assert "noindex" in page["X-Robots-Tag"]
            assert page["Referrer-Policy"] == "no-referrer"

    def test_a_program_fills_no_mailbox(self, client, call):
        for number in range(8):
            cache.clear()
            client.post(START, opening(client, title=f"Projet {number}", sender_email="victime@ville.example"))

        assert len(delivered()) == 3

    def test_what_nobody_sees_betrays_a_program(self, client, call):
        answer = client.post(START, opening(client, website_confirm="https://spam.example"))

        assert answer.url == f"{START}message/"
        assert not Application.objects.exists()

    def test_many_files_at_once_from_one_network_are_refused_without_losing_what_was_typed(self, client, call):
        for number in range(20):
            begin(client, title=f"Projet {number}", sender_email=f"p{number}@asso.example")

        answer = client.post(START, opening(client, title="Le vingt et unième"))

        assert answer.status_code == 429
        assert "Le vingt et unième" in answer.content.decode()

    def test_hostile_forms_are_no_fault_of_the_server(self, client, call):
        file = begin(client)
        hostile = [
            "\0",
            b"\xed\xa0\x80",
            "é" * 50_000,
            "'; DROP",
            "<script>",
            "-1",
            "9" * 40,
            "\u202e",
        ]
        names = ["title", "rows", "name_0", "siret_0", "commune_0", "amount_0", "origin_0", "action", "vers"]
        names += [f"answer_{call.criteria.get().pk}", "sender_email", "website_confirm_", "project_state"]

        for step in (*STEPS, "relecture"):
            for value in hostile:
                assert client.post(f"{file}{step}/", dict.fromkeys(names, value)).status_code < 500, (step, value)
            for body in (b"\xff\xfe=%", b"a" * 3_000_000):
                answer = client.post(f"{file}{step}/", body, content_type="application/x-www-form-urlencoded")
                assert answer.status_code < 500
            broken = client.post(f"{file}{step}/", b"--x\r\nrien", content_type="multipart/form-data; boundary=x")
            assert broken.status_code < 500
        for value in hostile:
            assert client.post(START, dict.fromkeys([*names, "sender_name", "shown_at"], value)).status_code < 500
