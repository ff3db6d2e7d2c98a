"""Week 3: online at its hour, sent while people leave and workers die; a date moves; rectified; posted."""

import re
import threading
from collections import Counter

from clock import real_time, wait
from first_week import in_days
from people import AGENDA, DIRECTOR, EDITOR, SENDER
from playwright.sync_api import expect
from post import UNKNOWN
from registers import HALLS, NOBODY_THERE, READERS
from second_week import TITLE
from telling import check, count, say, step

LEAVING, COMING_BACK, DEATHS = 40, 8, 2
# Seconds after which a sending that has not ended has failed.
PATIENCE = 1800
RECTIFIED = "Le canal des Obsidianes rouvre"


def live(month):
    """Live it."""
    hour = month.story["hour"]
    with step("La veille et une minute avant l’heure, rien ne paraît"):
        month.clock.to(hour.replace(hour=8, minute=28))
        month.machine.command("publish_due")
        still_hidden(month)
    month.stranger.reveal("Obsidiane")
    with step("À l’heure prévue, le numéro est en ligne"):
        month.clock.to(hour)
        say(month.machine.command("publish_due").strip().splitlines()[-1])
        is_online(month)
    with step("Diffusion s’envoie un essai, compte, confirme"):
        send(month)
    with step(f"{HALLS} mairies et {READERS} lecteurs : l’envoi part, {LEAVING} se désabonnent, un agent meurt"):
        month.clock.on(minutes=11)
        while_it_leaves(month)
    with step("Des messages reviennent dans la boîte des retours"):
        come_back(month)
    month.clock.to(month.day(17))
    with step("Une date de l’agenda change"):
        move_a_date(month)
    with step("Un rectificatif est publié"):
        rectify(month)
    with step("Les étiquettes de ceux qui lisent sur papier sont imprimées"):
        print_labels(month)


def still_hidden(month):
    visitor = month.people.visitor()
    answers = {
        at: visitor.session.get(month.machine.url + at).status_code for at in ("/lettres/10/", "/lettres/10/pdf/")
    }
    check(set(answers.values()) == {404}, f"une minute avant l’heure : {answers}")


def is_online(month):
    visitor = month.people.visitor()
    page = visitor.get("/lettres/10/")
    check(TITLE in page.text, f"le numéro 10 se lit à son heure : « {TITLE} »")
    for at in (
        "/",
        "/lettres/",
        "/flux/lettres.atom",
        "/recherche/?q=Obsidianes",
        "/api/v2/lettres/",
        "/donnees/lettres.json",
    ):
        answer = visitor.session.get(month.machine.url + at)
        if answer.status_code != 404:
            # Search marks the words that it found.
            check(TITLE in re.sub(r"</?mark>", "", answer.text), f"le numéro 10 est à {at}")


def send(month):
    from pma_site.readers.models import Recipient

    page = month.people.desk(SENDER)
    page.goto("/admin/lecteurs/envois/")
    page.get_by_role("link", name="Envoyer le n° 10 aux lecteurs").click()
    page.get_by_role("button", name="M’envoyer un essai").click()
    expect(page.get_by_text("Essai de ce contenu envoyé")).to_be_visible()
    month.post.wait_for(month.people.account(SENDER).email, TITLE)
    for label in ("Mairies", "Abonnés"):
        page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Compter les destinataires").click()
    number = re.sub(r"\D", "", page.locator(".sending-count__number").inner_text())
    expected = HALLS - month.story["on paper"] + READERS
    check(
        int(number) == expected,
        f"{number} lettres comptées, pour les mairies qui lisent à l’écran et {READERS} lecteurs",
    )
    page.get_by_label("Pour confirmer, tapez le nombre").fill(number)
    page.get_by_role("button", name="Lancer l’envoi").click()
    expect(page.get_by_text("En attente").first).to_be_visible()
    month.story["letters"] = len(month.post.taken())
    month.story["addresses"] = list(Recipient.objects.values_list("email", flat=True))


