"""The tasks of the guide, each done as its page tells it; `desk.picture` keeps what one then sees."""

import re


def button(page, name):
    """The button of this name."""
    return page.get_by_role("button", name=name, exact=True).first


def link(page, name):
    """The link of this name."""
    return page.get_by_role("link", name=name, exact=True).first


def insert(page, stream, label):
    """Add a block of a kind to one of the streams of a form."""
    part = page.locator(f"[data-contentpath='{stream}']")
    part.get_by_role("button", name="Insérer un bloc").last.click()
    page.get_by_role("option", name=label, exact=True).click()


def more(page):
    """Open the menu beside « Enregistrer le brouillon »."""
    page.get_by_role("button", name="Plus d’actions").click()


def entering(desk):
    """Sign in."""
    desk.page.goto("/admin/")
    desk.picture("connexion", desk.page.get_by_role("button", name="Se connecter", exact=True))


def desk_of_the_day(desk):
    """The home page of the admin."""
    desk.page.goto("/admin/")
    desk.picture("bureau", desk.page.get_by_role("heading", name="À faire"))


def a_picture(desk):
    """Upload a picture."""
    page = desk.page
    page.goto("/admin/images/add/")
    desk.picture("image", page.get_by_label("Crédit*"), button(page, "Transférer"))


def an_issue(desk):
    """Begin an issue, write it, check it, have it proof-read, submit it."""
    page = desk.page
    page.goto("/admin/lettres/")
    desk.picture("lettres", link(page, "Nouveau numéro"), height=480)
    link(page, "Nouveau numéro").click()
    page.get_by_label("Titre de la une").fill("Un canal pour tous")
    desk.picture("nouveau-numero", button(page, "Créer le brouillon"))
    button(page, "Créer le brouillon").click()
    page.get_by_text("est créé, en brouillon.").wait_for()
    page.wait_for_load_state("networkidle")
    desk.picture("numero", page.get_by_role("tab", name="La une"), page.get_by_role("tab", name="Ours et diffusion"))
    cover = page.locator("[data-contentpath='cover']")
    cover.get_by_role("button", name="Insérer un bloc").last.click()
    page.get_by_role("option", name="Encart", exact=True).wait_for()
    desk.picture("blocs", page.get_by_role("option", name="Encart", exact=True))
    page.get_by_role("option", name="Texte", exact=True).click()
    cover.locator(".public-DraftEditor-content").last.click()
    page.keyboard.insert_text("Dès l’automne, les berges se parcourent à pied.")
    page.locator("#id_standfirst").fill("Les berges rouvrent aux promeneurs.")
    button(page, "Enregistrer le brouillon").click()
    page.get_by_text(re.compile("créée|mise à jour")).first.wait_for()
    edit = page.url
    button(page, "Actions").click()
    desk.picture("actions-numero", link(page, "Prêt à partir ?"), link(page, "Faire relire"))
    link(page, "Prêt à partir ?").click()
    page.get_by_text("Concordance des trois sorties").wait_for(timeout=90_000)
    page.evaluate("scrollTo(0, 0)")
    desk.picture("pret-a-partir")
    page.goto(edit)
    page.wait_for_load_state("networkidle")
    button(page, "Actions").click()
    link(page, "Faire relire").click()
    page.get_by_label("Nom de la personne*").fill("Alix Exemple")
    desk.picture("relecture", button(page, "Créer le lien"))
    button(page, "Créer le lien").click()
    page.get_by_label("Adresse à transmettre").evaluate(
        "(box) => { box.value = 'https://lettre.example.org/relecture/…'; }"
    )
    desk.picture("relecture-lien", page.get_by_label("Adresse à transmettre"))
    page.goto(edit)
    page.wait_for_load_state("networkidle")
    more(page)
    desk.picture("soumettre", button(page, "Demander\u00a0: Bon à tirer"))
    button(page, "Demander\u00a0: Bon à tirer").click()
    page.get_by_text("a été soumise pour approbation").wait_for()


def a_figure(desk):
    """Give a key figure its next value."""
    page = desk.page
    page.goto("/admin/snippets/newsletter/indicator/")
    page.get_by_role("link", name="Nouvelle valeur : Emplois créés depuis le Covid").click()
    page.get_by_label("Nombre*").fill("4300")
    desk.picture("chiffre", button(page, "Mettre en ligne"))


