"""Which statements change what the public reads. Whatever is not known to be private does."""

import re

from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created

from pma_site.core.memory import forget, listen

from .stamps import the_stamp

# Tables of which no page of a stranger shows anything; a name that ends with « _ » stands for all that begin so.
PRIVATE = (
    "account_",
    "agenda_eventimport",
    "agenda_eventimportrow",
    "agenda_proposal",
    "agenda_proposaldraft",
    "agenda_proposalimage",
    "auth_",
    "contributions_callanswer",
    "contributions_remark",
    "contributions_message",
    "core_dismissedlink",
    "core_publicationfailure",
    "core_pulse",
    "core_secondreadertask",
    # A picture lists what it shows in its own row (SiteImage.sources).
    "core_siterendition",
    "core_transportconfirmation",
    "core_user",
    "core_user_",
    "django_",
    "mfa_",
    "newsletter_delivery",
    "newsletter_dispatch",
    "newsletter_exclusion",
    "newsletter_proof",
    "newsletter_proofcomment",
    "newsletter_proofsignoff",
    "newsletter_sending",
    "newsletter_testsending",
    "page_cache_sharedstamp",
    "projects_admissibility",
    "projects_application",
    "projects_application_",
    "projects_applicationfile",
    "projects_campaign",
    "projects_certificatesending",
    "projects_confirmation",
    "projects_correction",
    "projects_hearing",
    "projects_membercontact",
    "projects_membershiprequest",
    "projects_opinion",
    "readers_consent",
    "readers_electedreader",
    "readers_importrow",
    "readers_importrun",
    "readers_mailboxreading",
    "readers_notice",
    "readers_recipient",
    "readers_refusal",
    "readers_registerexport",
    "readers_return",
    "readers_subscription",
    "readers_tester",
    "wagtailadmin_",
    "wagtailcore_comment",
    "wagtailcore_commentreply",
    "wagtailcore_pagelogentry",
    "wagtailcore_pagesubscription",
    "wagtailcore_revision",
    "wagtailcore_task",
    "wagtailcore_taskstate",
    "wagtailcore_uploadedfile",
    "wagtailcore_workflow",
    "wagtailcore_workflowcontenttype",
    "wagtailcore_workflowpage",
    "wagtailcore_workflowstate",
    "wagtailcore_workflowtask",
    "wagtailsearch_",
    "wagtailusers_",
)
_NAMES = frozenset(name for name in PRIVATE if not name.endswith("_"))
_BEGINNINGS = tuple(name for name in PRIVATE if name.endswith("_"))
# What a draft that is saved writes into its page: readers see none of it.
_OF_DRAFTS = frozenset(["latest_revision_id", "has_unpublished_changes", "draft_title", "latest_revision_created_at"])
_READING = (
    "SELECT",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "BEGIN",
    "COMMIT",
    "PRAGMA",
    "DECLARE",
    "FETCH",
    "CLOSE",
    "SET ",
    "SHOW",
    "EXPLAIN",
    "LOCK",
)
# A line is added to the history with what it tells of, in one transaction: that counts, where it is public.
_HISTORIES = frozenset(["wagtailcore_modellogentry"])
_WRITING = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)
_COLUMNS = re.compile(r'"(\w+)" = ')


def is_public(sql: str) -> bool:
    """Tell whether a statement may change what the public reads."""
    # PostgreSQL's parts of a union each stand in brackets.
    if sql.startswith(_READING) or sql.lstrip("( \n\t")[:9].upper().startswith(_READING):
        return False
    found = _WRITING.match(sql)
    if not found:
        return True
    table = found[1].lower()
    if table in _NAMES or table.startswith(_BEGINNINGS):
        return False
    if table in _HISTORIES and sql.lstrip()[:6].upper() == "INSERT":
        return False
    return not (table == "wagtailcore_page" and sql.startswith("UPDATE") and _is_of_a_draft(sql))


def _is_of_a_draft(sql):
    columns = set(_COLUMNS.findall(sql.partition(" SET ")[2].partition(" WHERE ")[0]))
    return bool(columns) and columns <= _OF_DRAFTS


def tell() -> None:
    """Raise the stamp: what was committed is to be seen. For who changes a database behind Django's back as well."""
    if settings.PAGE_CACHE:
        the_stamp().bump()


def _seen(execute, sql, params, many, context):
    """Have the commit of a statement raise the stamp, once a transaction (a wrapper of Django's)."""
    result = execute(sql, params, many, context)
    if is_public(sql if isinstance(sql, str) else str(sql)):
        connection = context["connection"]
        forget(connection)
        # A savepoint that is rolled back takes its promises with it: each has its own.
        here = set(connection.savepoint_ids)
        if not any(func is tell and sids == here for sids, func, _ in reversed(connection.run_on_commit)):
            connection.on_commit(tell)
    return result


def _watch_connection(connection, **kwargs):
    if _seen not in connection.execute_wrappers:
        connection.execute_wrappers.append(_seen)
        listen(connection)


def watch() -> None:
    """Look at all that this process writes into the database, whichever way: models, querysets, SQL."""
    connection_created.connect(_watch_connection, dispatch_uid="page_cache.watch")
    for connection in connections.all(initialized_only=True):
        _watch_connection(connection)
