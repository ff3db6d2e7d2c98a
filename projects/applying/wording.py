"""The words under which an application is sent: the mention that the law asks for (GDPR, article 13), with its version.

Who changes a text gives it a new version: what was sent before keeps its own. The periods are those of
core.contribution_rules.
"""

from pma_site.contributions.wording import RIGHTS
from pma_site.readers.wording import Wording

LEGAL = Wording(
    "label 1",
    "Votre dossier, vos nom, fonction, adresse et téléphone servent à instruire votre candidature au Label Euralens : "
    "l’équipe du label et les membres de ses comités les lisent, dans le cadre d’une mission d’intérêt public (RGPD, "
    "article 6 § 1 e). Le dossier et ses pièces ne sont pas publiés. Si le projet devient candidat, son titre, sa "
    "présentation, ses porteurs, ses communes, son avancement et, si l’équipe en choisit une, une image le sont.",
)
KEPT = (
    "Un dossier jamais déposé est effacé un mois après la clôture de l’appel. Un dossier déposé l’est deux ans après "
    "la décision, trois ans après le dépôt si elle n’est pas prise ; ses pièces, un an plus tôt ; nos messages, "
    "au bout de 30 jours."
)
MENTION = [LEGAL.text, KEPT, RIGHTS]