def a_call(desk):
    """Look at what was answered to a call."""
    page = desk.page
    page.goto("/admin/snippets/contributions/callanswer/")
    desk.picture("reponses", page.get_by_role("link", name="Alix Exemple").first, height=560)
    page.get_by_role("link", name="Alix Exemple").first.click()
    desk.picture("reponse", button(page, "Décliner"))


def the_approval(desk):
    """Approve the issue that was submitted."""
    page = desk.page
    page.goto("/admin/lettres/")
    page.get_by_role("link", name="Un canal pour tous").first.click()
    page.wait_for_load_state("networkidle")
    more(page)
    desk.picture("bon-a-tirer", button(page, "Approuver et publier"), button(page, "Demander des modifications"))
    page.keyboard.press("Escape")
    button(page, "Afficher/masquer le statut").click()
    button(page, "Programmer").click()
    page.get_by_text("Date/heure de publication").first.wait_for()
    desk.picture("programmer")


def a_correction(desk):
    """Correct an issue that was sent."""
    page = desk.page
    page.goto("/admin/lettres/")
    page.get_by_role("link", name="Innov in Artois : 110 personnes").first.click()
    page.wait_for_load_state("networkidle")
    button(page, "Actions").click()
    link(page, "Déclarer l’envoi").click()
    page.get_by_label("par courriel et par la poste").check()
    page.get_by_label("Je confirme que ce numéro a été envoyé").check()
    desk.picture("declarer-envoi", button(page, "Déclarer l’envoi"))
    button(page, "Déclarer l’envoi").click()
    page.get_by_text("L’envoi est déclaré.").wait_for()
    page.goto("/admin/lettres/")
    page.get_by_role("link", name="Innov in Artois : 110 personnes").first.click()
    page.wait_for_load_state("networkidle")
    link(page, "Publier un rectificatif").click()
    page.get_by_label("Texte du rectificatif").fill("Le nombre de participants était 110, et non 101.")
    desk.picture("rectificatif", page.get_by_label("Texte du rectificatif"))


def an_event(desk):
    """Publish an event, then call it off."""
    page = desk.page
    page.goto("/admin/")
    link(page, "Publier un événement").click()
    page.wait_for_load_state("networkidle")
    page.locator("#id_title").fill("Marché de Noël")
    button(page, "Ajouter un créneau").click()
    page.locator("#id_slots-0-start").fill("09/12/2023 10:00")
    page.locator("#id_title").click()
    desk.picture("evenement", page.locator("#id_slots-0-start"), button(page, "Ajouter un créneau"))
    button(page, "Choisir un lieu").click()
    window = page.locator(".modal-body")
    window.get_by_role("tab", name="Créer").wait_for()
    desk.picture("lieu", window.get_by_role("tab", name="Créer"))
    page.keyboard.press("Escape")
    link(page, "Générer des créneaux").click()
    page.get_by_text("Entre deux dates").first.wait_for()
    desk.picture("creneaux", button(page, "Voir les créneaux"))
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    more(page)
    desk.picture("publier", button(page, "Publier"))
    button(page, "Publier").click()
    page.get_by_text(re.compile("publiée")).first.wait_for()
    page.goto("/admin/agenda/evenements/")
    page.get_by_role("link", name="Marché de Noël").first.click()
    page.wait_for_load_state("networkidle")
    button(page, "Actions").click()
    desk.picture("annuler", page.get_by_role("link", name="Annuler ou reporter").first)


def proposals(desk):
    """Read a proposal; the choices below it."""
    page = desk.page
    page.goto("/admin/agenda/propositions/")
    page.get_by_role("link", name="Fête de la musique au parc").click()
    desk.picture("proposition", button(page, "Accepter et ouvrir le brouillon"), button(page, "Rattacher"))


def calendar_import(desk):
    """The form by which a calendar is read."""
    page = desk.page
    page.goto("/admin/agenda/imports/")
    desk.picture("import-agenda", button(page, "Examiner"))


def a_milestone(desk):
    """Note what happened in an action."""
    page = desk.page
    page.goto("/admin/feuille-de-route/")
    step = page.get_by_role("link", name="Ajouter une étape à « Mise à jour du cadastre solaire »")
    desk.picture("feuille-de-route", step)
    step.click()
    page.get_by_label("Ce qui s’est passé").fill("Le cadastre solaire est en ligne.")
    desk.picture("etape", button(page, "Enregistrer l’étape"))


