from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from pma_site.core.desk import DESK_HOOK

from . import admin_views, desk
from .viewsets import CallViewSetGroup

register_snippet(CallViewSetGroup)

hooks.register(DESK_HOOK, desk.piles_of)

# What the histories of the site show: the action, how it is offered, how it is told.
LOGGED = (
    ("answer.accepter", "Accepter une réponse", "Réponse acceptée"),
    ("answer.demander", "Poser une question à qui a répondu", "Question posée"),
    ("answer.decliner", "Décliner une réponse", "Réponse déclinée"),
    ("remark.accepter", "Prendre une remarque en compte", "Remarque prise en compte"),
    ("remark.demander", "Poser une question sur une remarque", "Question posée"),
    ("remark.decliner", "Décliner une remarque", "Remarque déclinée"),
    ("call.export", "Exporter les réponses à un appel", "Réponses exportées"),
)


@hooks.register("register_admin_urls")
def register_the_screens_of_calls():
    """What the answers to a call come to, on a screen and as a file."""
    return [
        path("appels/<key:pk>/bilan/", admin_views.show_tally, name="contributions_call_tally"),
        path("appels/<key:pk>/reponses.<slug:file_format>", admin_views.export, name="contributions_call_export"),
    ]


@hooks.register("register_log_actions")
def name_what_is_logged(actions):
    """Say in French what the histories show of calls."""
    for name, label, message in LOGGED:
        actions.register_action(f"contributions.{name}", label, message)
