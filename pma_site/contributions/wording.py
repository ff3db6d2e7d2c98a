"""The words under which something is sent to the team, with their version: the mention that the law asks for.

GDPR, article 13. Who changes a text gives it a new version: what was sent before keeps its own. The periods are those
of core.retention_rules.
"""

from pma_site.readers.wording import Wording

LEGAL = Wording(
    "contribution 2",
    "Vos nom, fonction et coordonnées servent à l’équipe de La Lettre aux maires pour examiner ce que vous "
    "envoyez et vous répondre, dans le cadre de sa mission d’intérêt public (RGPD, article 6 § 1 e). Ils ne sont ni "
    "publiés ni transmis.",
)
KEPT = (
    "Ce que vous envoyez est conservé douze mois après la réponse de l’équipe, deux ans si elle n’est pas donnée, puis "
    "effacé ; s’il s’y trouve des images, celles qui ne sont pas publiées sont effacées un mois après la réponse. Nos "
    "messages le sont au bout de 30 jours."
)
RIGHTS = (
    "Vous pouvez voir, corriger, retirer ou faire effacer ce que vous avez envoyé, et vous opposer à son usage, par le "
    "lien que nous vous envoyons ou en nous écrivant. Vous pouvez aussi saisir la CNIL (cnil.fr)."
)