def applications(desk):
    """Read an application, and the table of the instruction."""
    page = desk.page
    page.goto("/admin/label/candidatures/")
    page.get_by_role("link", name="Un verger pour tous").click()
    desk.picture("candidature", button(page, "Créer la fiche candidat"))
    page.goto("/admin/label/instruction/")
    desk.picture("instruction", link(page, "Ajouter un comité"))


def network(desk):
    """The members, and the yearly confirmation."""
    page = desk.page
    page.goto("/admin/")
    link(page, "Ajouter un membre").click()
    page.get_by_label("Nom*", exact=True).fill("Terril Énergies")
    desk.picture("membre", page.get_by_label("Activité*"))
    page.goto("/admin/reseau/membres/")
    desk.picture("membres", button(page, "Filtrer"))
    page.goto("/admin/reseau/confirmation/")
    link(page, "Nouvelle confirmation").click()
    desk.picture("confirmation", page.get_by_label("Date limite*"))


def a_sending(desk):
    """Prepare the sending of the issue, up to its count."""
    page = desk.page
    page.goto("/admin/lecteurs/envois/")
    page.get_by_role("link", name=re.compile("Envoyer le n")).first.click()
    button(page, "M’envoyer un essai").click()
    page.get_by_label("Abonnés").check()
    button(page, "Compter les destinataires").click()
    page.get_by_label("Pour confirmer, tapez le nombre").wait_for()
    desk.picture("envoi-listes", button(page, "Compter les destinataires"))
    confirm = page.get_by_role("button", name=re.compile("^Lancer")).first
    desk.picture("envoi-confirmer", page.get_by_label("Pour confirmer, tapez le nombre"), confirm)


def town_halls(desk):
    """The record of a town hall, its mayor, what came back."""
    page = desk.page
    page.goto("/admin/")
    link(page, "Changer de maire").click()
    page.get_by_label("Mairie*").select_option(label="Mairie de Lens")
    button(page, "Remplacer le maire").click()
    page.get_by_label("Nom*", exact=True).fill("Nouvelle")
    desk.picture("maire", page.get_by_label("Nom*", exact=True))
    page.goto("/admin/snippets/readers/office/?q=Lens")
    page.get_by_role("link", name="Mairie de Lens", exact=True).first.click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("tab", name="Réception de la lettre").click()
    desk.picture("reception", page.get_by_role("tab", name="Réception de la lettre"))
    page.goto("/admin/lecteurs/plis-revenus/")
    desk.picture("plis-revenus", button(page, "Chercher"))
    page.goto("/admin/lecteurs/etiquettes/")
    desk.picture("etiquettes", button(page, "Télécharger les planches (PDF)"))
    page.goto("/admin/lecteurs/imports/")
    desk.picture("import-lecteurs", button(page, "Lire le fichier"))
    page.goto("/admin/lecteurs/donnees-personnelles/")
    desk.picture("donnees-personnelles", button(page, "Chercher"), height=560)


def accounts(desk):
    """Make an account; how the site is."""
    page = desk.page
    page.goto("/admin/users/new/")
    page.get_by_role("tab", name="Rôles").first.click()
    desk.picture("compte", page.get_by_role("tab", name="Rôles").first)
    page.goto("/admin/etat-du-site/")
    desk.picture("etat-du-site")
    page.goto("/admin/lecteurs/messagerie/")
    desk.picture("messagerie", page.get_by_role("heading", name="Comment les messages partent"))


# Name, role (nobody: None), steps; in this order, as some go on from what others did.
TASKS = [
    ("connexion", None, entering),
    ("bureau", "Direction de publication", desk_of_the_day),
    ("image", "Rédaction", a_picture),
    ("numero", "Rédaction", an_issue),
    ("chiffre", "Rédaction", a_figure),
    ("appel", "Rédaction", a_call),
    ("approbation", "Direction de publication", the_approval),
    ("evenement", "Agenda", an_event),
    ("propositions", "Agenda", proposals),
    ("import-agenda", "Agenda", calendar_import),
    ("feuille-de-route", "Feuille de route", a_milestone),
    ("label", "Label", applications),
    ("reseau", "Réseau", network),
    ("envoi", "Diffusion", a_sending),
    ("mairies", "Diffusion", town_halls),
    ("rectificatif", "Direction de publication", a_correction),
    ("administration", "administrator", accounts),
]