class Leavers(threading.Thread):
    """Readers who leave by the button of their mail program as soon as they have their letter."""

    def __init__(self, month, since):
        super().__init__(daemon=True)
        self.month, self.since, self.left, self.faults = month, since, {}, []
        self.enough = threading.Event()

    def run(self):
        seen = self.since
        while not self.enough.is_set():
            messages = self.month.post.taken(seen)
            seen += len(messages)
            for message in messages[:: max(1, READERS // 75)]:
                if message.to.startswith("l") and len(self.left) < LEAVING:
                    self._leave(message)
            wait(0.3)

    def _leave(self, message):
        link = re.search(r"<(https?://[^>]+)>", message.parsed["List-Unsubscribe"])[1]
        visitor = self.month.people.visitor()
        answer = visitor.session.post(link, data={"List-Unsubscribe": "One-Click"}, timeout=120)
        if answer.status_code == 200:
            self.left[message.to] = real_time()
        else:
            self.faults.append((message.to, answer.status_code))


def while_it_leaves(month):
    from newsletter.models import Delivery, Sending
    from pma_site.core.choices import OutgoingState

    since = month.story["letters"]
    leavers = Leavers(month, since)
    leavers.start()
    sending = Sending.objects.latest("pk")
    killed, began = 0, real_time()
    # Those who leave before their letter does, by the page of a former link.
    early = leave_early(month)
    while Sending.objects.filter(pk=sending.pk, finished_at=None).exists():
        wait(1)
        gone = len(month.post.taken(since))
        if gone > READERS // 4 * (killed + 1) and killed < DEATHS:
            month.machine.kill(month.machine.workers[0])
            killed += 1
            month.machine.work()
            say(f"agent tué après {gone} lettres, {real_time() - began:.0f} s")
        if gone >= READERS:
            # What a dead worker held comes free by itself after a while: here at once.
            month.clock.on(seconds=20)
        if real_time() - began > PATIENCE:
            check(False, f"l’envoi ne finit pas : {gone} lettres en {PATIENCE} s")
            break
    leavers.enough.set()
    leavers.join()
    month.story["left"] = {**leavers.left, **early}
    states = Counter(Delivery.objects.filter(sending=sending).values_list("state", flat=True))
    say(", ".join(f"{OutgoingState(state).label} {number}" for state, number in states.items()))
    check(killed == DEATHS, f"{killed} agents sont morts pendant l’envoi")
    check(not leavers.faults, "chacun a pu se désabonner", *leavers.faults)
    check(len(month.story["left"]) == LEAVING + len(early), f"{len(month.story['left'])} se sont désabonnés")
    month.story["sending"] = sending.pk
    settle_uncertain(month, sending)


def leave_early(month):
    """Five readers leave before their turn comes: they must get nothing."""
    from pma_site.readers import links
    from pma_site.readers.models import Recipient

    left = {}
    for number in range(5):
        address = f"neuf{number}@lecteurs.internal" if number < 2 else f"l{READERS - 30 + number:04}@lecteurs.internal"
        link = links.leave_address(Recipient.objects.at(address).get())
        if month.post.to(address, month.story["letters"]):
            continue
        visitor = month.people.visitor()
        visitor.post(link, visitor.form(link))
        left[address] = real_time()
    return left


def settle_uncertain(month, sending):
    """What the log of the relay says of letters that a dead worker left uncertain."""
    from newsletter.models import Delivery
    from pma_site.core.choices import OutgoingState

    uncertain = Delivery.objects.filter(sending=sending, state=OutgoingState.UNKNOWN).count()
    check(uncertain <= 4, f"{uncertain} lettres incertaines pour deux morts, et aucune renvoyée sans certitude")
    log = month.folder / "relay.log"
    lines = [f"message-id={each.parsed['Message-ID']} to={each.to} accepted" for each in month.post.taken()]
    log.write_text("\n".join(lines))
    if uncertain:
        say(month.machine.command("settle_from_log", sending.pk, log, "--complet").strip().splitlines()[-1])
        for _ in range(60):
            if not Delivery.objects.filter(sending=sending).unfinished().exists():
                break
            month.clock.on(seconds=30)
            wait(1)


def come_back(month):
    from pma_site.readers.models import Recipient, Return

    letters = [each for each in month.post.taken(month.story["letters"]) if each.to.startswith("l")]
    back = [each for each in letters if each.to not in month.story["left"]][:COMING_BACK]
    for message in back:
        month.post.comes_back(message, message.to)
    month.clock.on(minutes=6)
    said = month.machine.command("read_mailbox")
    say(said.strip().splitlines()[0])
    check(Return.objects.count() >= COMING_BACK, f"{Return.objects.count()} retours notés")
    states = set(Recipient.objects.filter(email__in=[each.to for each in back]).values_list("state", flat=True))
    check(states == {"actif"} or len(states) == 1, f"un premier échec ne retire personne : {states}")
    refused = set(month.post.refused)
    check(len(refused) == NOBODY_THERE, f"{len(refused)} adresses inconnues du relais ({UNKNOWN}…)")
    month.story["back"] = [each.to for each in back]


def move_a_date(month):
    event, page = month.story["event"], month.people.desk(AGENDA)
    before = month.people.visitor().get(f"{event.url}agenda.ics").text
    page.goto(f"/admin/pages/{event.pk}/edit/")
    page.locator("[name=slots-0-start]").fill(f"{day_of(month, 41)} 15:00")
    page.locator("[name=slots-0-end]").fill(f"{day_of(month, 41)} 18:00")
    page.locator("[name=change_reason]").fill("Décalée d’un jour pour la pluie.")
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text(re.compile("publié")).first).to_be_visible()
    after = month.people.visitor().get(f"{event.url}agenda.ics").text
    uid = [re.findall(r"UID:(.+)", each)[0].strip() for each in (before, after)]
    sequence = [int(re.findall(r"SEQUENCE:(\d+)", each)[0]) for each in (before, after)]
    moved = in_days(month, 41).replace("-", "")
    check(uid[0] == uid[1] and sequence[1] > sequence[0], f"même identité, SEQUENCE {sequence[0]} puis {sequence[1]}")
    check(moved in after and moved not in before, "le calendrier donne la nouvelle date")


def day_of(month, number):
    """A day of the month as the admin writes it."""
    return "/".join(reversed(in_days(month, number).split("-")))


def rectify(month):
    issue, page = month.story["issue"], month.people.desk(EDITOR)
    page.goto(f"/admin/pages/{issue.pk}/edit/")
    page.locator("#id_title").fill(RECTIFIED)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("a été mise à jour")).to_be_visible()
    page = month.people.desk(DIRECTOR)
    page.goto(f"/admin/lettres/{issue.pk}/rectificatif/")
    page.get_by_label("Texte du rectificatif").fill("Le titre était incomplet.")
    page.get_by_label("Ce qui a changé").fill("Le titre de la une.")
    page.get_by_role("button", name="Publier le rectificatif").click()
    expect(page.get_by_text("Le rectificatif est publié")).to_be_visible()
    visitor = month.people.visitor()
    check(RECTIFIED in visitor.get("/lettres/10/").text, "le numéro en ligne est le rectifié")
    check(
        f">{TITLE}<" in re.sub(r"\s*([<>])\s*", r"\1", visitor.get("/lettres/10/versions/1/").text), "l’ancien se lit"
    )
    count("rectificatifs")


def print_labels(month):
    from pma_site.readers.models import Office

    with_post = Office.objects.filter(by_post=True)
    page = month.people.desk(SENDER)
    page.goto("/admin/lecteurs/etiquettes/")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Télécharger les planches (PDF)").click()
    words = read_pdf(waiting.value.path())
    missing = [each.name for each in with_post if each.city.upper() not in words.upper()]
    check(not missing, f"les {len(with_post)} étiquettes sont sur la planche", missing)
    neither = Office.objects.filter(by_post=False, by_email=False).count()
    reached = len(with_post) + neither == month.story["on paper"]
    check(reached, f"papier et courriel vont à toutes les mairies, sauf {neither} qui n’ont voulu ni l’un ni l’autre")
    count("étiquettes imprimées", len(with_post))


def read_pdf(path):
    """The words of a PDF file."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
