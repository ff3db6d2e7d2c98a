"""What the site keeps of people: which table, why, by what right, how long, and what becomes of it then.

RULES is the only place that says so. The nightly command applies it, the register of processing prints it, an erasure
follows it. Models are named by their labels, as it speaks of all parts of the project; a line about a model that is
not installed sleeps. Its longest chapters stand beside it (reader_, letter_, contribution_, account_rules). Who adds a
model with texts adds it to one of them, or to declarations.WITHOUT_PEOPLE: a test asks for it.
"""

from . import unfinished_uploads
from .account_rules import ACCOUNT_RULES
from .contribution_rules import CONTRIBUTION_RULES
from .letter_rules import PROOFREADING_RULES, SENDING_RULES
from .processing import CONTENT, DIRECTORY, IMPORTED_ROWS, Fate, Rule
from .reader_rules import READER_RULES

RULES: tuple[Rule, ...] = (
    *READER_RULES,
    *SENDING_RULES,
    *CONTRIBUTION_RULES,
    *PROOFREADING_RULES,
    # Directory
    Rule(
        "directory.Person",
        DIRECTORY,
        "nom, fonction, courriel et téléphone publics",
        Fate.EMPTIED_OR_DELETED,
        fields=("email",),
        emptied={"email": "", "phone": ""},
        kept="tant que la fonction est exercée, ou que ce qui cite la personne est publié",
    ),
    Rule(
        "directory.Mandate",
        DIRECTORY,
        "qui siège dans quelle instance, et quand",
        Fate.KEPT,
        owner="person",
        kept="tant que l’instance existe",
        why="exercer un mandat public est une information publique (article 17 § 3 a)",
    ),
    Rule(
        "directory.Organisation",
        DIRECTORY,
        "courriel et téléphone publics d’une organisation",
        Fate.REWRITTEN,
        kept="tant que l’organisation est citée",
    ),
    *ACCOUNT_RULES,
    # Content
    Rule(
        "core.SiteDocument",
        CONTENT,
        "fichiers au nom d’une personne",
        Fate.DELETED,
        others=("wagtaildocs.Document",),
        fields=("title", "file"),
        kept="tant qu’une page les propose",
    ),
    Rule(
        "wagtailcore.UploadedFile",
        CONTENT,
        "images que quelqu’un a commencé à ajouter, et que seule l’équipe voit",
        Fate.DELETED,
        fields=("file",),
        kept=unfinished_uploads.KEPT,
        since_words="l’envoi",
        then="le fichier est supprimé",
        rows=unfinished_uploads.left,
        act="pma_site.core.unfinished_uploads.forget",
    ),
    Rule(
        "newsletter.IssuePdf",
        CONTENT,
        "PDF d’un numéro, refait de son contenu",
        Fate.DELETED,
        kept="tant que le numéro est en ligne",
        why="ce PDF parlait de la personne : refaites-le (« manage.py make_missing_pdfs »)",
    ),
    Rule(
        "agenda.EventImport",
        CONTENT,
        "imports d’événements : ce qui a été lu de chaque source, événement par événement, et par qui",
        Fate.REWRITTEN,
        others=("agenda.EventImportRow",),
        kept=IMPORTED_ROWS,
        since="made_at",
        since_words="la lecture",
        then="l’import et ses lignes sont supprimés ; les événements restent",
    ),
    Rule(
        "wagtailcore.Page",
        CONTENT,
        "textes, images et brouillons où des personnes sont citées",
        Fate.REWRITTEN,
        others=(
            "agenda",
            "home",
            "projects",
            "contributions.Call",
            "core.PublicationFailure",
            "core.SiteImage",
            "core.SiteRendition",
            "core.SiteSettings",
            "newsletter.ArchivedCover",
            "newsletter.ArchivedIssuePage",
            "newsletter.Indicator",
            "newsletter.IndicatorValue",
            "newsletter.IssueIndexPage",
            "newsletter.IssuePage",
            "newsletter.IssueVersion",
            "newsletter.Dispatch",
            "newsletter.Rectification",
            "search.SearchEntry",
            "taggit.Tag",
            "wagtailcore.Comment",
            "wagtailcore.CommentReply",
            "wagtailcore.Revision",
            "wagtailcore.TaskState",
            "wagtailimages.Image",
            "wagtailimages.Rendition",
            "wagtailredirects.Redirect",
            "wagtailsearch.IndexEntry",
            "wagtailsearch.SQLiteFTSIndexEntry",
        ),
        kept="tant que la page existe ; les lettres parues, toujours (archives)",
    ),
)
