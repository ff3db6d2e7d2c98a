"""What the log of accesses notes by itself: files that leave the admin, and screens that show what is personal.

Every answer of the admin that is a file to be saved is noted, whichever room gave it. Screens are named by their
addresses; nothing that was typed is noted, so that the log of who looked holds no names of those looked at.
"""

from wagtail.log_actions import log

ADMIN = "/admin/"
# Screens that show people, their applications, or files that lie in PRIVATE_ROOT. Lists of names are not among them:
# whoever works on them would be noted at every turn of a page.
PERSONAL = {
    "accounts_journal",
    "agenda_proposal",
    "agenda_proposal_picture",
    "label_application",
    "label_attachment",
    "label_dossier",
    "label_my_file",
    "network_contacts",
    "network_request",
    "readers_personal_data",
    "wagtailsnippets_contributions_contribution:edit",
    "wagtailsnippets_readers_recipient:edit",
    "wagtailsnippets_readers_individualprofile:edit",
}


class WatchingMiddleware:
    """Note who took a file out of the admin, and who opened a screen that shows somebody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(ADMIN) and response.status_code == 200:
            action = _action(request, response)
            user = getattr(request, "user", None)
            if action and user and user.is_authenticated:
                log(instance=user, action=action, user=user, data={"path": request.path[:200]})
        return response


def _action(request, response):
    if response.get("Content-Disposition", "").startswith("attachment"):
        return "accounts.export"
    match = request.resolver_match
    return "accounts.look" if match and match.view_name in PERSONAL else ""
