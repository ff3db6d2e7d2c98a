"""The demo site as its team finds it on a working day: an account for each role, and things that wait for each.

People are invented; nothing here is on a real site. Used by the pictures of the guide and by the count of clicks.
"""

import datetime

# The name of each role's account.
STAFF = {
    "Rédaction": {"first_name": "Nadia", "last_name": "Exemple", "username": "nadia"},
    "Direction de publication": {"first_name": "Paul", "last_name": "Exemple", "username": "paul"},
    "Agenda": {"first_name": "Inès", "last_name": "Exemple", "username": "ines"},
    "Label": {"first_name": "Marc", "last_name": "Exemple", "username": "marc"},
    "Réseau": {"first_name": "Lou", "last_name": "Exemple", "username": "lou"},
    "Feuille de route": {"first_name": "Sam", "last_name": "Exemple", "username": "sam"},
    "Diffusion": {"first_name": "Zoé", "last_name": "Exemple", "username": "zoe"},
}
DOMAIN = "exemple.example"


def furnish(builders):
    """Add what a week brings: proposals, an application with its committee, a member's contact, mayors and readers."""
    from agenda.models import Proposal
    from pma_site.contributions.models import Call
    from pma_site.readers.models import Office
    from pma_site.territory.models import Commune
    from projects.models import LabelCall, MemberPage

    lens, lievin = Commune.objects.get(name="Lens"), Commune.objects.get(name="Liévin")
    for number, title in enumerate(("Fête de la musique au parc", "Portes ouvertes de la médiathèque")):
        day = datetime.date(2023, 6, 21 + number)
        Proposal.objects.create(
            title=title,
            body="Trois groupes de la commune jouent en plein air.",
            slots=[{"start": f"{day}T18:00:00+02:00", "end": f"{day}T22:00:00+02:00", "all_day": False}],
            first_day=day,
            last_day=day,
            venue_name="Parc de la mairie",
            street="1 place de la Mairie",
            commune=lens,
            theme="culture",
            organiser_name="Mairie d’exemple",
            sender_name="Alix Exemple",
            sender_email=f"culture{number}@{DOMAIN}",
            submission=f"{number:032}",
        )
    for member in MemberPage.objects.live()[:2]:
        builders.member_contact(member, f"contact{member.pk}@{DOMAIN}", name="Dominique Exemple")
    edition = LabelCall.objects.get().edition
    deposited = [
        builders.admissible(edition, title="Un verger pour tous", communes=[lens], sender_name="Alix Exemple"),
        builders.application(
            edition, title="L’atelier vélo du quartier", communes=[lievin], sender_name="Charlie Exemple"
        ),
    ]
    builders.committee(edition, applications=deposited[:1], name="Comité technique des partenaires")
    for commune, name in ((lens, "Claude Exemple"), (lievin, "Maxime Exemple")):
        hall = Office.objects.filter(commune=commune).first()
        hall.mandates.all().delete()
        builders.mayor(hall, name=name)
    for number in range(12):
        builders.subscriber(f"lecteur{number}@{DOMAIN}")
    builders.tester("Nadia Exemple", f"nadia@{DOMAIN}")
    call = Call.objects.get(slug="exemple")
    builders.answer_to(call, "Le maire et deux adjoints", commune=lens, sender_name="Alix Exemple")


def declare_sent(builders):
    """The week after: the issue that is online was sent."""
    from newsletter import dispatching
    from newsletter.models import IssuePage

    furnish(builders)
    issue = IssuePage.objects.live().first()
    dispatching.declare_sent(issue, day=datetime.date(2023, 6, 15), channel="les-deux", user=builders.administrator())
